"""Views without Python: a line, bar or dot chart of one table, declared in ``book/views/NAME.yml``.

``NAME`` is the view's id.

    kind: line
    table: rainfall
    where: station == "Old bridge"        # optional; which rows, in the language of facts.yml
    x: year                               # a column of years, dates or names
    y: millimetres                        # a column of numbers
    series: station                       # optional; a line, or bars, for each of its values
    unit: Rain, millimetres a year        # stands above the picture
    title: "The wettest year was {{year[millimetres.idxmax()] | year}}, with {{millimetres.max()}} millimetres"
    alt: "A line from {{year.min() | year}} to {{year.max() | year}}. It is highest with {{millimetres.max()}} ..."

Title and ``alt`` are made from the rows: ``{{expression}}``, ``{{expression where condition}}``, and a format after
``|``. The picture has the sources, the doubt and the downloads of its rows, as a view written in Python has. What does
not compare is refused: rows of unlike units, and one line through numbers that were counted in unlike ways (columns
that the data dictionary marks ``separates``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from sourcebook import data, facts
from sourcebook.book import Book
from sourcebook.data.schema import Column as DataColumn
from sourcebook.errors import ReaderError
from sourcebook.facts.expressions import ExpressionError, nearest, rows_where, value_of
from sourcebook.text import reads
from sourcebook.text.textfile import read_text
from sourcebook.text.validation import explain, told_once
from sourcebook.text.wording import day, did_you_mean, listing, upper
from sourcebook.text.yamlfile import Unreadable, YamlFile
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import DASHED, sources_of, unsure
from sourcebook.views.view import Explore, View, drawn_once

if TYPE_CHECKING:
    from sourcebook.views.charts import alt

#: As many series as there are colours with a pattern of their own, and as many rows as a picture can show.
MOST_SERIES, MOST_ROWS = 6, 400
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}")
_FORMATS = ("number", "dollars", "percent", "words", "text", "date", "month", "year")
_SCALE_NOTE = "The scale does not begin at zero."


class ViewError(ReaderError):
    """A declared view is not as it must be; the message says where and what to do."""


class Declaration(BaseModel):
    """What a file of ``book/views`` says."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    kind: Literal["line", "bar", "dot"]
    table: Annotated[str, Field(min_length=1)]
    where: str = ""
    x: Annotated[str, Field(min_length=1)]
    y: Annotated[str, Field(min_length=1)]
    series: str = ""
    unit: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    alt: Annotated[str, Field(min_length=1)]
    notes: list[Annotated[str, Field(min_length=1)]] = []
    #: Names for readers of columns and of the values of ``series``.
    labels: dict[str, Annotated[str, Field(min_length=1)]] = {}
    #: How often there is a value: where one is missing, a line breaks.
    every: Literal["", "month", "year"] = ""
    from_zero: bool = True
    order: Literal["table", "value"] = "table"

    @field_validator("alt")
    @classmethod
    def _made_from_the_rows(cls, value: str) -> str:
        if len(_PLACEHOLDER.findall(value)) < 2:
            raise ValueError("`alt` must name at least two values of the picture. Write them as {{expression}}.")
        return value


@dataclass(frozen=True)
class Declared:
    """A declaration with its id, and the way back to its lines."""

    id: str
    says: Declaration
    lines: YamlFile

    def error(self, reason: str, *path: Any) -> ViewError:
        """The error to raise for what stands at ``path`` of the file."""
        return ViewError(f"book/views/{self.id}.yml, line {self.lines.line(*path)}: {reason}")

    def __repr__(self) -> str:
        # What the picture depends on, for its key (``drawn_once``).
        return f"Declared({self.id}, {self.says!r})"


def ids(book: Book) -> list[str]:
    """The ids of the declared views, in the order of their files."""
    return [path.stem for path in sorted(book.views_dir.glob("*.yml"))] if book.views_dir.is_dir() else []


