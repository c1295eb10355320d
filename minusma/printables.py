"""What this book prints for a class of its tables: the claims of the fact sheet, and the role sheets of the Council."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd

from minusma.claims import lesson
from minusma.claims.render import SECTIONS, verdicts
from minusma.council import role_sheets, voting
from sourcebook import data
from sourcebook.book import Book
from sourcebook.classroom.printables import Printable, laid_out
from sourcebook.sources import source_line

_ROOM = '<p class="room"></p>'


def _roles(year: int, book: Book) -> str:
    """Every sheet of one session on a page of its own."""
    return laid_out("sheets", role_sheets.sheets(book, year, None).values())


def _boxes(label: str) -> str:
    options = "".join(f"<li>{name}</li>" for name in lesson.COARSE)
    return f'<p class="small">{label}</p><ul class="options one row small">{options}</ul>'


def _card(card: str, rows: pd.DataFrame) -> str:
    claims = "".join(
        f"<p><strong>“{escape(row['claim'])}”</strong></p>{_boxes('First:')}{_boxes('After the record:')}"
        for _, row in rows.iterrows()
    )
    return f'<h2>Card {card}</h2>{claims}<p class="small">What changed our mind:</p>{_ROOM * 2}'


def _cards(book: Book) -> str:
    return laid_out("cards", (_card(*dealt) for dealt in lesson.dealt(book).items()))


def _record(book: Book) -> str:
    """The record alone: our verdicts stand on the key."""
    pages = []
    for card, rows in lesson.dealt(book).items():
        claims = "".join(
            f"<p><strong>“{escape(row['claim'])}”</strong></p><p>{escape(row['record'])}</p>"
            f'<p class="small">{source_line(book, row["source"].split("; "), None)}</p>'
            for _, row in rows.iterrows()
        )
        pages.append(f"<h2>The record for card {card}</h2>{claims}")
    return laid_out("sheets", pages)


def _key(book: Book) -> str:
    cards = {name: card for card, rows in lesson.dealt(book).items() for name in rows["id"]}
    body = ""
    for _, row in lesson.rows(book).iterrows():
        ended = f" What stopped being true: {escape(row['ended'])}" if pd.notna(row["ended"]) else ""
        body += (
            f"<tr><td>{cards[row['id']]}</td><td>{escape(row['claim'])}</td><td>{lesson.coarse(row['verdict'])}</td>"
            f"<td>{row['verdict']}</td><td>{escape(row['record'])}{ended} {escape(row['teaching_note'])}</td></tr>"
        )
    head = "<th>card</th><th>claim</th><th>by hands</th><th>our verdict</th><th>why</th>"
    return f'<table class="small"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _handout(book: Book) -> str:
    """The claims of the fact sheet in their order, with room for a verdict, and none of ours."""
    claims = data.load(book, "claims").sort_values("order")
    rules = "".join(f"<li><strong>{name}</strong>: {escape(rule)}</li>" for name, rule in verdicts(book).items())
    parts = [f'<ul class="small">{rules}</ul>']
    for section, rows in claims.groupby(claims["section"].astype(str), sort=False):
        lines = "".join(f"<tr><td>{row['order']}</td><td>{escape(row['claim'])}</td><td></td></tr>" for _, row in
                        rows.iterrows())  # fmt: skip
        head = "<tr><th>claim</th><th>what the page says</th><th>your verdict, and the year it is true of</th></tr>"
        parts.append(f"<h2>{SECTIONS[section]}</h2><table><thead>{head}</thead><tbody>{lines}</tbody></table>")
    return "".join(parts)


PRINTABLES = {
    "claims-cards": Printable("Claims: cards A to D", "four cards to cut, three claims each; one card a pair", _cards),
    "claims-record": Printable(
        "Claims: the record", "one page a card, without our verdicts; handed out after the first verdict", _record
    ),
    "claims-key": Printable("Claims: key to the cards", "our verdicts and reasons, for you", _key),
    "claims-handout": Printable("The claims of the fact sheet", "all of them, with room for verdicts", _handout),
    **{
        f"council-roles-{year}": Printable(
            f"Role sheets of the Council: June {year}",
            "one page a member, then the guests: what each wanted and feared, with sources",
            partial(_roles, year),
        )
        for year in voting.PLAYED
    },
}
