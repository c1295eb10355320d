"""The question bank: YAML files, one a chapter, checked so that a mistake names file, line, question and remedy."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.quiz import grade, places
from sourcebook.quiz.values import FACT, Resolve, countable, filled
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

TYPES = ("single", "multiple", "claim", "number", "text", "order", "match")
ClaimAnswer = Literal["true", "false", "needs context"]
CLAIM_ANSWERS: tuple[ClaimAnswer, ...] = ("true", "false", "needs context")
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


class FactAnswer(_Strict):
    """An answer computed from the data."""

    fact: Text


class WrongFeedback(_Strict):
    """Feedback on any wrong answer."""

    wrong: Text


def _a_number(value: Any) -> Any:
    if not countable(value):
        raise ValueError(f"{value!r} is no number that an answer can be compared with. Write digits, without quotes.")
    return value


Finite = Annotated[float, BeforeValidator(_a_number)]


class Number(_Question):
    """A number, right within a tolerance."""

    type: Literal["number"]
    answer: Finite | FactAnswer
    tolerance: Annotated[Finite, Field(ge=0)] = 0
    unit: str = ""
    feedback: WrongFeedback


class ShortText(_Question):
    """A word or name; case, accents, articles and one small slip do not matter."""

    type: Literal["text"]
    accept: list[Text] = Field(min_length=1)
    feedback: WrongFeedback

    @model_validator(mode="after")
    def _can_be_typed(self) -> Any:
        for form in self.accept:
            if not grade.plain_text(form):
                raise ValueError(
                    f"`accept`: {form!r} has no letter and no digit, so no answer is ever compared with it. Take it out."
                )
        return self


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
    distractors: list[Text] = Field(
        default=[], max_length=8
    )  # with eight pairs as many right sides as paper has letters

    @model_validator(mode="after")
    def _sides_differ(self) -> Any:
        rights = [p.right for p in self.pairs] + list(self.distractors)
        if len({p.left for p in self.pairs}) != len(self.pairs) or len(set(rights)) != len(rights):
            raise ValueError(
                "a side stands twice. Each left side, each right side and each distractor must be different."
            )
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
#: Where a fact cannot stand: these words are compared, or are no text for readers.
_NO_FACTS = {"id", "objective", "accept", "unit", "sources", "teaches", "view"}


@dataclass(frozen=True)
class Known:
    """What questions may refer to; an empty set means that this is not checked."""

    facts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bank:
    """The questions of one file, in its order. ``borrowed`` are ids of other files' questions, for a mixed set; ``lines`` says for all
    ids in which line of the file they stand."""

    chapter: str
    title: str
    objectives: tuple[Objective, ...]
    questions: tuple[Any, ...] = field(repr=False)
    borrowed: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    def get(self, question: str) -> Any:
        """The question with this id; an unknown one raises ``BankError`` and names near ones."""
        for q in self.questions:
            if q.id == question:
                return q
        raise BankError(
            f"no question {question!r} in {self.chapter}.yml.{did_you_mean(question, [q.id for q in self.questions])}"
        )


def _say(error: Any, kind: str) -> str:
    """One pydantic error in an author's words."""
    known = _MODELS[kind].model_fields if kind in _MODELS and len(error["loc"]) == 1 else ()
    return explain(error, known, hidden=("FactAnswer",))


_Line = Callable[..., int]
_Fail = Callable[[int, str, str], BankError]


def _check_shape(raw: Any, line: _Line, fail: _Fail) -> None:
    """Raise where a file has other keys than those of a question file, lacks one, or holds no list where one belongs."""
    if not isinstance(raw, dict):
        raise fail(1, "", "must begin with `chapter:`, `title:`, `objectives:` and `questions:`.")
    for key in raw:
        if key not in _FILE_KEYS:
            raise fail(
                line(key),
                "",
                f"unknown key `{key}`.{did_you_mean(key, _FILE_KEYS)} Known keys: {', '.join(sorted(_FILE_KEYS))}.",
            )
    for key in ("chapter", "title", *(("from",) if "from" in raw else ("objectives", "questions"))):
        if not raw.get(key):
            raise fail(line(key), "", f"`{key}` is missing or empty. Fill it.")
    for key, kind, what in (
        ("objectives", dict, "objectives, each `- {id: …, text: …}`"),
        ("questions", dict, "questions, each beginning with `- id:`"),
        ("from", str, "ids of questions"),
    ):
        items = raw.get(key, [])
        wrong = (
            next((n for n, item in enumerate(items) if not isinstance(item, kind)), None)
            if isinstance(items, list)
            else -1
        )
        if wrong is not None:
            raise fail(line(key, wrong), "", f"`{key}` must be a list of {what}.")