def load(book: Book, view_id: str) -> Declared:
    """What the file of this view says; raises ``ViewError`` for the first mistake, with file, line and remedy."""
    path = book.views_dir / f"{view_id}.yml"
    declared, wrong = _load(path, reads.stamp(path))
    if declared is None:
        raise wrong[0]
    return declared


def faults(book: Book, view_id: str) -> Iterator[ViewError]:
    """Everything that is wrong with the file of this view, its rows and its sentences; nothing is drawn.

    Raises ``ReaderError`` where the table or the dictionary cannot be read.
    """
    path = book.views_dir / f"{view_id}.yml"
    declared, wrong = _load(path, reads.stamp(path))
    yield from wrong
    if declared is None:
        return
    try:
        drawn = _rows(book, declared)
    except ViewError as error:
        yield error
        return
    says = declared.says
    notes = [(note, ("notes", number)) for number, note in enumerate(says.notes)]
    for text, place in [(says.title, ("title",)), (says.alt, ("alt",)), *notes]:
        try:
            _filled(declared, text, drawn.rows, *place)
        except ViewError as error:
            yield error
        rest = _PLACEHOLDER.sub("", text)
        if brace := re.search(r"\{[^{}]*\}|\{\{?[^{}]*|\}", rest):
            reason = (
                f"{brace[0][:40]!r}: a value stands between two braces on each side, like {{{{{_example(drawn)}}}}}."
            )
            yield declared.error(reason, *place)
    yield from _labels(declared, drawn)


def _example(drawn: Drawn) -> str:
    """An expression that this view could show, as an example."""
    return f"{drawn.y.name}.max()"


def _labels(declared: Declared, drawn: Drawn) -> Iterator[ViewError]:
    """Labels that name nothing."""
    says = declared.says
    known = {says.x, says.y, *filter(None, [says.series]), *drawn.series}
    if drawn.x_is_text:
        known |= set(map(str, drawn.rows[says.x]))
    known |= set(map(str, drawn.rows.columns))
    for name in says.labels:
        if name not in known:
            reason = (
                f"`labels` names {name!r}, which is neither a column nor a value that is "
                f"drawn.{did_you_mean(name, known)} Mend it, or take it out."
            )
            yield declared.error(reason, "labels", name)


def shown_names(book: Book, declared: Declared) -> list[tuple[str, str]]:
    """The names of columns and of series that readers would see if ``labels`` had none, each with the key of the
    declaration that shows it.

    Raises ``ReaderError`` where the rows cannot be drawn.
    """
    says, drawn = declared.says, _rows(book, declared)
    columns = [(getattr(says, key), key) for key in ("x", "y", "series") if getattr(says, key)]
    return [*columns, *((name, "series") for name in drawn.series)]


@lru_cache(maxsize=64)
def _load(path: Path, stamp: int) -> tuple[Declared | None, tuple[ViewError, ...]]:
    """The declaration where it can be used, and everything that is wrong with it by itself."""
    file = f"book/views/{path.name}"
    if not _NAME.fullmatch(path.stem):
        reason = "the file's name is the view's id. Use lower-case words joined by dashes, like rain-by-year.yml."
        return None, (ViewError(f"{file}: {reason}"),)
    odd: list[Unreadable] = []
    try:
        lines = YamlFile(read_text(path, file, ViewError), odd)
    except Unreadable as error:
        return None, (ViewError(f"{file}, line {error.line}: {error}"),)
    except ViewError as error:
        return None, (error,)
    wrong = [ViewError(f"{file}, line {one.line}: {one}") for one in odd]
    if not isinstance(lines.values, dict):
        return None, (*wrong, ViewError(f"{file}, line 1: must begin with `kind:` and `table:`."))
    try:
        says = Declaration.model_validate(lines.values)
    except ValidationError as error:
        for one in told_once(error.errors(), Declaration.model_fields):
            wrong.append(ViewError(f"{file}, line {lines.line(*one['loc'])}: {explain(one, Declaration.model_fields)}"))
        return None, tuple(wrong)
    if wrong:
        return None, tuple(wrong)
    return Declared(path.stem, says, lines), ()


