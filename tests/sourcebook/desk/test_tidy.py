"""``tidy`` mends what is safe, says what it did, names what it left, and does nothing the second time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sourcebook import book, cli
from sourcebook.book import Book
from sourcebook.data.schema import Column, Table
from sourcebook.desk import new_book
from sourcebook.desk.tidying import markdown, notebook, table, tidy_file, yaml_keys
from sourcebook.desk.tidying.result import Tidied

COLUMNS = (("id", "string"), ("day", "date"), ("people", "integer"), ("share", "number"), ("note", "string"))
HEADER = "id,day,people,share,note"


def described(path: Path = Path("t.csv")) -> Table:
    columns = tuple(Column(name, kind, "d") for name, kind in COLUMNS)
    return Table("t", path, "T", "d", "o", "m", "g", "CC0", "https://example.org", columns)


def tidied(text: str, spec: Table | None = None) -> Tidied:
    result = Tidied(text)
    table.tidy(result, spec)
    return result


def column(name: str, *cells: str) -> tuple[list[str], Tidied]:
    """The cells of a column after tidying, and what was said."""
    place = [one for one, _ in COLUMNS].index(name)
    rows = [["r", "2020-01-01", "1", "0.5", "n"] for _ in cells]
    for row, cell in zip(rows, cells, strict=True):
        row[place] = cell
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADER.split(","), *rows])
    result = tidied(out.getvalue(), described())
    return [row[place] for row in csv.reader(io.StringIO(result.text))][1:], result


# --- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "made"),
    [
        (["25/7/2013"], ["2013-07-25"]),
        (["7/25/2013"], ["2013-07-25"]),
        (["1/7/2013", "25/7/2013"], ["2013-07-01", "2013-07-25"]),
        (["1/7/2013", "7/25/2013"], ["2013-01-07", "2013-07-25"]),
        (["1.7.2013", "31.12.2013"], ["2013-07-01", "2013-12-31"]),
        (["3/3/2013"], ["2013-03-03"]),
        (["2013/7/1", "2013-7-1", "2013-07-01T00:00:00"], ["2013-07-01"] * 3),
        (["1 July 2013", "July 1, 2013", "1 Jul 2013"], ["2013-07-01"] * 3),
    ],
)
def test_a_date_that_means_one_day_is_written_as_it_must_be(cells: list[str], made: list[str]) -> None:
    assert column("day", *cells)[0] == made


@pytest.mark.parametrize(
    "cells",
    [
        ["1/7/2013"],
        ["1/7/2013", "25/7/2013", "7/25/2013"],
        ["31/2/2013"],
        ["1/7/13"],
        ["2013-13-01"],
        ["soon"],
        ["2013-07-01T09:30"],
    ],
)
def test_a_date_that_could_be_two_or_none_is_left(cells: list[str]) -> None:
    tidied, result = column("day", *cells)
    assert tidied[0] == cells[0]
    if cells[0] == "1/7/2013":
        assert result.left == ["column day: '1/7/2013' could be two days. Write what is meant."]


@pytest.mark.parametrize(
    ("name", "cells", "made"),
    [
        ("people", ["1,840", "1 840", "1\u00a0840", "1'840", "1,234,567", "1.234.567"], ["1840"] * 4 + ["1234567"] * 2),
        ("people", ["−3", "-1,840"], ["-3", "-1840"]),
        ("share", ["0,5", "12,25", "0,125", "1,2345"], ["0.5", "12.25", "0.125", "1.2345"]),
        ("share", ["1,840", "12.5"], ["1840", "12.5"]),
        ("share", ["1,840.5", "1 840"], ["1840.5", "1840"]),
        ("share", ["1.840"], ["1.840"]),
        ("share", ["1,840", "0,5"], ["1.840", "0.5"]),
        ("share", ["1,840", "1,234,567"], ["1840", "1234567"]),
    ],
)
def test_a_number_that_means_one_is_written_in_digits(name: str, cells: list[str], made: list[str]) -> None:
    got, result = column(name, *cells)
    assert got == made
    assert result.left == []


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("share", ["1,840"]),
        ("people", ["1.840"]),
        ("share", ["0,5", "12.5"]),
        ("people", ["12,5"]),
        ("people", ["1,840", "12,5"]),
        ("share", ["1,840", "0,5", "12.5"]),
    ],
)
def test_a_number_that_could_be_two_is_left_and_named(name: str, cells: list[str]) -> None:
    got, result = column(name, *cells)
    assert got == cells
    assert result.left[0].startswith(f"column {name}: {cells[0]!r}")
    assert result.left[0].endswith("could be two numbers. Write what is meant.")


@pytest.mark.parametrize("cell", ["1,84", "12,3456", "1 84", "", "-", "1e5", "12%"])
def test_what_is_no_number_of_a_whole_column_stays(cell: str) -> None:
    assert column("people", cell)[0] == [cell]


@pytest.mark.parametrize("name", ["id", "note"])
def test_texts_are_never_read_as_dates_or_numbers(name: str) -> None:
    assert column(name, "25/7/2013", "1,840", "“said”")[0] == ["25/7/2013", "1,840", "“said”"]


def test_semicolons_and_tabs_become_commas() -> None:
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        text = HEADER.replace(",", mark) + "\n" + mark.join(["a", "2020-01-01", "1", "0,5", "one, two"]) + "\n"
        result = tidied(text, described())
        assert result.text == HEADER + '\na,2020-01-01,1,0.5,"one, two"\n'
        assert result.mended[0] == f"{called} between columns made commas"
    assert tidied("a;b\n1;2\n").text == "a,b\n1,2\n"


@pytest.mark.parametrize("text", ["a\nx;y\n", "a;b\n1;2;3\n", "a,b\nx;y,z\n", "one; two\n"])
def test_semicolons_that_may_be_text_stay(text: str) -> None:
    assert tidied(text).text == text or text == "one; two\n"


def test_blank_rows_and_columns_go_and_other_rows_keep_every_byte() -> None:
    row = 'a,"2020-01-01",1,0.5,"quoted, and ""more"""'
    text = f"{HEADER},,\n{row},,\n , ,,,,,\n\nb,2020-01-02,2,0.6,,,\n"
    result = tidied(text, described())
    assert result.mended == ["blank rows taken out (2)", "blank columns taken out (2)"]
    assert [one[:5] for one in csv.reader(io.StringIO(result.text))][1][4] == 'quoted, and "more"'
    kept = tidied(f"{HEADER}\n{row}\nb , 2020-01-02,2,0.6,\n", described()).text
    assert kept == f"{HEADER}\n{row}\nb,2020-01-02,2,0.6,\n"


