"""The Security Council: how its fifteen members voted on each renewal, and what they wanted in the last three years."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import Mark, alt
from sourcebook.views.choices import choose
from sourcebook.views.columns import Column, table_html
from sourcebook.views.explorers import explorer, one
from sourcebook.views.rows import DASHED, sources_of, unsure
from sourcebook.views.style import INK, INK2, LAND2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import Explore, View, drawn_once

#: Sign and words of each vote; shape and fill differ, so that no colour is needed to tell them apart.
_VOTES = {
    "yes": ("circle", colour("c1"), colour("c1"), "in favour"),
    "abstain": ("diamond", PAPER, colour("c2"), "abstained"),
    "no": ("cross", colour("c4"), colour("c4"), "against"),
}
_SHORT = {"Russian Federation": "Russia", "United Kingdom": "U.K.", "United States": "U.S."}
#: The years whose positions the table holds in full.
YEARS = (2021, 2022, 2023)
_ROLES = {
    "member": "Member of the Council",
    "host state": "Host state, no vote",
    "secretariat": "United Nations, no vote",
    "troop contributors": "Sends troops, no vote",
}
_RULE = (
    "Nine votes in favour are needed, and none of the five permanent members may vote against. An abstention does not "
    "stop a text."
)
_POINTS = ("rule", "contested point")


def _votes(book: Book) -> pd.DataFrame:
    """Every vote with ``year``, ``vote`` as plain text and ``place``, the seat's place in
    its row (permanent seats first).
    """
    rows = data.load(book, "council_votes").astype({"seat": str, "vote": str, "confidence": str})
    rows = rows.assign(year=rows["date"].dt.year, elected=rows["seat"] != "permanent")
    rows = rows.sort_values(["date", "elected", "member"], kind="stable")
    return rows.assign(place=rows.groupby("resolution").cumcount())


def _sign(vote: str, size: int) -> dict[str, Any]:
    shape, fill, stroke, _ = _VOTES[vote]
    return {
        "shape": shape,
        "filled": True,
        "fill": fill,
        "stroke": stroke,
        "strokeWidth": 2.5 if vote == "abstain" else 1,
        "size": size,
    }


def _marks(drawn: pd.DataFrame, x: alt.X, y: alt.Y, size: int) -> list[alt.Chart]:
    """A layer a sort of vote, and a dashed ring around every vote that is not sure."""
    layers = []
    for vote in [v for v in _VOTES if (drawn["vote"] == v).any()]:
        mine = alt.Chart(drawn[drawn["vote"] == vote], name=f"vote_{vote}").mark_point(**_sign(vote, size))
        layers.append(mine.encode(x=x, y=y, description="key:N"))
    loose = drawn[unsure(drawn)]
    if len(loose):
        ring: Mark = {
            "shape": "circle",
            "filled": False,
            "stroke": INK,
            "strokeDash": [3, 2],
            "strokeWidth": 1.3,
            "size": size * 2.6,
        }
        layers.append(alt.Chart(loose, name="unsure").mark_point(**ring).encode(x=x, y=y))
    return layers


def _grid(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """A row for each vote, a mark for each seat."""
    narrow = width == NARROW
    order = list(dict.fromkeys(rows["resolution"]))
    permanent = rows[~rows["elected"]].drop_duplicates("member").sort_values("member")["member"].tolist()
    left, wide_seat, head, tall = (38, 24, 82, 30) if narrow else (120, 56, 50, 28)
    seat = (width - left - wide_seat * len(permanent) - 6) / max(1, rows.groupby("resolution")["elected"].sum().max())
    split = left + wide_seat * len(permanent)

    def across(member: str, elected: bool, place: int) -> float:
        return (
            split + 6 + (place - len(permanent) + 0.5) * seat
            if elected
            else left + (permanent.index(member) + 0.5) * wide_seat
        )

    x_at = [across(m, e, p) for m, e, p in rows[["member", "elected", "place"]].itertuples(index=False)]
    drawn = rows.assign(x=x_at, y=rows["resolution"].map(order.index) * tall + head + tall / 2)
    drawn["key"] = [
        f"@{_VOTES[v][3]}|{m}, {y}: {_VOTES[v][3]}"
        for v, m, y in drawn[["vote", "member", "year"]].itertuples(index=False)
    ]
    used = [v for v in _VOTES if (rows["vote"] == v).any()]
    height = head + tall * len(order) + 34
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)

    def text(name: str, spots: list[tuple[float, float, str]], **mark: Any) -> alt.Chart:
        frame = pd.DataFrame(spots, columns=["x", "y", "text"])
        return alt.Chart(frame, name=name).mark_text(baseline="middle", **mark).encode(x=x, y=y, text="text:N")

    by_row = rows.drop_duplicates("resolution").sort_values("date")
    labels = [
        (
            0.0 if narrow else left - 16,
            head + (n + 0.5) * tall,
            str(r["year"]) if narrow else f"{r['year']}: {r['resolution']}",
        )
        for n, (_, r) in enumerate(by_row.iterrows())
    ]
    names = [(left + (n + 0.5) * wide_seat, head - 8.0, _SHORT.get(m, m)) for n, m in enumerate(permanent)]
    middle = split + 6 + seat * rows.groupby("resolution")["elected"].sum().max() / 2
    stripes = pd.DataFrame({"x": 0.0, "x2": float(width), "y": [head + n * tall + 1 for n in range(0, len(order), 2)]})
    stripes["y2"] = stripes["y"] + tall - 2
    layers = [
        alt.Chart(stripes, name="rows").mark_rect(fill=LAND2).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        alt.Chart(pd.DataFrame([{"x": split + 3.0, "y": head - 20.0, "y2": height - 34.0}]), name="split")
        .mark_rule(color=LINE2)
        .encode(x=x, y=y, y2="y2:Q"),
        text("years", labels, align="left" if narrow else "right", color=INK),
        text(
            "heads",
            [
                ((left + split) / 2, 8.0, "permanent"),
                (middle, 8.0, "elected, two years" if narrow else "elected, for two years"),
            ],
            color=INK2,
        ),
    ]
    if narrow:
        # Turned, because five names do not fit side by side on a phone.
        layers.append(text("members", names, align="left", angle=270, color=INK))
    else:
        layers.append(text("members", names, align="center", color=INK))
    size = 100 if narrow else 130
    layers += _marks(drawn, x, y, size)
    step = 96 if narrow else 112
    foot = height - 12.0
    for n, vote in enumerate(used):
        spot = pd.DataFrame([{"x": left + 8.0 + n * step, "y": foot}])
        layers.append(alt.Chart(spot, name=f"key_{vote}").mark_point(**_sign(vote, size)).encode(x=x, y=y))
        layers.append(text(f"key_name_{vote}", [(left + 20.0 + n * step, foot, _VOTES[vote][3])], align="left"))
    heading = (
        "One mark a member, one row a vote"
        if narrow
        else "One mark a member, one row a vote: year and number of the resolution"
    )
    return alt.layer(*layers, width=width, height=height, padding=1, title=unit_line(heading, space=4))


_ON_A_PHONE = {"Saint Vincent and the Grenadines": "St Vincent", "United Arab Emirates": "U.A. Emirates"}


def _single(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """The fifteen members of one vote by name."""
    columns = 2 if width == NARROW else 3
    tall, wide_cell = 28, width / columns
    deep = -(-len(rows) // columns)
    place = range(len(rows))
    drawn = rows.assign(x=[p // deep * wide_cell + 10 for p in place], y=[(p % deep + 0.5) * tall for p in place])
    drawn["text"] = [
        m if v == "yes" else f"{_SHORT.get(m, m)}: {_VOTES[v][3]}"
        for m, v in drawn[["member", "vote"]].itertuples(index=False)
    ]
    # On a phone two names stand side by side; the whole name is in the mark's own words and in the table.
    short = _ON_A_PHONE if width == NARROW else {"Saint Vincent and the Grenadines": "St Vincent, Grenadines"}
    drawn["text"] = drawn["text"].replace(short)
    drawn["key"] = [
        f"@{_VOTES[v][3]}|{m}: {_VOTES[v][3]}" for m, v in drawn[["member", "vote"]].itertuples(index=False)
    ]
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[deep * tall, 0], nice=False), axis=None)
    layers: list[alt.Chart] = [
        alt.Chart(drawn, name="members")
        .mark_text(align="left", baseline="middle", dx=14)
        .encode(x=x, y=y, text="text:N")
    ]
    layers += _marks(drawn, x, y, 120)
    heading = unit_line("Members, permanent ones first", space=4)
    return alt.layer(*layers, width=width, height=deep * tall, padding=1, title=heading)


def _the(name: str) -> str:
    return f"the {name}" if name.startswith(("Russian", "United", "Secretary", "Head")) else name


def _votes_in_words(rows: pd.DataFrame) -> str:
    """``13 voted in favour, China and the Russian Federation abstained``; ``all 15 voted in favour``."""
    ayes = int((rows["vote"] == "yes").sum())
    if ayes == len(rows):
        return f"all {ayes} voted in favour"
    parts = [f"{ayes} voted in favour"]
    for vote, did in (("abstain", "abstained"), ("no", "voted against")):
        names = [_the(m) for m in rows[rows["vote"] == vote]["member"]]
        parts += [f"{words.listing(names)} {did}"] if names else []
    return ", ".join(parts)


@drawn_once
def council_votes(book: Book, year: int | None = None) -> View:
    """Votes of the fifteen members on each resolution that made, renewed or ended the mission, 2013 to 2023.

    ``year``: only the vote of that year, with every member by name; ``None`` shows all votes as a grid. Raises
    ``ReaderError`` for a year without a vote.
    """
    rows = _votes(book)
    years = sorted(set(rows["year"]))
    if year is not None:
        year = choose(year, years, "year")
    counts = (
        rows.groupby("resolution")["vote"]
        .value_counts()
        .unstack(fill_value=0)
        .reindex(columns=list(_VOTES), fill_value=0)
    )
    split = [r for r in counts.index if counts.loc[r, "yes"] < counts.loc[r].sum()]
    if year is None:
        shown = rows
        united = len(counts) - len(split)
        title = f"The Council voted as one on {words.small(united)} of {words.small(len(counts))} resolutions"
        by_year = []
        for number in split:
            of = rows[rows["resolution"] == number]
            by_year.append(f"in {of['year'].iloc[0]} {_votes_in_words(of)}")
        title += f"; {'; '.join(by_year)}" if by_year else ""
        alt_text = (
            f"A grid of {len(counts)} rows, one a resolution from {years[0]} to {years[-1]}, with a mark for each of "
            f"the members: five permanent seats, then the elected ones. Of {len(rows)} votes "
            f"{(rows['vote'] == 'yes').sum()} were in favour, with "
            f"{words.small(int((rows['vote'] == 'abstain').sum()))} abstentions and "
            f"{words.small(int((rows['vote'] == 'no').sum()))} "
            f"{'vote' if (rows['vote'] == 'no').sum() == 1 else 'votes'} against."
            + "".join(f" Resolution {n}: {_votes_in_words(rows[rows['resolution'] == n])}." for n in split)
        )
        chart = _grid
        heads = {
            n: f"{y}: {n}"
            for n, y in rows.drop_duplicates("resolution")[["resolution", "year"]].itertuples(index=False)
        }
        cells = rows.assign(cell=rows["vote"].where(~unsure(rows), rows["vote"] + " (" + rows["confidence"] + ")"))
        table = cells.pivot(index=["elected", "member"], columns="resolution", values="cell")
        began = rows.groupby("member")["date"].min()
        table = table.reset_index().assign(began=lambda f: f["member"].map(began))
        table = table.sort_values(["elected", "began", "member"]).rename(columns=heads)
        table["seat"] = table["elected"].map({False: "permanent", True: "elected"})
        columns = {"member": Column("Member"), "seat": Column("Seat"), **{h: Column(h) for h in heads.values()}}
        of_each = {f", {h[:4]}:": sources_of(rows[rows["resolution"] == n]) for n, h in heads.items()}
    else:
        shown = rows[rows["year"] == year]
        number = shown["resolution"].iloc[0]
        of_each = {_VOTES[v][3]: sources_of(shown[shown["vote"] == v]) for v in set(shown["vote"])}
        day = words.day(shown["date"].iloc[0])
        title = f"Resolution {number}, {day}: {_votes_in_words(shown)}"
        elected = shown[shown["elected"]]["member"]
        alt_text = (
            f"The {len(shown)} members by name, each with a mark for its vote: {counts.loc[number, 'yes']} in favour, "
            f"{counts.loc[number, 'abstain']} abstentions, {counts.loc[number, 'no']} against. The elected members of "
            f"{year} were {words.listing(elected)}."
        )
        chart = _single
        table = shown
        columns = {
            "member": Column("Member"),
            "seat": Column("Seat"),
            "vote": Column("Vote"),
            "confidence": Column("Confidence", "confidence"),
        }
    return View(
        book=book,
        id="council-votes",
        title=title,
        alt=alt_text,
        picture=lambda width: chart(shown, width),
        table=table,
        columns=columns,
        sources=sources_of(shown),
        rests_on=of_each,
        data=("council_votes",),
        more="Description and votes, member by member",
        notes=(_RULE, DASHED) if unsure(shown).any() else (_RULE,),
        explore=None
        if year
        else Explore("filter", "Votes", "{n} of {all} votes shown. Touch a mark to read whose vote it is."),
        explorer=explorer(council_votes, book, year=one("Year", [("all", None), *((str(y), y) for y in years)])),
    )


def _wanted(book: Book, year: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What was wanted in a year: the speakers with their votes, the points in dispute, and the year's votes."""
    votes = _votes(book)
    votes = votes[votes["year"] == year]
    rows = data.load(book, "council_positions").astype({"role": str, "confidence": str})
    rows = rows[rows["resolution"] == votes["resolution"].iloc[0]]
    cast = votes.set_index("member")["vote"].map(lambda v: _VOTES[v][3])
    rows = rows.assign(
        vote=[
            cast.get(s, "") if r == "member" else _ROLES.get(r, "")
            for s, r in zip(rows["speaker"], rows["role"], strict=True)
        ]
    )
    points = rows[rows["role"].isin(_POINTS)]
    return rows[~rows["role"].isin(_POINTS)], points, votes