def maker(book: Book, view_id: str) -> Callable[..., View]:
    """The function that makes this view, called with the book, and with ``series`` where the view has some."""
    declared = load(book, view_id)

    if not declared.says.series:

        def single(book: Book) -> View:
            return _view(book, declared)

        return _documented(single, declared)

    def several(book: Book, series: str | Iterable[str] | None = None) -> View:
        return _view(book, declared, series)

    return _documented(several, declared)


def _documented(function: Callable[..., View], declared: Declared) -> Callable[..., View]:
    says = declared.says
    function.__name__ = declared.id.replace("-", "_")
    choice = (
        f" ``series``: one value or several of its column ``{says.series}``; ``None`` shows all." if says.series else ""
    )
    function.__doc__ = f"{says.unit}, from the table ``{says.table}``.{choice}"
    return function


@dataclass(frozen=True)
class Drawn:
    """What is drawn: the ``rows`` in their order, with ``series`` as text where there is
    one, and the dictionary's word on x and y.
    """

    declared: Declared
    rows: pd.DataFrame
    x: DataColumn
    y: DataColumn
    #: The values of the series and their names for readers, in the order of their colours, whether shown or not.
    series: dict[str, str]

    @property
    def x_is_text(self) -> bool:
        """Whether x holds names, not years or days."""
        return self.x.type == "string"

    def x_words(self, row: pd.Series) -> str:
        """The place of a row on the x axis, in words."""
        value = row[self.declared.says.x]
        if self.x.type != "date":
            return str(value)
        return day(value, str(row["precision"]) if "precision" in row else self.declared.says.every or "day")


@drawn_once
def _view(book: Book, declared: Declared, series: str | Iterable[str] | None = None) -> View:
    says = declared.says
    whole = _rows(book, declared)
    wanted = chosen(series, whole.series, says.series) if says.series else []
    rows = whole.rows[whole.rows[says.series].isin(wanted)] if wanted else whole.rows
    drawn = Drawn(declared, rows, whole.x, whole.y, whole.series)
    if len(wanted) < len(whole.series):
        # The author's sentences speak of all rows: of a choice they might not be true.
        title = f"{says.unit}: {listing(whole.series[name] for name in wanted)}"
        alt = _plain_alt(drawn, wanted)
    else:
        title, alt = (_filled(declared, getattr(says, name), rows, name) for name in ("title", "alt"))
    notes = [_filled(declared, note, whole.rows, "notes", number) for number, note in enumerate(says.notes)]
    if not says.from_zero:
        notes.append(_SCALE_NOTE)
    if unlike := _unlike(book, declared, rows):
        notes.append(unlike)
    if unsure(rows).any():
        notes.append(DASHED)
    name = upper(_label(says, says.series))
    options = [(label, value) for value, label in whole.series.items()]
    # The script of the page hides and counts points; bars it leaves alone.
    filtered = len(options) > 1 and says.kind != "bar"
    return View(
        book=book,
        id=declared.id,
        title=title,
        alt=alt,
        picture=lambda width: _chart(drawn, width),
        table=rows.assign(**{says.series: rows[says.series].map(whole.series)}) if says.series else rows,
        columns=_columns(drawn),
        sources=sources_of(rows),
        data=(says.table,),
        notes=tuple(notes),
        row_keys=says.series,
        explore=Explore("filter", name, "{n} of {all} marks shown. Touch a mark to read it.") if filtered else None,
        explorer=explorer(maker(book, declared.id), book, series=many(name, options)) if len(options) > 1 else None,
    )


def _chart(drawn: Drawn, width: int) -> alt.LayerChart | alt.FacetChart:
    from sourcebook.views import declared_chart  # Altair takes a second to load, and a view may be wanted for its words

    return declared_chart.chart(drawn, width)


