"""The UN's monthly file of contributions of uniformed personnel, as rows of
``strength_monthly`` and ``us_contributions``.

    python -m minusma.importers.un_contributions FILE --source KEY [--write]

Two rules keep the series whole. The table counts soldiers and military experts apart, so a
kind of personnel that holds both is refused. And at least one month of the file must stand
in the table already, with the same people in every group: only then is it the same series.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sourcebook import data, sources
from sourcebook.book import Book, find
from sourcebook.errors import ReaderError
from sourcebook.text import atomic
from sourcebook.text.wording import did_you_mean

COLUMNS = (
    "contribution_id", "last_reporting_date", "isocode3", "contributing_country", "mission_acronym", "personnel_type",
    "female_personnel", "male_personnel",
)  # fmt: skip
#: What the file calls a kind of personnel, and the group of ``strength_monthly`` that it belongs to. Officers on staffs
#: were counted among the troops before the UN named them apart.
GROUPS = {
    "troops": "troops",
    "contingent troops": "troops",
    "staff officer": "troops",
    "staff officers": "troops",
    "experts on mission": "military experts",
    "individual police": "police",
    "formed police unit": "police",
    "formed police units": "police",
}
MISSION, COUNTRY = "MINUSMA", "USA"
YEARS = range(2017, 2024)
#: The groups of a month in the table's order, and how the ids of their rows end; an id keeps its first name.
_IDS = {"troops": "military", "police": "police", "military experts": "military-experts", "uniformed": "uniformed"}
#: A mission of steady size may differ from the middle of its months by so much; a larger
#: jump means that the month is not whole.
_MOST = 0.15
_STRENGTH, _US = "strength_monthly", "us_contributions"


@dataclass(frozen=True)
class Contribution:
    """One row of the file: people of one kind from one country in one mission at a month's end."""

    line: int
    date: dt.date
    country: str
    mission: str
    group: str
    people: int


@dataclass
class Month:
    """What the file says of the mission at a month's end; groups that it does not name have nobody."""

    groups: dict[str, int] = field(default_factory=lambda: {"troops": 0, "police": 0, "military experts": 0})
    americans: int = 0


class _Place:
    """Where a row stands, for messages."""

    def __init__(self, file: Path, line: int) -> None:
        self.file, self.line = file, line

    def wrong(self, column: str, reason: str) -> ReaderError:
        return ReaderError(f"{self.file}, line {self.line}, column {column}: {reason}")


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            for cells in reader:
                yield reader.line_num, cells
    except UnicodeDecodeError:
        raise ReaderError(f"{file}: not UTF-8. Save the file again with the encoding UTF-8.") from None
    except csv.Error as error:
        raise ReaderError(
            f"{file}: not a CSV file ({error}). Save it again as CSV, with commas between columns."
        ) from None


def _date(place: _Place, text: str) -> dt.date:
    column = "last_reporting_date"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ].*)?", text):
        raise place.wrong(column, f"{text!r} is not a date. Save the column in the form YYYY-MM-DD.")
    try:
        date = dt.date.fromisoformat(text[:10])
    except ValueError:
        raise place.wrong(column, f"{text!r} is not a day of the calendar. Mend it.") from None
    if (date + dt.timedelta(days=1)).day != 1:
        raise place.wrong(
            column,
            f"{text!r} is not the last day of a month. This series has counts of month's ends; take other rows out.",
        )
    return date


def _people(place: _Place, column: str, text: str) -> int:
    if not re.fullmatch(r"\d+", text):
        reason = "is empty" if not text else f"{text!r} is not a whole number"
        raise place.wrong(column, f"{reason}. Write digits only, and 0 where nobody served.")
    return int(text)


def _group(place: _Place, text: str) -> str:
    group = GROUPS.get(text.casefold())
    if group is None:
        raise place.wrong(
            "personnel_type",
            f"{text!r} is none of: {', '.join(GROUPS)}. The table counts soldiers and military experts apart, and a "
            "kind that holds both would begin another series. Take the file by kind; if the kind has only a new name, "
            "add it to GROUPS in minusma/importers/un_contributions.py.",
        )
    return group


def read(file: Path) -> list[Contribution]:
    """All rows of the file; the first that does not hold raises ``ReaderError`` with its line, column and remedy."""
    lines = _lines(file)
    header = next(lines, (1, []))[1]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ReaderError(
            f"{file}, line 1: no column {', '.join(missing)}. The header must have {','.join(COLUMNS)}, with commas "
            "between them."
        )
    at = {name: header.index(name) for name in COLUMNS}
    rows: list[Contribution] = []
    ids: dict[str, int] = {}
    counts: dict[tuple[object, ...], int] = {}
    for line, cells in lines:
        place = _Place(file, line)
        if len(cells) != len(header):
            raise ReaderError(
                f"{file}, line {line}: {len(cells)} cells, but the header has {len(header)}. Mend the line."
            )
        cell = {name: cells[number].strip() for name, number in at.items()}
        for name in ("contribution_id", "isocode3", "mission_acronym"):
            if not cell[name]:
                raise place.wrong(name, "is empty. Fill it, or take the line out.")
        known = ids.setdefault(cell["contribution_id"], line)
        if known != line:
            raise place.wrong(
                "contribution_id",
                f"{cell['contribution_id']!r} stands already in line {known}. Take one of the two out.",
            )
        date = _date(place, cell["last_reporting_date"])
        key = (date, cell["isocode3"], cell["mission_acronym"], cell["personnel_type"].casefold())
        known = counts.setdefault(key, line)
        if known != line:
            raise place.wrong(
                "personnel_type",
                f"line {known} has the same month, country, mission and kind already. Take one of the two out, or "
                "both count.",
            )
        people = sum(_people(place, name, cell[name]) for name in ("female_personnel", "male_personnel"))
        group = _group(place, cell["personnel_type"])
        rows.append(Contribution(line, date, cell["isocode3"], cell["mission_acronym"], group, people))
    return rows


