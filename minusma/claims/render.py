"""The claims lab as one HTML form: it reads well without scripts, and ``lab.js`` upgrades it wherever it stands."""

from __future__ import annotations

from html import escape

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.sources import source_line

SECTIONS = {
    "history": "History",
    "mandate": "The mandate",
    "situation": "The situation",
    "us-interests": "U.S. interests",
    "terrorism": "First head: terrorism",
    "elections": "Second head: elections",
    "americans": "Third head: Americans",
    "learn-more": "Where the page sends you",
}


def verdicts(book: Book) -> dict[str, str]:
    """The verdicts in their order, each with its rule."""
    rows = data.load(book, "verdicts")
    return dict(zip(rows["verdict"].astype(str), rows["rule"], strict=True))


def _select(claim: str, name: str, label: str, uid: str, options: str) -> str:
    return (
        f'<p><label for="{uid}-{claim}-{name}">{label}</label> <select id="{uid}-{claim}-{name}" name="{name}">'
        f'<option value="">choose</option>{options}</select></p>'
    )


def _claim(book: Book, row: pd.Series, root: str | None, uid: str, options: str) -> str:
    cid = row["id"]
    unsure = f" (confidence: {row['confidence']})" if row["confidence"] in ("low", "unverified") else ""
    # After our verdict, not in the record: it would give the verdict away.
    ended = f" What stopped being true: {escape(row['ended'])}" if pd.notna(row["ended"]) else ""
    return (
        f'<section class="mm-claim" id="{uid}-{cid}" data-id="{cid}" data-lesson="{row["in_lesson"]}" '
        f'data-verdict="{row["verdict"]}" '
        f'aria-labelledby="{uid}-{cid}-h"><h4 id="{uid}-{cid}-h">Claim {row["order"]}</h4>'
        "<p "
        f'class="mm-claim-text">{escape(row["claim"])}</p>{_select(cid, "first", "Your first verdict", uid, options)}'
        f"<details><summary>The record on claim {row['order']}</summary><p>{escape(row['record'])}{unsure}</p>"
        f'<p class="mm-source">{source_line(book, row["source"].split("; "), root)}</p>'
        f"{_select(cid, 'second', 'Your second verdict', uid, options)}"
        f'<div class="mm-ours"><p>Our verdict: <strong>{row["verdict"]}</strong>.{ended} '
        f"{escape(row['teaching_note'])}</p></div>"
        "</details></section>"
    )


def html(
    book: Book,
    claims: pd.DataFrame,
    root: str | None = "..",
    uid: str = "lab",
    lesson: bool = False,
    parts: bool = True,
) -> str:
    """The lab for these rows of the table of claims.

    ``root`` leads from the page to the top of the built book (``None``: link to the sources themselves), ``uid`` starts
    every element's id, ``lesson`` shows the set of one lesson at the start. Without ``parts`` the claims stand in one
    list, from which some are chosen.
    """
    rules = verdicts(book)
    shown = "".join(f"<div><dt>{name}</dt><dd>{escape(rule)}</dd></div>" for name, rule in rules.items())
    options = "".join(f"<option>{name}</option>" for name in rules)
    which = "lesson" if lesson else "all" if parts else "some"
    found = [
        f'<div class="mm-lab" id="{uid}" data-set="{which}"><dl class="mm-verdicts">{shown}</dl>'
        '<div class="mm-lab-tools"></div>'
    ]
    sections = claims.groupby(claims["section"].astype(str), sort=False) if parts else [("", claims)]
    for section, rows in sections:
        heading = f"<h3>{SECTIONS[section]}</h3>" if parts else ""
        found.append(f'<div class="mm-lab-part">{heading}')
        found.extend(_claim(book, row, root, uid, options) for _, row in rows.iterrows())
        found.append("</div>")
    # With scripts our verdict stands in a row only once the reader has given the second.
    judged = "".join(
        f'<tr data-id="{r["id"]}" data-lesson="{r["in_lesson"]}"><th scope="row"><a '
        f'href="#{uid}-{r["id"]}">{r["order"]}</a></th>'
        f"<td></td><td></td><td>{r['verdict']}</td></tr>"
        for _, r in claims.iterrows()
    )
    found.append(
        '<details class="mm-lab-table"><summary>Your table beside ours</summary>'
        f'<div class="mm-scroll" role="region" tabindex="0" aria-label="Your verdicts beside ours">'
        "<table><caption>Verdicts, claim by claim</caption><thead><tr>"
        '<th scope="col">claim</th><th scope="col">your first</th><th scope="col">your second</th><th '
        'scope="col">ours</th></tr></thead>'
        f"<tbody>{judged}</tbody></table></div></details></div>"
    )
    return "".join(found)
