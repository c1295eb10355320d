"""The shell of the pages: registers the theme, and gives each page only the files that it uses.

A part of the book that brings a style sheet or a script names them in ``ASSETS`` with the
mark by which a page that needs them is known. Nothing else needs to be done: the files are
taken from the part's folder, and the address carries their content's sum.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import zlib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.html._assets import _CascadingStyleSheet as Style
from sphinx.builders.html._assets import _JavaScript as Script
from sphinx.environment.adapters.toctree import TocTree
from sphinx.transforms.post_transforms import SphinxPostTransform

from sourcebook.book import Book
from sourcebook.site.minify import minify
from sourcebook.site.policy import META_POLICY
from sourcebook.site.sphinxext import audience, cards, cite_page, front_page
from sourcebook.site.sphinxext.address import public_address
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import atomic
from sourcebook.views.columns import NARROW

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

PACKAGE = Path(__file__).resolve().parent.parent.parent
THEME = PACKAGE / "site" / "theme"
NAME = "sourcebook"
TOKENS = PACKAGE / "views" / "static" / "tokens.css"

STORAGE = PACKAGE / "views" / "static" / "storage.js"

DOM, KEPT = "views/static/dom.js", "views/static/kept.js"
QUIZ = (DOM, KEPT, "quiz/static/quiz.css", "quiz/static/quiz.js")
SECTION_NOTES = "views/static/section-notes.js"
TASK_STYLE = PACKAGE / "tasks" / "static" / "task.css"
# Mark in the page's HTML: the files that a page with it loads, as folder below the package and name.
ASSETS: dict[str, tuple[str, ...]] = {
    'class="mm-view': ("views/static/views.css", DOM, "views/static/views.js"),
    'class="mm-choices': ("views/static/views.css", DOM, "views/static/choices.js"),
    'class="mm-guess': (DOM, KEPT),
    "data-note=": (DOM, KEPT, "views/static/notes.js"),
    'class="mm-quiz': QUIZ,
    'class="mm-task"': (*QUIZ, "views/static/views.css", "tasks/static/task.js"),
    'class="mm-task-chart"': ("views/static/views.css",),
    'class="mm-forms': ("quiz/static/forms.js",),
    'class="mm-learning': (*QUIZ, "quiz/static/learning.css", "quiz/static/responses.js", "quiz/static/learning.js"),
    "data-story=": (DOM, KEPT),
    'class="mm-letters': ("site/theme/assets/glossary.css", DOM, "site/theme/assets/glossary.js"),
    'class="mm-data"': ("site/theme/assets/data.css",),
    'class="mm-start': ("site/theme/assets/front.css",),
    'class="mm-cards': ("site/theme/assets/front.css",),
    'class="mm-progress': (
        *QUIZ,
        "quiz/static/learning.css",
        "quiz/static/responses.js",
        "quiz/static/line.js",
        "quiz/static/progress.js",
    ),
    'class="mm-plan"': ("classroom/static/plan.css",),
    'class="mm-board"': (DOM, "classroom/static/plan.js"),
    'class="mm-set"': (*QUIZ, "quiz/static/line.js", "quiz/static/question-set.js"),
    'class="mm-ask"': (DOM, KEPT, "classroom/static/poll.css", "classroom/static/poll.js"),
    'class="mm-report"': (
        DOM,
        KEPT,
        "classroom/static/report.css",
        "quiz/static/quiz.js",
        "quiz/static/line.js",
        "classroom/static/report-read.js",
        "classroom/static/report-show.js",
        "classroom/static/report.js",
    ),
}
# Sphinx event: a part of a book's own answers with a dictionary like ASSETS, whose files are whole paths.
PAGE_FILES = "sourcebook-page-files"
# What a script fetches when a reader asks for it, and not before: the script finds the
# address in its own ``data-explore``.
LATER = {"views.js": "views/static/explore.js"}
# Part of another file: one request for both.
TOGETHER = {"explore.js": ("views/static/guess.js",), "responses.js": ("quiz/static/besides.js",)}
SEARCH_SCRIPTS = ("dom.js", "search.js")
DESCRIPTION_LENGTH = 155
# Of the pages that have no source.
DESCRIPTIONS = {
    "search": "Search every page of the book: words, names, years and numbers.",
    "404": "There is no page at this address. Find the page in the contents, or search the book.",
}


def icon_of(book: Book) -> Path:
    """The picture of the book as SVG: its own, or the engine's."""
    return book.folder / book.identity.icon if book.identity.icon else THEME / "assets" / "icon.svg"


