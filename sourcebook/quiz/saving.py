"""``quiz.save("night owl")``: what was answered in this notebook as a response file, the
same that *My progress* saves.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from html import escape
from pathlib import Path

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, hand_in_line, keeping, response_file
from sourcebook.quiz.response_file import Response
from sourcebook.text import atomic
from sourcebook.text.wording import counted

#: Tells this notebook's files from those of another with the same code name.
_ID = secrets.token_hex(5)
NO_NAME = 'Choose a code name, for instance quiz.save("night owl"). Not your own name.'


class Saved:
    """What was saved, told in a sentence."""

    def __init__(self, path: Path, answers: int, drafts: int, line: str, tasks: int = 0) -> None:
        self.path = path
        self.tasks = tasks
        self.answers = answers
        self.drafts = drafts
        self.line = line

    def __repr__(self) -> str:
        tasks = f" and {counted(self.tasks, 'task')}" if self.tasks else ""
        text = f"Saved as {self.path.name} beside this notebook, with {counted(self.answers, 'answer')}{tasks}. "
        if self.drafts:
            text += f"{self.drafts} of a check that you began are in it as drafts: not handed in yet. "
        return f"{text}Give this file to your teacher, or copy the line below it. Nothing was sent.\n{self.line}"

    def _repr_html_(self) -> str:
        said, _, line = repr(self).partition("\n")
        return f"<p>{escape(said)}</p><pre>{line}</pre>"


def _before(book: Book, path: Path, code: str) -> Response | None:
    """The same student's file of before; ``None`` where there is none.

    Another's, or what cannot be read, raises ``ReaderError``.
    """
    if not path.exists():
        return None
    try:
        found = response_file.read(path.read_bytes(), book.identity, path.name)
    except ValueError as reason:
        raise ReaderError(f"{path.name} {reason} Nothing was written. Rename that file and save again.") from None
    if response_file.folded(found.code) != response_file.folded(code):
        raise ReaderError(f"{path.name} has the code name “{found.code}”. Choose another code name and save again.")
    return found


def save(book: Book, code: str, folder: Path | str = ".") -> Saved:
    """Write the response file of this notebook's answers into ``folder``.

    What the same student's file of before holds is kept, so that a kernel that was restarted loses nothing.
    """
    code = response_file.printable(code) if isinstance(code, str) else ""
    if not 0 < len(code) <= response_file.LONGEST_CODE:
        raise ReaderError(NO_NAME)
    forms = {name: chapter_bank.form for name in bank.names(book) if (chapter_bank := bank.load(book, name)).form}
    asked = response_file.asked(book)
    given = response_file.contents(keeping.held(book, "answers"), asked, forms)
    path = Path(folder) / response_file.file_name(code)
    try:
        old = _before(book, path, code) or Response(path.name, code, "", {})
        now = replace(
            old,
            id=old.id or (keeping.Keeper(book).read()["id"] if keeping.in_kernel() else _ID),
            created=response_file.now(),
            answers=old.answers | given["answers"],
            checks=old.checks | given["checks"],
            tasks=old.tasks | dict(sorted(keeping.held(book, "tasks").items())),
            whole=old.whole | {"book": book.identity.installed_version},
        )
        drafts = sum(len(check["answers"]) for check in now.checks.values() if not check["handed_in"])
        if not (now.answers or drafts or now.tasks):
            raise ReaderError("There are no answers in this notebook yet. Answer a question first.")
        atomic.write_text(path, response_file.write(now, book.identity))
    except OSError as error:
        raise ReaderError(f"{path.name} cannot be written here ({error.strerror}). Name another folder.") from None
    content = {"code": now.code, "id": now.id, "created": now.created, "answers": now.answers, "checks": now.checks}
    line = hand_in_line.write(book.identity.slug, content, asked)
    return Saved(path, len(now.answers), drafts, line, len(now.tasks))
