"""The language of facts: what it can work out, what it refuses by name, and that nothing in
it runs a stranger's code.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sourcebook.facts.expressions import LONGEST, ExpressionError, rows_where, value_of

RIVERS = pd.DataFrame(
    {
        "id": ["ash", "birch", "cedar", "dale"],
        "year": pd.array([2001, 2002, 2002, 2003], dtype="Int64"),
        "length": pd.array([10, 40, None, 30], dtype="Int64"),
        "name": pd.array(["Ash", "Birch", "Cedar", None], dtype="string"),
        "seen": pd.to_datetime(["2001-05-01", "2002-06-01", "2002-07-01", "2003-01-01"]),
    }
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("year == 2002", "birch cedar"),
        ("year != 2002", "ash dale"),
        ("2001 < year <= 2002", "birch cedar"),
        ("year in [2001, 2003]", "ash dale"),
        ("id not in ('ash', 'dale')", "birch cedar"),
        ("year == 2001 or year == 2003 and length > 30", "ash"),
        ("(year == 2001 or year == 2003) and length > 10", "dale"),
        ("not year == 2002", "ash dale"),
        ("length > 0", "ash birch dale"),
        ("not length > 0", "cedar"),
        ('name != "Ash"', "birch cedar"),
        ('seen >= "2002-06-01" and seen < "2003-01-01"', "birch cedar"),
        ('id.startswith("c") or id.endswith("le") or id.contains("irc")', "birch cedar dale"),
        ("length + 5 == 15", "ash"),
    ],
)
def test_a_condition_chooses_its_rows(where: str, rows: str) -> None:
    assert list(rows_where(where, RIVERS)["id"]) == rows.split()


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("length.sum()", 80),
        ("length.mean()", 80 / 3),
        ("length.median()", 30),
        ("length.min()", 10),
        ("length.max()", 40),
        ("length.count()", 3),
        ("year.nunique()", 3),
        ("length.first()", 10),
        ("length.last()", 30),
        ("length.iloc[1]", 40),
        ("length.iloc[-1]", 30),
        ("name[length.idxmax()]", "Birch"),
        ("name[length.idxmin()]", "Ash"),
        ("id[length.idxsecond()]", "dale"),
        ("len(rows)", 4),
        ("100 * (length.iloc[1] / length.iloc[0] - 1)", 300),
        ("-length.min() + 7 % 4 - 7 // 2", -10),
        ("round(abs(-2.6), 0) + max(1, 2) + min(1, 2)", 6),
        ("'Ash'", "Ash"),
    ],
)
def test_a_value_is_worked_out(expression: str, value: object) -> None:
    assert value_of(expression, RIVERS) == value


def test_names_stand_for_plain_values() -> None:
    assert value_of("100 * part / whole", names={"part": 1, "whole": 4}) == 25


# Each would run code, read the machine, or never end, in a language that is Python or pandas.
ATTACKS = [
    "@pd.io.common.os.system('touch {file}') == 0",
    "__import__('os').system('touch {file}')",
    "int(rows.to_csv('{file}') is None)",
    "length.to_csv('{file}')",
    "length.__class__.__init__.__globals__",
    "(lambda: open('{file}', 'w'))()",
    "[open('{file}', 'w') for x in length]",
    "length.pipe(open)",
    'eval(\'open("{file}", "w")\')',
    "rows.eval('@pd.io.common.os.system(\"touch {file}\")')",
    'f\'{{open("{file}", "w")}}\'',
    "length.map(print)",
    "9 ** 9 ** 9",
    "'a' * 1000000000",
    "(length := open('{file}', 'w'))",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("use", [rows_where, lambda text, frame: value_of(text, frame)], ids=["where", "value"])
def test_no_code_runs(attack: str, use: object, tmp_path: Path) -> None:
    file = tmp_path / "ran"
    with pytest.raises(ExpressionError):
        use(attack.format(file=file), RIVERS)  # type: ignore[operator]
    assert not file.exists()


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("lenght.sum()", "names no column: 'lenght'. Did you mean length?"),
        ("length.std()", "asks for `std`, which is not in the list: sum, mean"),
        ("length.values", "asks for `values`, which is not in the list"),
        ("length.sum(1)", "gives `sum` an argument. Write sum()."),
        ("length.sum(axis=0)", "gives `length.sum` a named argument."),
        ("length.idxmax()", "asks for `idxmax` outside [brackets]"),
        ("length.iloc[1:2]", "Write a whole number, like iloc[0]."),
        ("length.iloc[True]", "Write a whole number, like iloc[0]."),
        ("length.iloc[9]", "cannot be worked out"),
        ("length[0]", "In brackets stands a row number, or column.idxmax()."),
        ("len(length)", "uses `len` otherwise than: len(rows)."),
        ("open('x')", "calls `open`, which is not in the list"),
        ("length & year", "uses `&`, which is not part of the language."),
        ("length @ year", "uses `@`, which is not part of the language."),
        ("~length", "uses `~`. Write not."),
        ("year is 2002", "compares with `is`. Write == or !=."),
        ("2001 in year", "uses `in` otherwise than: column in [value, value]."),
        ("[2001] in year", "uses `in` otherwise than: column in [value, value]."),
        ("year in 2001", "uses `in` otherwise than: column in [value, value]."),
        ("2001 in [2001]", "uses `in` otherwise than: column in [value, value]."),
        ("year in [2001, length]", "A list holds numbers and texts in quotes."),
        ("name + 'x'", "counts with something that is no number."),
        ("round(length)", "wants plain numbers, not a column."),
        ("length and year", "joins with and, or, not something that is no comparison of a column."),
        ("1 / 0", "divides by zero."),
        ("None", "uses `None`."),
        ("name.startswith()", "without one text in quotes"),
        ("1 +", "cannot be read as an expression. Put texts in quotes"),
        ("@x == 1", "`@` is not part of it."),
        ("1 + " * LONGEST + "1", f"is longer than {LONGEST} characters."),
        ("(" * 240 + "1" + ")" * 240, "expression"),
        ("", "cannot be read as an expression. Put texts in quotes"),
    ],
)
def test_what_the_language_lacks_is_refused_by_name(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        value_of(expression, RIVERS)
    assert reason in str(caught.value)


def test_an_expression_may_be_as_long_as_the_limit_and_no_longer() -> None:
    longest = f"1{'+ 1':>499}"
    assert value_of(longest, RIVERS) == 2
    with pytest.raises(ExpressionError, match="is longer than 500 characters"):
        value_of(longest.replace("+", " +"), RIVERS)


@pytest.mark.parametrize("where", ["length", "length.sum()", "1", "'x'", "length + 1"])
def test_what_is_no_condition_chooses_no_rows(where: str) -> None:
    with pytest.raises(ExpressionError, match="is no condition"):
        rows_where(where, RIVERS)


def test_an_expression_of_just_the_longest_length_is_read() -> None:
    assert value_of("1" + " " * (LONGEST - 3) + "+1") == 2
