"""Money: what the UN approved for the mission each year, and the share the United States was asked to pay."""

from __future__ import annotations

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.data import UNSURE
from sourcebook.views import words
from sourcebook.views.charts import AnyChart, Mark, alt
from sourcebook.views.choices import choose
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, one
from sourcebook.views.rows import sources_of, unsure
from sourcebook.views.style import INK, INK2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

SHARE, CAP = "assessed_share", "legal_cap"


def _shares(book: Book) -> tuple[pd.DataFrame, pd.Series]:
    """The U.S. share year by year over the mission's life, and the row of the cap."""
    rows = data.load(book, "us_contributions")
    shares, cap = rows[rows["indicator"] == SHARE], rows[rows["indicator"] == CAP]
    if shares.empty or cap.empty:
        raise data.DataError(
            f"book/data/us_contributions.csv: no rows with the indicator {SHARE if shares.empty else CAP}. The view "
            "money draws them; restore the rows, or name the indicator so."
        )
    return shares[shares["year"].between(2013, 2023)].sort_values("year"), cap.iloc[0]


def _amount(row: pd.Series) -> str:
    """The number beside a bar, in millions: rounded and unsure values say so."""
    shown = words.num(row["usd"] / 1e6)
    if row["confidence"] in UNSURE:
        return f"{shown}, {'not verified' if row['confidence'] == 'unverified' else 'not sure'}"
    return f"about {shown}" if row["rounded"] == "yes" else shown


def _budget_chart(series: pd.DataFrame, width: int, narrow: bool) -> alt.LayerChart | alt.FacetChart:
    drawn = series.assign(millions=series["usd"] / 1e6, label=series.apply(_amount, axis=1))
    y = alt.Y("financial_year:N", sort=list(drawn["financial_year"]), title=None, axis=alt.Axis(labelColor=INK))
    x = alt.X(
        "millions:Q",
        title="Millions of U.S. dollars",
        scale=alt.Scale(domain=[0, float(drawn["millions"].max()) * (1.08 if narrow else 1.62)], nice=False),
        axis=alt.Axis(grid=True, domain=False, ticks=False, values=[0, 250, 500, 750, 1000], format=",d"),
    )
    base: Mark = {"height": {"band": 0.7}}
    sure = alt.Chart(drawn[~unsure(drawn)], name="budget").mark_bar(color=colour("c1"), **base)
    sure = sure.encode(x=x, y=y, description="key:N")
    loose = (
        alt.Chart(drawn[unsure(drawn)], name="budget_unsure")
        .mark_bar(fill=colour("c1", "unsure"), stroke=colour("c1"), strokeDash=[4, 2], strokeWidth=1.3, **base)
        .encode(x=x, y=y, description="key:N")
    )
    if narrow:
        mark: Mark = {"align": "left", "dx": 7, "stroke": PAPER}
        where = alt.X(datum=0)
        inside = drawn.assign(light=~unsure(drawn))
        texts = [
            alt.Chart(inside[inside["light"]], name="amounts").mark_text(align="left", dx=7, color=PAPER),
            alt.Chart(inside[~inside["light"]], name="amounts_unsure").mark_text(**mark),
        ]
        texts = [t.encode(x=where, y=y, text="label:N") for t in texts]
    else:
        texts = [
            alt.Chart(drawn, name="amounts")
            .mark_text(align="left", dx=6, stroke=PAPER)
            .encode(x=x, y=y, text="label:N")
        ]
    return alt.layer(
        sure, loose, *texts, width=width, height=25 * len(drawn), title=unit_line("Approved for each UN financial year")
    )


