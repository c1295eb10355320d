"""Printed sheets for the Council simulation: one a member, one for each guest speaker, and
a voting card, as plain HTML.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from minusma.council import voting
from sourcebook.book import Book
from sourcebook.data import UNSURE
from sourcebook.sources import source_line

NOTHING_FOUND = (
    "We found no statement of this member on this vote. Listen to the others, decide what your government would most "
    "likely want, and say at the end of the session that this was your own judgement."
)


def _points(rows: pd.DataFrame, column: str, note: bool = False) -> str:
    """The texts of a column as a list; with ``note``, what the table remarks on each row (a
    date, mostly) follows it, small.
    """
    items = []
    for _, row in rows[rows[column].notna()].iterrows():
        doubt = f" ({UNSURE[row['confidence']]})" if row["confidence"] in UNSURE else ""
        remark = f" <small>({escape(row['note']).rstrip('.')}.)</small>" if note and not pd.isna(row["note"]) else ""
        items.append(f"<li>{escape(row[column])}{doubt}{remark}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else "<p>Nothing was found.</p>"


def _sources(book: Book, rows: pd.DataFrame, root: str | None) -> str:
    keys = dict.fromkeys(key for text in rows["source"] for key in text.split("; "))
    return f'<p class="mm-source">{source_line(book, keys, root)}</p>' if keys else ""


def _sheet(book: Book, title: str, kind: str, rows: pd.DataFrame, root: str | None, uid: str) -> str:
    if rows.empty:
        body = f"<p>{NOTHING_FOUND}</p>"
    else:
        body = (
            f"<h3>What you want</h3>{_points(rows, 'wanted', note=True)}<h3>What you fear, or make a "
            f"condition</h3>{_points(rows, 'concern')}"
            "<h3>What is not known</h3><p>This was said in public or reported. What was said behind closed doors, and "
            "what your government wrote to "
            f"its ambassador, we do not know.</p>{_sources(book, rows, root)}"
        )
    return (
        f'<h2 id="{uid}">{escape(title)}</h2><p class="mm-seat">{escape(kind)}</p>'
        f"{body}<h3>Your notes</h3><p>The strongest argument of another member:</p><p>One change to the draft that I "
        "need:</p><p>How I vote, and why (yes, no, or abstain):</p>"
    )


def html(book: Book, year: int, root: str | None = "..") -> str:
    """All sheets of the session of June ``year``, each on a page of its own when printed."""
    found = "".join(
        f'<section class="mm-sheet" aria-labelledby="{uid}">{sheet}</section>'
        for uid, sheet in sheets(book, year, root).items()
    )
    return f'<div class="mm-sheets">{found}</div>'


def sheets(book: Book, year: int, root: str | None) -> dict[str, str]:
    """What stands on each sheet of the session of June ``year``, by the id of its heading.

    ``root`` is the way from the page to the top of the built book, for links to sources;
    ``None`` writes them without links.
    """
    seats = voting.members(book, year)
    positions = voting.positions(book, year)
    found = {}
    for number, (member, seat) in enumerate(zip(seats["member"], seats["seat"].astype(str), strict=True)):
        kind = (
            "Permanent member: a vote against by you alone stops a draft."
            if seat == "permanent"
            else "Elected member: one vote."
        )
        rows = positions[positions["speaker"] == member]
        uid = f"sheet-{year}-{number}"
        found[uid] = _sheet(book, member, kind, rows, root, uid)
    guests = positions[~positions["speaker"].isin(seats["member"])]
    for number, speaker in enumerate(dict.fromkeys(guests["speaker"])):
        rows = guests[guests["speaker"] == speaker]
        kind = "You speak to the Council. You have no vote."
        uid = f"guest-{year}-{number}"
        found[uid] = _sheet(book, speaker, kind, rows, root, uid)
    return found
