"""Read a folder of response files: what students handed in, and what could not be read and why.

A response file is JSON: ``{"schema": "minusma-responses/1", "book": …, "code": …, "created": …, "answers": {id: {"hash", "answer", …}}}``.
Nothing in it is trusted: scores are computed anew from the question bank.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = "minusma-responses/1"
MOST_BYTES = 2_000_000
LONGEST_CODE = 60


@dataclass(frozen=True)
class Response:
    """One student's file: the code name, when it was made, and the answers by question id."""

    file: str
    code: str
    created: str
    answers: dict[str, dict[str, Any]] = field(repr=False)


@dataclass(frozen=True)
class Problem:
    """A file, or a part of one, that the report leaves out, and why."""

    file: str
    reason: str


def _parse(path: Path) -> Response:
    """One file as a response; ``ValueError`` in words a teacher understands where it is none."""
    size = path.stat().st_size
    if size == 0:
        raise ValueError("is empty. Ask for the file again.")
    if size > MOST_BYTES:
        raise ValueError(f"is too large for a response file ({size / 1e6:.0f} MB). It was not opened.")
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError("is damaged, or not a response file. Ask for it again.") from None
    if not isinstance(held, dict) or "schema" not in held:
        raise ValueError("is not a response file of this book.")
    schema = held["schema"]
    if schema != SCHEMA:
        if isinstance(schema, str) and schema.startswith("minusma-responses/"):
            raise ValueError(f"was made by another version of the book ({schema}; this one reads {SCHEMA}).")
        raise ValueError("is not a response file of this book.")
    code, answers = held.get("code"), held.get("answers")
    if not isinstance(code, str) or not code.strip() or len(code) > LONGEST_CODE:
        raise ValueError("has no code name. Ask the student to choose one and download again.")
    if not isinstance(answers, dict) or not all(isinstance(a, dict) and "answer" in a for a in answers.values()):
        raise ValueError("has answers that cannot be read. Ask for the file again.")
    if not answers:
        raise ValueError("has no answers in it.")
    return Response(path.name, code.strip(), str(held.get("created", "")), answers)


def read(folder: Path | str) -> tuple[list[Response], list[Problem]]:
    """Every response of the folder, one a code name, and every file left out with the reason.

    Of two files with the same code name the newer one counts. A missing folder is one problem, not an error.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return [], [Problem(str(folder), "There is no such folder. Make it beside the notebook and put the files into it.")]
    found: dict[str, Response] = {}
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "README.txt":
            continue
        if not path.is_file():
            problems.append(Problem(path.name, "is a folder. Put the files directly into the folder of responses."))
            continue
        if path.suffix.lower() != ".json":
            problems.append(Problem(path.name, "is not a response file: their names end in .json."))
            continue
        try:
            response = _parse(path)
        except ValueError as reason:
            problems.append(Problem(path.name, str(reason)))
            continue
        except OSError as error:
            problems.append(Problem(path.name, f"cannot be opened ({error.strerror})."))
            continue
        other = found.get(response.code.casefold())
        if other is None:
            found[response.code.casefold()] = response
            continue
        newer, older = sorted((response, other), key=lambda r: (r.created, r.file), reverse=True)
        same = newer.answers == older.answers
        why = "is a copy of" if same else "has the same code name as the newer"
        problems.append(Problem(older.file, f"{why} {newer.file}; only that one counts."))
        found[response.code.casefold()] = newer
    return list(found.values()), problems