def _assets(app: Sphinx) -> dict[str, tuple[Path, ...]]:
    """By mark: the files of the engine, then those that the book's own parts bring (the
    event ``sourcebook-page-files``).
    """
    found = {mark: tuple(PACKAGE / name for name in names) for mark, names in ASSETS.items()}
    for brought in app.emit(PAGE_FILES):
        found |= brought
    return found


def _part_files(app: Sphinx) -> list[Path]:
    """The files of every part that exist and are not empty."""
    later = [PACKAGE / name for name in (*LATER.values(), SECTION_NOTES)]
    paths = dict.fromkeys([*(path for paths in _assets(app).values() for path in paths), *later])
    return [path for path in paths if path.is_file() and path.stat().st_size]


def _colours(book: Book) -> str:
    """The book's three colours as custom properties, for the style sheet of the shell."""
    colours = book.identity.colours
    light, dark = (
        " ".join(f"--mm-book-{number}: {colour};" for number, colour in enumerate(palette, 1))
        for palette in (colours.light, colours.dark)
    )
    return f':root {{ {light} }}\n:root[data-theme="dark"] {{ {dark} }}\n{_paper(book)}'


def _paper(book: Book) -> str:
    """What stands at the foot of each printed sheet: book, version, as-of date, address, number of the sheet."""
    identity, address = book.identity, public_address(book)
    said = [
        identity.title,
        f"version {identity.installed_version}" if identity.installed_version else "",
        f"as of {identity.as_of}" if identity.as_of else "",
        address,
    ]
    foot = ", ".join(filter(None, said)).replace("\\", "").replace('"', "'")
    return (
        f'@media print {{ @page {{ @bottom-left {{ content: "{foot}"; font: 8pt sans-serif; }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } } }\n'
    )


def _prepare_static(app: Sphinx) -> None:
    """Collect our own files in one folder and have Sphinx copy it.

    Tokens and shell become one style sheet, storage and shell one script: a request less each.
    """
    folder = Path(app.doctreedir).parent / ".static"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in [*(THEME / "assets").iterdir(), *_part_files(app)]:
        atomic.copy(path, folder / path.name)
    book = book_of(app)
    before = {
        "book.css": TOKENS.read_text(encoding="utf-8") + _colours(book),
        "book.js": STORAGE.read_text(encoding="utf-8"),
        # A task is a question's form with a few rules more; a notebook's page has no request to spare.
        "quiz.css": TASK_STYLE.read_text(encoding="utf-8"),
        # My progress shows all notes; one request for both.
        "learning.js": (PACKAGE / SECTION_NOTES).read_text(encoding="utf-8"),
    }
    for path in (*folder.glob("*.css"), *folder.glob("*.js")):
        text = before.get(path.name, "") + _with_parts(path)
        atomic.write_text(path, minify(text), newline="\n")
    atomic.copy(icon_of(book), folder / "icon.svg")
    # Set here, and not in the configuration, because Sphinx writes a sum of its configuration into the book: it must
    # not depend on the folder that the book is built in.
    app.config.html_static_path = [*app.config.html_static_path, str(folder)]


# --- what a page loads ------------------------------------------------------------------------------------------------


def _later(name: str, pathto: Callable[..., str]) -> dict[str, str]:
    """The attribute that tells a script where its other half lies, with the sum of that
    file's content, as Sphinx does it.
    """
    return {"data-explore": _address(PACKAGE / LATER[name], pathto)} if name in LATER else {}


def _with_parts(file: Path) -> str:
    """The text of one of our files, with what is part of it."""
    parts = (PACKAGE / name for name in TOGETHER.get(file.name, ()))
    return "".join(one.read_text(encoding="utf-8") for one in (file, *parts))


