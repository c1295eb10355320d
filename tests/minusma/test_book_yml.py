"""This book's own book.yml."""

from __future__ import annotations

from pathlib import Path

from sourcebook import book, data

ROOT = Path(__file__).resolve().parents[2]
OURS = book.at(ROOT)


def test_it_keeps_to_the_schema_and_names_what_there_is() -> None:
    identity = OURS.identity
    assert identity.package == "minusma"
    for page in identity.pages.model_dump().values():
        assert (ROOT / f"{page}.md").is_file() or (ROOT / page).is_dir(), page
    assert set(identity.prefixes) <= {path.stem for path in OURS.quiz_dir.glob("*.yml")}
    assert set(identity.evidence) <= set(data.names(OURS))
    assert (OURS.folder / identity.icon).is_file()
    assert all((ROOT / "notebooks" / name).is_file() for name in identity.kit)
