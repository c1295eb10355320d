"""The directives and roles that a page may use: those of Sphinx, MyST-NB and the bibliography, the engine's, and
those of the book's own extensions. The latter two are read from their source, so that a check need not load Sphinx.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from sourcebook.text import litter, reads

ENGINE = "sourcebook.site.sphinxext"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Directives whose body is Markdown again.
MARKDOWN = _words(
    """
    admonition attention caution danger error hint important note seealso tip warning versionadded versionchanged
    deprecated container epigraph highlights pull-quote centered compound topic sidebar margin figure figure-md
    table only voice
    """
)
_DIRECTIVES = MARKDOWN | _words(
    """
    acks bibliography class code code-block code-cell codeauthor contents csv-table date default-role describe
    envvar eval-rst eval footbibliography footer glossary glue header highlight hlist image include index line-
    block list-table literalinclude math meta nb-exec-table object option parsed-literal productionlist program
    raw replace role rst-class rubric sectionauthor sectnum sourcecode tableofcontents tabularcolumns target-notes
    title toctree unicode versionremoved
    """
)
_ROLES = _words(
    """
    abbr abbreviation any cite cite:p cite:ps cite:t cite:ct cite:ts code command dfn doc download emphasis envvar
    eq eval file footcite footcite:p footcite:t glue guilabel index kbd keyword literal makevar math menuselection
    nb-download numref option pep program raw ref rfc samp strong sub sup subscript superscript term title-
    reference token
    """
)


@dataclass(frozen=True)
class Markup:
    """What a page may use: for each directive its options where they are known, and the roles."""

    directives: dict[str, frozenset[str] | None]
    own: frozenset[str]
    roles: frozenset[str]


def known(root: Path, extensions: tuple[str, ...]) -> Markup:
    """The markup of a book whose configuration names these extensions."""
    directives: dict[str, frozenset[str] | None] = dict.fromkeys(_DIRECTIVES)
    roles = set(_ROLES)
    own: set[str] = set()
    for name in dict.fromkeys((ENGINE, *extensions)):
        for file in _files(root, name):
            found, more = _registered(file, reads.stamp(file))
            directives |= dict(found)
            own |= {one for one, _ in found}
            roles |= set(more)
    return Markup(directives, frozenset(own), frozenset(roles))


# Extensions whose markup is in the lists above.
_LISTED = frozenset(
    {"sourcebook", "myst_nb", "jupyter_book", "sphinx_external_toc", "sphinxcontrib", "sphinx", "myst_parser"}
)


def _files(root: Path, module: str) -> Iterator[Path]:
    """The sources in which an extension may register something: the engine's folder, or the
    whole package of the book.
    """
    if module == ENGINE:
        yield from litter.files(Path(__file__).resolve().parents[1] / "site" / "sphinxext", "*.py")
    elif module.partition(".")[0] not in _LISTED:
        name = module.partition(".")[0]
        package = root / name
        if not package.is_dir() and (spec := find_spec(name)) and spec.submodule_search_locations:
            package = Path(next(iter(spec.submodule_search_locations)))  # installed, not beside the book
        if (package / "__init__.py").is_file():
            yield from litter.files(package, "**/*.py")


@lru_cache(maxsize=64)
def _registered(file: Path, stamp: int) -> tuple[tuple[tuple[str, frozenset[str] | None], ...], tuple[str, ...]]:
    """The directives (with their options) and the roles that a module registers."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if "add_directive" not in text and "add_role" not in text:
        return (), ()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return (), ()
    options = {node.name: _options(node) for node in tree.body if isinstance(node, ast.ClassDef)}
    directives: list[tuple[str, frozenset[str] | None]] = []
    roles: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if not isinstance(name, str):
                continue
            if node.func.attr == "add_directive":
                target = node.args[1] if len(node.args) > 1 else None
                directives.append((name, options.get(target.id) if isinstance(target, ast.Name) else None))
            elif node.func.attr == "add_role":
                roles.append(name)
    return tuple(directives), tuple(roles)


def _options(class_def: ast.ClassDef) -> frozenset[str]:
    for node in class_def.body:
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)):
            continue
        if any(isinstance(target, ast.Name) and target.id == "option_spec" for target in node.targets):
            return frozenset(str(key.value) for key in node.value.keys if isinstance(key, ast.Constant))
    return frozenset()
