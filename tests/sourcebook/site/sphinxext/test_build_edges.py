"""What a build sets and leaves out, where another test could not see it because it sets it itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.builders import html

from sourcebook.book import static_build
from sourcebook.identity import Identity
from sourcebook.site.sphinxext import execution
from sourcebook.site.sphinxext.finish import write_offline_copy

PAGES = {"index": "# Front\n\n```{toctree}\nbook/a\n```\n", "book/a": "# A & B\n\nText.\n"}


def listed(folder: Path) -> dict[str, str]:
    """The files of the offline copy and their sums."""
    found = re.search(r"FILES\s*=\s*(\{.*?\})\s*;", (folder / "sw.js").read_text(encoding="utf-8"), re.S)
    assert found
    return json.loads(found[1])


def test_the_offline_copy_holds_pages_and_no_file_for_servers(build: Callable[..., Any]) -> None:
    built = build(PAGES, ["address", "theme", "finish"], "sourcebook", root_doc="index")
    files = listed(built.folder)
    assert {"index.html", "book/a.html", "search.html", "searchindex.js", "manifest.webmanifest"} <= set(files)
    for name in (
        "404.html",
        "_headers",
        "robots.txt",
        "sitemap.xml",
        "objects.inv",
        "sw.js",
        ".nojekyll",
        ".buildinfo",
    ):
        assert (built.folder / name).exists() or name == ".buildinfo", name
        assert name not in files
    assert [name for name in files if name.endswith((".gz", ".br")) or name.startswith("_static/cards/")] == []
    there = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    assert set(files) <= there


def test_another_file_is_another_version(tmp_path: Path) -> None:
    who = Identity(title="River", slug="river")

    def version() -> str:
        write_offline_copy(tmp_path, who)
        found = re.search(r"CACHE = `\$\{NAME\}(\w+)`", (tmp_path / "sw.js").read_text(encoding="utf-8"))
        assert found
        return found[1]

    (tmp_path / "a.html").write_text("a")
    first = version()
    assert version() == first
    (tmp_path / "a.html").write_text("b")
    assert version() != first


def test_a_build_tells_its_kernels_to_draw_for_pages(
    build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBOOK_STATIC", "")  # put back afterwards: the build sets it for the whole process
    monkeypatch.setenv("PYTHONPATH", "")
    assert not static_build()
    build(
        {"index": "# Front\n"},
        ["execution"],
        extensions=["myst_nb", f"{execution.__name__}"],
        root_doc="index",
        nb_execution_mode="off",
    )
    assert static_build()


def test_a_page_that_sphinx_cannot_write_whole_stays_as_it_was(build: Callable[..., Any], tmp_path: Path) -> None:
    build(PAGES, ["address", "theme", "finish"], "sourcebook", root_doc="index")
    page = tmp_path / "page.html"
    page.write_text("older", encoding="utf-8")
    file = html.open(page, "w", encoding="utf-8")
    file.__enter__().write("new")
    file.__exit__(OSError, OSError("no room"), None)
    assert page.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.glob(".*.part")) == []
