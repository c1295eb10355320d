"""YAML with lines: every value knows where it stands, and what no author means is refused."""

from __future__ import annotations

import pytest

from sourcebook.text.yamlfile import Unreadable, YamlFile

TEXT = """# a comment
one:
  first: 1
  list:
    - a
    - {b: 2,
       c: 3}
two: &x
  again: y
three: *x
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("one",), 2),
        (("one", "list", 1), 6),
        (("one", "list", 1, "c"), 7),
        (("one", "list", 1, "nothing"), 6),
        (("three", "again"), 9),
        (("nothing", "below"), 1),
    ],
)
def test_everything_has_a_line(path: tuple[object, ...], line: int) -> None:
    parsed = YamlFile(TEXT)
    assert parsed.values["one"] == {"first": 1, "list": ["a", {"b": 2, "c": 3}]}
    assert parsed.line(*path) == line


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3", 3, "the key `a` stands already in line 1"),
        ("a:\n  - b: 1\n    b: 2", 3, "the key `b` stands already in line 2"),
        ("a: [\n", 1, "a list or group that begins here is not closed"),
        ("a: 1\n b: 2", 2, "Look at the indentation"),
        ("a: &x\n  b: *x", 1, "holds itself"),
        ("a: 2013-02-30", 1, "no day of the calendar"),
        ("a: *x", 1, "a text that begins with *"),
    ],
)
def test_what_no_author_means_is_refused(text: str, line: int, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        YamlFile(text)
    assert reason in str(caught.value)
    assert caught.value.line == line


def test_an_empty_text_holds_nothing() -> None:
    assert YamlFile("").values is None
    assert YamlFile("").line("a") == 1
