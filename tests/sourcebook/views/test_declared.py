"""Views declared in YAML: what they draw, what they say, and what they refuse with file, line and remedy."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from declared_book import RAIN, VIEW, make

from sourcebook.errors import ReaderError
from sourcebook.views import registry
from sourcebook.views.view import View

HEAD = RAIN.splitlines()[0]
NAMES = {"x": "station", "series": "", "where": "year == 2018"}


def drawn(root: Path, rain: str = RAIN, **view: object) -> View:
    return registry.get(make(root, rain, view), "rain-by-year")


def marks(svg: str, name: str) -> list[ET.Element]:
    """The marks of the layers whose name begins so."""
    found = []
    for group in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        if any(part.startswith(f"v-{name}") for part in group.get("class", "").split()):
            found += [child for child in group if not child.tag.endswith("}g")]
    return found


def texts(svg: str, name: str = "") -> list[str]:
    nodes = marks(svg, name) if name else ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(node.itertext()) for node in nodes]


# ---- what is drawn ----


def test_title_and_alternative_are_made_from_the_rows(tmp_path: Path) -> None:
    view = drawn(tmp_path)
    assert view.title == "The wettest year was 2020, with 520 millimetres"
    assert view.alt == "Lines from 2018 to 2020, highest with 520 millimetres."
    assert view.sources == ("town-2020-gauge", "mill-2021-log")
    assert view.data == ("rain",)


@pytest.mark.parametrize("kind", ["line", "dot", "bar"])
def test_every_row_is_a_mark_and_doubt_is_dashed(tmp_path: Path, kind: str) -> None:
    view = drawn(tmp_path, kind=kind)
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "bars" if kind == "bar" else "points")) == 3
        loose = marks(svg, "unsure")
        assert len(loose) == 2
        assert all(mark.get("stroke-dasharray") for mark in loose)
    assert "A dashed mark: not sure, or not verified." in view.notes


@pytest.mark.parametrize("kind", ["dot", "bar"])
def test_names_stand_beside_their_marks_with_their_numbers(tmp_path: Path, kind: str) -> None:
    view = drawn(tmp_path, kind=kind, **NAMES)
    for svg in (view.wide, view.narrow):
        assert texts(svg, "names") == ["Old bridge", "New harbour & mill"]
        assert texts(svg, "numbers") == ["410", "300"]
        assert len(marks(svg, "points" if kind == "dot" else "bars")) == 2


def test_names_can_be_in_the_order_of_their_values(tmp_path: Path) -> None:
    rain = RAIN.replace(",300,", ",900,")
    assert texts(drawn(tmp_path, rain, kind="bar", order="value", **NAMES).wide, "names")[0] == "New harbour & mill"


def test_the_length_of_a_bar_is_its_value(tmp_path: Path) -> None:
    def width(mark: ET.Element) -> float:
        edges = [
            float(part)
            for part in mark.get("d", "")
            .replace("M", " ")
            .replace("h", " ")
            .replace("v", " ")
            .replace("Z", "")
            .replace(",", " ")
            .split()
        ]
        return abs(edges[2])

    old, new = (width(mark) for mark in marks(drawn(tmp_path, kind="bar", **NAMES).wide, "bars"))
    assert old / new == pytest.approx(410 / 300, rel=0.01)


def test_a_line_breaks_where_a_year_is_missing_and_is_dashed_beside_doubt(tmp_path: Path) -> None:
    view = drawn(tmp_path)
    assert len(marks(view.wide, "line")) == 0  # each of the two pieces touches a value that is not sure
    assert len(marks(view.wide, "loose")) == 2  # the mill has no 2019, so that its two points stay apart
    sure = drawn(tmp_path / "sure", RAIN.replace("unverified", "high"))
    assert len(marks(sure.wide, "line")) == 1
    assert marks(sure.wide, "loose") == []


@pytest.mark.parametrize(("every", "pieces"), [("year", 1), ("month", 0)])
def test_days_say_how_often_there_is_a_value(tmp_path: Path, every: str, pieces: int) -> None:
    view = drawn(
        tmp_path, RAIN.replace("unverified", "high"), x="day", every=every, series="", where='station == "Old bridge"'
    )
    assert len(marks(view.wide, "line")) == pieces


def test_one_row_is_drawn(tmp_path: Path) -> None:
    view = drawn(tmp_path, series="", where='id == "old-2018"')
    assert len(marks(view.wide, "points")) == 1
    assert "<td" in view.html()


def test_negative_values_and_a_free_scale(tmp_path: Path) -> None:
    below = drawn(tmp_path / "a", RAIN.replace(",300,", ",-30,"), kind="bar", **NAMES)
    assert texts(below.wide, "numbers") == ["410", "-30"]
    assert len(marks(below.wide, "ground")) == 1
    free = drawn(tmp_path / "b", from_zero=False)
    assert "The scale does not begin at zero." in free.notes


def test_large_numbers_are_drawn_in_millions(tmp_path: Path) -> None:
    view = drawn(tmp_path, RAIN.replace(",410,", ",41000000,"), kind="bar", **(NAMES | {"where": 'id == "old-2018"'}))
    assert texts(view.wide, "numbers") == ["41"]
    assert "Rain, millimetres a year, millions" in " ".join(texts(view.wide))


def test_one_series_can_be_chosen_and_the_words_follow(tmp_path: Path) -> None:
    make_view = registry.maker(make(tmp_path), "rain-by-year")
    view = make_view("New harbour & mill")
    assert view.title == "Rain, millimetres a year: New harbour & mill"
    assert "300 (2018) and 340 (2020)" in view.alt
    assert list(view.table["year"]) == [2018, 2020]
    with pytest.raises(ReaderError, match="Possible: Old bridge, New harbour & mill"):
        make_view("Mill")


def test_labels_reach_key_table_and_filter(tmp_path: Path) -> None:
    view = drawn(tmp_path, labels={"Old bridge": "the <old> bridge", "millimetres": "rain"})
    assert "the <old> bridge" in texts(view.wide)
    html = view.html()
    assert '<td data-label="Station">the &lt;old&gt; bridge</td>' in html
    assert 'data-k="the &lt;old&gt; bridge"' in html
    assert "<old>" not in html
    assert '<th scope="col" class="n">Rain</th>' in html
    assert 'data-explore="filter" data-label="Station"' in html


def test_a_second_copy_has_ids_of_its_own_and_an_explorer_is_offered(tmp_path: Path) -> None:
    view = drawn(tmp_path, kind="bar")
    assert 'id="rain-by-year-2-w-' in view.html(suffix="-2")
    assert view.explorer is not None
    control = view.explorer().children[0]
    assert list(control.options) == [("Old bridge",) * 2, ("New harbour & mill",) * 2]
    picture = view.explorer().children[-1]
    assert "The wettest year" in picture.value


# ---- what is refused ----

REFUSED = {
    "unknown key": ({"kin": "line"}, r"line 9: unknown key `kin`\. Did you mean kind"),
    "kind": ({"kind": "pie"}, "line 1: `kind` must be 'line', 'bar' or 'dot', not 'pie'"),
    "alt": ({"alt": "Lines."}, "line 8: `alt` must name at least two values"),
    "table": ({"table": "rian"}, r"line 2: no table 'rian'\. Did you mean rain\?"),
    "column": ({"y": "milimetres"},
    r"line 4: `y`: the table rain has no column 'milimetres'\. Did you mean millimetres\?"),
    "series": ({"series": "sation"}, r"line 5: `series`: .*Did you mean station\?"),
    "no numbers": ({"y": "station"}, "line 4: `y: station` holds no numbers"),
    "line of names": ({"x": "station", "series": ""}, "line 3: `x: station` cannot be the axis of a line"),
    "bar off zero": ({"kind": "bar", "from_zero": False}, "line 9: a bar shows its value by its length"),
    "where": ({"where": "yaer == 2018"}, "line 9: `where` .*yaer"),
    "code in where": ({"where": "@pd.io.common.os.system('x') == 0"}, "line 9: `where` "),
    "no row": ({"where": "year == 1918"}, "line 9: no row of rain"),
    "title": ({"title": "{{millimetres.maximum()}} mm"},
    "line 7: {{millimetres.maximum.*: the expression asks for `maximum`"),
    "whole column": ({"title": "{{millimetres}} mm"}, "line 7: .*gives a whole column"),
    "format": ({"title": "{{year.max() | yaer}}"}, r"line 7: no format 'yaer' .*Did you mean year\?"),
    "wrong format": ({"title": "{{station.first() | dollars}}"}, "line 7: .*cannot be shown as dollars"),
    "no row for a number": ({"title": "{{year.max() where year == 1918}}"}, "line 7: .*no row fulfils 'year == 1918'"),
    "twice": ({"series": ""}, "line 3: two rows have the year 2018, one of them 'new-2018'"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_mistake_is_named_with_file_line_and_remedy(tmp_path: Path, case: str) -> None:
    view, message = REFUSED[case]
    with pytest.raises(ReaderError, match=rf"^book/views/rain-by-year\.yml, {message}"):
        drawn(tmp_path, **view)


@pytest.mark.parametrize(
    ("text", "message"),
    [("kind: [line", "line "), ("- kind", "line 1: must begin with `kind:`"), ("", "line 1: must begin")],
)
def test_a_file_that_is_no_declaration(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ReaderError, match=rf"^book/views/rain-by-year\.yml, {message}"):
        registry.get(make(tmp_path, view=text), "rain-by-year")


def test_the_name_of_a_file_is_an_id(tmp_path: Path) -> None:
    book = make(tmp_path, name="Rain_1")
    with pytest.raises(ReaderError, match=r"book/views/Rain_1\.yml: the file's name is the view's id"):
        registry.get(book, "Rain_1")


def test_unlike_units_share_no_scale(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"unlike units \(inch, mm\)"):
        drawn(tmp_path, RAIN.replace("340,gauge,mm", "340,gauge,inch"))


def test_one_line_through_unlike_counts_is_refused_and_two_beside_each_other_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        ReaderError, match=r"the numbers of Old bridge were counted in unlike ways \(kind: estimate, gauge\)"
    ):
        drawn(tmp_path / "a", RAIN.replace("520,gauge", "520,estimate"))
    beside = RAIN.replace("300,gauge", "300,estimate").replace("340,gauge", "340,estimate")
    note = "These were counted in unlike ways and do not compare: gauge and estimate."
    assert note in drawn(tmp_path / "b", beside).notes
    assert note not in drawn(tmp_path / "c").notes


@pytest.mark.parametrize(("count", "refused"), [(6, False), (7, True)])
def test_as_many_series_as_readers_can_tell_apart(tmp_path: Path, count: int, refused: bool) -> None:
    rows = [f"r{n},2018,2018-03-31,station {n},{n},gauge,mm,town-2020-gauge,high," for n in range(count)]
    rain = "\n".join([HEAD, *rows, ""])
    if refused:
        with pytest.raises(ReaderError, match="line 5: 7 series are more than readers can tell apart"):
            drawn(tmp_path, rain)
    else:
        assert len({mark.get("class") for mark in marks(drawn(tmp_path, rain).wide, "points")}) == 6


# ---- both kinds of views ----


def test_views_of_the_package_and_declared_ones_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make(tmp_path)
    assert registry.ids(book) == ["rain-by-year"]
    package = tmp_path / "code" / "our_rain" / "views"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("")
    (package / "__init__.py").write_text('VIEWS = {"dry-years": "dry"}\n')
    (package / "dry.py").write_text("def dry_years(book):\n    return book.root\n")
    monkeypatch.syspath_prepend(tmp_path / "code")
    with (book.folder / "book.yml").open("a") as handle:
        handle.write("package: our_rain\n")
    assert registry.ids(book) == ["dry-years", "rain-by-year"]
    assert registry.maker(book, "dry-years")() == book.root
    with pytest.raises(
        ReaderError, match=r"no view called 'rain-by-yaer'\. Did you mean rain-by-year\? The views are: dry-years"
    ):
        registry.get(book, "rain-by-yaer")
    (book.views_dir / "dry-years.yml").write_text((book.views_dir / "rain-by-year.yml").read_text())
    with pytest.raises(ReaderError, match=r"book/views/dry-years\.yml: the package has a view 'dry-years' too"):
        registry.ids(book)


def test_the_keys_of_the_example_are_those_of_the_guide() -> None:
    from sourcebook.views import declared

    shown = {
        line.strip().partition(":")[0] for line in (declared.__doc__ or "").splitlines() if line.startswith("    ")
    }
    assert shown <= set(declared.Declaration.model_fields)
    assert set(VIEW) <= shown
