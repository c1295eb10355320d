"""Read a folder of response files: what students handed in, and what could not be read and why.

What stands in a file is told in ``sourcebook.quiz.response_file``. Nothing in it is trusted: scores are computed anew from the question bank.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.book import Book
from sourcebook.quiz import response_file
from sourcebook.quiz.response_file import Response, printable

if TYPE_CHECKING:
    from sourcebook.identity import Identity

MOST_BYTES = 2_000_000
# As many same answers at the same second are one student's work under two names.
COPIED = 5
LEFT_OUT, REMARK, NO_FOLDER = "left out", "counted, but see why", "not read"
OURS = {"README.txt", "desktop.ini", "Thumbs.db"}


@dataclass(frozen=True)
class Problem:
    """A file that the report leaves out, or one that counts though something in it is left out or in doubt, and why."""

    file: str
    reason: str
    what: str = LEFT_OUT


def _parse(path: Path, name: str, identity: Identity) -> Response:
    """One file as a response; ``ValueError`` in words a teacher understands where it is none."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"is too large for a response file ({size / 1e6:.1f} MB). It was not opened.")
    return response_file.read(path.read_bytes(), identity, name)


def _apart(found: list[Response]) -> tuple[list[Response], list[Problem]]:
    """Files of one code name and several ids, each with a code name of its own."""
    first: dict[str, Response] = {}
    codes = {response.code.casefold() for response in found}
    kept, problems = [], []
    for response in found:
        other = first.setdefault(response.code.casefold(), response)
        if other is not response:
            number = 2
            while (code := f"{response.code} ({number})").casefold() in codes:
                number += 1
            codes.add(code.casefold())
            reason = (
                f"has the code name of {other.file}, and comes from another browser or notebook: two students, or one who worked on two "
                f"computers. Both are counted, this one as “{code}”; ask who is who."
            )
            problems.append(Problem(response.file, reason, REMARK))
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
            reason = f"holds the same answers, given at the same seconds, as {other.file}. Both are counted; ask who handed in what."
            problems.append(Problem(response.file, reason, REMARK))
    return problems


def read(
    book: Book, folder: Path | str, say: Callable[[str], None] = lambda _: None
) -> tuple[list[Response], list[Problem]]:
    """Every response of the folder, one a student, and every file left out or in doubt, with the reason.

    Of two files with the same code name and random id the newer one counts. With another id it is another student, or
    another computer of the same: both count, the second as ``fox (2)``, and the teacher is told. A missing folder is
    one problem, not an error. ``say`` hears how far it is.
    """
    folder = Path(folder)
    here = printable(str(folder))
    if not folder.is_dir():
        return [], [
            Problem(here, "There is no such folder. Make it beside the notebook and put the files into it.", NO_FOLDER)
        ]
    try:
        paths = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.name not in OURS)
    except OSError as error:
        return [], [Problem(here, f"This folder cannot be opened ({error.strerror}).", NO_FOLDER)]
    found: dict[tuple[str, str], Response] = {}
    problems: list[Problem] = []
    for number, path in enumerate(paths, 1):
        if number % 100 == 0:
            say(f"{number} of {len(paths)} files read ...")
        name = printable(path.name)
        try:
            if path.is_dir():
                raise ValueError("is a folder. Put the files directly into the folder of responses.")
            if path.suffix.lower() != ".json":
                raise ValueError("is not a response file: their names end in .json.")
            if not path.is_file():
                raise ValueError("leads to no file.")
            response = _parse(path, name, book.identity)
        except ValueError as reason:
            problems.append(Problem(name, str(reason)))
            continue
        except OSError as error:
            problems.append(Problem(name, f"cannot be opened ({error.strerror})."))
            continue
        person = (response.code.casefold(), response.id)
        other = found.setdefault(person, response)
        if other is not response:
            found[person], old = sorted((response, other), key=lambda r: (r.created, r.file), reverse=True)
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
    return kept, problems + _copies(kept)
