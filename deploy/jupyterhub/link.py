"""Links that bring the book's notebooks to a learner: ``python deploy/jupyterhub/link.py [HUB_ADDRESS]``.

Printed are the link for mybinder.org and, with the address of a hub that has nbgitpuller,
the link for that hub. Both are made from ``repository.url`` and ``repository.branch`` in
``_config.yml``; the exit code is 1 and a sentence says so where there is none.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import yaml

START = "notebooks/history.ipynb"


def repository(config: Path) -> tuple[str, str]:
    """Address and branch of the repository; raises ``SystemExit`` with a remedy where the setting is empty."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8")).get("repository") or {}
    url = str(settings.get("url") or "").removesuffix("/").removesuffix(".git")
    if not url.startswith("https://"):
        raise SystemExit("_config.yml names no repository. Set repository.url to its address, beginning with https://.")
    return url, str(settings.get("branch") or "main")


def hub(address: str, url: str, branch: str) -> str:
    """The nbgitpuller link: the hub fetches the repository into the learner's folder, or
    brings it up to date, and opens the notebook.
    """
    inside = f"lab/tree/{url.rpartition('/')[2]}/{START}"
    return f"{address.rstrip('/')}/hub/user-redirect/git-pull?" + urlencode(
        {"repo": url, "branch": branch, "urlpath": inside}
    )


def binder(url: str, branch: str) -> str:
    """The link for mybinder.org; empty for a host that it does not know."""
    found = re.fullmatch(r"https://(github|gitlab)\.com/(.+)", url)
    if not found:
        return ""
    # A GitLab project may lie in a group: its path is one part of the address.
    host, path = (
        {"github": "gh", "gitlab": "gl"}[found[1]],
        found[2] if found[1] == "github" else quote(found[2], safe=""),
    )
    return f"https://mybinder.org/v2/{host}/{path}/{quote(branch, safe='')}?urlpath=lab/tree/{START}"


def main() -> None:
    """Print the links."""
    url, branch = repository(Path(__file__).resolve().parent.parent.parent / "_config.yml")
    print("Binder:", binder(url, branch) or "not for this host")
    if len(sys.argv) > 1:
        print("Hub:   ", hub(sys.argv[1], url, branch))


if __name__ == "__main__":
    main()
