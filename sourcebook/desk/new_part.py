"""A new chapter, question, page or table: stubs that ``check`` finds nothing wrong with, each put where it belongs.

Files that are there already are added to, and the rest of them stays as the author wrote it. All texts are made before
the first is written, so that a refusal leaves the book as it was.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from sourcebook import data, sources
from sourcebook.book import IDENTITY_FILE, Book
from sourcebook.data.schema import PACKAGE_FILE, tables
from sourcebook.errors import CommandError
from sourcebook.quiz import bank
from sourcebook.text import atomic, yamledit
from sourcebook.text.wording import did_you_mean, listing, titled
from sourcebook.text.yamlfile import Unreadable, YamlFile

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CONTENTS = "_toc.yml"
Where = tuple[str | int, ...]
_IMPORT = "from sourcebook.notebook import data, quiz, task, views"
_IMPORT_TASK = "from sourcebook.notebook import task"
#: Where a page of the book is listed for those who carry it on.
GUIDE, GUIDE_HEAD = "CONTRIBUTING.md", "| page | source | address in the built book |"


class Writing:
    """Texts to be written into a book, all of them or none."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.texts: dict[Path, str] = {}

    def text(self, path: Path) -> str:
        """The text of a file, with what has been added to it so far."""
        return self.texts[path] if path in self.texts else path.read_text(encoding="utf-8")

    def create(self, path: Path, text: str) -> None:
        """A file that must not be there yet."""
        if path.exists():
            raise CommandError(f"{self.name(path)} is there already. Choose another name; nothing was written.")
        self.texts[path] = text

    def change(self, path: Path, text: str) -> None:
        """A file that is there, with its new text."""
        self.texts[path] = text

    def name(self, path: Path) -> str:
        """The path as an author knows it."""
        return path.relative_to(self.book.root).as_posix()

    def finish(self) -> list[Path]:
        """Write everything; the answer lists the files."""
        for path, text in self.texts.items():
            atomic.write_text(path, text, newline="\n")
        return list(self.texts)


def chapter(book: Book, name: str, title: str = "", prefix: str = "") -> list[Path]:
    """A page, a notebook, a question file with two objectives and four questions, and a file with a task, in the
    contents and in book.yml.
    """
    _check_name("chapter", name)
    prefix = prefix or name
    _check_name("prefix", prefix)
    title = title or titled(name)
    writing = Writing(book)
    values = {"name": name, "prefix": prefix, **_titles(title)}
    writing.create(book.folder / f"{name}.md", _stub("chapter.md", values))
    used = book.identity.prefixes
    if prefix in used.values():
        owner = next(chapter for chapter, one in used.items() if one == prefix)
        raise CommandError(f"the questions of {owner} begin with {prefix}- already. Choose another with --prefix.")
    source = _a_source(book)
    questions = [
        _question(kind, f"{prefix}-{words}", f"{prefix}-o{goal}", source, f"book/{name}#{prefix}-{section}")
        for kind, words, goal, section in (
            ("single", "first-choice", 1, "begins"),
            ("claim", "first-claim", 1, "begins"),
            ("order", "first-order", 2, "shows"),
            ("text", "first-word", 2, "shows"),
        )
    ]
    writing.create(book.quiz_dir / f"{name}.yml", _stub("chapter.yml", values) + "".join(map(_as_item, questions)))
    table = _a_table(book)
    drawn_from = data.load(book, table).attrs["sources"]
    task = {**values, "table": table, "source": drawn_from[0] if drawn_from else source}
    writing.create(book.tasks_dir / f"{name}.yml", _stub("tasks.yml", task))
    writing.create(book.notebooks / f"{name}.ipynb", _notebook(book, values))
    where, after = _chapters_end(book)
    pages = f"- file: book/{name}\n- file: notebooks/{name}"
    writing.change(book.root / CONTENTS, _added(writing, book.root / CONTENTS, where, pages, after))
    _add_prefix(writing, name, prefix)
    _add_to_guide(writing, [(title, f"book/{name}.md"), (f"{title}: the notebook", f"notebooks/{name}.ipynb")])
    return writing.finish()