def _share_chart(shares: pd.DataFrame, cap: pd.Series, width: int, height: int) -> alt.LayerChart | alt.FacetChart:
    drawn = shares.assign(label=[f"{v:.1f}" for v in shares["value"]])
    first, last = int(drawn["year"].min()), int(drawn["year"].max())
    x = alt.X(
        "year:Q",
        title="Year",
        scale=alt.Scale(domain=[first - 0.4, last + 0.6], nice=False),
        axis=alt.Axis(format="d", values=list(range(first, last + 1, 5))),
    )
    low, high = float(cap["value"]) - 1, float(drawn["value"].max()) + 1
    y = alt.Y(
        "value:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False), axis=alt.Axis(tickCount=5, format="d")
    )
    line = alt.Chart(drawn).mark_line(color=colour("c2"), strokeWidth=1.5).encode(x=x, y=y)
    dots = (
        alt.Chart(drawn[~unsure(drawn)], name="share")
        .mark_point(shape="circle", filled=True, size=50, color=colour("c2"), opacity=1)
        .encode(x=x, y=y, description="key:N")
    )
    loose = (
        alt.Chart(drawn[unsure(drawn)], name="share_unsure")
        .mark_point(
            shape="diamond", filled=True, fill=PAPER, size=90, stroke=colour("c2"), strokeWidth=1.5, strokeDash=[3, 1.5]
        )
        .encode(x=x, y=y, description="key:N")
    )
    ends = drawn.iloc[[0, -1]]
    places: list[Mark] = [{"align": "left", "dx": -4, "dy": 17}, {"align": "right", "dx": 6, "dy": 17}]
    numbers = [
        alt.Chart(ends.iloc[[n]]).mark_text(**place, color=colour("c2"), stroke=PAPER).encode(x=x, y=y, text="label:N")
        for n, place in enumerate(places)
    ]
    limit = pd.DataFrame(
        [{"value": float(cap["value"]), "year": first - 0.3, "label": f"limit in U.S. law: {cap['value']:g}"}]
    )
    rule = alt.Chart(limit, name="cap").mark_rule(color=INK, strokeWidth=2.5).encode(y=y)
    cap_text = (
        alt.Chart(limit, name="cap_text")
        .mark_text(align="left", dy=14, fontWeight="bold", stroke=PAPER)
        .encode(x=x, y=y, text="label:N")
    )
    named = drawn[unsure(drawn)]
    words_unsure = (
        alt.Chart(named.assign(label="not verified"), name="share_words")
        .mark_text(dy=-13, stroke=PAPER, color=INK2)
        .encode(x=x, y=y, text="label:N")
    )
    return alt.layer(
        line,
        rule,
        cap_text,
        dots,
        loose,
        words_unsure,
        *numbers,
        width=width,
        height=height,
        title=unit_line("Asked of the U.S., per cent"),
    )


def _chart(series: pd.DataFrame, shares: pd.DataFrame, cap: pd.Series, width: int) -> AnyChart:
    """Budget and share beside each other; on a phone one below the other."""
    if width == NARROW:
        return alt.vconcat(_budget_chart(series, 224, True), _share_chart(shares, cap, 244, 190), spacing=24)
    height = 25 * len(series)
    return alt.hconcat(_budget_chart(series, 350, False), _share_chart(shares, cap, 190, height), spacing=18)


