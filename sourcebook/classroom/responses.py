"""Read response files and hand-in lines: what students handed in, and what could not be read and why.

What stands in a file is told in ``sourcebook.quiz.response_file``. Nothing in it is
trusted: scores are computed anew from the question bank.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from sourcebook.book import Book
from sourcebook.quiz import bank, hand_in_line, response_file
from sourcebook.quiz.response_file import Response, folded, printable

MOST_BYTES = 2_000_000
# As many same answers at the same second are one student's work under two names.
COPIED = 5
LEFT_OUT, REMARK, NO_FOLDER = "left out", "counted, but see why", "not read"
OURS = {"README.txt", "desktop.ini", "Thumbs.db", "__MACOSX"}
MOST_FILES = 5000
SPREADSHEET = "is a spreadsheet. Open it, save it as CSV, and read that file instead."

#: The way to a file, for people, and what gives its content; it raises ``ValueError`` or
#: ``OSError`` where there is none.
File = tuple[str, Callable[[], bytes]]


@dataclass(frozen=True)
class Problem:
    """A file that the report leaves out, or one that counts though something in it is left out or in doubt, and why."""

    file: str
    reason: str
    what: str = LEFT_OUT
    #: The code name, the other file and this one, where the two may be one student's.
    namesake: tuple[str, str, str] | None = None


def _too_large(size: int) -> ValueError:
    return ValueError(f"is too large for a response file ({size / 1e6:.1f} MB). It was not opened.")


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise ValueError("leads to no file.")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise _too_large(size)
    return path.read_bytes()


class _Pack:
    """A zip of which so many files are taken, one after another. It is opened for the first and closed after the last:
    of a whole school's zips no more than one is open.
    """

    def __init__(self, where: Path, count: int) -> None:
        self._where = where
        self._left = count
        self._open: zipfile.ZipFile | None = None

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """The content of a file of it; ``ValueError`` says why there is none."""
        self._left -= 1
        try:
            if entry.file_size > MOST_BYTES:
                raise _too_large(entry.file_size)
            try:
                if self._open is None:
                    self._open = zipfile.ZipFile(self._where)
                return self._open.read(entry)
            except Exception:  # each way of packing has errors of its own: zlib, bz2, lzma
                raise ValueError("cannot be taken out of its zip: locked with a password, or damaged.") from None
        finally:
            if self._left <= 0 and self._open is not None:
                self._open.close()
                self._open = None


def _failed(error: Exception) -> bytes:
    raise error


def _is_ours(name: str) -> bool:
    """Whether this is what a system, or the class kit, puts into a folder."""
    return name.startswith(".") or name in OURS


def _in_zip(where: Path, name: str) -> Iterator[File]:
    """The files in a zip, whatever folders they are in."""
    try:
        with zipfile.ZipFile(where) as pack:
            entries = [entry for entry in pack.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield name, partial(_failed, ValueError("is a zip that cannot be read. Ask for the file again."))
        return
    # What an office program writes is a zip too.
    names = {entry.filename for entry in entries}
    if {"[Content_Types].xml", "META-INF/manifest.xml"} & names:
        is_table = any(part.startswith("xl/") for part in names) or name.lower().endswith(".ods")
        yield name, partial(_failed, ValueError(SPREADSHEET if is_table else "is not a response file."))
        return
    first = sorted(entries, key=lambda entry: entry.filename)[:MOST_FILES]
    taken = [entry for entry in first if not any(map(_is_ours, entry.filename.split("/")))]
    opened = _Pack(where, len(taken))
    for entry in taken:
        yield f"{name}/{printable(entry.filename)}", partial(opened.read, entry)


def _in_folder(folder: Path, above: str = "") -> Iterator[File]:
    """Every file below a folder, by the way to it, and what gives its content.

    Raises ``OSError`` where the folder cannot be opened.
    """
    for path in sorted(folder.iterdir()):
        if _is_ours(path.name):
            continue
        name = printable(f"{above}{path.name}")
        if path.is_dir() and path.is_symlink():
            yield name, partial(_failed, ValueError("leads to another folder. Put the folder itself here."))
        elif path.is_dir():
            try:
                yield from _in_folder(path, f"{above}{path.name}/")
            except OSError as error:
                yield name, partial(_failed, error)
        elif path.is_file() and zipfile.is_zipfile(path):
            yield from _in_zip(path, name)
        else:
            yield name, partial(_content, path)


def _apart(found: list[Response]) -> tuple[list[Response], list[Problem]]:
    """Files of one code name and several ids, each with a code name of its own."""
    first: dict[str, Response] = {}
    codes = {folded(response.code) for response in found}
    kept, problems = [], []
    for response in found:
        other = first.setdefault(folded(response.code), response)
        if other is not response:
            number = 2
            while folded(code := f"{response.code} ({number})") in codes:
                number += 1
            codes.add(folded(code))
            reason = (
                f"has the code name of {other.file}, and comes from another browser or notebook: two students, or one "
                f"who worked on two computers. Both are counted, this one as “{code}”; ask who is who."
            )
            problems.append(Problem(response.file, reason, REMARK, (response.code, other.file, response.file)))
            response = replace(response, code=code)
        kept.append(response)
    return kept, problems


def _copies(found: list[Response]) -> list[Problem]:
    """Responses under different code names that were given at the same seconds."""
    first: dict[str, Response] = {}
    problems = []
    for response in found:
        timed = {q: (e.get("time"), e["answer"]) for q, e in response.answers.items() if isinstance(e.get("time"), str)}
        if len(timed) < COPIED:
            continue
        other = first.setdefault(json.dumps(timed, sort_keys=True), response)
        if other is not response:
            reason = (
                f"holds the same answers, given at the same seconds, as {other.file}. Both are counted; ask who "
                "handed in what."
            )
            problems.append(Problem(response.file, reason, REMARK))
    return problems


def _is_table(name: str) -> bool:
    return name.lower().endswith((".csv", ".tsv"))


def _rows(text: str, dialect: type[csv.Dialect] | csv.Dialect) -> Iterator[list[str]]:
    """The rows of a table. A quotation mark that is never closed is taken for a letter, as in ``report-read.js``: else
    its cell would hold all rows below.
    """
    lines, start = text.splitlines(keepends=True), 0
    while start < len(lines):
        reader, whole = csv.reader((lines[n] for n in range(start, len(lines))), dialect, strict=True), 0
        try:
            for row in reader:
                yield row
                whole = reader.line_num
            return
        except csv.Error:
            start += whole
            yield lines[start].split(dialect.delimiter)
            start += 1


def _rows_without(text: str, slug: str) -> Iterator[tuple[str, str]]:
    """The rows of a table in which there is no hand-in line, below its head: where, and what stands first in them."""
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:10_000], ",;\t")
    except csv.Error:
        dialect = csv.excel
    for number, row in enumerate(_rows(text, dialect), 1):
        said = [printable(cell) for cell in row if cell.strip()]
        if number > 1 and said and f"{slug}." not in " ".join(row):
            yield f"row {number}", said[0][:40]


class Lines:
    """Reads the hand-in lines in a text: pasted, or a table as a form or a learning platform gives it."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def _asked(self) -> dict[str, response_file.Asked]:
        return response_file.asked(self._book)

    def read(self, text: str, name: str = "") -> list[Response | Problem]:
        """A response or a problem for each line, and for what may have been one; empty where there is none."""
        identity, found = self._book.identity, list[Response | Problem]()
        slug = identity.slug
        whole: list[str] = []
        for line in hand_in_line.find(text, slug):
            where = f"{name}, {line.where}".removeprefix(", ")
            try:
                quizzes = bank.names(self._book)
                found.append(hand_in_line.read(replace(line, where=where), identity, self._asked, quizzes))
                whole.append(line.letters)
            except ValueError as reason:
                found.append(Problem(where, str(reason)))
        if found and _is_table(name):
            for where, first in _rows_without(text, slug):
                found.append(Problem(f"{name}, {where}", f"has no hand-in line in it. It begins: {first}"))
        elif found or not name:
            for where in hand_in_line.pieces(text, slug, whole):
                piece = "looks like a piece of a hand-in line: its beginning is missing. Ask for the line again."
                found.append(Problem(f"{name}, {where}".removeprefix(", "), piece))
        return found