def months(book: Book, file: Path, rows: Sequence[Contribution]) -> dict[dt.date, Month]:
    """The mission's months in the file, in their order; ``ReaderError`` where the mission
    is not in it, or a month is not whole.
    """
    by_month: dict[dt.date, Month] = {}
    for row in rows:
        if row.mission == MISSION:
            month = by_month.setdefault(row.date, Month())
            month.groups[row.group] += row.people
            month.americans += row.people if row.country == COUNTRY else 0
    if not by_month:
        named = ", ".join(sorted({row.mission for row in rows})) or "none"
        raise ReaderError(
            f"{file}: no row of the mission {MISSION} (missions: {named}). Take the file with all missions."
        )
    _whole(book, file, rows, set(by_month))
    return dict(sorted(by_month.items()))


def _whole(book: Book, file: Path, rows: Sequence[Contribution], wanted: set[dt.date]) -> None:
    """Missions of steady size must not jump, nor be missing: else the file lacks rows of that month."""
    steady = sorted(data.load(book, "control_missions")["mission"].unique())
    for mission in steady:
        counts = dict.fromkeys(sorted(wanted), 0)
        mine = [row for row in rows if row.mission == mission]
        for row in mine:
            if row.date in counts:
                counts[row.date] += row.people
        if not mine:
            raise ReaderError(
                f"{file}: no row of {mission}. Missions of steady size ({', '.join(steady)}) show whether a month of "
                "the file is whole. Take the file with all missions."
            )
        middle = median(counts.values())
        for date, people in counts.items():
            if abs(people - middle) > _MOST * middle:
                raise ReaderError(
                    f"{file}: {mission} has {people:,} people in {date:%B %Y} and {middle:,.0f} in the middle of its "
                    "months, so that month of the file may not be whole. Look at its rows; take the month out if it "
                    "lacks some."
                )


def _same_series(book: Book, file: Path, by_month: dict[dt.date, Month], key: str) -> None:
    """Raise unless the months that file and table share have the same people in each group."""
    table = data.load(book, _STRENGTH).astype({"group": str})
    shared = 0
    for row in table[table["group"] != "uniformed"].to_dict("records"):
        month = by_month.get(row["date"].date())
        if month is None or row["source"] == key:
            continue
        shared += 1
        if month.groups[row["group"]] != row["people"]:
            raise ReaderError(
                f"{file}: {month.groups[row['group']]:,} {row['group']} at the end of {row['date']:%B %Y}; "
                f"book/data/{_STRENGTH}.csv, row {row['id']}, has {row['people']:,} by {row['source']}. The file may "
                "count in another way: nothing was taken over. Find out why they differ; if the table is wrong, mend "
                "its row by hand first."
            )
    if not shared:
        raise ReaderError(
            f"{file}: no month of it stands in book/data/{_STRENGTH}.csv by another source, so nobody can see whether "
            "both count in the same way. Take the file from January 2017 on."
        )


def _strength_rows(by_month: dict[dt.date, Month], key: str, confidence: str) -> list[dict[str, str]]:
    rows = []
    for date, month in by_month.items():
        groups = {**month.groups, "uniformed": sum(month.groups.values())}
        for group, named in _IDS.items():
            row_id = f"{date:%Y-%m}-{named}"
            note = "" if groups[group] else "The file names none in this month."
            rows.append(
                {
                    "id": row_id, "date": f"{date}", "group": group, "people": str(groups[group]), "source": key,
                    "confidence": confidence, "note": note,
                }
            )  # fmt: skip
    return rows


def _us_rows(by_month: dict[dt.date, Month], key: str, confidence: str) -> list[dict[str, str]]:
    label = "U.S. uniformed personnel in MINUSMA"
    return [
        {
            "id": f"personnel-minusma-{date:%Y-%m}", "period": f"{date:%Y-%m}", "year": f"{date.year}",
            "indicator": "personnel_minusma", "label": label, "value": str(month.americans), "unit": "people",
            "estimate": "no", "source": key, "confidence": confidence,
            "note": "Count of the month's end."
            if month.americans
            else "The file names no Americans at this month's end.",
        }
        for date, month in by_month.items()
    ]  # fmt: skip