def _one_year_chart(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """Every amount of one financial year, each kind on a line of its own."""
    narrow = width == NARROW
    drawn = rows.assign(
        millions=rows["usd"].astype(float) / 1e6,
        label=rows.apply(_amount, axis=1),
        line=[
            f"{k} ({n})" if d else k
            for n, (k, d) in enumerate(zip(rows["kind"], rows["kind"].duplicated(), strict=True), 1)
        ],
    )
    y = alt.Y(
        "line:N", sort=None, title=None, axis=alt.Axis(labelColor=INK, labelLimit=220, minExtent=150 if narrow else 200)
    )
    x = alt.X(
        "millions:Q",
        title="Millions of U.S. dollars",
        scale=alt.Scale(domain=[0, float(drawn["millions"].max()) * 1.45], nice=False),
        axis=alt.Axis(grid=True, domain=False, ticks=False, tickCount=3),
    )
    sure = alt.Chart(drawn[~unsure(drawn)], name="amounts").mark_bar(color=colour("c1")).encode(x=x, y=y)
    loose = (
        alt.Chart(drawn[unsure(drawn)], name="amounts_unsure")
        .mark_bar(fill=colour("c1", "unsure"), stroke=colour("c1"), strokeDash=[4, 2])
        .encode(x=x, y=y)
    )
    text = alt.Chart(drawn, name="numbers").mark_text(align="left", dx=6, stroke=PAPER).encode(x=x, y=y, text="label:N")
    return alt.layer(
        sure, loose, text,
        width=width, height=40 * len(drawn) + 60, autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=unit_line("Amounts of the year, by kind"),
    )  # fmt: skip


def _one_year(book: Book, budget: pd.DataFrame, year: str) -> View:
    rows = budget[budget["financial_year"] == year]
    low, high = rows.iloc[rows["usd"].argmin()], rows.iloc[rows["usd"].argmax()]
    amounts = [f"{words.million(r['usd'])} ({r['kind']})" for _, r in rows.iterrows()]
    several = (
        f"{words.small(len(rows))} amounts of unlike kinds, from {words.million(low['usd'])} to "
        f"{words.million(high['usd'])}"
    )
    title = f"For {year} the papers give {several if len(rows) > 1 else 'one amount, ' + words.million(low['usd'])}"
    return View(
        book=book,
        id="money",
        title=title,
        alt=f"Bars, one for each amount of the financial year {year}: {words.listing(amounts)}. The kinds do not "
        "compare.",
        picture=lambda width: _one_year_chart(rows, width),
        table=rows,
        columns={
            "kind": Column("Kind"),
            "usd": Column("U.S. dollars", "number"),
            "document": Column("Document"),
            "source": Column("Source", "source"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(rows),
        data=("budget",),
    )


@drawn_once
def money(book: Book, year: str | None = None) -> View:
    """The approved budget year by year, and beside it the share of it that the UN asked of the United States.

    Only rows of the one series that compares (``in_series``) are drawn; the table has every
    amount with its kind. ``year``: a financial year as ``"2014/15"`` shows all amounts of
    that year by kind instead; one that is not in the table raises ``ReaderError``.
    """
    budget = data.load(book, "budget").sort_values(["period_from", "kind"], kind="stable")
    budget = budget.assign(kind=budget["kind"].astype(str), confidence=budget["confidence"].astype(str))
    years = list(dict.fromkeys(budget["financial_year"]))
    if year is not None:
        return _one_year(book, budget, choose(year, years, "financial year"))
    series = budget[budget["in_series"] == "yes"].astype({"usd": "int64"})
    shares, cap = _shares(book)
    shares = shares.assign(value=shares["value"].astype(float))
    first, sure = series.iloc[0], series[~unsure(series)]
    top, last = sure.iloc[sure["usd"].argmax()], series.iloc[-1]
    above = (shares["value"] > float(cap["value"])).all()
    share_words = (
        f"stayed above the {cap['value']:g} per cent limit of U.S. law"
        if above
        else f"was between {shares['value'].min():.1f} and {shares['value'].max():.1f} per cent"
    )
    title = (
        f"The mission’s budget grew from {words.million(first['usd'])} in {first['financial_year']} to "
        f"{words.million(top['usd'])} in {top['financial_year']}; the share asked of the United States {share_words}"
    )
    not_sure = list(series[unsure(series)]["financial_year"])
    doubt = (
        f" The amounts for {words.listing(not_sure)} are not verified or not sure and drawn dashed." if not_sure else ""
    )
    a, b = shares.iloc[0], shares.iloc[-1]
    alt_text = (
        f"Left, a bar for each financial year: {words.million(first['usd'])} approved for {first['financial_year']}, "
        f"the most that is sure is {words.million(top['usd'])} for {top['financial_year']}, and "
        f"{words.million(last['usd'])} for {last['financial_year']}.{doubt} Right, the share the UN asked of the "
        f"United States: {a['value']:.1f} per cent in {a['year']}, {b['value']:.1f} per cent in {b['year']}. A line "
        f"marks the limit that U.S. law sets to what the country pays: {cap['value']:g} per cent."
    )
    series, shares = series.assign(key="@" + series["id"]), shares.assign(key="@" + shares["id"])
    table = pd.concat(
        [
            budget.assign(period=budget["financial_year"], what=budget["kind"]),
            shares.assign(what=shares["label"], percent=shares["value"]),
            pd.DataFrame([cap]).assign(what=cap["label"], percent=cap["value"]),
        ]
    )
    return View(
        book=book,
        id="money",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(series, shares, cap, width),
        table=table.assign(confidence=table["confidence"].astype(str)),
        columns={
            "period": Column("Year"),
            "what": Column("What it is"),
            "usd": Column("U.S. dollars", "number"),
            "percent": Column("Per cent", "number", 2),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=tuple(dict.fromkeys(sources_of(series) + sources_of(shares, pd.DataFrame([cap])))),
        data=("budget", "us_contributions"),
        notes=(
            "Each bar is for 1 July to 30 June and for the mission only. Amounts of other kinds are in the table; "
            "they do not compare. The scale of the share does not begin at zero.",
            "A share is what the UN asks for, not what was paid. Congress has raised the limit for some years, not for "
            "others; since 2017 it applies again.",
        ),
        row_keys="id",
        explorer=explorer(money, book, year=one("Year", [("all years", ""), *((y, y) for y in years)])),
    )
