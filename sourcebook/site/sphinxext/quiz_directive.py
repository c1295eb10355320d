"""Questions in a page: ``{quiz} history`` or ``{quiz} hist-coup-count``; ``{objectives}``;
``{before-after} before``; ``{progress}``; ``{objectives-table}``.

Every question file is checked against facts, sources, views and pages before the first page is read.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from sourcebook.book import Book
from sourcebook.classroom import sets
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, changed, learning, markdown, places, progress, render
from sourcebook.site.sphinxext.current_book import book_of, root_of
from sourcebook.tasks import files, minutes
from sourcebook.text import atomic, digest, html_table, reads
from sourcebook.text.html_table import Cell, Row
from sourcebook.text.reads import Freshness, Reads
from sourcebook.views import registry

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sourcebook.quiz.show import Quiz
    from sourcebook.tasks.models import Task


#: Attribute of Sphinx's environment: the code that worked tasks out, and of each what was read and its form.
_TASKS = "sourcebook_set_tasks"
#: Attribute of Sphinx's application: the questions in full, made once a build, by the way to the book's root.
_QUESTIONS = "sourcebook_questions_in_full"


class _Page(SphinxDirective):
    @property
    def book(self) -> Book:
        return book_of(self.env.app)

    def root(self) -> str:
        """The way from this page to the top of the book."""
        return root_of(self.env.docname)

    def bank(self, chapter: str) -> bank.Bank:
        try:
            return bank.load(self.book, chapter)
        except ReaderError as error:
            raise self.error(str(error)) from None

    def form(self, shown: Quiz, on_the_way: bool = False) -> nodes.raw:
        """The questions as a form. A page may show one twice, and two elements must not share an id."""
        seen = self.env.temp_data.setdefault("sourcebook_quizzes", set())
        again = any(q.id in seen for q in shown.questions)
        seen.update(q.id for q in shown.questions)
        prefix = f"{self.env.new_serialno('sourcebook-quiz')}-" if again else ""
        return nodes.raw("", shown.html(self.root(), prefix, on_the_way), format="html")

    def questions_in_full(self) -> str:
        """The script with all questions, written beside the pages where it is made: while nothing that it is made of
        changes, the page that asked for it is not read again. Pages of one folder share it.
        """
        made: dict[str, tuple[str, Reads]] = vars(self.env.app).setdefault(_QUESTIONS, {})
        if self.root() not in made:
            with reads.recording(self.book.root) as read:
                text = progress.script(self.book, self.root())
            folder = Path(self.env.app.outdir) / "_static"
            folder.mkdir(parents=True, exist_ok=True)
            atomic.write_text(folder / progress.SCRIPT, text, newline="\n")
            made[self.root()] = (text, read)
        text, read = made[self.root()]
        reads.note(read)
        return text


class QuizDirective(_Page):
    """A chapter's questions, those of one objective, or questions by their ids.

    Questions named without a mode stand on the way through the text: feedback at once, nothing to choose.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"objective": directives.unchanged, "mode": lambda a: directives.choice(a, ("practice", "check"))}

    def run(self) -> list[nodes.Node]:
        from sourcebook.quiz import show

        name = self.arguments[0].strip()
        mode = self.options.get("mode", "practice")
        try:
            whole = name in bank.names(self.book)
            shown = (
                show.quiz(self.book, name, self.options.get("objective"), mode)
                if whole
                else show.questions(self.book, name, self._title(name.split(), mode), mode)
            )
            return [self.form(shown, not whole and "mode" not in self.options)]
        except ReaderError as error:
            raise self.error(str(error)) from None

    def _title(self, names: list[str], mode: str) -> str:
        """What the form is called: each form of a page by another name, for who goes from landmark to landmark."""
        section = places.title(self.book, bank.find(self.book, names[0]).teaches) or names[0]
        kind = "Questions" if len(names) > 1 else "Question"
        count = self.env.temp_data.setdefault("sourcebook_titles", {})
        title = f"{kind} on: {markdown.plain(section, curly=True)}"
        count[title] = count.get(title, 0) + 1
        return title if count[title] == 1 else f"{title} ({count[title]})"


