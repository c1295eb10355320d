"""The question bank: YAML files, one a chapter, checked so that a mistake names file, line, question and remedy."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from minusma import paths
from minusma.errors import ReaderError
from minusma.quiz import places

TYPES = ("single", "multiple", "claim", "number", "text", "order", "match")
CLAIM_ANSWERS = ("true", "false", "needs context")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


class BankError(ReaderError):
    """A question file is not as it must be; the message says where and what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Text = Annotated[str, Field(min_length=1)]


class Option(_Strict):
    """One option of a choice, with its own feedback."""

    text: Text
    feedback: Text
    right: bool = False


class Pair(_Strict):
    """One pair of a matching question."""

    left: Text
    right: Text


class Objective(_Strict):
    """What a reader can do after the chapter, and the strands of curricula that this relates to (``For teachers`` says what they mean)."""

    id: Text
    text: Text
    relates: list[Text] = []


class _Question(_Strict):
    id: Text
    objective: Text
    difficulty: Literal[1, 2, 3]
    prompt: Text
    hints: list[Text] = Field(min_length=1)
    explanation: Text
    sources: list[Text] = Field(min_length=1)
    teaches: Text
    view: str = ""


class _Choice(_Question):
    options: list[Option] = Field(min_length=2)

    @model_validator(mode="after")
    def _options_differ(self) -> Any:
        texts = [o.text for o in self.options]
        if len(set(texts)) != len(texts):
            raise ValueError("two options have the same text. Make each option different.")
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
        if not any(o.right for o in self.options):
            raise ValueError("no option is marked `right: true`; mark at least one.")
        return self


class Claim(_Question):
    """A claim that is true, false, or needs context."""

    type: Literal["claim"]
    answer: Literal["true", "false", "needs context"]
    feedback: dict[Literal["true", "false", "needs context"], Text]

    @model_validator(mode="after")
    def _feedback_for_each(self) -> Any:
        missing = [a for a in CLAIM_ANSWERS if a not in self.feedback]
        if missing:
            raise ValueError(f"feedback is missing for: {', '.join(missing)}. Each answer needs its own.")
        return self


class FactAnswer(_Strict):
    """An answer computed from the data."""

    fact: Text


class WrongFeedback(_Strict):
    """Feedback on any wrong answer."""

    wrong: Text


class Number(_Question):
    """A number, right within a tolerance."""

    type: Literal["number"]
    answer: float | FactAnswer
    tolerance: Annotated[float, Field(ge=0)] = 0
    unit: str = ""
    feedback: WrongFeedback


class ShortText(_Question):
    """A word or name; case, accents, articles and one small slip do not matter."""

    type: Literal["text"]
    accept: list[Text] = Field(min_length=1)
    feedback: WrongFeedback


class Order(_Question):
    """Items to put in order; the file gives them in the right one."""

    type: Literal["order"]
    items: list[Text] = Field(min_length=3, max_length=8)

    @model_validator(mode="after")
    def _items_differ(self) -> Any:
        if len(set(self.items)) != len(self.items):
            raise ValueError("two items have the same text. Make each item different.")
        return self


class Match(_Question):
    """Pairs to match; distractors are further right sides that belong to nothing."""

    type: Literal["match"]
    pairs: list[Pair] = Field(min_length=2, max_length=8)
    distractors: list[Text] = []

    @model_validator(mode="after")
    def _sides_differ(self) -> Any:
        rights = [p.right for p in self.pairs] + list(self.distractors)
        if len({p.left for p in self.pairs}) != len(self.pairs) or len(set(rights)) != len(rights):
            raise ValueError("a side stands twice. Each left side, each right side and each distractor must be different.")
        return self


Question = Annotated[Single | Multiple | Claim | Number | ShortText | Order | Match, Field(discriminator="type")]
_MODELS: dict[str, type[_Question]] = {
    "single": Single,
    "multiple": Multiple,
    "claim": Claim,
    "number": Number,
    "text": ShortText,
    "order": Order,
    "match": Match,
}
_FILE_KEYS = {"chapter", "title", "objectives", "questions", "from"}


