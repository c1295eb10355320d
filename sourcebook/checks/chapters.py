"""Chapters keep to the rules of ``book.yml`` (``chapters:``).

Which pages are chapters, the contents say: those of one part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sourcebook.book import Book
from sourcebook.checks.finding import Finding
from sourcebook.checks.markup import Markup
from sourcebook.checks.material import Material
from sourcebook.checks.names import Names
from sourcebook.errors import ReaderError
from sourcebook.identity import ChapterRules
from sourcebook.text import change_me, fences
from sourcebook.text.wording import counted, listing

_WHERE = "(book.yml, chapters)"


def names(book: Book) -> list[str]:
    """The chapters of the book in the order of its contents, by the names of their pages."""
    return [path.stem for path in pages(Material(book))]


def story(text: str) -> str:
    """A page's own prose, each line in its place: without the settings at its head, labels, citations, directives."""
    text = re.sub(r"\A---\n.*?\n---\n", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    text = re.sub(r"^\([\w-]+\)=$| \{cite\}`[^`]+`", "", text, flags=re.MULTILINE)
    lines = text.splitlines()
    for start, _, inside in fences.blocks(text):
        for number in range(start - 1, min(start + len(inside) + 1, len(lines))):
            lines[number] = ""
    return "\n".join(lines)


def pages(material: Material) -> Iterator[Path]:
    """The pages of the chapters that keep the rules, in the order of the contents."""
    part = material.book.identity.chapters.part
    for entry in material.contents:
        path = material.book.root / f"{entry.file.removesuffix('.md')}.md"
        if not part or entry.part != part or not path.is_file() or path.parent != material.book.folder:
            continue
        if not is_draft(material, path):
            yield path


def is_draft(material: Material, path: Path) -> bool:
    """Whether a page is being written: it says so at its head, and it and its questions keep no rules yet."""
    return bool(re.search(r"^draft: true[ \t]*$", material.markup(path).front or "", re.MULTILINE))


def is_drafted(material: Material, chapter: str) -> bool:
    """Whether the page of these questions is being written."""
    path = material.book.folder / f"{chapter}.md"
    return material.is_file(path) and is_draft(material, path)


def parts(material: Material) -> Iterator[Finding]:
    """Every chapter has its parts, its length, its notebook and its questions."""
    rules = material.book.identity.chapters
    found = Names(material)
    for path in pages(material):
        try:
            text = material.text(path)
        except ReaderError:
            continue
        page = material.markup(path)
        yield from _story(material.name(path), path.stem, text, page, rules)
        yield from _questions(material, path.stem, found, rules)
        yield from _notebook(material, path, page, rules, found)


def _story(file: str, chapter: str, text: str, page: Markup, rules: ChapterRules) -> Iterator[Finding]:
    count = len(story(text).split())
    if rules.words and not rules.words.least <= count <= rules.words.most:
        more = (
            f"Write {rules.words.least - count} more"
            if count < rules.words.least
            else f"Take {count - rules.words.most} out"
        )
        yield Finding(
            file,
            1,
            f"the chapter has {count} words; a chapter has {rules.words.least} to {rules.words.most} {_WHERE}. {more}.",
        )
    goals = next((d for d in page.directives if d.name == "objectives"), None)
    if goals is None:
        yield Finding(file, 1, f"its objectives are missing. Write ```{{objectives}} {chapter} below the title.")
    views = sum(d.name == "view" for d in page.directives)
    if views < rules.views:
        yield Finding(
            file,
            1,
            f"the chapter shows {counted(views, 'view')}; it needs {rules.views} {_WHERE}. Add one with ```{{view}}.",
        )
    yield from _order(file, page, rules)
    yield from _talk(file, text, page, rules)
    last = page.headings[-1][0] if page.headings else 1
    if rules.ends_with and rules.ends_with not in "\n".join(text.split("\n")[last:]):
        yield Finding(file, last, f"its end is missing. Write a line with {rules.ends_with!r} that leads on.")


def _order(file: str, page: Markup, rules: ChapterRules) -> Iterator[Finding]:
    """The headings that every chapter has, in their order."""
    there = [(line, text) for line, level, text in page.headings if level == 2 and text in rules.headings]
    missing = [text for text in rules.headings if text not in [have for _, have in there]]
    if missing:
        wanted = listing(f"`## {text}`" for text in missing)
        yield Finding(file, 1, f"the chapter lacks {wanted} {_WHERE}. Add it at the end.")
    order = [text for _, text in there]
    if order != sorted(order, key=rules.headings.index):
        yield Finding(file, there[0][0], f"the order must be {listing(rules.headings)} {_WHERE}. Move the sections.")


def _talk(file: str, text: str, page: Markup, rules: ChapterRules) -> Iterator[Finding]:
    if not rules.talk:
        return
    at = next((line for line, _, heading in page.headings if heading == rules.talk.heading), 0)
    if not at:
        return
    items = re.split(r"^\d+\. ", "\n".join(text.split("\n")[at:]), flags=re.MULTILINE)[1:]
    asked = sum(item.partition("\n\n")[0].rstrip().endswith("?") for item in items)
    if asked < rules.talk.questions:
        reason = (
            f"`{rules.talk.heading}` asks {asked} questions; it needs {rules.talk.questions} {_WHERE}. Add a line "
            "like `3. Who decides?`"
        )
        yield Finding(file, at, reason)


def _questions(material: Material, chapter: str, found: Names, rules: ChapterRules) -> Iterator[Finding]:
    file = f"book/quizzes/{chapter}.yml"
    if chapter not in found.banks:
        if rules.questions:
            yield Finding(file, 0, f"the chapter has no questions. Write the file, with {rules.questions} of them.")
        return
    chapter_bank = found.banks[chapter]
    if chapter_bank is None:
        return
    if len(chapter_bank.questions) < rules.questions:
        reason = (
            f"{counted(len(chapter_bank.questions), 'question')}; a chapter has {rules.questions} {_WHERE}. Add "
            f"{rules.questions - len(chapter_bank.questions)}."
        )
        yield Finding(file, 1, reason)
    asked = Counter(question.objective for question in chapter_bank.questions)
    for objective in chapter_bank.objectives:
        if 0 < asked[objective.id] < rules.questions_an_objective:
            reason = (
                f"the objective {objective.id} has {counted(asked[objective.id], 'question')}; it needs "
                f"{rules.questions_an_objective} {_WHERE}. Add one."
            )
            yield Finding(file, chapter_bank.lines.get(objective.id, 1), reason)


def _has_choices(source: str) -> bool:
    """Whether a cell has a line with choices; one that is not as it must be counts, for it is said elsewhere."""
    try:
        return change_me.change(source) is not None
    except change_me.ChangeError:
        return True


def _notebook(material: Material, path: Path, page: Markup, rules: ChapterRules, found: Names) -> Iterator[Finding]:
    if not rules.notebook:
        return
    own = material.book.notebooks / f"{path.stem}.ipynb"
    file = material.name(own)
    if not material.is_file(own):
        yield Finding(file, 0, f"the notebook of the chapter is missing {_WHERE}. Write it, and list it in _toc.yml.")
        return
    if not any(target.partition("#")[0] == f"../notebooks/{own.name}" for _, _, target in page.links):
        yield Finding(
            material.name(path), 1, f"the chapter does not lead to its notebook. Link ../notebooks/{own.name}."
        )
    try:
        code = "\n".join(source for _, source in material.cells(own, "code"))
        words = [source for _, source in material.cells(own, "markdown")]
    except ReaderError:
        return
    for number, source in material.cells(own, "code"):
        if change_me.MARK in source and not _has_choices(source):
            reason = (
                "CHANGE ME names nothing to choose. Write the values behind it, as in "
                '# CHANGE ME: try "one", "two" or "three".'
            )
            yield Finding(f"{file}, cell {number}", 0, reason)
    for count, least, what in (
        (len(re.findall(r"\bdata\.(?:load|pick)\(", code)), rules.notebook.tables, "tables (data.load or data.pick)"),
        (code.count("views."), rules.notebook.views, "views"),
        (len(re.findall(r"\bquiz(?:\.questions)?\(", code)), 1, f'quizzes (quiz("{path.stem}"), quiz.questions)'),
        (code.count("# CHANGE ME"), rules.notebook.changes, "lines to change (# CHANGE ME)"),
        (
            sum("**Think.**" in text for text in words) + sum(f'task("{name}")' in code for name in found.thinking),
            rules.notebook.thinking,
            "times to think (**Think.**, or a task of the kind thinking)",
        ),
    ):
        if count < least:
            yield Finding(file, 0, f"the notebook has {count} {what}; it needs {least} {_WHERE}. Add what is missing.")