def _address(file: Path, pathto: Callable[..., str]) -> str:
    """The way from a page to a script or style sheet of ours, with the sum of its content."""
    total = zlib.crc32(minify(_with_parts(file)).encode())
    return f"{pathto(f'_static/{file.name}', 1)}?v={total:08x}"


def _files(app: Sphinx, template: str, body: str, pathto: Callable[..., str]) -> tuple[list[Style], list[Script]]:
    """Style sheets and scripts of one page, in the order of loading. The rest that extensions ask for is left out."""
    styles = [Style("_static/book.css", priority=100)]
    # Not deferred: it sets the colours before the page is drawn.
    scripts = [Script("_static/book.js", priority=100)]
    known = {path.name for path in _part_files(app)}
    for name in (path.name for path in _wanted(app, body)):
        if name not in known:
            continue
        if name.endswith(".css"):
            styles.append(Style(f"_static/{name}", priority=200))
        else:
            scripts.append(Script(f"_static/{name}", priority=200, defer="defer", **_later(name, pathto)))
    if template == "search.html":
        scripts += [Script(f"_static/{name}", priority=300, defer="defer") for name in SEARCH_SCRIPTS]
    return styles, scripts


# --- what a page says about itself ------------------------------------------------------------------------------------


def _description(doctree: nodes.document | None) -> str:
    """``html_meta: description`` of the page; without it the beginning of its first paragraph."""
    if doctree is None:
        return ""
    for meta in doctree.findall(nodes.meta):
        if meta.get("name") == "description":
            return str(meta["content"])
    text = next((p.astext() for p in doctree.findall(nodes.paragraph)), "")
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _page_toc(app: Sphinx, page: str) -> str:
    """The sections of the page as a list of links, without the page's own title; empty where there is only one."""
    tree = TocTree(app.env).get_toc_for(page, app.builder)
    inner = next((item[1] for item in tree.children if len(item.children) > 1), None)
    if not isinstance(inner, nodes.bullet_list) or len(inner) < 2:
        return ""
    for item in inner.children:
        # Two levels are enough beside a page.
        for deeper in [n for n in item.findall(nodes.bullet_list) if n.parent.parent is not inner]:
            deeper.parent.remove(deeper)
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    return builder.render_partial(inner)["fragment"]


def _neighbours(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Previous and next page among the pages for the same people: a student's way leads to no teacher's page."""
    teachers = audience.for_teachers(app)
    there = [name for name in audience.parts(app) if name in app.env.all_docs]
    way = [name for name in there if (name in teachers) == (page in teachers)]
    if page not in way:
        return
    at = way.index(page)
    for key, other in (("prev", at - 1), ("next", at + 1)):
        known = 0 <= other < len(way)
        title = app.env.titles[way[other]].astext() if known else ""
        context[key] = {"link": app.builder.get_relative_uri(page, way[other]), "title": title} if known else None


def _contents(context: dict[str, Any]) -> str:
    """The contents of the book. Only the branch of this page is open: every page carries this list."""
    text = context["toctree"](maxdepth=2, collapse=True, includehidden=True, titles_only=True) or ""
    return re.sub(r'<p class="caption" role="heading">', '<p class="caption">', text)


def _downloads(context: dict[str, Any]) -> list[dict[str, str]]:
    """A notebook page offers its notebook."""
    source = context.get("sourcename") or ""
    if not source.endswith(".ipynb"):
        return []
    return [
        {"href": context["pathto"](f"_sources/{source}", True), "name": posixpath.basename(source), "label": "Notebook"}
    ]


# --- the running text -------------------------------------------------------------------------------------------------


class table_frame(nodes.container):
    """A frame around a table: it scrolls by itself, and the keyboard reaches it."""


class FrameTables(SphinxPostTransform):
    """Put every table into a named frame."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        used: dict[str, int] = {}
        for table in list(self.document.findall(nodes.table)):
            # Columns find their own width: widths would be written as style attributes, which the policy forbids.
            table["classes"].append("colwidths-auto")
            frame = table_frame()
            frame["name"] = _unique(_table_name(table), used)
            table.replace_self(frame)
            frame += table


def _table_name(table: nodes.table) -> str:
    title = next(table.findall(nodes.title), None)
    if title is not None:
        return f"Table: {title.astext()}"
    parent: nodes.Node | None = table.parent
    while parent is not None and not isinstance(parent, nodes.section):
        parent = parent.parent
    heading = next(parent.findall(nodes.title), None) if parent is not None else None
    return f"Table in: {heading.astext()}" if heading is not None else "Table"


def _unique(name: str, used: dict[str, int]) -> str:
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name} ({used[name]})"


