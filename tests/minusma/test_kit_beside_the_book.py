"""The class kit beside the built book: linked, whole, without the key, and not in the offline copy."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from sourcebook.classroom import kit
from sourcebook.classroom.wheel import PROJECT
from tests.ours import OURS


def linked(html: Path) -> Path:
    """The file that the page for teachers leads to."""
    page = html / "book" / "for-teachers.html"
    (target,) = re.findall(
        r'<a href="([^"]+)" download[^>]*>Download the class kit</a>', page.read_text(encoding="utf-8")
    )
    return (page.parent / target).resolve()


def test_the_link_leads_to_a_whole_kit_without_the_key(html: Path) -> None:
    path = linked(html)
    assert path.is_relative_to(html.resolve())
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        names = {name.removeprefix(f"{OURS.identity.kit_name}/") for name in pack.namelist()}
    assert {
        "START-HERE.html",
        "requirements.txt",
        "notebooks/classroom.ipynb",
        "notebooks/class-report.ipynb",
        "data/fatalities.csv",
    } <= names
    assert not any(kit.KEY_FOLDER in name or name.endswith("-key.html") for name in names)


def test_its_package_can_make_kits_of_other_books(html: Path) -> None:
    """The engine that is installed from it knows what was tested: its own project and its pins are inside."""
    with zipfile.ZipFile(linked(html)) as pack:
        (made,) = (name for name in pack.namelist() if name.endswith(".whl"))
        with zipfile.ZipFile(io.BytesIO(pack.read(made))) as packed:
            for name in ("pyproject.toml", "requirements.txt"):
                assert packed.read(f"sourcebook/{PROJECT}/{name}") == (OURS.root / name).read_bytes()


def test_it_is_the_kit_of_these_sources(html: Path, tmp_path: Path) -> None:
    assert linked(html).read_bytes() == kit.make(OURS, tmp_path / "kit.zip", None).read_bytes()


def test_readers_offline_are_not_made_to_fetch_it(html: Path) -> None:
    assert "downloads/" not in (html / "sw.js").read_text(encoding="utf-8")
