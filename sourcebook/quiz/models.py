"""What a question is: one model a type. A mistake in a question raises ``ValueError`` in words for its author."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from sourcebook.quiz import grade
from sourcebook.quiz.values import countable
from sourcebook.text.wording import did_you_mean

TYPES = ("single", "multiple", "claim", "number", "text", "order", "match")
ClaimAnswer = Literal["true", "false", "needs context"]
CLAIM_ANSWERS: tuple[ClaimAnswer, ...] = ("true", "false", "needs context")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
#: The longest id: browsers, learning platforms and file names all take it.
LONGEST_ID = 100
#: Other systems know the shares of up to ten right options.
MOST_RIGHT = 10


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Text = Annotated[str, Field(min_length=1)]


def _a_number(value: Any) -> Any:
    if not countable(value):
        raise ValueError(f"{value!r} is no number that an answer can be compared with. Write digits, without quotes.")
    return value


Finite = Annotated[float, BeforeValidator(_a_number)]


def _twin(texts: Iterable[str]) -> str:
    """The first text that a reader cannot tell from one before it; empty where all differ."""
    seen: set[str] = set()
    for text in texts:
        shown = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
        shown = " ".join(shown.split())
        if shown in seen:
            return shown
        seen.add(shown)
    return ""


class Option(_Strict):
    """One option of a choice, with its own feedback."""

    text: Text
    feedback: Text
    right: bool = False


class Item(_Strict):
    """One item to put in order; its feedback stands beside it where it is misplaced."""

    text: Text
    feedback: str = ""


class Pair(_Strict):
    """One pair of a matching question; its feedback stands beside it where another right side was chosen."""

    left: Text
    right: Text
    feedback: str = ""


class Objective(_Strict):
    """What a reader can do after the chapter, and the strands of curricula that this
    relates to (``For teachers`` says what they mean).
    """

    id: Text
    text: Text
    relates: list[Text] = []


class FactAnswer(_Strict):
    """An answer computed from the data."""

    fact: Text


class Worked(_Strict):
    """A number worked out from facts: ``from`` gives each a short name, ``value`` is the
    expression over these names.
    """

    parts: dict[Text, Text] = Field(alias="from", min_length=1)
    value: Text


class WrongFeedback(_Strict):
    """Feedback on any wrong answer."""

    wrong: Text


def _which(value: Any) -> Any:
    """What a slip is, by its keys: so that a mistake is told of the form that its author meant."""
    if not isinstance(value, dict):
        return _a_number(value)
    return FactAnswer.model_validate(value) if "fact" in value else Worked.model_validate(value)


class NumberSlip(_Strict):
    """A wrong number that shows what was done wrong."""

    when: Annotated[Finite | FactAnswer | Worked, BeforeValidator(_which)]
    feedback: Text


class Near(_Strict):
    """Forms that are wrong and have an answer of their own."""

    accept: list[Text] = Field(min_length=1)
    feedback: Text


class Swapped(_Strict):
    """Two items in the wrong order relative to each other."""

    swapped: Annotated[list[Text], Field(min_length=2, max_length=2)]
    feedback: Text


class Mismatch(_Strict):
    """A left side with a right side that is not its own."""

    left: Text
    right: Text
    feedback: Text


class Asked(_Strict):
    """What every question has."""

    id: Text
    objective: Text
    difficulty: Literal[1, 2, 3]
    prompt: Text
    hints: list[Text] = Field(min_length=1)
    explanation: Text
    sources: list[Text] = Field(min_length=1)
    teaches: Text
    view: str = ""


class _Choice(Asked):
    options: list[Option] = Field(min_length=2)
    ordered: bool = False

    @model_validator(mode="after")
    def _options_differ(self) -> Any:
        if twin := _twin(o.text for o in self.options):
            raise ValueError(f"two options have the same text ({twin!r}). Make each option different.")
        return self


class Single(_Choice):
    """One right option."""

    type: Literal["single"]

    @model_validator(mode="after")
    def _one_right(self) -> Any:
        count = sum(o.right for o in self.options)
        if count != 1:
            raise ValueError(f"{count} options are marked `right: true`; a single choice needs exactly one.")
        return self


class Multiple(_Choice):
    """One or more right options."""

    type: Literal["multiple"]

    @model_validator(mode="after")
    def _some_right(self) -> Any:
        count = sum(o.right for o in self.options)
        if not count:
            raise ValueError("no option is marked `right: true`; mark at least one.")
        if count > MOST_RIGHT:
            raise ValueError(
                f"{count} options are marked `right: true`; mark at most {MOST_RIGHT}. Learning platforms know no "
                "smaller share of the marks than a tenth."
            )
        return self


class Claim(Asked):
    """A claim that is true, false, or needs context."""

    type: Literal["claim"]
    answer: ClaimAnswer
    feedback: dict[ClaimAnswer, Text]

    @field_validator("answer", "feedback", mode="before")
    @classmethod
    def _words_are_quoted(cls, value: Any) -> Any:
        if any(isinstance(word, bool) for word in (value if isinstance(value, dict) else [value])):
            raise ValueError(
                'an answer of a claim is a word. Put quotes around "true" and "false", or YAML reads something else.'
            )
        return value

    @model_validator(mode="after")
    def _feedback_for_each(self) -> Any:
        missing = [a for a in CLAIM_ANSWERS if a not in self.feedback]
        if missing:
            raise ValueError(f"feedback is missing for: {', '.join(missing)}. Each answer needs its own.")
        return self


class Number(Asked):
    """A number, right within a tolerance."""

    type: Literal["number"]
    answer: Finite | FactAnswer
    tolerance: Annotated[Finite, Field(ge=0)] = 0
    unit: str = ""
    feedback: WrongFeedback
    slips: list[NumberSlip] = []

    @model_validator(mode="after")
    def _slips_are_wrong(self) -> Any:
        for slip in self.slips:
            if isinstance(self.answer, float) and isinstance(slip.when, float):
                check_slip(slip.when, self.answer, self.tolerance)
        return self


def check_slip(value: float, right: float, tolerance: float) -> None:
    """Raise ``ValueError`` where a slip of a number is right."""
    if abs(value - right) <= tolerance + 1e-9:
        raise ValueError(
            f"`slips`: {value:,.10g} counts as right ({right:,.10g}). A slip is a wrong number. Take it out."
        )


class ShortText(Asked):
    """A word or name; case, accents, articles and one small slip do not matter."""

    type: Literal["text"]
    accept: list[Text] = Field(min_length=1)
    #: Names of peoples, which count for their countries here.
    peoples: list[Text] = []
    near: list[Near] = []
    feedback: WrongFeedback

    @property
    def forms(self) -> list[str]:
        """Every form that counts as right."""
        return [*self.accept, *self.peoples]

    @model_validator(mode="after")
    def _can_be_typed(self) -> Any:
        for key, forms in (
            ("accept", self.accept),
            ("peoples", self.peoples),
            *(("near", near.accept) for near in self.near),
        ):
            for form in forms:
                if not grade.plain_text(form):
                    raise ValueError(
                        f"`{key}`: {form!r} has no letter and no digit, so no answer is ever compared with it. Take it "
                        "out."
                    )
        for form in (form for near in self.near for form in near.accept):
            if grade.grade({"t": "text", "a": self.forms}, form):
                raise ValueError(f"`near`: {form!r} counts as right, so it is not wrong. Take it out.")
        return self


class Order(Asked):
    """Items to put in order; the file gives them in the right one."""

    type: Literal["order"]
    steps: list[Item] = Field(min_length=3, max_length=8, alias="items")
    slips: list[Swapped] = []

    @field_validator("steps", mode="before")
    @classmethod
    def _may_be_texts(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        for n, item in enumerate(value, 1):
            if not isinstance(item, str | dict | Item):
                raise ValueError(
                    f"`items`: item {n} must be text, or `{{text: …, feedback: …}}`. Put it in quotes: YAML reads yes, "
                    "no and bare numbers as something else."
                )
        return [{"text": item} if isinstance(item, str) else item for item in value]

    @property
    def items(self) -> list[str]:
        """The texts of the items in the right order."""
        return [item.text for item in self.steps]

    @model_validator(mode="after")
    def _items_differ(self) -> Any:
        if twin := _twin(self.items):
            raise ValueError(f"two items have the same text ({twin!r}). Make each item different.")
        for slip in self.slips:
            for text in slip.swapped:
                _one_of("slips", text, self.items, "items")
            if slip.swapped[0] == slip.swapped[1]:
                raise ValueError("`slips`: an item cannot change places with itself. Name two items.")
        return self


class Match(Asked):
    """Pairs to match; distractors are further right sides that belong to nothing."""

    type: Literal["match"]
    pairs: list[Pair] = Field(min_length=2, max_length=8)
    distractors: list[Text] = Field(
        default=[], max_length=8
    )  # with eight pairs as many right sides as paper has letters
    slips: list[Mismatch] = []

    @model_validator(mode="after")
    def _sides_differ(self) -> Any:
        rights = [p.right for p in self.pairs] + list(self.distractors)
        if twin := _twin(p.left for p in self.pairs) or _twin(rights):
            raise ValueError(
                f"a side stands twice ({twin!r}). Each left side, right side and distractor must be another."
            )
        own = {p.left: p.right for p in self.pairs}
        for slip in self.slips:
            _one_of("slips", slip.left, own, "left sides")
            _one_of("slips", slip.right, rights, "right sides and distractors")
            if own[slip.left] == slip.right:
                raise ValueError(f"`slips`: {slip.left!r} with {slip.right!r} is right. A slip is a wrong pair.")
        twice = [pair for pair, n in Counter((slip.left, slip.right) for slip in self.slips).items() if n > 1]
        if twice:
            raise ValueError(f"`slips`: {twice[0][0]!r} with {twice[0][1]!r} stands twice. Take one out.")
        return self


def _one_of(key: str, text: str, known: Any, what: str) -> None:
    if text not in known:
        raise ValueError(
            f"`{key}`: {text!r} is none of the {what}.{did_you_mean(text, known)} Copy it letter by letter."
        )


MODELS: dict[str, type[Asked]] = {
    "single": Single,
    "multiple": Multiple,
    "claim": Claim,
    "number": Number,
    "text": ShortText,
    "order": Order,
    "match": Match,
}