def _frame(name: str) -> str:
    return f'<div class="mm-table" role="region" aria-label="{escape(name)}" tabindex="0">'


def visit_table_frame(self: HTML5Translator, node: table_frame) -> None:
    """Open the frame."""
    self.body.append(_frame(node["name"]))


def depart_table_frame(self: HTML5Translator, node: table_frame) -> None:
    """Close the frame."""
    self.body.append("</div>\n")


_HEADLINK = re.compile(
    r'<(h[1-6])([^>]*)>((?:(?!</h[1-6]>).)*?)<a class="headerlink" href="([^"]+)" title="[^"]*">[^<]*</a></\1>',
    re.DOTALL,
)


def _heading(found: re.Match[str]) -> str:
    level, more, words, address = found.groups()
    name = " ".join(re.sub(r"<[^>]+>", "", words).split())
    label = "" if "aria-label" in more else f' aria-label="{name}"'
    link = f'<a class="headerlink" href="{address}" aria-label="Link to: {name}">#</a>'
    return f"<{level}{more}{label}>{words}{link}</{level}>"


def _results(name: str, inner: str) -> str:
    """A data frame in its frame. Where its columns do not fit on a phone, ``book.js`` makes each row a card there."""
    columns = len(re.findall(r"<t[hd][ >]", inner.partition("</thead>")[0]))
    frame = _frame(name)
    if columns > NARROW:
        frame = frame.replace("mm-table", "mm-table mm-stacks", 1)
    return f'{frame}<table class="dataframe">{inner}</table></div>'


def _clean(body: str) -> str:
    """Mend what libraries write into the text and what a strict policy, a validator or a
    screen reader would stumble over.
    """
    # pandas: a style element, a style attribute and a border attribute on every data frame, and no frame to scroll in.
    body = re.sub(r"<style scoped>.*?</style>\s*", "", body, flags=re.DOTALL)
    body = body.replace('<tr style="text-align: right;">', "<tr>")
    frames: dict[str, int] = {}
    body = re.sub(
        r'<table border="1" class="dataframe">(.*?)</table>',
        lambda found: _results(_unique("Table of results", frames), found[1]),
        body,
        flags=re.DOTALL,
    )
    # The whole entry stands where the link leads.
    body = re.sub(r'(<a class="reference internal" href="[^"]*#cite-[^"]*") title="[^"]*"', r"\1", body)
    # No style sheet asks whether a link leads out of the book; there are hundreds on a page.
    body = re.sub(r'(<a) class="reference (?:internal|external)"', r"\1", body)
    # A heading is named by its words; the link to it has a name of its own, and is there for a finger too.
    body = _HEADLINK.sub(_heading, body)
    # The list of sources is a list; its entries carry a role that is no longer in use.
    body = body.replace(' role="doc-biblioentry"', ' role="listitem"')
    # A corner cell without words is no heading.
    return re.sub(r'<th(?: class="[^"]*")?>(?:<p></p>)?</th>', "<td></td>", body)


def _labels_left_out(body: str) -> str:
    """The body without the heads that cells of a view's wide table carry for a phone: ``book.js`` repeats them there.
    Where no script runs, such a table scrolls instead. That is up to 2 KB a page. Pages of data have room for them.
    """
    if ' class="mm-data"' in body:
        return body
    body = re.sub(r'(<t[dh]\b[^>]*?) data-label="[^"]*"', r"\1", body)
    return body.replace(' mm-stack"', ' mm-stacks"')


_LATER_PART = re.compile(r'<(script|template)(?: type="[^"]*")? class="mm-later">(.*?)</\1>', re.DOTALL)


def _wanted(app: Sphinx, html: str) -> list[Path]:
    """The files that this HTML asks for by its marks."""
    return list(dict.fromkeys(path for mark, paths in _assets(app).items() if mark in html for path in paths))