def _rows(book: Book, declared: Declared) -> Drawn:
    """The rows that the view is made of; raises ``ViewError`` for what the table does not have."""
    says = declared.says
    if says.table not in data.names(book):
        raise declared.error(
            f"no table {says.table!r}.{did_you_mean(says.table, data.names(book))} The tables are: "
            f"{', '.join(data.names(book))}.",
            "table",
        )
    columns = {column.name: column for column in data.table(book, says.table).columns}
    for key in ("x", "y", "series"):
        name = getattr(says, key)
        if name and name not in columns:
            raise declared.error(
                f"`{key}`: the table {says.table} has no column {name!r}.{did_you_mean(name, columns)} It has: "
                f"{', '.join(columns)}.",
                key,
            )
    x, y = columns[says.x], columns[says.y]
    if y.type not in ("integer", "number"):
        raise declared.error(f"`y: {y.name}` holds no numbers ({y.type}). Name a column of numbers.", "y")
    if x.type == "number" or (says.kind == "line" and x.type == "string"):
        raise declared.error(
            f"`x: {x.name}` cannot be the axis of a {says.kind} ({x.type}). Name a column of years or days"
            f"{'' if says.kind == 'line' else ', or of names'}.",
            "x",
        )
    if says.kind == "bar" and not says.from_zero:
        raise declared.error(
            "a bar shows its value by its length, so its scale begins at zero. Take `from_zero` out.", "from_zero"
        )
    whole = data.load(book, says.table)
    try:
        frame = rows_where(says.where, whole) if says.where else whole
    except ExpressionError as error:
        raise declared.error(f"`where` {error}", "where") from None
    frame = frame.dropna(subset=[says.x, says.y])
    if frame.empty:
        near = nearest(says.where, whole) if says.where else ""
        reason = f"no row of {says.table} with a value in {says.x} and {says.y} fulfils `where`.{near}"
        raise declared.error(reason, "where")
    if len(frame) > MOST_ROWS:
        raise declared.error(
            f"{len(frame)} rows are more than a picture shows. Choose up to {MOST_ROWS} by `where`.", "where"
        )
    series = {}
    if says.series:
        frame = frame.astype({says.series: str})
        names = list(dict.fromkeys(frame[says.series]))
        if len(names) > MOST_SERIES:
            raise declared.error(
                f"{len(names)} series are more than readers can tell apart. Choose up to {MOST_SERIES}.", "series"
            )
        series = {name: _label(says, name) for name in names}
    _refuse_unlike(book, declared, frame)
    twice = frame.duplicated([says.x, *([says.series] if says.series else [])])
    if twice.any():
        row = frame[twice].iloc[0]
        raise declared.error(
            f"two rows have the {says.x} {row[says.x]}, one of them {row['id']!r}. Choose one by `where`, or name a "
            "`series`.",
            "x",
        )
    by = [says.x] if x.type != "string" else []
    if x.type == "string" and says.order == "value":
        frame = frame.assign(_value=-frame[says.y].astype(float))
        by = ["_value"]
    if by:
        frame = frame.sort_values(by, kind="stable").drop(columns="_value", errors="ignore")
    return Drawn(declared, frame, x, y, series)


def _separating(book: Book, table: str) -> list[str]:
    """The columns of a table whose unlike values do not compare."""
    resources = data.package(book)["resources"]
    fields = next(r["schema"]["fields"] for r in resources if Path(r["path"]).stem == table)
    return [field["name"] for field in fields if field.get("separates")]


def _refuse_unlike(book: Book, declared: Declared, frame: pd.DataFrame) -> None:
    says = declared.says
    if "unit" in frame and frame["unit"].nunique() > 1:
        units = ", ".join(sorted(map(str, frame["unit"].unique())))
        raise declared.error(
            f"the rows have unlike units ({units}) and share no scale. Choose one by `where`.", "where"
        )
    for name in _separating(book, says.table):
        if name == says.series or name == says.x:
            continue
        groups = frame.groupby(says.series, sort=False) if says.series else [("", frame)]
        for group, rows in groups:
            values = sorted(map(str, rows[name].dropna().unique()))
            if len(values) > 1:
                which = f" of {group!s}" if group else ""
                raise declared.error(
                    f"the numbers{which} were counted in unlike ways ({name}: {', '.join(values)}) and do not compare. "
                    f"Choose one by `where`, or make {name} the `series`.",
                    "where",
                )


