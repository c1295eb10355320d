"""Mandate matrix: which task each resolution gave the mission, and with which rank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import sources_of, unsure
from sourcebook.views.style import INK, INK2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

#: What a cell says, strongest first: words, fill, sign in the cell and its colour.
_CELLS = {
    "strategic priority": (colour("c1"), "1", PAPER),
    "second strategic priority": (colour("c1", "diagonal"), "2", INK),
    "priority": (colour("c3", "dots"), "", INK),
    "other task": (colour("c5", "cross"), "", INK),
    "in the mandate, not ranked": (colour("c6", "back"), "", INK),
    "only while leaving": (colour("c2", "horizontal"), "", INK),
    "not seen": (colour("line", "unsure"), "?", INK),
    "not in the mandate": (PAPER, "–", INK2),
}
#: Shorter and plainer names of tasks.
_NAMES = {
    "support to security forces, SSR and DDR": "security forces, disarming fighters",
    "political dialogue and peace agreement": "political dialogue, peace agreement",
    "constitutional order and elections": "constitutional order, elections",
}
#: Names of tasks within a sentence.
_SAID = {
    "political dialogue and peace agreement": "political dialogue and the peace agreement",
    "constitutional order and elections": "the constitutional order and elections",
}
_DASHED = "not sure or not verified"


def _called(task: str) -> str:
    return _NAMES.get(task, task)


def _word(row: pd.Series) -> str:
    if row["in_mandate"] == "yes":
        word = "other task" if row["priority"] == "other" else row["priority"]
        return word if word in _CELLS else "in the mandate, not ranked"
    return {"residual": "only while leaving", "not seen": "not seen"}.get(row["in_mandate"], "not in the mandate")


#: Decisions that set the mission's mandate; a task that another decision adds is told in a note.
_SETS_MANDATE = ("creates the mission", "renews the mission", "ends the mission")


def _rows(book: Book) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of the decisions that set the mandate, and a note for each task that another decision added.

    To the columns of the table come ``year`` of the resolution, ``word`` of the cell, and its places ``x`` and ``y``.
    """
    rows = data.load(book, "mandate_tasks")
    decisions = data.load(book, "mandates").dropna(subset=["resolution"]).set_index("resolution")
    years = {number: date.year for number, date in decisions["date"].items()}
    sets = decisions["kind"].isin(_SETS_MANDATE)
    tasks = [t for t in rows["task"].cat.categories if t in set(rows["task"])]
    rows = rows.assign(
        task=rows["task"].astype(str),
        year=rows["resolution"].map(years),
        word=rows.astype({"in_mandate": str, "priority": str}).apply(_word, axis=1),
        y=rows["task"].astype(str).map(tasks.index),
    )
    main = rows["resolution"].map(sets)
    notes = tuple(
        f"Between two renewals, resolution {r['resolution']} ({r['year']}) added: {r['task']}."
        for _, r in rows[~main & (rows["in_mandate"] == "yes")].iterrows()
    )
    numbers = sorted(rows[main]["resolution"].unique())
    return rows[main].assign(x=lambda f: f["resolution"].map(numbers.index)), notes


