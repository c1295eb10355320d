"""Rules of a declared view that ``test_declared.py`` does not break: each key, and both
sides of what a picture holds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from declared_book import RAIN, VIEW, make

from sourcebook.errors import ReaderError
from sourcebook.views import declared, registry

HEAD = RAIN.splitlines()[0]
KEYS = [key for key in VIEW if key != "series"]


def refused(root: Path, message: str, rain: str = RAIN, **view: object) -> None:
    with pytest.raises(ReaderError) as caught:
        registry.get(make(root, rain, view), "rain-by-year")
    assert str(caught.value).startswith("book/views/rain-by-year.yml, line "), caught.value
    assert message in str(caught.value), caught.value


@pytest.mark.parametrize("key", KEYS)
def test_no_key_stands_empty_or_is_no_text(tmp_path: Path, key: str) -> None:
    empty = f"`{key}`" if key == "kind" else "`alt` must name" if key == "alt" else f"`{key}` is empty. Fill it."
    refused(tmp_path / "a", f"`{key}` is empty. Fill it." if key == "alt" else empty, **{key: ""})
    refused(tmp_path / "b", f"`{key}`", **{key: 5})


@pytest.mark.parametrize("key", KEYS)
def test_no_key_can_be_left_out(tmp_path: Path, key: str) -> None:
    import yaml

    text = yaml.safe_dump({k: v for k, v in VIEW.items() if k != key}, sort_keys=False)
    with pytest.raises(ReaderError, match=rf"^book/views/rain-by-year\.yml, line 1: `{key}` is missing\. Add it\."):
        registry.get(make(tmp_path, view=text), "rain-by-year")


@pytest.mark.parametrize(
    ("view", "message"),
    [
        ({"notes": [""]}, "`notes.0` is empty"),
        ({"notes": "a note"}, "`notes` must be a list"),
        ({"labels": {"Old bridge": ""}}, "`labels.Old bridge` is empty"),
        ({"every": "week"}, "`every` must be '', 'month' or 'year', not 'week'"),
        ({"order": "size"}, "`order` must be 'table' or 'value', not 'size'"),
        ({"from_zero": "maybe"}, "`from_zero` must be true or false, without quotes, not 'maybe'"),
        ({"alt": "One {{millimetres.max()}} only."}, "`alt` must name at least two values"),
        ({"x": "millimetres"}, "`x: millimetres` cannot be the axis of a line (number)"),
        ({"kind": "dot", "x": "millimetres"}, "`x: millimetres` cannot be the axis of a dot (number)"),
        ({"y": "day"}, "`y: day` holds no numbers (date)"),
        ({"x": "yaer"}, "`x`: the table rain has no column 'yaer'. Did you mean year?"),
        ({"title": "{{day.max() | dollars}}"}, "cannot be shown as dollars. Choose another format."),
        ({"title": "{{station.first() | month}}"}, "cannot be shown as month. Choose another format."),
        ({"title": "{{millimetres.max() | date}}"}, "cannot be shown as date. Choose another format."),
        ({"notes": ["{{yaer.max()}}"]}, "the expression names no column: 'yaer'"),
    ],
)
def test_every_rule_is_held(tmp_path: Path, view: dict[str, object], message: str) -> None:
    refused(tmp_path, message, **view)


@pytest.mark.parametrize(
    "name", ["rain by year", "Rain", "rain-", "-rain", "rain--year", "rain_year", "5-rains", "rain-Year", "räin"]
)
def test_the_name_of_a_file_is_words_and_dashes_from_end_to_end(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReaderError, match="the file's name is the view's id. Use lower-case words joined by dashes"):
        declared.load(make(tmp_path, name=name), name)


@pytest.mark.parametrize("name", ["rain", "rain-5", "r-a-i-n"])
def test_what_a_name_may_be(tmp_path: Path, name: str) -> None:
    assert declared.load(make(tmp_path, name=name), name).id == name


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    book = make(tmp_path)
    (book.views_dir / "rain-by-year.yml").write_bytes("title: pluie, été".encode("latin-1"))
    with pytest.raises(ReaderError, match=r"^book/views/rain-by-year\.yml, line 1: not UTF-8"):
        declared.load(book, "rain-by-year")


def test_rows_without_a_value_are_no_rows(tmp_path: Path) -> None:
    lines = [HEAD, "a,2018,2018-03-31,Old bridge,,gauge,mm,town-2020-gauge,high,", ""]
    refused(tmp_path, "no row of rain with a value in year and millimetres", "\n".join(lines))


@pytest.mark.parametrize("count", [declared.MOST_ROWS, declared.MOST_ROWS + 1])
def test_as_many_rows_as_a_picture_shows(tmp_path: Path, count: int) -> None:
    rows = [f"r{n},{n},2018-03-31,Old bridge,{n},gauge,mm,town-2020-gauge,high," for n in range(1000, 1000 + count)]
    rain = "\n".join([HEAD, *rows, ""])
    if count > declared.MOST_ROWS:
        refused(tmp_path, f"{count} rows are more than a picture shows. Choose up to {declared.MOST_ROWS}", rain)
    else:
        assert len(registry.get(make(tmp_path, rain), "rain-by-year").table) == count


@pytest.mark.parametrize(("column", "kind"), [("station", "bar"), ("year", "dot"), ("day", "dot")])
def test_one_value_at_one_place(tmp_path: Path, column: str, kind: str) -> None:
    rain = RAIN + "again,2018,2018-03-31,Old bridge,1,gauge,mm,town-2020-gauge,high,\n"
    own = {"x": column, "kind": kind, "series": "", "where": 'station == "Old bridge" and year == 2018'}
    refused(tmp_path, f"two rows have the {column} ", rain, **own)
