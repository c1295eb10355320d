"""What is added to a YAML text leaves the rest of it as it was, comments and all."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.text.yamledit import CannotAdd, add

CONTENTS = """# The order of the pages.
parts:
- caption: One  # first
  chapters:
  - file: a  # a remark

  - file: b
    sections:
    - file: c
# between
- caption: Two
  chapters: [{file: d}]
empty:
word: x
"""


def test_an_item_comes_last_and_every_other_line_stays() -> None:
    result = add(CONTENTS, ("parts", 0, "chapters"), "- file: new")
    assert result.splitlines()[9] == "  - file: new"
    assert [line for line in result.splitlines() if "new" not in line] == CONTENTS.splitlines()


def test_an_item_stands_behind_the_one_that_is_named() -> None:
    result = add(CONTENTS, ("parts", 0, "chapters"), "- file: new", after=0)
    assert [one["file"] for one in yaml.safe_load(result)["parts"][0]["chapters"]] == ["a", "new", "b"]
    assert "- file: a  # a remark\n  - file: new\n" in result


def test_into_brackets_into_nothing_and_as_a_key() -> None:
    assert "chapters: [{file: d}, {file: e}]" in add(CONTENTS, ("parts", 1, "chapters"), "{file: e}")
    assert yaml.safe_load(add(CONTENTS, ("empty",), "a: b"))["empty"] == {"a": "b"}
    assert add(CONTENTS, (), "last: y").endswith("word: x\nlast: y\n")
    assert add('{"list": [\n  {"a": 1}\n ]}', ("list",), '{"b": 2}') == '{"list": [\n  {"a": 1},\n  {"b": 2}\n ]}'
    assert add('{"list": []}', ("list",), "1") == '{"list": [1]}'


def test_a_block_text_at_the_end_is_not_cut() -> None:
    text = "list:\n- a: >-\n    one\n    two\n\nnext: 1\n"
    assert add(text, ("list",), "- a: b") == "list:\n- a: >-\n    one\n    two\n- a: b\n\nnext: 1\n"


@pytest.mark.parametrize("path", [("word",), ("none",), ("parts", 7)])
def test_where_nothing_can_be_added_a_sentence_says_so(path: tuple[str | int, ...]) -> None:
    with pytest.raises(CannotAdd, match="Make it one|is not there"):
        add(CONTENTS, path, "- x")


def test_what_would_change_something_else_is_refused() -> None:
    with pytest.raises(CannotAdd, match="by hand"):
        add("list:\n- a\n", ("list",), "other: 1")


_LEAF = st.one_of(st.integers(), st.text("ab #:'\"é\n", max_size=8), st.none(), st.booleans())
_TREE = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner)
)


@given(st.dictionaries(st.text("abc", min_size=1), _TREE, min_size=1), st.booleans())
def test_whatever_stands_in_the_file_stays(values: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(values, default_flow_style=flow, allow_unicode=True)
    try:
        result = add(text, (), "zz: 1")
    except CannotAdd:
        assert flow or not values
        return
    assert yaml.safe_load(result) == {**values, "zz": 1}