def test_a_cell_beyond_the_last_column_with_something_in_it_stays() -> None:
    text = f"{HEADER}\na,2020-01-01,1,0.5,n,lost\n"
    assert tidied(text, described()).text == text


def test_a_lone_quote_leaves_the_file() -> None:
    result = tidied('a,b\n"x,y\n', None)
    assert result.text == 'a,b\n"x,y\n'
    assert "Look for a lone double quote" in result.left[0]


_CELL = st.text('ab1,.;"/ \n\u00a0', max_size=6) | st.sampled_from(
    ["1/7/2013", "25/7/2013", "1,840", "0,5", "1 840", "2020-01-01"]
)


@settings(max_examples=150)
@given(st.lists(st.lists(_CELL, min_size=5, max_size=6), max_size=4), st.sampled_from([",", ";", "\t"]), st.booleans())
@example([["", "", "", "", "", ""]], ",", True)
def test_any_table_keeps_its_words_and_the_second_time_does_nothing(
    rows: list[list[str]], mark: str, known: bool
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows([HEADER.split(","), *rows])
    first = tidied(out.getvalue(), described() if known else None)
    again = tidied(first.text, described() if known else None)
    assert (again.text, again.mended) == (first.text, [])
    if not first.mended:
        assert first.text == out.getvalue()
    if not first.text.startswith(HEADER):  # without the dictionary, rows of unlike length do not say what parts them
        assert not known
        return
    # The columns of texts hold what they held, without the spaces around it.
    made = list(csv.reader(io.StringIO(first.text)))[1:]
    before = [row for row in rows if any(cell.strip(table._SPACES) for cell in row)]
    assert [[row[0], row[4]] for row in made] == [[row[n].strip(table._SPACES) for n in (0, 4)] for row in before]


# --- YAML and notebooks -----------------------------------------------------------------------------------------------


def test_keys_get_straight_quotation_marks_and_texts_keep_theirs() -> None:
    text = "feedback:\n  “true”: “Said so.”  # a remark\n  ‘needs context’: {„false“: x}\nprompt: “A claim: yes.”\n"
    text = text.replace("yes.”", "yes”").replace("A claim: ", "A claim ")
    result = Tidied(text)
    yaml_keys.tidy(result)
    assert (
        result.text
        == 'feedback:\n  "true": “Said so.”  # a remark\n  "needs context": {"false": x}\nprompt: “A claim yes”\n'
    )
    assert result.mended == ["quotation marks around keys made straight (3)"]


def test_yaml_that_cannot_be_read_is_left_with_its_line() -> None:
    result = Tidied("a: b: c\n“k”: 1\n")
    yaml_keys.tidy(result)
    assert result.text.startswith("a: b: c")
    assert result.left[0].startswith("line 1: ")


@given(
    st.dictionaries(
        st.text("ab“”‘’: ", min_size=1, max_size=6), st.text("ab“”\n:# ", max_size=9) | st.integers(), max_size=4
    )
)
def test_any_yaml_keeps_its_values(values: dict[str, object]) -> None:
    text = yaml.safe_dump(values, allow_unicode=True)
    result = Tidied(text)
    yaml_keys.tidy(result)
    tidied = yaml.safe_load(result.text)
    assert list(tidied.values() if tidied else []) == list(yaml.safe_load(text).values()) or not result.mended
    again = Tidied(result.text)
    yaml_keys.tidy(again)
    assert again.mended == []


NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "execution_count": 3,
            "id": "a",
            "metadata": {},
            "outputs": [{"output_type": "stream"}],
            "source": ["1é"],
        },
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": ["# T"]},
    ],
    "metadata": {"x": 1},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def test_a_notebook_loses_its_outputs_and_nothing_else() -> None:
    result = Tidied(json.dumps(NOTEBOOK))
    notebook.tidy(result)
    tidied = json.loads(result.text)
    assert tidied["cells"][0] | {"outputs": [1], "execution_count": 3} == NOTEBOOK["cells"][0] | {"outputs": [1]}  # type: ignore[operator]
    assert tidied["cells"][1:] == NOTEBOOK["cells"][1:]
    assert result.mended == ["stored outputs taken out (1 cells)"]
    clean = Tidied(json.dumps(tidied))
    notebook.tidy(clean)
    assert (clean.text, clean.mended) == (json.dumps(tidied), [])


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 1}', '{"worksheets": []}'])
def test_what_is_no_notebook_is_left(text: str) -> None:
    result = Tidied(text)
    notebook.tidy(result)
    assert result.text == text
    assert "no notebook of version 4" in result.left[0]