@dataclass(frozen=True)
class Known:
    """What questions may refer to; an empty set means that this is not checked."""

    facts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bank:
    """The questions of one file, in its order. ``borrowed`` are ids of other files' questions, for a mixed set."""

    chapter: str
    title: str
    objectives: tuple[Objective, ...]
    questions: tuple[Any, ...] = field(repr=False)
    borrowed: tuple[str, ...] = ()

    def get(self, question: str) -> Any:
        """The question with this id; an unknown one raises ``BankError`` and names near ones."""
        for q in self.questions:
            if q.id == question:
                return q
        raise BankError(f"no question {question!r} in {self.chapter}.yml.{_near(question, [q.id for q in self.questions])}")


def _near(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, list(known), n=3)
    return f" Did you mean {' or '.join(close)}?" if close else ""


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _lines(node: yaml.Node, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], int]:
    """Line (from 1) of every key and item of a YAML document."""
    found = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, (*path, key.value))
            found[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found |= _lines(value, (*path, number))
    return found


def _say(error: dict[str, Any], kind: str) -> str:
    """One pydantic error in an author's words."""
    where = ".".join(str(p) for p in error["loc"] if p not in TYPES)
    what = error["type"]
    if what == "extra_forbidden":
        known = _MODELS[kind].model_fields if kind in _MODELS and len([p for p in error["loc"] if p not in TYPES]) == 1 else {}
        hint = _near(str(error["loc"][-1]), known) if known else ""
        return f"unknown key `{where}`.{hint} Take it out, or mend its name."
    if what == "missing":
        return f"`{where}` is missing. Add it."
    if what == "value_error":
        return str(error["ctx"]["error"])
    if what == "string_type":
        return f"`{where}` must be text. Put it in quotes: YAML reads yes, no and bare numbers as something else."
    if what in ("string_too_short", "too_short"):
        return f"`{where}` is empty. Fill it."
    return f"`{where}`: {error['msg'][:1].lower() + error['msg'][1:]}."


def parse(text: str, file: str, known: Known = Known()) -> Bank:
    """Read one question file.

    Raises ``BankError`` for the first mistake, with file, line, question and remedy. ``file`` is its name for messages.
    """

    def fail(line: int, question: str, reason: str) -> BankError:
        who = f", question {question}" if question else ""
        return BankError(f"{file}, line {line}{who}: {reason}")

    try:
        node = yaml.compose(text, Loader=_Loader)
        raw = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise fail(
            mark.line + 1 if mark else 1, "", f"not valid YAML ({getattr(error, 'problem', error)}). Look at the indentation."
        ) from None
    except (ValueError, RecursionError) as error:
        raise fail(1, "", f"cannot be read ({error}).") from None
    if not isinstance(raw, dict):
        raise fail(1, "", "must begin with `chapter:`, `title:`, `objectives:` and `questions:`.")
    for key in raw:
        if key not in _FILE_KEYS:
            raise fail(1, "", f"unknown key `{key}`.{_near(str(key), _FILE_KEYS)} Known keys: {', '.join(sorted(_FILE_KEYS))}.")
    for key in ("chapter", "title", "from" if "from" in raw else "questions"):
        if not raw.get(key):
            raise fail(1, "", f"`{key}` is missing or empty.")
    borrowed = raw.get("from", [])
    if not isinstance(borrowed, list) or not all(isinstance(b, str) for b in borrowed):
        raise fail(1, "", "`from` must be a list of ids of questions.")
    if not isinstance(raw.get("questions", []), list):
        raise fail(1, "", "`questions` must be a list: each begins with `- id:`.")
    lines: dict[tuple[Any, ...], int] | None = None

    def line(*path: Any) -> int:
        nonlocal lines
        lines = lines if lines is not None else _lines(node)
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 1)

    try:
        objectives = tuple(Objective.model_validate(o) for o in raw.get("objectives") or [])
    except ValidationError as error:
        raise fail(line("objectives"), "", f"objectives: {_say(error.errors()[0], '')}") from None
    goals = {o.id for o in objectives}
    questions: list[Any] = []
    seen: dict[str, int] = {}
    for number, item in enumerate(raw.get("questions", [])):
        at = ("questions", number)
        if not isinstance(item, dict):
            raise fail(line(*at), "", "a question must be a list of keys, beginning with `- id:`.")
        name = str(item.get("id", ""))
        kind = item.get("type")
        if kind not in _MODELS:
            raise fail(line(*at, "type"), name, f"type {kind!r} is unknown. It is one of: {', '.join(TYPES)}.")
        try:
            question = _MODELS[kind].model_validate(item)
        except ValidationError as error:
            # A misspelt key is both unknown and missing: the first says more.
            first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
            raise fail(line(*at, *[p for p in first["loc"] if p not in TYPES]), name, _say(first, kind)) from None
        if not ID.fullmatch(question.id):
            raise fail(line(*at, "id"), name, "the id must be lower-case words joined by dashes, like hist-coup-count.")
        if question.id in seen:
            raise fail(line(*at, "id"), name, f"this id stands already in line {seen[question.id]}. Give the question another.")
        seen[question.id] = line(*at, "id")
        if goals and question.objective not in goals:
            raise fail(line(*at, "objective"), name, f"no objective {question.objective!r}.{_near(question.objective, goals)}")
        for key, values, allowed, where in (
            ("sources", question.sources, known.sources, "book/references.bib"),
            ("teaches", [question.teaches], known.sections, "the pages (write page#label)"),
            ("view", [question.view] if question.view else [], known.views, "the views"),
            ("answer", _facts(question), known.facts, "book/data/facts.yml"),
        ):
            for value in values:
                if allowed and value not in allowed:
                    raise fail(line(*at, key), name, f"{value!r} is not in {where}.{_near(value, allowed)}")
        questions.append(question)
    return Bank(str(raw["chapter"]), str(raw["title"]), objectives, tuple(questions), tuple(borrowed))


