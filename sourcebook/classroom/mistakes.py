"""What wrong answers say: slips that have a name, and what was taken for certain and is
wrong, told from what is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sourcebook.quiz import grade, render
from sourcebook.quiz.bank import Match, Number, Order, ShortText
from sourcebook.quiz.response_file import SURE
from sourcebook.quiz.values import Resolve

Plain = Callable[[str], str]
CERTAIN, GUESS = len(SURE), 1


def slip_names(question: Any, resolve: Resolve, plain: Plain) -> list[str]:
    """What each named slip of a question is, in a few words, in the order of the file."""
    if isinstance(question, Number):
        return [f"{value:,.10g}" for value, _ in render.slips(question, resolve)]
    if isinstance(question, ShortText):
        return [near.accept[0] for near in question.near]
    if isinstance(question, Order):
        earlier = [sorted(slip.swapped, key=question.items.index) for slip in question.slips]
        return [f"{plain(late)} before {plain(early)}" for early, late in earlier]
    if isinstance(question, Match):
        return [f"{plain(slip.left)}: {plain(slip.right)}" for slip in question.slips]
    return []


def slips(scores: pd.DataFrame, known: dict[str, Any], resolve: Resolve, plain: Plain) -> pd.DataFrame:
    """Slips that students fell for, the most frequent first: ``question``, ``mistake``,
    ``says`` (what the page said of it), ``students``.
    """
    columns = ["question", "mistake", "says", "students"]
    counts: dict[tuple[str, str, str], int] = {}
    wrong = scores[scores["score"] < 1]
    for name, question in known.items():
        answers = wrong.loc[wrong["question"] == name, "answer"]
        if answers.empty or not (named := render.slips(question, resolve)):
            continue
        key = render.key(question, resolve) | {"s": named}
        names, feedback = slip_names(question, resolve, plain), [plain(text) for text in render.slip_words(question)]
        for answer in answers:
            for place in grade.slips(key, answer):
                one = (name, names[place], feedback[place])
                counts[one] = counts.get(one, 0) + 1
    table = pd.DataFrame([(*one, count) for one, count in counts.items()], columns=columns)
    return table.sort_values(["students", "question", "mistake"], ascending=[False, True, True], ignore_index=True)


def certainty(scores: pd.DataFrame, prompt: Callable[[str], str]) -> pd.DataFrame:
    """A row a question of which somebody said how sure they were, the most often certain and wrong first.

    ``told``: how many said it; ``certain_wrong``: certain, and not fully right; ``not_known``: a guess, and not fully
    right; ``guessed_right``: a guess that was right; ``certain_right``.
    """
    columns = ["prompt", "told", "certain_wrong", "not_known", "guessed_right", "certain_right"]
    rated = scores[scores["sure"] > 0]
    if rated.empty:
        return pd.DataFrame(columns=columns).rename_axis("question")
    right, sure = rated["score"] >= 1, rated["sure"]
    marks = pd.DataFrame(
        {
            "question": rated["question"],
            "told": 1,
            "certain_wrong": (sure == CERTAIN) & ~right,
            "not_known": (sure == GUESS) & ~right,
            "guessed_right": (sure == GUESS) & right,
            "certain_right": (sure == CERTAIN) & right,
        }
    )
    table = marks.groupby("question").sum().astype("int64")
    table.insert(0, "prompt", [prompt(name) for name in table.index])
    return table.sort_values(["certain_wrong", "not_known", "question"], ascending=[False, False, True])
