"""What each format cannot say. The only such list: the command prints it and writes it beside the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcebook.quiz.export import gift, table
from sourcebook.quiz.export.item import Item
from sourcebook.quiz.export.text import marked
from sourcebook.text import spreadsheet_cell

#: Of the questions of a form of a check.
PARALLEL = (
    "Which form a student takes before and which after, and the gain from the one to the other, the files do not say. "
    "Set two quizzes, and let half of the class begin with B."
)
# Moodle knows only certain parts of a mark: those of up to ten right options are among them.
_MOODLE_PARTS = 10


def _anywhere(item: Item) -> Iterator[str]:
    """What gets lost in every format."""
    if item.view:
        yield "The picture that it asks about stays in the book; its numbers come as a table."
    if item.computed:
        yield "Numbers from the tables are written in as they are today. Export again when the tables change."


def _named(item: Item) -> Iterator[str]:
    """What gets lost where another program asks the question."""
    if item.slips and item.type in ("number", "text"):
        yield "Mistakes that have a name (slips, near forms) get the one sentence for any wrong answer."
    elif item.slips or item.beside:
        yield "What the book says beside a misplaced item or a wrong pair, and of items that are swapped, is left out."


def _system(item: Item) -> Iterator[str]:
    """What gets lost in every format that another system marks."""
    yield "The way back to the section of the book that teaches it is left out."
    yield "Nobody is asked how sure they are, and options stand in an order that the system decides."
    if item.type == "number":
        yield "The system decides how a number may be typed. “1 840”, “1.5 million” or “60 %” may count as wrong."
    if item.type == "text":
        yield (
            "Small slips of spelling count as wrong. Accepted are the listed forms, also without accents, and with or "
            "without “the”."
        )


def _plain_sides(item: Item, sides: Sequence[str]) -> Iterator[str]:
    if item.pairs and any(map(marked, sides)):
        yield "Emphasis and links in what is matched become plain text."


def _order(item: Item) -> Iterator[str]:
    if item.type == "order":
        yield "Approximated: ordering becomes matching. Students give each item its place, from 1."


def _moodle_marks(item: Item) -> Iterator[str]:
    if item.type == "multiple" and item.rights > _MOODLE_PARTS:
        yield "More than ten options are right: on import choose “Nearest grade if not listed”."


def _moodle(item: Item) -> Iterator[str]:
    yield "Hints show only where the quiz runs as “Interactive with multiple tries”."
    yield from (*_order(item), *_plain_sides(item, [right for _, right in item.pairs]), *_moodle_marks(item))


def _gift(item: Item) -> Iterator[str]:
    yield "Hints are left out."
    yield "Objective and difficulty stand in a comment, which older systems skip."
    yield from (*_order(item), *_plain_sides(item, [right for _, right in item.pairs]), *_moodle_marks(item))
    if item.type == "number":
        yield (
            "Feedback on a wrong number is written as Moodle writes it. Some other systems cannot read such a question."
        )
    if item.type == "claim":
        yield "The system may show “true”, “false” and “needs context” in any order."
    if item.type == "text" and not gift.forms(item):
        yield "NOT EXPORTED: every accepted form holds “->”, which turns the question into another in this format."
    elif any("->" in form for form in item.accept):
        yield "Accepted forms with “->” are left out: the sign turns the question into another in this format."


def _qti12(item: Item) -> Iterator[str]:
    yield "Hints, objective and difficulty are left out."
    yield from (*_order(item), *_plain_sides(item, [*item.sides, *(left for left, _ in item.pairs)]))
    if item.type == "multiple":
        yield "Part marks are not in the file, which is all or nothing. Canvas gives part marks by its own rule."


def _qti21(item: Item) -> Iterator[str]:
    yield "Hints, objective and difficulty are left out."
    if item.type in ("multiple", "order", "match"):
        yield "Part marks are in the file, but some systems read only the right answer and mark all or nothing."
    yield "Feedback is in the file, but some systems show none."


def _csv(item: Item) -> Iterator[str]:
    texts = (
        item.prompt,
        item.explanation,
        item.wrong,
        *item.hints,
        *(t for c in item.choices for t in (c.text, c.feedback)),
    )
    if any(map(marked, (*texts, *item.sides, *(left for left, _ in item.pairs)))):
        yield "Emphasis and addresses of links are left out."
    if any(
        map(
            spreadsheet_cell.looks_like,
            (*table.texts(item).values(), *(cell for part in table.parts(item) for cell in part)),
        )
    ):
        yield "An apostrophe stands before a text that a spreadsheet would run as a formula."
    if item.type in ("multiple", "order", "match", "text"):
        yield "The table holds the right answer, not how part marks and slips of spelling count."


def _scorm(item: Item) -> Iterator[str]:
    yield "The way back to the section of the book that teaches it is left out."
    yield "The right answers are in the page: anyone who looks into its source finds them."
    yield "A platform keeps 4,096 characters between two visits: very long answers may be gone then, and still count."


_FORMATS = {"moodle": _moodle, "gift": _gift, "qti12": _qti12, "qti21": _qti21, "csv": _csv, "scorm": _scorm}


def losses(form: str, item: Item) -> list[str]:
    """What the format (``moodle``, ``gift``, ``qti12``, ``qti21``, ``csv``, ``scorm``) does not say of
    this question, a sentence each.
    """
    if form == "scorm":  # the book's own form: what other formats lose is there
        return [*_scorm(item), *_anywhere(item)]
    return [*_FORMATS[form](item), *(() if form == "csv" else _system(item)), *_named(item), *_anywhere(item)]
