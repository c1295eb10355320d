"""One question file, checked so that a mistake names file, line, question and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sourcebook.quiz.content import BankError
from sourcebook.quiz.models import ID, LONGEST_ID, MODELS, TYPES, FactAnswer, Number, Objective, Worked
from sourcebook.quiz.values import FACT
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

FORMS = ("A", "B")
_FILE_KEYS = {"chapter", "title", "objectives", "questions", "from", "form"}
#: Where a fact cannot stand: these words are compared, or are no text for readers.
_NO_FACTS = {"id", "objective", "accept", "unit", "sources", "teaches", "view"}


@dataclass(frozen=True)
class Known:
    """What questions may refer to; an empty set means that this is not checked."""

    facts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()


UNCHECKED = Known()


@dataclass(frozen=True)
class Bank:
    """The questions of one file, in its order. ``borrowed`` are ids of other files' questions, for a mixed set; ``form`` is the letter
    of one of the parallel forms of a check; ``lines`` says for all ids in which line of the file they stand."""

    chapter: str
    title: str
    objectives: tuple[Objective, ...]
    questions: tuple[Any, ...] = field(repr=False)
    borrowed: tuple[str, ...] = ()
    form: str = ""
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
    fields = MODELS[kind].model_fields if kind in MODELS and len(error["loc"]) == 1 else {}
    return explain(error, [f.alias or name for name, f in fields.items()], hidden=("FactAnswer", "Worked"))


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
    if "form" in raw:
        if raw["form"] not in FORMS:
            raise fail(line("form"), "", f"`form`: {raw['form']!r} is unknown. It is one of: {', '.join(FORMS)}.")
        for key in ("objectives", "from"):
            if key in raw:
                raise fail(
                    line(key), "", f"a form has no `{key}`: it asks questions of its own on the chapters' objectives."
                )
    needs = ("from",) if "from" in raw else ("questions",) if "form" in raw else ("objectives", "questions")
    for key in ("chapter", "title", *needs):
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


def parse(text: str, file: str, known: Known = UNCHECKED) -> Bank:
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
        if not isinstance(kind, str) or kind not in MODELS:
            raise fail(line(*at, "type"), name, f"type {kind!r} is unknown. It is one of: {', '.join(TYPES)}.")
        try:
            question = MODELS[kind].model_validate(item)
        except ValidationError as error:
            # A misspelt key is both unknown and missing: the first says more.
            first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
            raise fail(line(*at, *first["loc"]), name, _say(first, kind)) from None
        if not ID.fullmatch(question.id):
            raise fail(line(*at, "id"), name, "the id must be lower-case words joined by dashes, like hist-coup-count.")
        if len(question.id) > LONGEST_ID:
            raise fail(
                line(*at, "id"),
                name,
                f"the id has {len(question.id)} letters; at most {LONGEST_ID} can be kept. Give it a shorter one.",
            )
        if question.id in lines:
            raise fail(
                line(*at, "id"),
                name,
                f"this id stands already in line {lines[question.id]}. Give the question another.",
            )
        lines[question.id] = line(*at, "id")
        if question.objective not in goals and "form" not in raw:
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
    return Bank(
        str(raw["chapter"]),
        str(raw["title"]),
        objectives,
        tuple(questions),
        tuple(raw.get("from", [])),
        str(raw.get("form", "")),
        lines,
    )


def _facts(question: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Keys and places of every text that has a fact in it or seems to, with the text; of a computed answer with the name in braces."""

    def walk(part: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
        if isinstance(part, str) and "{{" in part:
            yield path, part
        elif isinstance(part, dict | list):
            for key, value in part.items() if isinstance(part, dict) else enumerate(part):
                yield from walk(value, (*path, key))

    yield from walk(question.model_dump(exclude={"answer"}, by_alias=True), ())
    if isinstance(getattr(question, "answer", None), FactAnswer):
        yield ("answer", "fact"), "{{" + question.answer.fact + "}}"
    for n, slip in enumerate(question.slips if isinstance(question, Number) else ()):
        if isinstance(slip.when, FactAnswer):
            yield ("slips", n, "when", "fact"), "{{" + slip.when.fact + "}}"
        elif isinstance(slip.when, Worked):
            for name, fact in slip.when.parts.items():
                yield ("slips", n, "when", "from", name), "{{" + fact + "}}"


def _fact_fault(path: tuple[Any, ...], text: str, known: frozenset[str]) -> str:
    """What is wrong with the facts in a text, or nothing."""
    key = next((part for part in path if part in _NO_FACTS), None)
    if key:
        return f"`{key}` is taken as it stands; a fact in braces cannot be looked up there. Write the words."
    if "{{" in FACT.sub("", text):
        return (
            f"{text!r}: a fact is written in lower case and without blanks, like {{{{deaths.total}}}}. Mend the name."
        )
    for name in FACT.findall(text):
        if known and name not in known:
            return f"{name!r} is not in book/data/facts.yml.{did_you_mean(name, known)}"
    return ""