def _chart(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    order = {task: number for number, task in enumerate(dict.fromkeys(rows.sort_values("y")["task"]))}
    columns = rows["x"].max() + 1
    left, tall, head = (0, 48, 26) if narrow else (248, 34, 46)
    cell = (width - left - 2) / columns
    used = [w for w in _CELLS if (rows["word"] == w).any()]
    drawn = rows.assign(
        x0=left + rows["x"] * cell + 1.5,
        x1=left + (rows["x"] + 1) * cell - 1.5,
        y0=head + rows["task"].map(order) * tall + (tall - 26 if narrow else 2),
        fill=rows["word"].map(lambda w: _CELLS[w][0]),
        sign=rows["word"].map(lambda w: _CELLS[w][1]),
    )
    drawn = drawn.assign(y1=drawn["y0"] + (24 if narrow else 30), xm=(drawn["x0"] + drawn["x1"]) / 2)
    drawn["ym"] = (drawn["y0"] + drawn["y1"]) / 2
    drawn["key"] = "@" + drawn["task"].map(_called).map(words.upper)
    bottom = head + len(order) * tall
    keys = pd.DataFrame({"word": [*used, _DASHED]})
    abreast = 1 if narrow else 3
    keys["x0"] = [(n % abreast) * width / abreast + 0.5 for n in range(len(keys))]
    keys["y0"] = [bottom + 14 + (n // abreast) * 22 for n in range(len(keys))]
    keys["fill"] = [_CELLS[w][0] if w in _CELLS else PAPER for w in keys["word"]]
    keys["sign"] = [_CELLS[w][1] if w in _CELLS else "" for w in keys["word"]]
    keys = keys.assign(
        x1=keys["x0"] + 22, y1=keys["y0"] + 16, xm=keys["x0"] + 11, ym=keys["y0"] + 8, xt=keys["x0"] + 29
    )
    height = keys["y1"].max() + 4
    x = alt.X("x0:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y0:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    fills = list(dict.fromkeys([_CELLS[w][0] for w in used] + [PAPER]))
    paint = alt.Color("fill:N", scale=alt.Scale(domain=fills, range=fills), legend=None)

    def boxes(frame: pd.DataFrame, name: str) -> alt.Chart:
        marks = alt.Chart(frame, name=name).mark_rect(stroke=LINE2)
        boxed = marks.encode(x=x, x2="x1:Q", y=y, y2="y1:Q", color=paint)
        return boxed.encode(description="key:N") if "key" in frame else boxed

    def dashes(frame: pd.DataFrame, name: str) -> alt.Chart:
        mark = alt.Chart(frame, name=name).mark_rect(filled=False, stroke=INK, strokeDash=[3, 2], strokeWidth=1.3)
        return mark.encode(x=x, x2="x1:Q", y=y, y2="y1:Q")

    def text(frame: pd.DataFrame, name: str, at: str, words_in: str, **mark: Any) -> alt.Chart:
        return alt.Chart(frame, name=name).mark_text(baseline="middle", **mark).encode(
            x=alt.X(f"{at}:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None),
            y=alt.Y("ym:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None),
            text=f"{words_in}:N",
        )  # fmt: skip

    def signs(frame: pd.DataFrame, name: str) -> list[alt.Chart]:
        on_solid = frame["word"] == "strategic priority"
        rest = frame[~on_solid & (frame["sign"] != "")]
        return [
            text(frame[on_solid], name, "xm", "sign", color=PAPER, fontWeight="bold"),
            text(rest, f"{name}_2", "xm", "sign", stroke=PAPER, fontWeight="bold"),
        ]

    tasks = drawn.drop_duplicates("task").assign(
        xt=0.0 if narrow else left - 10,
        ym=lambda f: f["y0"] - 9 if narrow else f["ym"],
        # Beside the cells there is room for two short lines, above them for a long one.
        name=lambda f: f["task"].map(_called).map(words.upper).str.replace(", ", ", " if narrow else ",\n"),
    )
    heads = drawn.drop_duplicates("resolution").assign(
        ym=10.0 if narrow else 20.0,
        name=lambda f: [
            f"’{y % 100:02d}" if narrow else f"{n}\n{y}" for n, y in zip(f["resolution"], f["year"], strict=True)
        ],
    )
    side = "left" if narrow else "right"
    layers = [
        boxes(drawn, "cells"),
        dashes(drawn[unsure(drawn)], "unsure"),
        *signs(drawn, "signs"),
        text(tasks, "tasks", "xt", "name", align=side, lineBreak="\n", lineHeight=15),
        text(heads, "heads", "xm", "name", align="center", color=INK2, lineBreak="\n", lineHeight=15),
        boxes(keys, "keys"),
        *signs(keys, "key_signs"),
        dashes(keys[keys["word"] == _DASHED], "key_unsure"),
        text(keys, "key_words", "xt", "word", align="left"),
    ]
    heading = unit_line("Year of the resolution" if narrow else "Tasks, by number and year of the resolution", space=2)
    return alt.layer(*layers, width=width, height=height, padding=1, title=heading)


@drawn_once
def mandate_matrix(book: Book, tasks: str | Iterable[str] | None = None) -> View:
    """Tasks of the mission (rows) by resolution (columns), with the rank each resolution gave them.

    ``tasks``: one task or several of the table ``mandate_tasks``; ``None`` shows all.
    Raises ``ReaderError`` for a task that is not in the table.
    """
    every, notes = _rows(book)
    all_tasks = list(dict.fromkeys(every.sort_values("y")["task"]))
    wanted = chosen(tasks, all_tasks, "task")
    rows = every[every["task"].isin(wanted)].sort_values(["y", "x"])
    given = rows[rows["in_mandate"].isin(["yes", "residual"])]
    first_rank = rows[rows["word"] == "strategic priority"]
    final = rows[rows["x"] == rows["x"].max()]
    kept = list(final[final["in_mandate"].isin(["yes", "residual"])]["task"])
    span = given.groupby("task", sort=False)["year"].agg(["min", "max", "count"])
    end = final.iloc[0]
    ended = f"resolution {end['resolution']} ({end['year']}) kept {words.small(len(kept))} of {len(wanted)} tasks"
    if len(first_rank):
        leading = first_rank["task"].value_counts().index[0]
        years = first_rank[first_rank["task"] == leading]["year"]
        title = (
            f"The Council made {_SAID.get(leading, leading)} a strategic priority from {years.min()} to {years.max()}; "
            f"{ended}"
        )
    else:
        title = f"No resolution made {words.listing(_SAID.get(t, t) for t in wanted)} a strategic priority; {ended}"
    sentences = [
        f"{words.upper(_called(str(task)))}: in {words.small(int(row['count']))} resolutions, from {row['min']} to "
        f"{row['max']}."
        for task, row in span.iterrows()
    ]
    others = rows[rows["word"] == "other task"].groupby("task", sort=False)["year"]
    if len(others):
        others_in_words = [f"{_called(str(task))} ({words.listing(map(str, years))})" for task, years in others]
        sentences.append(f"Named among the other tasks, behind the priorities: {words.listing(others_in_words)}.")
    alt_text = (
        f"A table of {len(wanted)} tasks by {rows['x'].nunique()} resolutions, from {rows['resolution'].min()} "
        f"({rows['year'].min()}) to {rows['resolution'].max()} ({rows['year'].max()}). {' '.join(sentences)} "
        f"{words.upper(words.small(int(unsure(rows).sum())))} of the {len(rows)} cells are not verified or not sure."
    )
    mark = rows["confidence"].astype(str).where(unsure(rows), "")
    rows = rows.assign(cell=[f"{w} ({c})" if c else w for w, c in zip(rows["word"], mark, strict=True)])
    heads = {n: f"{n} ({y})" for n, y in rows.drop_duplicates("resolution").set_index("resolution")["year"].items()}
    table = rows.pivot(index="task", columns="resolution", values="cell").reindex(wanted).rename(columns=heads)
    table = table.assign(first=span["min"], last=span["max"]).reset_index()
    table["task"] = table["task"].map(_called).map(words.upper)
    of_each = {
        f"{words.upper(_called(task))}: {heads[number]}": tuple(source.split("; "))
        for task, number, source in rows[["task", "resolution", "source"]].itertuples(index=False)
    }
    return View(book=book,
        id="mandate-matrix",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(rows, width),
        table=table,
        columns={
            "task": Column("Task"), "first": Column("From"), "last": Column("Until"),
            **{h: Column(h) for h in heads.values()},
        },
        sources=sources_of(rows),
        rests_on=of_each,
        data=("mandate_tasks", "mandates"),
        notes=notes,
        row_keys="task",
        cells=True,
        explorer=explorer(mandate_matrix, book, tasks=many("Tasks", all_tasks)),
    )  # fmt: skip
