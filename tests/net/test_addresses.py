"""Every page, anchor and file of version 1.1 is still at its address, and no page weighs more without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.net import built, kept

ADDRESSES = kept.addresses()
WEIGHTS = kept.read("weights.json")
# Sums of files and a version's number pack a little differently each time.
NOISE = 64


def test_every_page_is_there_or_redirects(html: Path) -> None:
    assert len(ADDRESSES) == 53
    assert [page for page in ADDRESSES if not built.redirected(html, page)] == []


def test_every_anchor_is_there_or_said_to_have_moved(html: Path) -> None:
    moved = kept.listed("moved.yml")
    missing = []
    for page, ids in ADDRESSES.items():
        now = built.redirected(html, page)
        found = built.anchors(html / now) if now else set()
        asked = {f"q-{name}": place for name, place in built.questions(html).items()}
        # A question may stand in another page now: a script of the page leads there.
        found |= {name for name, place in asked.items() if name in built.anchors(html / place)}
        missing += [f"{page}#{name}" for name in ids if name not in found]
    unlisted = [address for address in missing if address not in moved]
    assert unlisted == [], (
        "ids are gone that links may name. Bring them back, or say in tests/net/moved.yml where they moved and why."
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


def heavier(html: Path, page: str) -> int:
    """Bytes that a page gained since version 1.1, beyond those that its new words need.

    New words bring their markup along: links to sources, cells, fields of questions. Twice their own weight holds it.
    """
    was, now = WEIGHTS[page], built.weight(html, page)
    words = max(0, now["words"] - was["words"])
    return now["page"] - was["page"] - 2 * words + now["loads"] - was["loads"]


@pytest.mark.parametrize("page", list(WEIGHTS))
def test_no_page_is_heavier_without_a_reason(page: str, html: Path) -> None:
    allowed = kept.listed("heavier.yml")
    room = sum(allowed.get(name, {"bytes": 0})["bytes"] for name in (page, "all pages"))
    gained = heavier(html, page)
    assert gained <= room + NOISE, (
        f"{page} weighs {gained} bytes more than in version 1.1, beyond its new words. Make it lighter, or give it "
        "room in tests/net/heavier.yml, with the reason."
    )


def test_every_room_for_weight_is_needed(html: Path) -> None:
    allowed = kept.listed("heavier.yml")
    gained = {page: heavier(html, page) for page in WEIGHTS if (html / page).is_file()}
    gained["all pages"] = max(gained.values())
    for name, entry in allowed.items():
        assert entry["why"]
        assert gained[name] > NOISE, f"{name} is not heavier than in version 1.1. Take it out of tests/net/heavier.yml."