def absent(dates: Iterable[dt.date]) -> list[str]:
    """The months between the first and the last for which the file has no row of the mission, in words."""
    there = {date.year * 12 + date.month - 1 for date in dates}
    return [f"{dt.date(n // 12, n % 12 + 1, 1):%B %Y}" for n in range(min(there), max(there)) if n not in there]


@dataclass(frozen=True)
class Change:
    """A table with the file's rows in it, and what that changes: ids of rows that are new,
    and of rows with new values.
    """

    table: str
    text: str
    new: list[str]
    changed: list[str]

    def write(self, book: Book) -> None:
        """Put the table in the place of the old one."""
        atomic.write_text(data.table(book, self.table).path, self.text, newline="")


def _records(path: Path) -> list[tuple[str, list[str]]]:
    """Each record of a table as it is written, and its cells: what is not changed keeps its quotation marks."""
    text = path.read_text(encoding="utf-8-sig")
    lines, reader, begun, found = text.splitlines(keepends=True), csv.reader(text.splitlines(keepends=True)), 0, []
    for cells in reader:
        found.append(("".join(lines[begun : reader.line_num]), cells))
        begun = reader.line_num
    return found


def _written(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _merged(book: Book, table: str, count: str, rows: list[dict[str, str]], key: str) -> Change:
    """The file's rows among those of the table: rows of other sources stay, rows of this
    source take the file's values.
    """
    spec = data.table(book, table)
    (head, names), *found = _records(spec.path)
    written = [raw for raw, _ in found]
    old = [dict(zip(names, cells, strict=True)) for _, cells in found]
    place = {row["id"]: number for number, row in enumerate(old)}
    new, changed = [], []
    for row in rows:
        number = place.get(row["id"])
        if number is None:
            new.append(row)
        elif old[number]["source"] == key:
            if old[number] != row:
                written[number] = _written(row[name] for name in names)
                changed.append(row["id"])
        elif old[number][count] != row[count]:
            raise ReaderError(
                f"{spec.file}, line {number + 2}, column {count}: {old[number][count]} by {old[number]['source']}, but "
                f"{row[count]} in the file. Decide which holds, write down in `note` that they differ, and change the "
                "row by hand."
            )
    like = [n for n, row in enumerate(old) if table == _STRENGTH or row["indicator"] == rows[0]["indicator"]]
    added = [_written(row[name] for name in names) for row in new]
    records = [*written[: like[-1] + 1], *added, *written[like[-1] + 1 :]]
    if table == _STRENGTH:
        dates = [*(row["date"] for row in old), *(row["date"] for row in new)]
        records = [record for _, record in sorted(zip(dates, records, strict=True), key=lambda pair: pair[0])]
    return Change(table, head + "".join(records), [row["id"] for row in new], changed)


def changes(book: Book, file: Path, key: str, confidence: str) -> tuple[list[Change], list[str]]:
    """What the file changes in the two tables in the years of ``YEARS``, and which months
    it lacks there; nothing is written.
    """
    known = sources.keys(book)
    if key not in known:
        raise ReaderError(
            f"--source: {key!r} is not in book/references.bib.{did_you_mean(key, known)} Add the UN's file there, with "
            "the day on which you took it, and give its key."
        )
    by_month = months(book, file, read(file))
    _same_series(book, file, by_month, key)
    by_month = {date: month for date, month in by_month.items() if date.year in YEARS}
    if not by_month:
        raise ReaderError(
            f"{file}: no month of {MISSION} from {YEARS[0]} to {YEARS[-1]}. Take the file for those years."
        )
    tables = [
        _merged(book, _STRENGTH, "people", _strength_rows(by_month, key, confidence), key),
        _merged(book, _US, "value", _us_rows(by_month, key, confidence), key),
    ]
    return tables, absent(by_month)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the file, say what it changes, and write the tables where ``--write`` is given."""
    parser = argparse.ArgumentParser(
        prog="python -m minusma.importers.un_contributions",
        description="Take over the UN's monthly file of contributions.",
    )
    parser.add_argument("file", type=Path, help="the CSV file, with all missions, from January 2017 on or earlier")
    parser.add_argument("--source", required=True, help="key of the file in book/references.bib")
    parser.add_argument(
        "--confidence",
        default="high",
        choices=["high", "medium", "low"],
        help="high for the UN's own file, medium for a copy",
    )
    parser.add_argument("--write", action="store_true", help="change the tables; without it nothing is written")
    options = parser.parse_args(argv)
    try:
        book = find(package="minusma")
        found, missing = changes(book, options.file, options.source, options.confidence)
        for change in found:
            ids = [*change.new, *change.changed]
            span = f" ({ids[0]} to {ids[-1]})" if ids else ""
            print(
                f"book/data/{change.table}.csv: {len(change.new)} new rows, {len(change.changed)} with new values{span}"
            )
            if options.write:
                change.write(book)
        if missing:
            print(f"No rows of {MISSION} in {', '.join(missing)}: the tables stay without them.")
    except (ReaderError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print("Written. Run: make check" if options.write else "Nothing written. With --write the tables change.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
