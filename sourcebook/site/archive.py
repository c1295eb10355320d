"""The built book in one zip: unpack it anywhere and open ``index.html``, without a server and without the internet.

It is the book as a build that is not for publishing gives it: without compressed twins, and without the downloads,
to which no link is left, but for the class kit.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from sourcebook.classroom.downloads import FOLDER
from sourcebook.identity import Identity
from sourcebook.text import atomic, zips
from sourcebook.text.litter import is_litter

# For web servers only.
TWINS = (".gz", ".br")
_HOSTS = "_headers"


def _without_links(text: str, kit: str) -> str:
    """The page with the words of links into the downloads, and without those links."""
    return re.sub(
        rf'<a (?=[^>]*href="(?:\.\./)*{FOLDER}/(?!{re.escape(kit)}))[^>]*>(.*?)</a>', r"\1", text, flags=re.DOTALL
    )


def _packed(html: Path, kit: str) -> dict[str, Path]:
    """The files of the book by their names in it."""
    found = {}
    for path in sorted(html.rglob("*")):
        name = path.relative_to(html)
        wanted = path.is_file() and path.suffix not in TWINS and not is_litter(name.name) and name.name != _HOSTS
        if wanted and (name.parts[0] != FOLDER or name.as_posix() == f"{FOLDER}/{kit}"):
            found[name.as_posix()] = path
    return found


def pack(html: Path, target: Path, identity: Identity, offline_copy: Callable[[Path], None]) -> None:
    """Write the book that was built into ``html`` to the zip ``target``; the same book gives the same bytes.

    ``offline_copy`` writes the list of files and sums anew for the folder that it is given: pages without their links
    into the downloads have other sums.
    """
    kit = f"{identity.kit_name}.zip"
    files = _packed(html, kit)
    with tempfile.TemporaryDirectory() as work:
        staged = Path(work)
        if any(path.is_file() and path.name != kit for path in (html / FOLDER).rglob("*")):
            for name, path in files.items():
                (staged / name).parent.mkdir(parents=True, exist_ok=True)
                if path.suffix == ".html" and f"{FOLDER}/" in (text := path.read_text(encoding="utf-8")):
                    (staged / name).write_text(_without_links(text, kit), encoding="utf-8", newline="\n")
                else:
                    shutil.copyfile(path, staged / name)
            offline_copy(staged)
            files = {name: staged / name for name in files}
        with (
            atomic.writing(target, "wb") as whole,
            zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        ):
            for name, path in files.items():
                packed.writestr(zips.entry(f"{identity.zip_name}/{name}"), path.read_bytes())
