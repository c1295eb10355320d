"""What a task is. A mistake in one raises ``ValueError`` in words for its author.

The code of a task is three texts of Python that share their beginning: ``starter`` is what a student is given, its
last line ``result = ...`` with the gap; ``solution``, and the ``code`` of each slip, are what stands in place of that
line, and set ``result`` too. The right value and those of the slips are worked out from today's tables, never typed.
In texts for readers ``{{a.fact}}`` stands for the value of a fact.
"""

from __future__ import annotations

import ast
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

KINDS = (
    "find a row",
    "count",
    "compare",
    "share",
    "difference",
    "group",
    "chart it",
    "judge a source",
    "thinking",
)
#: The last line of a starter: three dots are Python, and no answer.
GAP = "result = ..."
#: How many lines a starter has at most, the gap among them.
MOST_LINES = 4
LEAST_SLIPS = 3
LEVELS = 3


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Text = Annotated[str, Field(min_length=1)]


def _python(text: str, what: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"`{what}` is no Python ({getattr(error, 'msg', error)}). Mend it.") from None


def _sets_result(text: str, what: str) -> str:
    tree = _python(text, what)
    names = [target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
             if isinstance(target, ast.Name)]  # fmt: skip
    if "result" not in names:
        raise ValueError(f"`{what}` must set `result`. Write `result = …` in its last line.")
    return text


class Slip(_Strict):
    """A mistake that beginners make: ``code`` in place of the gap gives its value, ``says`` is what the student hears.

    ``live`` marks a slip that a page cannot see: the value asked there is not another one.
    """

    name: Text
    code: Text
    says: Text
    live: bool = False

    @field_validator("code")
    @classmethod
    def _code(cls, value: str) -> str:
        return _sets_result(value, "code")


class Asks(_Strict):
    """What the page asks for, where nobody writes code: ``value`` is Python over ``result`` and what stands before it.

    ``choice`` names its ``options``; ``row`` names the column (``by``) whose value names a row of those shown.
    """

    type: Literal["number", "text", "choice", "row"]
    label: Text
    value: Text = "result"
    tolerance: Annotated[float, Field(ge=0)] = 0
    unit: str = ""
    also: list[Text] = []
    options: list[Text] = []
    by: str = ""

    @field_validator("value")
    @classmethod
    def _expression(cls, value: str) -> str:
        try:
            ast.parse(value, mode="eval")
        except (SyntaxError, ValueError):
            raise ValueError(f"`value`: {value!r} is no expression of Python. Mend it.") from None
        return value

    @model_validator(mode="after")
    def _has_its_parts(self) -> Asks:
        needs = {"choice": "options", "row": "by"}
        for kind, key in needs.items():
            if (self.type == kind) != bool(getattr(self, key)):
                raise ValueError(f"`{key}` belongs to `type: {kind}`, and only there. Add it or take it out.")
        if self.options and len(set(self.options)) < max(2, len(self.options)):
            raise ValueError("`options` are two or more, each another. Mend the list.")
        if self.also and self.type != "text":
            raise ValueError("`also` names further spellings of a text. Take it out.")
        return self


class Sample(_Strict):
    """A sample answer of a thinking task, and what it lacks."""

    text: Text
    lacks: Text


class Task(_Strict):
    """One task of a chapter. ``rows`` is Python over the given lines: the rows that a page shows. ``tolerance`` is of
    a live number, or of each value of a list.
    """

    id: Text
    objective: Text
    minutes: Annotated[int, Field(ge=1, le=30)]
    kind: Literal[
        "find a row", "count", "compare", "share", "difference", "group", "chart it", "judge a source", "thinking"
    ]
    prompt: Text
    starter: str = ""
    solution: str = ""
    asks: Asks | None = None
    rows: str = ""
    tolerance: Annotated[float, Field(ge=0)] = 0
    slips: list[Slip] = []
    samples: list[Sample] = []
    hints: list[Text] = Field(min_length=1)
    explanation: Text
    sources: list[Text] = Field(min_length=1)
    teaches: Text

    @property
    def thinking(self) -> bool:
        """Whether it is answered in sentences, which nobody grades."""
        return self.kind == "thinking"

    @property
    def given(self) -> str:
        """The lines of the starter before the gap."""
        return "\n".join(self.starter.splitlines()[:-1])

    def code(self, instead: str) -> str:
        """The whole code with these lines in place of the gap."""
        return f"{self.given}\n{instead}".strip()

    @field_validator("solution")
    @classmethod
    def _solution(cls, value: str) -> str:
        return _sets_result(value, "solution") if value else value

    @model_validator(mode="after")
    def _whole(self) -> Task:
        return self._thinks() if self.thinking else self._computes()

    def _thinks(self) -> Task:
        for key in ("starter", "solution", "slips", "asks"):
            if getattr(self, key):
                raise ValueError(f"a thinking task has no `{key}`: nobody grades a sentence. Take it out.")
        if len(self.samples) != LEVELS:
            raise ValueError(f"a thinking task has {LEVELS} `samples`, the weakest first, each with what it `lacks`.")
        return self

    def _computes(self) -> Task:
        for key in ("starter", "solution", "asks"):
            if not getattr(self, key):
                raise ValueError(f"`{key}` is missing. Add it.")
        if self.samples:
            raise ValueError("`samples` belong to a thinking task. Take them out.")
        lines = self.starter.splitlines()
        _python(self.starter, "starter")
        if lines[-1] != GAP:
            raise ValueError(f"`starter` must end with the line `{GAP}`, the gap that a student fills.")
        if len(lines) > MOST_LINES:
            raise ValueError(f"`starter` has {len(lines)} lines; it has at most {MOST_LINES}. Give less.")
        if len(self.slips) < LEAST_SLIPS:
            raise ValueError(f"`slips`: {len(self.slips)} of them; a task has at least {LEAST_SLIPS}. Add some.")
        names = [slip.name for slip in self.slips]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise ValueError(f"`slips`: {twice!r} stands twice. Give each another name.")
        if self.asks and self.asks.type == "row" and not self.rows:
            raise ValueError("`rows` is missing: a row is asked for. Say in Python which rows are shown.")
        if self.rows:
            _python(self.rows, "rows")
        return self
