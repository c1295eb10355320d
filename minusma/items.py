"""What a class can be asked by a show of hands besides the questions of the bank: claims of
the fact sheet, and drafts of the Council.
"""

from __future__ import annotations

import hashlib
from html import escape

import pandas as pd

from minusma.claims import lesson, render
from minusma.council import voting
from sourcebook import data
from sourcebook.book import Book
from sourcebook.classroom.items import Item, Kind


def _item(name: str, plain: str, options: tuple[str, ...], right: int | None, why: str) -> Item:
    asked = "\n".join((plain, *options, str(right)))
    digest = hashlib.sha256(asked.encode()).hexdigest()[:8]
    return Item(name, escape(plain, quote=False), plain, options, right, why, digest, tuple(range(len(options))))


def claim_ids(book: Book) -> list[str]:
    """Every claim, in the order of the text."""
    return list(data.load(book, "claims").sort_values("order")["id"])


def claim(book: Book, name: str) -> Item:
    """One claim, with the verdicts as options and ours as the right one; why is the record."""
    row = data.pick(book, "claims", id=name).iloc[0]
    options = tuple(render.verdicts(book))
    ended = f"What stopped being true: {row['ended']}" if pd.notna(row["ended"]) else ""
    why = " ".join(escape(text, quote=False) for text in (row["record"], ended, row["teaching_note"]) if text)
    return _item(name, f"“{row['claim']}”", options, options.index(row["verdict"]), why)


def claims_form(book: Book, root: str) -> str:
    """The lab with all claims, for a set of some."""
    return render.html(book, data.load(book, "claims").sort_values("order"), root, "set", parts=False)


def short_ids(book: Book) -> list[str]:
    """The claims of the one lesson, each asked with three verdicts."""
    return [f"{name}-short" for name in lesson.rows(book)["id"]]


def short(book: Book, name: str) -> Item:
    """One claim of the lesson, with three coarse verdicts in place of seven: hands are counted in fifteen seconds."""
    row = data.pick(book, "claims", id=name.removesuffix("-short")).iloc[0]
    options = tuple(lesson.COARSE)
    why = f"{escape(row['record'], quote=False)} Of the seven verdicts of the lab: {row['verdict']}."
    return _item(name, f"“{row['claim']}”", options, options.index(lesson.coarse(row["verdict"])), why)


def draft_ids(_: Book) -> list[str]:
    """The drafts of the simulation and the one before them, by year."""
    return [f"draft-{year}" for year in voting.SESSIONS]


def draft(book: Book, name: str) -> Item:
    """The draft of one June: how would the class vote? None is right; after the count the record is shown."""
    year = int(name.removeprefix("draft-"))
    record = voting.record(book, year)
    why = (
        f"On record: resolution {voting.resolution(year)}, {record.tally} (in favour, against, abstaining). "
        f"{record.why}"
    )
    prompt = f"The draft on the mission in Mali of June {year}: how would you vote?"
    return _item(name, prompt, voting.CHOICES, None, escape(why, quote=False))


ITEMS = {
    "lesson": Kind("The claims of the one lesson, three verdicts", short_ids, short),
    "claims": Kind("The claims of the fact sheet", claim_ids, claim, claims_form),
    "drafts": Kind("Drafts of the Council", draft_ids, draft),
}