class MoreQuestions(_Page):
    """The questions of a chapter that no other page asks, a section an objective."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        from sourcebook.quiz import show

        chapter = self.arguments[0]
        held, asked = self.bank(chapter), places.asked(self.book)
        found: list[nodes.Node] = []
        for goal in held.objectives:
            left = [q.id for q in held.questions if q.objective == goal.id and q.id not in asked]
            if not left:
                continue
            section = nodes.section(ids=[f"more-{goal.id}"], names=[])
            section += nodes.title("", markdown.plain(goal.text, curly=True))
            section += self.form(show.questions(self.book, left, markdown.plain(goal.text, curly=True)))
            found.append(section)
        return found or [nodes.paragraph("", "All questions of this chapter stand on its other pages.")]


class BeforeAfter(_Page):
    """A check in two parallel forms: one ``before`` reading, the other ``after``. The reader's browser says which.

    ``former`` names a mixed set that an earlier version asked here: who began it is led to *My progress*.
    """

    required_arguments = 1
    option_spec = {"former": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        when = directives.choice(self.arguments[0], ("before", "after"))
        try:
            held = (bank.load(self.book, name) for name in bank.names(self.book))
            forms = sorted((one for one in held if one.form), key=lambda one: one.form, reverse=when == "after")
            if len(forms) != 2:
                raise self.error(f"a check before and after needs two forms in book/quizzes; there are {len(forms)}.")
            shown, other = (
                render.quiz_html(self.book, f.questions, f.title, "check", self.root(), name=f.chapter, letter=f.form)
                for f in forms
            )
            earlier = self._earlier(self.options.get("former", ""))
        except ReaderError as error:
            raise self.error(str(error)) from None
        text = f'<div class="mm-forms" data-when="{when}">{shown}<template>{other}</template></div>{earlier}'
        return [nodes.raw("", text, format="html")]

    def _earlier(self, name: str) -> str:
        progress_page = self.book.identity.pages.progress
        if not name or not progress_page:
            return ""
        former = bank.load(self.book, name)
        link = f'<a href="{self.root()}/{progress_page}.html">My progress</a>'
        return (
            f'<p class="mm-q-note" hidden data-earlier="{name}" data-asked="{" ".join(former.borrowed)}">You have '
            "begun or handed in this check in an earlier version, which asked other questions. It is kept: see "
            f"{link}.</p>"
        )


class Objectives(_Page):
    """The box at the head of a chapter: what a reader will be able to do, and how long it takes.

    The minutes are worked out from words, views, questions and tasks, unless an author says others.
    """

    required_arguments = 1
    option_spec = {"minutes": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        chapter_bank = self.bank(self.arguments[0])
        box = nodes.admonition(classes=["objectives"])
        time = self.options.get("minutes") or minutes.page(self.book, self.env.docname)
        box += nodes.title("", f"In this chapter ({time} minutes)" if time else "In this chapter")
        box += nodes.paragraph("", "After it you can:")
        box += nodes.bullet_list(
            "", *(nodes.list_item("", nodes.paragraph("", o.text)) for o in chapter_bank.objectives)
        )
        return [box]


class ObjectivesTable(_Page):
    """Every objective with its questions, its tasks and the strands of curricula that it relates to, for teachers."""

    def run(self) -> list[nodes.Node]:
        name = "Objectives and their questions"
        heads = ("objective", "what students can do", "relates to", "questions", "tasks")
        kinds = ("", "sentence", "", "", "")
        try:
            tasks = list(files.every(self.book).values())
        except ReaderError as error:
            raise self.error(str(error)) from None
        rows = []
        for chapter in bank.names(self.book):
            chapter_bank = self.bank(chapter)
            for o in chapter_bank.objectives:
                asked = [q.id for q in chapter_bank.questions if q.objective == o.id]
                cells = [
                    html_table.text(o.id, "row"),
                    Cell(markdown.inline(o.text), "", {"class": "sentence"}),
                    Cell("; ".join(map(markdown.inline, o.relates))),
                    html_table.text(", ".join(asked)),
                    html_table.text(", ".join(task.id for task in tasks if task.objective == o.id)),
                ]
                rows.append(Row(cells))
        head = [html_table.text(head, "col", kind) for head, kind in zip(heads, kinds, strict=True)]
        table = html_table.table(head, rows, name)
        return [nodes.raw("", html_table.region(table, "mm-table", name), format="html")]


class Progress(_Page):
    """What this browser keeps, and what to repeat. ``{progress} files`` is the place for what is done with it all:
    handed in, and in a fold saved, read in again, deleted; without that it stands below the answers.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        if self.arguments:
            directives.choice(self.arguments[0], ("files",))
            fold = "<details hidden><summary>Save, move or delete</summary></details>"
            return [nodes.raw("", f'<div class="mm-progress-files">{fold}</div>', format="html")]
        try:
            text = self.questions_in_full()
            shown = progress.html(self.book, f"{self.root()}/_static/", text)
        except ReaderError as error:
            raise self.error(str(error)) from None
        return [nodes.raw("", shown, format="html")]