def _silent(rows: pd.DataFrame, votes: pd.DataFrame) -> str:
    """Which members have no row among what was said, in a sentence; empty where every member has one."""
    silent = [_the(m) for m in votes["member"] if m not in set(rows["speaker"])]
    return f"We found no words of: {words.listing(silent)}." if silent else ""


_COLUMNS = {
    "speaker": Column("Who"),
    "vote": Column("Vote"),
    "wanted": Column("Wanted", after="note"),
    "concern": Column("Feared, or made a condition"),
    "source": Column("Source", "source"),
    "confidence": Column("Confidence", "confidence"),
}
_POINT_COLUMNS = {
    "speaker": Column("Point"),
    "wanted": Column("What it was about"),
    "concern": Column("Who stood where"),
    "source": Column("Source", "source"),
    "confidence": Column("Confidence", "confidence"),
}


@drawn_once
def council_positions(book: Book, year: int = 2022) -> View:
    """What the members of the Council, Mali and the Secretary-General said around the vote
    of June ``year`` that they wanted.

    ``year``: 2021, 2022 or 2023; the other two follow in folds. Raises ``ReaderError`` for any other.
    """
    year = choose(year, YEARS, "year")
    rows, points, votes = _wanted(book, year)
    number, day = votes["resolution"].iloc[0], words.day(votes["date"].iloc[0])
    members = rows[rows["role"] == "member"]["speaker"]
    others = rows[rows["role"] != "member"]["speaker"]
    title = f"What {words.small(len(rows))} speakers said around the vote of {day}: {_votes_in_words(votes)}"
    alt_text = (
        f"A table on resolution {number}: {members.nunique()} of the {len(votes)} members with their votes, and "
        f"{words.small(len(others))} who have no vote: {words.listing(map(_the, others))}."
    )

    def folds(root: str | None, suffix: str) -> str:
        parts = []
        if len(points):
            uid = f"positions-points{suffix}"
            table = table_html(book, uid, f"Points in dispute, {year}", points, _POINT_COLUMNS, root)
            parts.append(f"<details><summary>What they argued about in {year}</summary>{table}</details>")
        for other in (y for y in YEARS if y != year):
            there, _, cast = _wanted(book, other)
            caption = f"Resolution {cast['resolution'].iloc[0]}, {words.day(cast['date'].iloc[0])}"
            table = table_html(book, f"positions-{other}{suffix}", caption, there, _COLUMNS, root)
            silent = _silent(there, cast)
            note = f'<p class="mm-note">{escape(silent, quote=False)}</p>' if silent else ""
            parts.append(
                f"<details><summary>What was said in {other}: {_votes_in_words(cast)}</summary>{table}{note}</details>"
            )
        return "".join(parts)

    return View(
        book=book,
        id="council-positions",
        title=title,
        alt=alt_text,
        table=rows,
        columns=_COLUMNS,
        caption=f"Resolution {number}, {day}",
        sources=sources_of(rows),
        data=("council_positions", "council_votes"),
        extra=folds,
        notes=(f"Often only a report of what was said is public. {_silent(rows, votes)}".strip(),),
        explorer=explorer(council_positions, book, year=one("Year", [(str(y), y) for y in (2022, 2021, 2023)])),
    )