def question(book: Book, chapter: str, kind: str) -> list[Path]:
    """One more question at the end of a chapter's file."""
    if chapter not in bank.names(book):
        known = bank.names(book)
        near = did_you_mean(chapter, known, 1)
        raise CommandError(f"there are no questions for {chapter!r}; choose one of {listing(known, 'or')}.{near}")
    if kind not in bank.TYPES:
        near = did_you_mean(kind, bank.TYPES, 1)
        raise CommandError(f"there is no type {kind!r}; choose one of {listing(bank.TYPES, 'or')}.{near}")
    chapter_bank = bank.load(book, chapter)
    if not chapter_bank.questions:
        raise CommandError(f"book/quizzes/{chapter}.yml names questions of other files. Add to one of those.")
    asked = [q.objective for q in chapter_bank.questions]
    goal = min((o.id for o in chapter_bank.objectives), key=asked.count)
    prefix = book.identity.prefixes.get(chapter) or chapter_bank.questions[0].id.partition("-")[0]
    taken = set(bank.every(book))
    number = next(n for n in range(1, 10_000) if f"{prefix}-new-{kind}-{n}" not in taken)
    last = chapter_bank.questions[-1]
    text = _question(kind, f"{prefix}-new-{kind}-{number}", goal, last.sources[0], last.teaches)
    writing = Writing(book)
    path = book.quiz_dir / f"{chapter}.yml"
    writing.change(path, _added(writing, path, ("questions",), _dashed(text)))
    return writing.finish()


def page(book: Book, name: str, title: str = "") -> list[Path]:
    """A page, at the end of the contents."""
    _check_name("page", name)
    title = title or titled(name)
    writing = Writing(book)
    writing.create(book.folder / f"{name}.md", _stub("page.md", _titles(title)))
    contents = book.root / CONTENTS
    where = _lists(_contents(book))[-1][0]
    writing.change(contents, _added(writing, contents, where, f"- file: book/{name}"))
    _add_to_guide(writing, [(title, f"book/{name}.md")])
    return writing.finish()


def table(book: Book, name: str, title: str = "") -> list[Path]:
    """A table with one row, its entry in the data dictionary, and the page that shows its rows."""
    _check_name("table", name)
    file = name.replace("-", "_")
    if file in tables(book):
        raise CommandError(f"there is a table {file} already. Choose another name; nothing was written.")
    title = title or titled(name)
    writing = Writing(book)
    writing.create(book.data_dir / f"{file}.csv", _stub("table.csv", {"source": _a_source(book)}))
    licence = book.identity.licence
    described = json.loads(_stub("table.json", {"file": file, "licence": licence.text, "address": licence.address}))
    described["title"] = title
    dictionary = book.data_dir / PACKAGE_FILE
    entry = json.dumps(described, indent=_json_indent(writing.text(dictionary)), ensure_ascii=False)
    writing.change(dictionary, _added(writing, dictionary, ("resources",), entry))
    shown = book.root / f"{book.identity.pages.tables}/{name}.md"
    writing.create(shown, _stub("table.md", {"file": file, **_titles(title)}))
    _list_below(writing, book.identity.pages.data, f"{book.identity.pages.tables}/{name}")
    return writing.finish()


# --- stubs ------------------------------------------------------------------------------------------------------------


def _stub(name: str, values: dict[str, str]) -> str:
    source = files("sourcebook") / "templates" / "parts" / name
    return Template(source.read_text(encoding="utf-8")).substitute(values)


def _titles(title: str) -> dict[str, str]:
    return {"title": title, "title_quoted": json.dumps(title, ensure_ascii=False)}


def _question(kind: str, name: str, objective: str, source: str, teaches: str) -> str:
    values = {"id": name, "objective": objective, "source": source, "teaches": json.dumps(teaches)}
    return _stub(f"questions/{kind}.yml", values)


def _dashed(question: str) -> str:
    """A question as an item of a list."""
    lines = question.rstrip("\n").split("\n")
    return "\n".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines))


def _as_item(question: str) -> str:
    return "".join(f"  {line}\n" for line in _dashed(question).split("\n"))


