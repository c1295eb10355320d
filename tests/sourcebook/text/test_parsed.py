"""What was made of a text is kept: given once more as one's own, and known to the next process."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.text import parsed

LONG = "water\n" * 400


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "_kept", {})


class Counted:
    """Parses, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return ["river"]


def test_a_long_text_is_parsed_once_and_each_has_its_own_answer() -> None:
    parse = Counted()
    first = parsed.once("a kind", LONG, parse)
    first.append("of mine")
    assert parsed.once("a kind", LONG, parse) == ["river"]
    assert parse.times == 1
    parsed.once("another kind", LONG, parse)
    parsed.once("a kind", f"{LONG}more", parse)
    assert parse.times == 3


def test_a_short_text_is_not_kept_and_neither_is_an_error() -> None:
    parse = Counted()
    for _ in range(2):
        parsed.once("a kind", "short", parse)
    assert parse.times == 2

    def fail() -> list[str]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        parsed.once("a kind", LONG, fail)
    assert parsed.once("a kind", LONG, parse) == ["river"]


def test_what_was_not_used_for_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "_MOST", 2)
    parse = Counted()
    for kind in ("one", "two", "one", "three", "one"):
        parsed.once(kind, LONG, parse)
    assert parse.times == 3
    parsed.once("two", LONG, parse)
    assert parse.times == 4


def test_the_next_process_knows_it_unless_what_parses_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, parse = tmp_path / "kept" / "parsed.pickle", Counted()
    for code, times in (("old", 1), ("old", 1), ("new", 2), ("new", 2)):
        monkeypatch.setattr(parsed, "_kept", {})
        with parsed.kept_in(file, code):
            assert parsed.once("a kind", LONG, parse) == ["river"]
        assert parse.times == times


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x04]\x94."])
def test_a_broken_file_only_costs_time(tmp_path: Path, content: bytes) -> None:
    file, parse = tmp_path / "parsed.pickle", Counted()
    file.write_bytes(content)
    with parsed.kept_in(file, "code"):
        assert parsed.once("a kind", LONG, parse) == ["river"]
    assert parse.times == 1