def _taken_out(app: Sphinx, page: str, body: str, pathto: Callable[..., str]) -> str:
    """The body with what a script asks for only when a reader does (``mm-later``) in script files of its own: a page
    opened from a folder may load those, and nothing else. It is JSON in a script, or a template's HTML, then as a text.
    """
    number = 0

    def taken(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        name = f"_static/later-{page.replace('/', '-')}-{number}.js"
        said = found[2] if found[1] == "script" else json.dumps(found[2], ensure_ascii=False)
        text = f"SourcebookLater={said}\n"
        atomic.write_text(Path(app.outdir) / name, text, newline="\n")
        address = f"{pathto(name, 1)}?v={zlib.crc32(text.encode()):08x}"
        needs = [file for file in _wanted(app, found[2]) if file not in there]
        more = f' data-needs="{escape(" ".join(_address(file, pathto) for file in needs))}"' if needs else ""
        return f'<span hidden data-later="{escape(address)}"{more}></span>'

    there = _wanted(app, _LATER_PART.sub("", body))

    return _LATER_PART.sub(taken, body)


def _page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Fill in what the templates of the theme need."""
    body = context["body"] = _labels_left_out(_taken_out(app, page, _clean(context.get("body", "")), context["pathto"]))
    identity = context["mm_book"] = book_of(app).identity
    parts = audience.parts(app)
    # Only what is read from beginning to end is counted as read, and has room for notes.
    context["mm_story"] = doctree is not None and bool(parts.get(page)) and parts[page] == identity.chapters.part
    marks = body + (" data-story=" if context["mm_story"] else "")
    context["css_files"], context["script_files"] = _files(app, template, marks, context["pathto"])
    context["mm_notes"] = _address(PACKAGE / SECTION_NOTES, context["pathto"]) if context["mm_story"] else ""
    context["mm_policy"] = META_POLICY
    attributes = tuple(identity.data_attributes.items())
    if 'class="mm-quiz' in body and identity.pages.progress in app.env.all_docs:
        # Where handing in leads to.
        attributes = (*attributes, ("progress", identity.pages.progress))
    context["mm_attributes"] = "".join(f' data-{name}="{escape(value)}"' for name, value in attributes if value)
    context["mm_description"] = _description(doctree) or DESCRIPTIONS.get(page, app.config.html_title)
    context["mm_contents"] = _contents(context)
    context["mm_page_toc"] = _page_toc(app, page) if doctree is not None else ""
    context["mm_page"] = page
    if doctree is not None:
        _neighbours(app, page, context)
        short = app.env.metadata[page].get(front_page.SHORT_WAY, [])
        context["mm_page_toc"] = front_page.marked(context["mm_page_toc"], doctree, short)
    context["mm_downloads"] = _downloads(context) if doctree is not None else []
    base = app.config.html_baseurl
    context["mm_cite"] = context["mm_cite_tags"] = ""
    if doctree is not None and page != app.config.root_doc:
        address = f"{base}{page}.html" if base else ""
        title = app.env.titles[page].astext()
        cited = cite_page.Page(page, title, address, cite_page.year(identity, app.config.copyright or ""))
        context["mm_cite"], context["mm_cite_tags"] = cite_page.html(cited, identity), cite_page.tags(cited, identity)
    card = cards.path(
        app.env.titles[page].astext() if doctree is not None else app.config.html_title,
        app.config.html_title,
        identity.colours,
    )
    context["mm_card"] = base + card if base else context["pathto"](card, True)


def setup(app: Sphinx) -> None:
    """Register the theme and its steps."""
    for name in (NAME, *book_of(app).identity.former.themes):
        app.add_html_theme(name, str(THEME))
    app.add_event(PAGE_FILES)
    # Jupyter Book always passes this to an extension that the book does not load; undeclared, it would be a warning.
    app.add_config_value("comments_config", {}, "")
    app.add_node(table_frame, html=(visit_table_frame, depart_table_frame))
    app.add_post_transform(FrameTables)
    app.connect("builder-inited", _prepare_static)
    # After every other extension has added what it thinks a page needs.
    app.connect("html-page-context", _page, priority=900)