_FACT = re.compile(r"\{\{([a-z0-9.-]+)\}\}")


def _facts(question: Any) -> list[str]:
    """The facts that a question uses, in its answer or its words."""
    named = _FACT.findall(json.dumps(question.model_dump(), ensure_ascii=False))
    answer = getattr(question, "answer", None)
    return [*named, answer.fact] if isinstance(answer, FactAnswer) else named


def content_hash(question: Any) -> str:
    """Eight hex digits over what a reader is asked and how it is graded; feedback and hints may change without it."""
    part = question.model_dump(
        exclude={"hints", "explanation", "sources", "teaches", "difficulty", "objective", "feedback", "view"}
    )
    for option in part.get("options", []):
        option.pop("feedback")
    text = json.dumps(part, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def known_to_the_book() -> Known:
    """What the questions of this book may refer to."""
    from minusma import facts, sources, views

    return Known(
        frozenset(facts.names()),
        frozenset(sources.keys()),
        places.sections(),
        frozenset(views.ids()),
    )


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int, checked: bool) -> Bank:
    return parse(path.read_text(encoding="utf-8"), f"book/quizzes/{path.name}", known_to_the_book() if checked else Known())


def names() -> list[str]:
    """The chapters that have a question file."""
    return sorted(p.stem for p in paths.quiz_dir().glob("*.yml"))


def load(chapter: str, checked: bool = False) -> Bank:
    """The bank of one chapter; ``checked`` also looks up its facts, sources, sections and views.

    An unknown chapter raises ``BankError`` and lists those there are.
    """
    path = paths.quiz_dir() / f"{chapter}.yml"
    if not path.is_file():
        raise BankError(f"no questions for {chapter!r}. There are: {', '.join(names())}.")
    return _read(path, path.stat().st_mtime_ns, checked)


def find(question: str) -> Any:
    """The question with this id, whatever chapter it is in; an unknown one raises ``BankError``."""
    every = {q.id: q for chapter in names() for q in load(chapter).questions}
    if question not in every:
        raise BankError(f"no question {question!r} in book/quizzes.{_near(question, every)}")
    return every[question]