# --- Markdown ---------------------------------------------------------------------------------------------------------

LONG = "word " * 40
PAGE = f"""---
myst:
  html_meta:
    description: "{LONG}"
---

# {LONG}

(a-label)=
{LONG} {{fact}}`a.fact with blanks` and [a link with words](https://example.org/{"x" * 90}) {LONG}
- no list: it stands in the paragraph? {LONG}

- item {LONG}
  goes on {LONG}

| {LONG} | b |
|---|---|
| {LONG} | c |

```{{sources}}
{LONG}: key
```

> {LONG}

{LONG}  
broken on purpose

    {LONG}
"""


def html(text: str) -> str:
    parser = create_md_parser(MdParserConfig(enable_extensions={"dollarmath", "colon_fence"}), RendererHTML)
    return " ".join(str(parser.render(text)).split())


def test_only_paragraphs_are_wrapped_and_the_page_reads_the_same() -> None:
    result = Tidied(PAGE)
    markdown.tidy(result)
    assert html(result.text) == html(PAGE)
    assert result.mended[0].startswith("paragraphs with long lines wrapped anew (")
    long = [line for line in result.text.split("\n") if len(line) > markdown.WIDTH]
    assert [line[:4] for line in long] == ["    ", "# wo", "[a l", "| wo", "| wo", "word", "> wo", "word", "    "]
    assert "{fact}`a.fact with blanks`" in result.text
    assert f"[a link with words](https://example.org/{'x' * 90})" in result.text
    again = Tidied(result.text)
    markdown.tidy(again)
    assert again.mended == []