def _objectives(raw: dict[str, Any], line: _Line, fail: _Fail) -> tuple[Objective, ...]:
    """The objectives of a file, each with an id of its own."""
    found: dict[str, Objective] = {}
    for number, item in enumerate(raw.get("objectives", [])):
        here = line("objectives", number)
        try:
            objective = Objective.model_validate(item)
        except ValidationError as error:
            raise fail(here, "", f"objectives: {_say(error.errors()[0], '')}") from None
        if objective.id in found:
            raise fail(here, "", f"the objective {objective.id} stands twice. Give this one another id.")
        found[objective.id] = objective
    return tuple(found.values())


def parse(text: str, file: str, known: Known = Known()) -> Bank:
    """Read one question file.

    Raises ``BankError`` for the first mistake, with file, line, question and remedy. ``file`` is its name for messages.
    """

    def fail(line: int, question: str, reason: str) -> BankError:
        who = f", question {question}" if question else ""
        return BankError(f"{file}, line {line}{who}: {reason}")

    try:
        held = YamlFile(text)
    except Unreadable as error:
        raise fail(error.line, "", str(error)) from None
    raw, line = held.values, held.line
    _check_shape(raw, line, fail)
    objectives = _objectives(raw, line, fail)
    goals = {o.id for o in objectives}
    lines: dict[str, int] = {}
    questions: list[Any] = []
    for number, item in enumerate(raw.get("questions", [])):
        at = ("questions", number)
        name = str(item.get("id", ""))
        kind = item.get("type")
        if not isinstance(kind, str) or kind not in _MODELS:
            raise fail(line(*at, "type"), name, f"type {kind!r} is unknown. It is one of: {', '.join(TYPES)}.")
        try:
            question = _MODELS[kind].model_validate(item)
        except ValidationError as error:
            # A misspelt key is both unknown and missing: the first says more.
            first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
            raise fail(line(*at, *first["loc"]), name, _say(first, kind)) from None
        if not ID.fullmatch(question.id):
            raise fail(line(*at, "id"), name, "the id must be lower-case words joined by dashes, like hist-coup-count.")
        if question.id in lines:
            raise fail(
                line(*at, "id"),
                name,
                f"this id stands already in line {lines[question.id]}. Give the question another.",
            )
        lines[question.id] = line(*at, "id")
        if question.objective not in goals:
            raise fail(
                line(*at, "objective"),
                name,
                f"no objective {question.objective!r}.{did_you_mean(question.objective, goals)}",
            )
        for key, values, allowed, where in (
            ("sources", question.sources, known.sources, "book/references.bib"),
            ("teaches", [question.teaches], known.sections, "the pages (write page#label)"),
            ("view", [question.view] if question.view else [], known.views, "the views"),
        ):
            for value in values:
                if allowed and value not in allowed:
                    raise fail(line(*at, key), name, f"{value!r} is not in {where}.{did_you_mean(value, allowed)}")
        for path, value in _facts(question):
            if reason := _fact_fault(path, value, known.facts):
                raise fail(line(*at, *path), name, reason)
        questions.append(question)
    for number, name in enumerate(raw.get("from", [])):
        if name in lines:
            raise fail(
                line("from", number),
                name,
                f"stands already in line {lines[name]}. A set asks each question once; take one out.",
            )
        lines[name] = line("from", number)
    return Bank(str(raw["chapter"]), str(raw["title"]), objectives, tuple(questions), tuple(raw.get("from", [])), lines)