def _unlike(book: Book, declared: Declared, rows: pd.DataFrame) -> str:
    """What is told where the series stand beside each other but do not compare."""
    for name in _separating(book, declared.says.table):
        values = list(dict.fromkeys(map(str, rows[name].dropna())))
        if len(values) > 1:
            return f"These were counted in unlike ways and do not compare: {listing(values)}."
    return ""


def _label(says: Declaration, name: str) -> str:
    return says.labels.get(name, name.replace("_", " "))


def _columns(drawn: Drawn) -> dict[str, Column]:
    says = drawn.declared.says
    x = Column(upper(_label(says, says.x)))
    if drawn.x.type == "date":
        x = Column(x.label, "date", precision="precision" if "precision" in drawn.rows else "")
    digits = 0 if drawn.y.type == "integer" else 2
    columns = {says.x: x}
    if says.series:
        columns[says.series] = Column(upper(_label(says, says.series)))
    columns[says.y] = Column(upper(_label(says, says.y)), "number", digits)
    columns["source"] = Column("Source", "source")
    columns["confidence"] = Column("Confidence", "confidence")
    return columns


def _plain_alt(drawn: Drawn, wanted: list[str]) -> str:
    """The text alternative of a choice of the series: of each its first, its highest and its last value."""
    says = drawn.declared.says
    parts = []
    for name in wanted:
        rows = drawn.rows[drawn.rows[says.series] == name]
        ends = {rows.index[0]: None, rows[says.y].idxmax(): None, rows.index[-1]: None}
        values = [f"{facts.show(_plain(rows.loc[i, says.y]))} ({drawn.x_words(rows.loc[i])})" for i in ends]
        parts.append(f"{upper(drawn.series[name])}: {listing(values)}.")
    return f"{says.unit}. {' '.join(parts)}"


def _plain(value: Any) -> Any:
    """A number of pandas as one of Python."""
    value = value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _filled(declared: Declared, text: str, rows: pd.DataFrame, *path: Any) -> str:
    """A sentence with its placeholders filled from the rows."""

    def fill(match: re.Match[str]) -> str:
        inner, _, style = match.group(1).rpartition("|") if "|" in match.group(1) else (match.group(1), "", "")
        expression, _, condition = inner.partition(" where ")
        style = style.strip()
        if style and style not in _FORMATS:
            raise declared.error(
                f"no format {style!r} in {match.group()}.{did_you_mean(style, _FORMATS)} There are: "
                f"{', '.join(_FORMATS)}.",
                *path,
            )
        try:
            frame = rows_where(condition, rows) if condition else rows
            if frame.empty:
                raise declared.error(f"{match.group()}: no row fulfils {condition.strip()!r}.", *path)
            return _shown(_plain(value_of(expression, frame)), style)
        except ExpressionError as error:
            raise declared.error(f"{match.group()}: the expression {error}", *path) from None
        except (TypeError, ValueError, AttributeError) as error:
            if isinstance(error, ReaderError):
                raise
            raise declared.error(
                f"{match.group()} cannot be shown as {style or 'a number'}. Choose another format.", *path
            ) from None

    return _PLACEHOLDER.sub(fill, text)


def _shown(value: Any, style: str) -> str:
    if isinstance(value, pd.Series):
        raise ExpressionError("gives a whole column. Ask for one value, like max()")
    if style in ("number", "dollars", "percent", "words") and not isinstance(value, int | float):
        raise TypeError(f"{value} is no number")
    if style in ("date", "month") and not isinstance(value, dt.date):
        raise TypeError(f"{value} is no date")
    if isinstance(value, dt.date):
        return day(value, {"": "day", "date": "day"}.get(style, style))
    return facts.show(value, style or ("text" if isinstance(value, str) else "number"))