_WORDS = st.sampled_from(
    ["word", "longer-word", "-", "+", "*", "1.", "2)", "#", ">", "===", "---", "|", "`a  b`", "{fact}`x y`", "**b c**",
    "[l m](n)", "<b>",
     "$x y$", ":::", "%", "&amp;", "\\", "it’s", "[^1]", "{{ a b }}", "```", "~~~", "!", "[x]:", "(a)=", "_",
     "<!-- c d -->"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "- ", "1. ", "> ", "  ", "    "]), st.lists(_WORDS, max_size=60)), max_size=4
    )
)
def test_any_page_reads_the_same_and_the_second_time_does_nothing(blocks: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join(start + " ".join(words) for start, words in blocks) + "\n"
    result = Tidied(text)
    markdown.tidy(result)
    assert html(result.text) == html(text)
    again = Tidied(result.text)
    markdown.tidy(again)
    assert again.text == result.text


# --- files and the command --------------------------------------------------------------------------------------------


@pytest.fixture
def brook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    new_book.write(tmp_path / "brook", "Brooks", "brooks")
    monkeypatch.chdir(tmp_path / "brook")
    return book.at(tmp_path / "brook")


def test_a_new_book_has_nothing_to_mend(brook: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tidy"]) == 0
    assert capsys.readouterr().out == "Nothing to mend.\n"


def test_a_table_as_a_spreadsheet_saves_it_is_mended_to_the_byte(
    brook: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    path = brook.data_dir / "rainfall.csv"
    before = path.read_bytes()
    spoilt = before.replace(b",", b";").replace(b"\n", b";;\r\n") + b";;;;;;;;\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + spoilt)
    assert cli.main(["tidy", "--dry-run"]) == 1
    out = capsys.readouterr().out
    assert "book/data/rainfall.csv\n  byte order mark taken out\n  line ends made those of all systems\n" in out
    assert "-bridge-2017;2017;old bridge;612;" in out
    assert "+bridge-2017,2017,old bridge,612," in out
    assert path.read_bytes() == b"\xef\xbb\xbf" + spoilt
    assert cli.main(["tidy", "book/data/rainfall.csv"]) == 0
    assert capsys.readouterr().out.endswith("1 file mended.\n")
    assert path.read_bytes() == before
    assert not list(brook.data_dir.glob(".*"))


def test_files_of_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("# Über\r\n".encode("utf-16"))
    assert tidy_file(path)[1].text == "# Über\n"
    path.write_bytes("# Über\n".encode("latin-1"))
    before, result = tidy_file(path)
    assert (result.mended, before) == ([], "")
    assert "not UTF-8" in result.left[0]


@pytest.mark.parametrize(("name", "said"), [("a.docx", "is none of .md"), ("none.md", "is not there. Mend the name.")])
def test_what_cannot_be_tidied_is_refused(
    brook: Book, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["tidy", name]) == 1
    assert said in capsys.readouterr().err
