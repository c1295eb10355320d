"""Checks of notebooks: they can be opened, hold no outputs, their text is plain Markdown, and their cells name what
exists.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from sourcebook.checks.finding import Finding
from sourcebook.checks.markup import read
from sourcebook.checks.material import Material
from sourcebook.checks.names import Names
from sourcebook.errors import ReaderError
from sourcebook.text import change_me, notebook
from sourcebook.text.wording import did_you_mean

# MyST in a notebook's text is shown raw by JupyterLab, VS Code and Colab.
_MYST = re.compile(
    r"(?P<role>\{[a-zA-Z][\w:+.-]*\}`[^`]*`)"
    r"|^[ \t]*(?P<block>(?:`{3,}|:{3,})[ \t]*\{[^}\n]+\}.*|:{3,}.*)$"
    r"|^(?P<label>\([\w-]+\)=)[ \t]*$",
    re.MULTILINE,
)
ENGINE = "sourcebook.notebook"
# What a notebook imports from there, or from the package of a book that binds the same names.
_BOUND = ["data", "quiz", "views", "classroom"]
_OF_DATA = ("load", "pick", "names", "table", "tables")
_OF_ONE = re.compile(r"[A-Za-z]:[\\/]\w|/home/\w|/Users/\w|~/\w|file://")
_INSTEAD = {
    "role": "Write the words; a number comes from a code cell",
    "block": "Show it from a code cell, or write plain Markdown",
    "label": "A heading is its own label: take it out",
}


def plain(material: Material) -> Iterator[Finding]:
    """Every notebook is plain: no outputs stored, its text is Markdown, its code is Python that names what exists."""
    names = Names(material)
    for path in material.notebooks:
        try:
            cells = notebook.parsed(material.text(path), material.name(path))["cells"]
        except ReaderError:
            continue  # said where it is read
        headings: list[tuple[str, int, int, str]] = []
        for number, cell in enumerate(cells, 1):
            place, source = f"{material.name(path)}, cell {number}", "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                yield from _text(place, source)
                headings += [(place, *heading) for heading in read(source).headings]
            elif cell["cell_type"] not in ("code", "raw"):
                kind = cell["cell_type"]
                near = did_you_mean(kind, ("markdown", "code", "raw"), 1)
                yield Finding(place, 0, f"`cell_type` {kind!r} is unknown.{near} Mend it, or write the cell again.")
            elif cell["cell_type"] == "code":
                if cell.get("outputs") or cell.get("execution_count") is not None:
                    reason = (
                        "outputs are stored. Clear them (in JupyterLab: Edit, Clear Outputs of All Cells) and save."
                    )
                    yield Finding(place, 0, reason)
                yield from _code(place, source, names)
        yield from _headings(material.name(path), headings)


def _text(place: str, source: str) -> Iterator[Finding]:
    shown = re.sub(
        r"(?<!`)`[^`\n{}]+`(?!`)",
        lambda m: m[0] if m.start() and source[m.start() - 1] == "}" else " " * len(m[0]),
        source,
    )
    for match in _MYST.finditer(shown):
        kind = str(match.lastgroup)
        reason = f"{match[kind][:40]!r} is markup of pages, which a notebook shows raw. {_INSTEAD[kind]}."
        yield Finding(place, source.count("\n", 0, match.start(kind)) + 1, reason)
    for line, reason in read(source).broken:
        if not re.match(r"['`]?\{[a-z]", reason) and "backtick" not in reason:
            yield Finding(place, line, reason)


def _headings(file: str, found: list[tuple[str, int, int, str]]) -> Iterator[Finding]:
    if not found:
        yield Finding(file, 0, "the notebook has no heading. Begin its first cell with `# ` and its title.")
        return
    if found[0][2] != 1:
        yield Finding(found[0][0], found[0][1], f"the first heading, {found[0][3]!r}, must be the title, with one #.")
    for place, line, level, text in found[1:]:
        if level == 1:
            yield Finding(place, line, f"{text!r} is a second title. A page has one: write it with ## or more.")
    for (_, _, above, _), (place, line, level, text) in pairwise(found):
        if level > above + 1:
            yield Finding(place, line, f"the heading {text!r} skips a level. Write {'#' * (above + 1)}.")


def _code(place: str, source: str, names: Names) -> Iterator[Finding]:
    """Code that is no Python, and names in it that nothing in the book has."""
    for line, text in enumerate(source.split("\n"), 1):
        if re.match(r"\s*[!%](?:pip|conda|mamba|apt|apt-get|npm|curl|wget)\b", text):
            reason = (
                f"{text.strip()[:40]!r} asks the internet whenever the book is built. Name the "
                "package in the book's requirements."
            )
            yield Finding(place, line, reason)
    python = re.sub(r"^(\s*)([%!?]).*$", r"\1pass", source, flags=re.MULTILINE)
    try:
        tree = ast.parse(python)
    except SyntaxError as error:
        yield Finding(place, error.lineno or 1, f"the code is no Python ({error.msg}). Mend the line.")
        return
    except ValueError as error:
        yield Finding(place, 1, f"the code cannot be read ({error}). Write the cell again.")
        return
    choices = None
    try:
        choices = change_me.change(source)
    except change_me.ChangeError as error:
        yield Finding(place, error.line, f"CHANGE ME: {error}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _OF_ONE.match(node.value):
            reason = (
                f"{node.value[:40]!r} is a path of one computer. Write it from the folder of the "
                "notebook, or load a table."
            )
            yield Finding(place, node.lineno, reason)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "data" and node.attr not in _OF_DATA:
            hint = did_you_mean(node.attr, _OF_DATA, 1)
            if hint:
                yield Finding(place, node.lineno, f"data has no {node.attr!r}.{hint} Mend the name.")
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "data.pick" and node.args:
            yield from _columns(place, node, names)
            if choices:
                yield from _choices(place, node, choices, names)
        if isinstance(node, ast.ImportFrom) and node.module in (ENGINE, names.book.identity.package or ENGINE):
            known = _BOUND if node.module == ENGINE else [*_BOUND, *names.modules]
            for alias in node.names:
                if alias.name not in known and (hint := did_you_mean(alias.name, known, 1)):
                    yield Finding(place, node.lineno, f"{node.module} has no {alias.name!r}.{hint} Mend the name.")
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called, value = ast.unparse(node.func), node.args[0].value
            what, there = _CALLS.get(called, ("", lambda _: None))
            known = there(names)
            listed = value.split() if called.endswith("quiz.questions") and isinstance(value, str) else [value]
            for name in listed:
                if isinstance(name, str) and known is not None and name not in known:
                    reason = f"there is no {what} {name!r}.{did_you_mean(name, known, 1)} Mend the name."
                    yield Finding(place, node.lineno, reason)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "views"
        ):
            known = [view.replace("-", "_") for view in names.views or ()]
            name = node.func.attr
            if (
                known
                and name not in known
                and (hint := did_you_mean(name, known, 1))
                and not names.in_package("views", name)
            ):
                yield Finding(place, node.lineno, f"there is no view {name!r}.{hint} Mend the name.")


def _columns(place: str, call: ast.Call, names: Names) -> Iterator[Finding]:
    """Columns by which rows are picked, and that the table does not have."""
    first = call.args[0]
    table = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    known = names.columns(table)
    for keyword in call.keywords:
        if known and keyword.arg and keyword.arg not in known:
            hint = did_you_mean(keyword.arg, known, 1)
            reason = f"the table {table} has no column {keyword.arg!r}.{hint} Mend the name."
            yield Finding(place, keyword.value.lineno, reason)


def _choices(place: str, call: ast.Call, choices: change_me.Change, names: Names) -> Iterator[Finding]:
    """Choices by which rows are picked, and that no row has."""
    table = ast.literal_eval(call.args[0]) if isinstance(call.args[0], ast.Constant) else ""
    for keyword in call.keywords:
        if keyword.arg is None or not (isinstance(keyword.value, ast.Name) and keyword.value.id == choices.name):
            continue
        known = names.values(str(table), keyword.arg)
        for value in choices.values:
            if known and value not in known:
                hint = did_you_mean(str(value), map(str, known), 1)
                reason = f"CHANGE ME: no row of {table} has the {keyword.arg} {value!r}.{hint} Mend the choice."
                yield Finding(place, choices.line, reason)


_CALLS: dict[str, tuple[str, Callable[[Names], list[str] | None]]] = {
    "quiz": ("chapter with questions", lambda names: names.chapters),
    "task": ("task", lambda names: names.tasks),
    "question": ("question", lambda names: names.questions),
    "quiz.question": ("question", lambda names: names.questions),
    "quiz.questions": ("question", lambda names: names.questions),
    "data.load": ("table", lambda names: names.tables),
    "data.pick": ("table", lambda names: names.tables),
    "facts.get": ("fact", lambda names: names.facts),
}
