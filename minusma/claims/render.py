"""The claims lab as one HTML form: it reads well without scripts, and ``lab.js`` upgrades it wherever it stands."""

from __future__ import annotations

from html import escape

import pandas as pd

from sourcebook.views.base import source_line

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
VERDICTS = {
    "supported": "the record bears it out",
    "imprecise": "right at its core, but a date, a word or a number is off",
    "incorrect": "the record says otherwise",
    "outdated": "true when written, not any more",
    "contested": "there is good evidence on both sides",
    "unverified": "no source shows or refutes it",
    "opinion": "a judgement, to be weighed by its reasons",
}


def _select(claim: str, name: str, label: str, uid: str) -> str:
    options = "".join(f"<option>{v}</option>" for v in VERDICTS)
    return (
        f'<p><label for="{uid}-{claim}-{name}">{label}</label> <select id="{uid}-{claim}-{name}" name="{name}">'
        f'<option value="">choose</option>{options}</select></p>'
    )


def _claim(row: pd.Series, root: str | None, uid: str) -> str:
    cid = row["id"]
    unsure = f" (confidence: {row['confidence']})" if row["confidence"] in ("low", "unverified") else ""
    return (
        f'<section class="mm-claim" id="{uid}-{cid}" data-id="{cid}" data-lesson="{row["in_lesson"]}" data-verdict="{row["verdict"]}" '
        f'aria-labelledby="{uid}-{cid}-h"><h4 id="{uid}-{cid}-h">Claim {row["order"]}</h4>'
        f'<p class="mm-claim-text">{escape(row["claim"])}</p>{_select(cid, "first", "Your first verdict", uid)}'
        f"<details><summary>The record on claim {row['order']}</summary><p>{escape(row['record'])}{unsure}</p>"
        f'<p class="mm-source">{source_line(row["source"].split("; "), root)}</p>'
        f"{_select(cid, 'second', 'Your second verdict', uid)}"
        f'<div class="mm-ours"><p>Our verdict: <strong>{row["verdict"]}</strong>. {escape(row["teaching_note"])}</p></div>'
        "</details></section>"
    )


def html(claims: pd.DataFrame, root: str | None = "..", uid: str = "lab", lesson: bool = False) -> str:
    """The lab for these rows of the table of claims.

    ``root`` leads from the page to the top of the built book (``None``: link to the sources themselves), ``uid`` starts every element's
    id, ``lesson`` shows the set of one lesson at the start.
    """
    verdicts = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in VERDICTS.items())
    parts = [
        f'<div class="mm-lab" id="{uid}" data-set="{"lesson" if lesson else "all"}"><dl class="mm-verdicts">{verdicts}</dl>'
        '<div class="mm-lab-tools"></div>'
    ]
    for section, rows in claims.groupby(claims["section"].astype(str), sort=False):
        parts.append(f'<div class="mm-lab-part"><h3>{SECTIONS[section]}</h3>')
        parts.extend(_claim(row, root, uid) for _, row in rows.iterrows())
        parts.append("</div>")
    # With scripts our verdict stands in a row only once the reader has given the second.
    rows = "".join(
        f'<tr data-id="{r["id"]}" data-lesson="{r["in_lesson"]}"><th scope="row"><a href="#{uid}-{r["id"]}">{r["order"]}</a></th>'
        f"<td></td><td></td><td>{r['verdict']}</td></tr>"
        for _, r in claims.iterrows()
    )
    parts.append(
        '<details class="mm-lab-table"><summary>Your table beside ours</summary>'
        f'<div class="mm-scroll" role="region" tabindex="0" aria-label="Your verdicts beside ours">'
        "<table><caption>Verdicts, claim by claim</caption><thead><tr>"
        '<th scope="col">claim</th><th scope="col">your first</th><th scope="col">your second</th><th scope="col">ours</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details></div>"
    )
    return "".join(parts)