def _decoded(content: bytes) -> str:
    return content.decode(json.detect_encoding(content), "replace")


def read(
    book: Book, folder: Path | str, say: Callable[[str], None] = lambda _: None, joined: Iterable[str] = ()
) -> tuple[list[Response], list[Problem]]:
    """Every response of the folder, one a student, and every file left out or in doubt, with the reason.

    The content decides what is a response file, not its name; folders in the folder and zips are looked into, as a
    learning platform gives them. Of two files with the same code name and random id the newer one counts. With another
    id it is another student, or another computer of the same: both count, the second as ``fox (2)``, and the teacher is
    told. A text or a table with hand-in lines is read too. A missing folder is one problem, not an error. ``say`` hears
    how far it is. ``joined``: code names of which the teacher says that their files are one student's; they are joined,
    and of a question that is in both the newer file counts.
    """
    folder = Path(folder)
    here = printable(str(folder))
    if not folder.is_dir():
        return [], [
            Problem(here, "There is no such folder. Make it beside the notebook and put the files into it.", NO_FOLDER)
        ]
    try:
        files = list(_in_folder(folder))
    except OSError as error:
        return [], [Problem(here, f"This folder cannot be opened ({error.strerror}).", NO_FOLDER)]
    return _told_apart(_in_files(book, files, say), joined)