class QuestionSet(_Page):
    """A set by a code: a class has it here. With ``make`` and the page where a class answers
    (``{question-set} make book/a-set``) a teacher puts one together.
    """

    optional_arguments = 2

    def run(self) -> list[nodes.Node]:
        try:
            if len(self.arguments) > 1:
                shown = sets.for_teacher(self.book, f"{self.root()}/{self.arguments[1]}.html")
            else:
                address = progress.address(f"{self.root()}/_static/", self.questions_in_full())
                shown = sets.for_class(self.book, address, self.root(), self._task)
        except ReaderError as error:
            raise self.error(str(error)) from None
        return [nodes.raw("", shown, format="html")]

    def _task(self, task: Task) -> str:
        """The form of a task. All of a book take a second to work out: each is kept until what it read has changed."""
        from sourcebook.tasks import show

        code = digest.code(self.book)
        held: tuple[str, dict[str, tuple[Any, str]]] = getattr(self.env, _TASKS, ("", {}))
        kept = held[1] if held[0] == code else {}
        if task.id in kept:
            read, html = Reads.from_json(kept[task.id][0]), kept[task.id][1]
            if self._fresh.holds(read):
                reads.note(read)
                return html
        with reads.recording(self.book.root) as read:
            html = show.task(self.book, task.id).html(self.root())
        reads.note(read)
        setattr(self.env, _TASKS, (code, {**kept, task.id: (read.as_json(), html)}))
        return html

    @cached_property
    def _fresh(self) -> Freshness:
        return Freshness(self.book)


class Learning(_Page):
    """What a reader has read and can do by now, chapter by chapter, and what comes next."""

    def run(self) -> list[nodes.Node]:
        try:
            return [nodes.raw("", learning.html(self.book, self.root(), nodes.make_id), format="html")]
        except ReaderError as error:
            raise self.error(str(error)) from None


class SectionNotes(_Page):
    """All notes that this browser keeps to sections."""

    def run(self) -> list[nodes.Node]:
        text = (
            '<div class="mm-all-notes"><p>Your notes to sections need JavaScript, which is turned off here.</p></div>'
        )
        return [nodes.raw("", text, format="html")]


#: Attribute of Sphinx's environment: the code that found nothing to mend in the question files, and what it read.
_CLEAN = "sourcebook_clean_questions"


def _check(app: Sphinx, env: BuildEnvironment, *_: object) -> None:
    """Stop the build at the first mistake in a question file; what was clean is looked at again when it has changed."""
    book = book_of(app)
    code, clean = getattr(env, _CLEAN, ("", {}))
    if code == digest.code(book) and Freshness(book).holds(Reads.from_json(clean)):
        return
    try:
        with reads.recording(book.root) as found:
            bank.check_all(book, bank.known_to_the_book(book, registry.ids(book)))
            changed.check(book, bank.every(book))
    except ReaderError as error:
        raise ExtensionError(str(error), modname="questions") from None
    setattr(env, _CLEAN, (digest.code(book), found.as_json()))


def setup(app: Sphinx) -> None:
    """Register the directives and the check."""
    app.add_directive("quiz", QuizDirective)
    app.add_directive("before-after", BeforeAfter)
    app.add_directive("more-questions", MoreQuestions)
    app.add_directive("objectives", Objectives)
    app.add_directive("objectives-table", ObjectivesTable)
    app.add_directive("progress", Progress)
    app.add_directive("question-set", QuestionSet)
    app.add_directive("learning", Learning)
    app.add_directive("section-notes", SectionNotes)
    app.connect("env-before-read-docs", _check, priority=100)
