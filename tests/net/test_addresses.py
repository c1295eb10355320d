"""Every page, anchor and file of version 1.1 is still at its address in the built book, and no page weighs more without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.net import built, kept

ADDRESSES = kept.addresses()


def test_every_page_is_there_or_redirects(html: Path) -> None:
    assert len(ADDRESSES) == 53
    assert [page for page in ADDRESSES if not built.redirected(html, page)] == []


def test_every_anchor_is_there_or_said_to_have_moved(html: Path) -> None:
    moved = kept.listed("moved.yml")
    missing = []
    for page, ids in ADDRESSES.items():
        now = built.redirected(html, page)
        found = built.anchors(html / now) if now else set()
        missing += [f"{page}#{name}" for name in ids if name not in found]
    unlisted = [address for address in missing if address not in moved]
    assert unlisted == [], (
        "ids that links of readers name are gone. Bring them back, or say in tests/net/moved.yml where they moved to and why."
    )
    assert set(moved) <= set(missing), "tests/net/moved.yml lists what has not moved. Take it out."
    for address, entry in moved.items():
        page, _, name = entry["to"].partition("#")
        assert entry["why"]
        assert (html / page).is_file(), f"{address} moved to {entry['to']}: there is no such page"
        assert not name or name in built.anchors(html / page), f"{address} moved to {entry['to']}: there is no such id"


def test_every_file_is_there(html: Path) -> None:
    names = [
        line
        for line in (kept.V1_1 / "files.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(names) == 40
    assert [name for name in names if not (html / name).is_file()] == []


@pytest.mark.parametrize("page", list(kept.read("weights.json")))
def test_no_page_is_heavier_without_a_reason(page: str, html: Path) -> None:
    """Within half a per cent: sums of other files and dates in a page pack differently."""
    was, allowed = kept.read("weights.json")[page], kept.listed("heavier.yml")
    room = sum(allowed.get(name, {"bytes": 0})["bytes"] for name in (page, "all pages"))
    heavier = built.weight(html, page) - was
    why = f"{page} weighs {heavier} bytes more than in version 1.1. Make it lighter, or give it room in tests/net/heavier.yml, with the reason."
    assert heavier <= was * 0.005 + room, why


def test_every_room_for_weight_is_needed(html: Path) -> None:
    weights, allowed = kept.read("weights.json"), kept.listed("heavier.yml")
    heavier = {page: built.weight(html, page) - was for page, was in weights.items() if (html / page).is_file()}
    heavier["all pages"] = max(heavier.values())
    for name, entry in allowed.items():
        assert entry["why"]
        assert heavier[name] > 0, f"{name} is not heavier than in version 1.1. Take it out of tests/net/heavier.yml."