def pasted(book: Book, text: str, joined: Iterable[str] = ()) -> tuple[list[Response], list[Problem]]:
    """The same of hand-in lines in a text."""
    return _told_apart(Lines(book).read(text), joined)


def _in_files(book: Book, files: list[File], say: Callable[[str], None]) -> Iterator[Response | Problem]:
    """What each file holds: a response, several of them as lines, or the reason why it is left out."""
    lines = Lines(book)
    for number, (name, opened) in enumerate(files, 1):
        if number % 100 == 0:
            say(f"{number} of {len(files)} files read ...")
        try:
            content = opened()
        except ValueError as reason:
            yield Problem(name, str(reason))
            continue
        except OSError as error:
            yield Problem(name, f"cannot be opened ({error.strerror}).")
            continue
        try:
            yield response_file.read(content, book.identity, name)
        except ValueError as reason:
            yield from lines.read(_decoded(content), name) or [Problem(name, str(reason))]


def _joined(now: Response, old: Response) -> Response:
    """Both files of one student; of a question that is in both, the newer file counts, but a draft of a check never
    takes the place of one that was handed in.
    """
    handed_in = {name for name, check in old.checks.items() if check["handed_in"]}
    newer = {name: check for name, check in now.checks.items() if check["handed_in"] or name not in handed_in}
    answers, checks, tasks = old.answers | now.answers, old.checks | newer, old.tasks | now.tasks
    return replace(now, answers=answers, checks=checks, tasks=tasks, unread=now.unread + old.unread)


def _told_apart(read: Iterable[Response | Problem], joined: Iterable[str] = ()) -> tuple[list[Response], list[Problem]]:
    """One response a student, and what is left out or in doubt. ``joined``: code names of which the teacher says that
    their files are one student's.
    """
    one_student = {folded(printable(code)) for code in joined}
    found: dict[tuple[str, str], Response] = {}
    problems: list[Problem] = []
    for response in read:
        if isinstance(response, Problem):
            problems.append(response)
            continue
        code = folded(response.code)
        person = (code, "" if code in one_student else response.id)
        other = found.setdefault(person, response)
        if other is not response:
            found[person], old = sorted((response, other), key=lambda r: (r.created, r.file), reverse=True)
            if old.id != found[person].id:
                reason = f"is joined with {found[person].file}: you said that they are one student."
                problems.append(Problem(old.file, reason, REMARK))
                found[person] = _joined(found[person], old)
                continue
            same = (old.answers, old.checks, old.tasks) == (
                found[person].answers,
                found[person].checks,
                found[person].tasks,
            )
            why = "is a copy of" if same else "has the same code name as the newer"
            problems.append(Problem(old.file, f"{why} {found[person].file}; only that one counts."))
    kept, namesakes = _apart(list(found.values()))
    problems += namesakes
    for response in kept:
        if response.unread:
            problems.append(
                Problem(response.file, f"Answers left out because they cannot be read: {response.unread}.", REMARK)
            )
        if response.not_carried:
            reason = f"Answers that a line cannot carry: {response.not_carried}. Ask for the file to see them."
            problems.append(Problem(response.file, reason, REMARK))
    return kept, problems + _copies(kept)
