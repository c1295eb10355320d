"""Lines of a notebook that a reader may change: what there is to try, and what is refused with the remedy."""

from __future__ import annotations

import pytest

from sourcebook.text.change_me import Change, ChangeError, change


@pytest.mark.parametrize(
    ("line", "values", "own"),
    [
        ('t = "a"  # CHANGE ME: try "b", "c" or "d e"', ("a", "b", "c", "d e"), 0),
        ("t = 'a'  # CHANGE ME: or 'b'", ("a", "b"), 0),
        ('t = "a"  # CHANGE ME: "b", "c", or "d"', ("a", "b", "c", "d"), 0),
        ("year = 2022  # CHANGE ME: 2021, 2022 or 2023", (2021, 2022, 2023), 1),
        ("limit = -1.5 # CHANGE ME: 2 and 3.25.", (-1.5, 2, 3.25), 0),
        ('t = "# CHANGE ME: no"  # CHANGE ME: or "b"', ("# CHANGE ME: no", "b"), 0),
    ],
)
def test_the_values_named_in_the_comment_are_the_choices(
    line: str, values: tuple[str | int | float, ...], own: int
) -> None:
    found = change(f"first()\n{line}\nlast()")
    assert found == Change(2, line.split()[0], values, own)


@pytest.mark.parametrize(
    "code",
    [
        'folder = "example"  # CHANGE ME: the folder with the files, for instance responses',
        "students = 15  # CHANGE ME: 5 to 31",
        "year = 2022  # CHANGE ME: 2022 or 2023; for 2021 there is no draft",
        'ask("history")  # CHANGE ME: "history" or "mandate"',
        't = "a"  # CHANGE ME',
        't = "a"  # change: "b"',
        "",
    ],
)
def test_what_says_something_else_is_for_live_notebooks_alone(code: str) -> None:
    assert change(code) is None


@pytest.mark.parametrize(
    ("code", "line", "reason"),
    [
        ('t = "a"  # CHANGE ME: or "b"\nu = 1  # CHANGE ME: or 2', 2, "choices in line 1 already"),
        ('t = pick("a")  # CHANGE ME: or "b"', 1, "neither a text nor a number"),
        ("t = True  # CHANGE ME: or 2", 1, "neither a text nor a number"),
        ('t = "a"  # CHANGE ME: "b", "b"', 1, "'b' stands twice"),
        ('t = "a"  # CHANGE ME: 1 or 2', 1, "1 and 'a' are a text and a number"),
        ("t = 0  # CHANGE ME: 1, 2, 3, 4, 5, 6, 7 or 8", 1, "9 choices are more than the 8"),
    ],
)
def test_what_cannot_be_chosen_is_refused(code: str, line: int, reason: str) -> None:
    with pytest.raises(ChangeError, match=reason) as error:
        change(code)
    assert error.value.line == line


def test_another_value_is_written_into_the_line_and_nowhere_else() -> None:
    code = 'x = 1\ntheme = "politics"  # CHANGE ME: try "it\'s"\nprint(theme)  # politics'
    found = change(code)
    assert found is not None
    assert found.source(code, "it's") == code.replace('"politics" ', '"it\'s" ')
