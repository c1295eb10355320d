"""A view's title is a finding about the world, and its labels are words that a reader knows.

Declared views are read from their files, those written in Python from their source: nothing is made, so that a check
need not load what draws. What a title or a label is put together from elsewhere, the tests of a view see.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.text import litter

#: Words by which any book speaks of itself; ``views: about_itself:`` in ``book.yml`` has those of one book.
ABOUT_ITSELF = ("this book", "the book", "this chapter", "the chapter", "this page", "this table", "row", "rows")
_SNAKE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+")
_VALUE = re.compile(r"\{\{.+?\}\}")
#: Kinds of column that tell nothing by themselves.
_SECOND = ("number", "source", "confidence", "note")


def titles(material: Material) -> Iterator[Finding]:
    """Every title of a view is a finding, and every label a word."""
    from sourcebook.views import declared

    book = material.book
    for name in declared.ids(book):
        yield from material.clean.part(f"title of {name}", partial(_declared, material, name))
    package = book.root / book.identity.package / "views" if book.identity.package else None
    for path in litter.files(package, "*.py") if package and package.is_dir() else ():
        yield from material.clean.part(f"titles in {material.name(path)}", partial(_in_python, material, path))


def _declared(material: Material, name: str) -> Iterator[Finding]:
    from sourcebook.views import declared

    try:
        view = declared.load(material.book, name)
        shown = declared.shown_names(material.book, view)
    except ReaderError:
        return  # said where declared views are read
    file, says = f"book/views/{name}.yml", view.says
    yield from _title(material, file, view.lines.line("title"), _VALUE.sub(" ", says.title))
    for raw, label in says.labels.items():
        yield from _label(material, file, view.lines.line("labels", raw), label)
    for raw, place in shown:
        if raw not in says.labels and _SNAKE.search(raw):
            reason = f"readers see {raw!r}, which is no word. Write under `labels:` what they would call it."
            yield Finding(file, view.lines.line(place), reason)


def _title(material: Material, file: str, line: int, text: str) -> Iterator[Finding]:
    if found := _any([*ABOUT_ITSELF, *material.book.identity.views.about_itself], text):
        reason = (
            f"the title speaks of {found[0]!r}: a title is a finding about the world. Say what happened, where or how "
            "many; what this book shows of it belongs in a note."
        )
        yield Finding(file, line, reason)


def _label(material: Material, file: str, line: int, text: str) -> Iterator[Finding]:
    if not text.strip():
        yield Finding(file, line, "a column has no label. Write the word that readers would call it.")
    if found := _SNAKE.search(text):
        yield Finding(file, line, f"the label {found[0]!r} is no word. Write what readers would call it.")
    if found := _any(material.book.identity.views.jargon, text):
        reason = f"readers do not know {found[0]!r} (book.yml, views, jargon). Write what they would call it."
        yield Finding(file, line, reason)


def _any(words: Iterable[str], text: str) -> re.Match[str] | None:
    """The first of these words that stands in the text."""
    listed = "|".join(map(re.escape, words))
    return re.search(rf"\b(?:{listed})\b", text, re.IGNORECASE) if listed else None


def _in_python(material: Material, path: Path) -> Iterator[Finding]:
    file = material.name(path)
    try:
        tree = ast.parse(material.text(path))
    except (ReaderError, SyntaxError, ValueError):
        return  # what runs it says so
    values = _Values(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if called == "Column" and call.args:
            for line, text in _texts([call.args[0]]):
                yield from _label(material, file, line, text)
        if called != "View":
            continue
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if "title" in given:
            for line, text in _texts(values.of(given["title"], call.lineno)):
                yield from _title(material, file, line, text)
        for columns in values.of(given["columns"], call.lineno) if "columns" in given else ():
            yield from _first(file, columns)


def _first(file: str, columns: ast.expr) -> Iterator[Finding]:
    """The first column of a table names what its rows are about."""
    if not isinstance(columns, ast.Dict) or not columns.values or not isinstance(columns.values[0], ast.Call):
        return
    column = columns.values[0]
    kinds = [*column.args[1:2], *(keyword.value for keyword in column.keywords if keyword.arg == "kind")]
    kind = kinds[0].value if kinds and isinstance(kinds[0], ast.Constant) else "text"
    if kind in _SECOND:
        reason = (
            f"the first column is a {kind}: it heads its row, and on a phone its card. Put first what the row is "
            "about, such as a name, a day or an event."
        )
        yield Finding(file, column.lineno, reason)


def _texts(expressions: Iterable[ast.expr]) -> Iterator[tuple[int, str]]:
    """Line and text of every piece of text in these expressions, without the keys that look something up."""
    for expression in expressions:
        keys = {id(node.slice) for node in ast.walk(expression) if isinstance(node, ast.Subscript)}
        for node in ast.walk(expression):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in keys:
                yield node.lineno, node.value


class _Values:
    """What the names of a module are given: for a name, the expressions that are assigned to it."""

    def __init__(self, tree: ast.Module) -> None:
        self._functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        self._given: list[tuple[str, int, ast.expr]] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                self._given += [(one.id, node.lineno, node.value) for one in node.targets if isinstance(one, ast.Name)]
            elif isinstance(node, ast.AnnAssign | ast.AugAssign) and isinstance(node.target, ast.Name) and node.value:
                self._given.append((node.target.id, node.lineno, node.value))

    def of(self, expression: ast.expr, line: int) -> list[ast.expr]:
        """The expression itself, or for a name what it is given in the function around this line, or in the module."""
        if not isinstance(expression, ast.Name):
            return [expression]
        there = [(at, value) for name, at, value in self._given if name == expression.id]
        around = [one for one in self._functions if one.lineno <= line <= (one.end_lineno or line)]
        inside = [value for at, value in there if any(f.lineno <= at <= (f.end_lineno or at) for f in around)]
        in_module = [
            value for at, value in there if not any(f.lineno <= at <= (f.end_lineno or at) for f in self._functions)
        ]
        return inside or in_module