def _facts(question: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Keys and places of every text that has a fact in it or seems to, with the text; of a computed answer with the name in braces."""

    def walk(part: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
        if isinstance(part, str) and "{{" in part:
            yield path, part
        elif isinstance(part, dict | list):
            for key, value in part.items() if isinstance(part, dict) else enumerate(part):
                yield from walk(value, (*path, key))

    yield from walk(question.model_dump(exclude={"answer"}), ())
    if isinstance(getattr(question, "answer", None), FactAnswer):
        yield ("answer", "fact"), "{{" + question.answer.fact + "}}"


def _fact_fault(path: tuple[Any, ...], text: str, known: frozenset[str]) -> str:
    """What is wrong with the facts in a text, or nothing."""
    if path[0] in _NO_FACTS:
        return f"`{path[0]}` is taken as it stands; a fact in braces cannot be looked up there. Write the words."
    if "{{" in FACT.sub("", text):
        return (
            f"{text!r}: a fact is written in lower case and without blanks, like {{{{deaths.total}}}}. Mend the name."
        )
    for name in FACT.findall(text):
        if known and name not in known:
            return f"{name!r} is not in book/data/facts.yml.{did_you_mean(name, known)}"
    return ""


def number_answer(question: Number, resolve: Resolve) -> float:
    """The right number, computed from the data where the question says so."""
    if not isinstance(question.answer, FactAnswer):
        return question.answer
    value = resolve(question.answer.fact).value
    if not countable(value):
        raise BankError(
            f"question {question.id}: the fact {question.answer.fact} is {value!r}, not a number. Choose another fact."
        )
    return value


def content_hash(question: Any, resolve: Resolve) -> str:
    """Eight hex digits over what a reader is asked and how it is graded, with the facts in it as they are now.

    Feedback and hints may change without it. A cell of a table that changes a number in the question, or its answer, changes it.
    """
    part = question.model_dump(
        exclude={"hints", "explanation", "sources", "teaches", "difficulty", "objective", "feedback", "view"}
    )
    for option in part.get("options", []):
        option.pop("feedback")
    if isinstance(question, Number):
        part["answer"] = float(number_answer(question, resolve))
    text = filled(json.dumps(part, ensure_ascii=False, sort_keys=True), resolve)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def known_to_the_book(book: Book, views: Iterable[str] = ()) -> Known:
    """What the questions of this book may refer to. Views stand above the bank: who asks for them to be checked gives their ids."""
    from sourcebook import facts, sources

    return Known(frozenset(facts.names(book)), frozenset(sources.keys(book)), places.sections(book), frozenset(views))


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int, known: Known) -> Bank:
    return parse(path.read_text(encoding="utf-8"), _file(path.stem), known)


def _file(chapter: str) -> str:
    """A question file's name for messages."""
    return f"book/quizzes/{chapter}.yml"


def names(book: Book) -> list[str]:
    """The chapters that have a question file."""
    return sorted(p.stem for p in book.quiz_dir.glob("*.yml"))


def load(book: Book, chapter: str, known: Known = Known()) -> Bank:
    """The bank of one chapter; what its questions refer to is looked up in ``known``.

    An unknown chapter raises ``BankError`` and lists those there are.
    """
    path = book.quiz_dir / f"{chapter}.yml"
    if not path.is_file():
        raise BankError(f"no questions for {chapter!r}. There are: {', '.join(names(book))}.")
    return _read(path, path.stat().st_mtime_ns, known)


def together(banks: Mapping[str, Bank]) -> dict[str, Any]:
    """All questions of these files, by id. Takes the banks by chapter.

    Raises ``BankError`` where two files share an id, or a borrowed question does not exist, with file, line and remedy.
    """
    found: dict[str, Any] = {}
    first: dict[str, str] = {}
    for chapter, held in banks.items():
        for q in held.questions:
            here = f"{_file(chapter)}, line {held.lines[q.id]}"
            if q.id in found:
                raise BankError(
                    f"{here}, question {q.id}: this id stands already in {first[q.id]}. Give the question another."
                )
            found[q.id], first[q.id] = q, here
    for chapter, held in banks.items():
        for name in held.borrowed:
            if name not in found:
                here = f"{_file(chapter)}, line {held.lines[name]}"
                raise BankError(
                    f"{here}: no question {name!r} in book/quizzes.{did_you_mean(name, found)} Take it out, or mend its name."
                )
    return found


def every(book: Book) -> dict[str, Any]:
    """All questions of the book by id."""
    return together({chapter: load(book, chapter) for chapter in names(book)})


def find(book: Book, question: str) -> Any:
    """The question with this id, whatever chapter it is in; an unknown one raises ``BankError``."""
    held = every(book)
    if question not in held:
        raise BankError(f"no question {question!r} in book/quizzes.{did_you_mean(question, held)}")
    return held[question]


def check_all(book: Book, known: Known | None = None) -> None:
    """Check every question file: each by itself, that no two share an id, and that every borrowed question exists.

    ``known`` is what the questions may refer to; without it the book's facts, sources and sections (``known_to_the_book``). Raises
    ``BankError`` for the first mistake, with file, line, question and remedy.
    """
    known = known_to_the_book(book) if known is None else known
    together({chapter: load(book, chapter, known) for chapter in names(book)})
