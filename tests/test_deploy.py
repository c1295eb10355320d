"""The files for the usual hosts, and the zip for those without one."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from sourcebook.site.policy import HEADER_POLICY

ROOT = Path(__file__).resolve().parents[1]


def test_the_container_sends_the_books_policy() -> None:
    assert (
        f'add_header Content-Security-Policy "{HEADER_POLICY}" always;' in (ROOT / "deploy" / "nginx.conf").read_text()
    )


@pytest.mark.parametrize("name", [".github/workflows/pages.yml", ".gitlab-ci.yml"])
def test_workflows_publish_and_test(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "make publish" in text
    assert "make test" in text
    assert "SOURCEBOOK_URL" in text


def test_every_python_that_the_package_allows_is_tested() -> None:
    allowed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    low, high = (int(part) for part in re.fullmatch(r">=3\.(\d+),<3\.(\d+)", allowed).groups())  # type: ignore[union-attr]
    promised = [f"3.{minor}" for minor in range(low, high)]
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["linux"]["strategy"]["matrix"]["python"] == promised
    assert {"windows-latest", "macos-latest"} == set(jobs["other-systems"]["strategy"]["matrix"]["system"])
    (gitlab,) = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))["test"]["parallel"]["matrix"]
    assert gitlab["PYTHON"] == promised


@pytest.mark.parametrize(
    ("repository", "expected"),
    [("Ada/mali", "https://ada.github.io/mali/"), ("ada/ada.github.io", "https://ada.github.io/")],
)
def test_the_github_workflow_works_out_where_it_publishes(tmp_path: Path, repository: str, expected: str) -> None:
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8"))["jobs"]["build"][
        "steps"
    ]
    (line,) = [step["run"] for step in steps if "SOURCEBOOK_URL" in step.get("run", "")]
    outputs = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": repository,
        "GITHUB_ENV": str(tmp_path / "env"),
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # As the runner does it, with a Python that has none of the book's packages.
    subprocess.run(
        ["bash", "-e", "-c", line.replace("python -c", "python -S -c")],
        cwd=ROOT,
        check=True,
        env={**outputs, "PATH": path},
    )
    assert (tmp_path / "env").read_text() == f"SOURCEBOOK_URL={expected}\n"


HUB = ROOT / "deploy" / "jupyterhub"


def test_the_hub_listens_to_this_computer_only_and_wants_a_password(tmp_path: Path) -> None:
    """The configuration is run as JupyterHub runs it, with a stand-in for its settings."""
    traitlets = pytest.importorskip("traitlets.config")
    text = (HUB / "jupyterhub_config.py").read_text(encoding="utf-8")
    space = {"__file__": str(HUB / "jupyterhub_config.py")}
    for password, fine in (("", False), ("short", False), ("long enough", True)):
        config = traitlets.Config()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MINUSMA_CLASS_PASSWORD", password)
            patch.setenv("MINUSMA_HUB_HOME", str(tmp_path))
            if not fine:
                with pytest.raises(SystemExit, match="class password"):
                    exec(
                        compile(text, "jupyterhub_config.py", "exec"),
                        {**space, "get_config": lambda config=config: config},
                    )
                continue
            exec(compile(text, "jupyterhub_config.py", "exec"), {**space, "get_config": lambda config=config: config})
    for address in (config.JupyterHub.bind_url, config.JupyterHub.hub_bind_url, config.ConfigurableHTTPProxy.api_url):
        assert address.startswith("http://127.0.0.1:")
    assert config.SharedPasswordAuthenticator.user_password == "long enough"

    spawner = SimpleNamespace(user=SimpleNamespace(name="owl"))
    config.Spawner.pre_spawn_hook(spawner)
    mine = tmp_path / "owl" / "history.ipynb"
    mine.write_text("my work")
    config.Spawner.pre_spawn_hook(spawner)
    assert mine.read_text() == "my work"
    assert {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} == {
        path.name for path in (tmp_path / "owl").iterdir()
    }


@pytest.mark.parametrize(
    ("url", "hub", "binder"),
    [
        (
            "https://github.com/ada/mali",
            "https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fada%2Fmali&branch=main"
            "&urlpath=lab%2Ftree%2Fmali%2Fnotebooks%2Fhistory.ipynb",
            "https://mybinder.org/v2/gh/ada/mali/main?urlpath=lab/tree/notebooks/history.ipynb",
        ),
        (
            "https://gitlab.com/school/x/mali.git",
            None,
            "https://mybinder.org/v2/gl/school%2Fx%2Fmali/main?urlpath=lab/tree/notebooks/history.ipynb",
        ),
        ("https://code.example.org/mali", None, ""),
    ],
)
def test_links_for_learners_come_from_the_one_setting(tmp_path: Path, url: str, hub: str | None, binder: str) -> None:
    link = SimpleNamespace(**runpy.run_path(str(HUB / "link.py")))
    config = tmp_path / "_config.yml"
    config.write_text(f"repository:\n  url: {url}\n")
    assert link.binder(*link.repository(config)) == binder
    if hub:
        assert link.hub("https://hub.example.org/", *link.repository(config)) == hub
    config.write_text('repository:\n  url: ""\n')
    with pytest.raises(SystemExit, match=r"repository\.url"):
        link.repository(config)


def test_binder_installs_what_is_pinned_and_the_package() -> None:
    lines = (ROOT / ".binder" / "requirements.txt").read_text().splitlines()
    asked = [line for line in lines if not line.startswith("#")]
    # All that the project pins, and beside it only what the hub pins too, at the same version.
    assert asked[0] == "-r ../requirements.txt"
    assert all("==" in line for line in asked[1:])
    assert set(asked[1:]) <= set((HUB / "requirements.in").read_text().splitlines())
    assert set(asked[1:]) <= set((HUB / "requirements.txt").read_text().splitlines())
    assert "pip install --no-cache-dir --no-deps ." in (ROOT / ".binder" / "postBuild").read_text()
    assert os.access(ROOT / ".binder" / "postBuild", os.X_OK)


def test_what_is_installed_takes_its_files_along_and_one_version_is_named_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [name for name in (*wheel["packages"], *wheel["force-include"]) if not (ROOT / name).exists()] == []
    version = project["project"]["version"]
    texts = [ROOT / "deploy" / "README.md", *(ROOT / "deploy").rglob("values.yaml"), ROOT / "book/teachers/set-up.md"]
    named = [
        found
        for path in texts
        for found in re.findall(r'(?:minusma[-:]|tag: ")(\d+\.\d+\.\d+)', path.read_text(encoding="utf-8"))
    ]
    assert set(named) == {version}
    assert len(named) > 5
    # The oldest Python that the package allows, which Binder installs.
    oldest = re.match(r">=(3\.\d+)", project["project"]["requires-python"])[1]  # type: ignore[index]
    assert (ROOT / ".binder" / "runtime.txt").read_text().strip() == f"python-{oldest}"


def test_the_zip_is_the_book_without_the_twins_and_always_the_same(html: Path, tmp_path: Path) -> None:
    if html != ROOT / "_build" / "html":
        pytest.skip("the command packs the book of this checkout")
    sizes = []
    for name in ("one.zip", "two.zip"):
        command = [sys.executable, "-m", "minusma", "zip", "--out", str(tmp_path / name)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        sizes.append((tmp_path / name).read_bytes())
    assert sizes[0] == sizes[1]
    names = set(zipfile.ZipFile(tmp_path / "one.zip").namelist())
    assert "mali-and-minusma/index.html" in names
    assert "mali-and-minusma/book/history.html" in names
    assert not [name for name in names if name.endswith((".gz", ".br"))]