def _notebook(book: Book, values: dict[str, str]) -> str:
    """The notebook of a chapter; it begins as those that the book has."""
    notebook = json.loads(_stub("chapter.ipynb", {**values, "title": values["title_quoted"][1:-1]}))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[0]["source"] = _import_cell(book).splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _import_cell(book: Book) -> str:
    for path in sorted(book.notebooks.glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
        except (ValueError, KeyError, TypeError):
            continue  # the check says what is wrong with it
        for cell in cells:
            text = "".join(cell["source"])
            if cell["cell_type"] == "code" and re.search(r"^from \S+ import .*\bquiz\b", text, re.MULTILINE):
                # The notebooks of a book may be older than its first task.
                return text if re.search(r"\btask\b", text) else f"{text}\n{_IMPORT_TASK}"
    return _IMPORT


def _a_source(book: Book) -> str:
    known = sorted(sources.keys(book))
    if not known:
        raise CommandError("book/references.bib has no source yet. Add one: whatever is written rests on a source.")
    return known[0]


def _a_table(book: Book) -> str:
    known = list(tables(book))
    if not known:
        raise CommandError("the book has no table yet, and a task needs one. Run `new table NAME` first.")
    return known[0]


# --- where things go --------------------------------------------------------------------------------------------------


def _check_name(what: str, name: str) -> None:
    if not NAME.fullmatch(name):
        raise CommandError(f"{name!r} is no name for a {what}. Use lower-case words joined by dashes, like high-water.")


def _contents(book: Book) -> dict[str, Any]:
    path = book.root / CONTENTS
    try:
        values = YamlFile(path.read_text(encoding="utf-8")).values
    except Unreadable as error:
        raise CommandError(f"{CONTENTS}, line {error.line}: {error}") from None
    if not isinstance(values, dict) or not (values.get("parts") or values.get("chapters")):
        raise CommandError(f"{CONTENTS} has neither `parts` nor `chapters`. List the first page by hand.")
    return values


def _lists(contents: dict[str, Any]) -> list[tuple[Where, list[Any]]]:
    """The lists of chapters of the contents, each with the way to it."""
    parts = enumerate(contents.get("parts") or [])
    found: list[tuple[Where, list[Any]]] = [(("parts", n, "chapters"), part.get("chapters") or []) for n, part in parts]
    return found or [(("chapters",), contents["chapters"])]


def _chapters_end(book: Book) -> tuple[Where, int | None]:
    """The list of the contents that holds the chapters, and the place in it of the last page that belongs to one."""
    contents = _contents(book)
    names = book.identity.prefixes or bank.names(book)
    wanted = {f"{folder}/{name}" for name in names for folder in ("book", "notebooks")}

    def ours(pages: list[Any]) -> list[int]:
        return [n for n, one in enumerate(pages) if isinstance(one, dict) and one.get("file") in wanted]

    path, pages = max(_lists(contents), key=lambda one: len(ours(one[1])))
    found = ours(pages)
    return path, found[-1] if found else None


def _added(writing: Writing, path: Path, where: Where, entry: str, after: int | None = None) -> str:
    try:
        return yamledit.add(writing.text(path), where, entry, after)
    except yamledit.CannotAdd as error:
        raise CommandError(f"{writing.name(path)}: {error}") from None


def _add_prefix(writing: Writing, name: str, prefix: str) -> None:
    path = writing.book.folder / IDENTITY_FILE
    entry = f"{name}: {prefix}"
    if "prefixes" in YamlFile(writing.text(path)).values:
        writing.change(path, _added(writing, path, ("prefixes",), entry))
    else:
        writing.change(path, yamledit.add_key(writing.text(path), f"prefixes:\n  {entry}"))


def _list_below(writing: Writing, above: str, entry: str) -> None:
    """A page in the contents, below another one; at the end of the contents where that one is not listed."""
    path = writing.book.root / CONTENTS
    contents = _contents(writing.book)

    def look(entries: list[Any], where: Where) -> Where | None:
        for number, one in enumerate(entries):
            if isinstance(one, dict):
                if one.get("file") == above:
                    return (*where, number)
                if found := look(one.get("sections") or [], (*where, number, "sections")):
                    return found
        return None

    lists = _lists(contents)
    for where, entries in lists:
        if (place := look(entries, where)) is None:
            continue
        try:
            text = yamledit.add(writing.text(path), (*place, "sections"), f"- file: {entry}")
        except yamledit.CannotAdd:
            text = _added(writing, path, place, f"sections:\n- file: {entry}")
        writing.change(path, text)
        return
    writing.change(path, _added(writing, path, lists[-1][0], f"- file: {entry}"))


def _add_to_guide(writing: Writing, pages: list[tuple[str, str]]) -> None:
    """Rows of the table of pages, where the book's guide for contributors has one."""
    path = writing.book.root / GUIDE
    if not path.is_file():
        return
    lines = writing.text(path).split("\n")
    if GUIDE_HEAD not in lines:
        return
    end = lines.index(GUIDE_HEAD)
    while end < len(lines) and lines[end].startswith("|"):
        end += 1
    built = [(title, source, re.sub(r"\.(md|ipynb)$", ".html", source)) for title, source in pages]
    rows = [f"| {title} | `{source}` | `{address}` |" for title, source, address in built]
    writing.change(path, "\n".join([*lines[:end], *rows, *lines[end:]]))


def _json_indent(text: str) -> int:
    found = re.search(r"^( +)\"", text, re.MULTILINE)
    return len(found[1]) if found else 1
