"""One question file, checked so that a mistake names file, line, question and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sourcebook.quiz import values
from sourcebook.quiz.content import BankError
from sourcebook.quiz.models import ID, LONGEST_ID, MODELS, TYPES, FactAnswer, Number, Objective, Worked
from sourcebook.text.parsed import once
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile, run_on

FORMS = ("A", "B")
_FILE_KEYS = {"chapter", "title", "objectives", "questions", "from", "form"}
#: Where a fact cannot stand: these words are compared, or are no text for readers.
_NO_FACTS = {"id", "objective", "accept", "peoples", "unit", "sources", "teaches", "view"}


@dataclass(frozen=True)
class Known:
    """What questions may refer to; an empty set means that this is not checked."""

    facts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()
    #: Facts that are no number to count with: they cannot be the answer of a number question.
    texts: frozenset[str] = frozenset()
    #: How the ids of each chapter begin, by the name of its file.
    prefixes: tuple[tuple[str, str], ...] = ()
    #: Whether the file stands in a book, and keeps its rules: named as its chapter, no objective without a question.
    in_book: bool = False


UNCHECKED = Known()


@dataclass(frozen=True)
class Bank:
    """The questions of one file, in its order.

    ``borrowed`` are ids of other files' questions, for a mixed set; ``form`` is the letter of one of the parallel forms
    of a check; ``lines`` says for all ids, of objectives too, in which line of the file they stand.
    """

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


class _Reader:
    """Reads one question file, and gathers everything that is wrong with it."""

    def __init__(self, file: str, known: Known) -> None:
        self.file, self.known = file, known
        self.stem = file.rpartition("/")[2].removesuffix(".yml")
        self.faults: list[BankError] = []
        self.lines: dict[str, int] = {}
        self._yaml: YamlFile | None = None

    def fail(self, line: int, question: str, reason: str) -> None:
        """Note a mistake."""
        who = f", question {question}" if question else ""
        self.faults.append(BankError(f"{self.file}, line {line}{who}: {reason}"))

    def line(self, *path: Any) -> int:
        return self._yaml.line(*path) if self._yaml else 1

    def read(self, text: str) -> Bank | None:
        """The bank of all that is right; nothing where the file is no question file at all."""
        odd: list[Unreadable] = []
        try:
            self._yaml = YamlFile(text, odd)
        except Unreadable as error:
            self.fail(error.line, "", str(error))
            return None
        for one in odd:
            self.fail(one.line, "", str(one))
        raw = self._yaml.values
        if not self._shape(raw):
            return None
        objectives = self._objectives(raw)
        goals = [o.id for o in objectives]
        questions = [
            question
            for number, item in enumerate(raw.get("questions", []))
            if (question := self._question(number, item, None if "form" in raw else goals)) is not None
        ]
        for number, name in enumerate(raw.get("from", [])):
            if name in self.lines:
                reason = f"stands already in line {self.lines[name]}. A set asks each question once; take one out."
                self.fail(self.line("from", number), name, reason)
            else:
                self.lines[name] = self.line("from", number)
        self._whole(raw, questions)
        borrowed = tuple(raw.get("from", []))
        form = str(raw.get("form", ""))
        return Bank(str(raw["chapter"]), str(raw["title"]), objectives, tuple(questions), borrowed, form, self.lines)

    def _shape(self, raw: Any) -> bool:
        """Whether the file has the keys of a question file, and lists where lists belong."""
        before = len(self.faults)
        if not isinstance(raw, dict):
            self.fail(1, "", "must begin with `chapter:`, `title:`, `objectives:` and `questions:`.")
            return False
        for key in raw:
            if key not in _FILE_KEYS:
                known = ", ".join(sorted(_FILE_KEYS))
                self.fail(
                    self.line(key), "", f"unknown key `{key}`.{did_you_mean(key, _FILE_KEYS)} Known keys: {known}."
                )
        if "form" in raw:
            if raw["form"] not in FORMS:
                self.fail(
                    self.line("form"), "", f"`form`: {raw['form']!r} is unknown. It is one of: {', '.join(FORMS)}."
                )
            for key in ("objectives", "from"):
                if key in raw:
                    reason = f"a form has no `{key}`: it asks questions of its own on the chapters' objectives."
                    self.fail(self.line(key), "", reason)
        needs = ("from",) if "from" in raw else ("questions",) if "form" in raw else ("objectives", "questions")
        for key in ("chapter", "title", *needs):
            # A misspelt key is both unknown and missing: the first says more.
            if not raw.get(key) and not any(did_you_mean(other, [key]) for other in raw if other not in _FILE_KEYS):
                self.fail(self.line(key), "", f"`{key}` is missing or empty. Fill it.")
        for key in ("chapter", "title"):
            if raw.get(key) and not isinstance(raw[key], str):
                self.fail(self.line(key), "", f"`{key}` must be text. Put it in quotes: YAML reads something else.")
        for key, kind, what in (
            ("objectives", dict, "objectives, each `- {id: …, text: …}`"),
            ("questions", dict, "questions, each beginning with `- id:`"),
            ("from", str, "ids of questions"),
        ):
            items = raw.get(key, [])
            wrong = (
                [n for n, item in enumerate(items) if not isinstance(item, kind)] if isinstance(items, list) else [-1]
            )
            for number in wrong if items is not None else ():
                self.fail(self.line(key, number), "", f"`{key}` must be a list of {what}.")
        return len(self.faults) == before

    def _objectives(self, raw: dict[str, Any]) -> tuple[Objective, ...]:
        """The objectives of a file, each with an id of its own."""
        found: dict[str, Objective] = {}
        for number, item in enumerate(raw.get("objectives", [])):
            here = self.line("objectives", number)
            try:
                objective = Objective.model_validate(item)
            except ValidationError as error:
                self.fail(here, "", f"objectives: {_say(error.errors()[0], '')}")
                continue
            if objective.id in found:
                self.fail(here, "", f"the objective {objective.id} stands twice. Give this one another id.")
            self.lines.setdefault(objective.id, here)
            found[objective.id] = objective
        return tuple(found.values())

    def _question(self, number: int, item: dict[str, Any], goals: list[str] | None) -> Any:
        """One question, or nothing where it is not as it must be."""
        at = ("questions", number)
        name, kind, before = str(item.get("id", "")), item.get("type"), len(self.faults)
        if not isinstance(kind, str) or kind not in MODELS:
            reason = f"type {kind!r} is unknown. It is one of: {', '.join(TYPES)}.{did_you_mean(kind, TYPES, 1)}"
            self.fail(self.line(*at, "type"), name, reason)
            return None
        try:
            question = MODELS[kind].model_validate(item)
        except ValidationError as error:
            for one in _telling(error):
                self.fail(self.line(*at, *one["loc"]), name, _say(one, kind))
            return None
        self._id(question.id, at)
        if goals is not None and question.objective not in goals:
            reason = f"no objective {question.objective!r}.{did_you_mean(question.objective, goals)}"
            self.fail(self.line(*at, "objective"), name, reason)
        for key, given, allowed, where in (
            ("sources", question.sources, self.known.sources, "book/references.bib"),
            ("teaches", [question.teaches], self.known.sections, "the pages (write page#label)"),
            ("view", [question.view] if question.view else [], self.known.views, "the views"),
        ):
            for value in given:
                if allowed and value not in allowed:
                    self.fail(
                        self.line(*at, key),
                        name,
                        f"{value!r} is not in {where}.{did_you_mean(value, allowed)}",
                    )
        for path, value in _facts(question):
            if reason := values.fault(path, value, self.known.facts, _NO_FACTS):
                self.fail(self.line(*at, *path), name, reason)
        self._answer_from_text(question, at)
        if self._yaml and self._yaml.in_brackets.get((*at, "hints"), [False])[0] and run_on(item["hints"]):
            reason = "a comma in [brackets] makes two hints of one. Put each hint in quotes, or on a line of its own."
            self.fail(self.line(*at, "hints"), name, reason)
        return question if len(self.faults) == before else None

    def _id(self, name: str, at: tuple[Any, ...]) -> None:
        here = self.line(*at, "id")
        if not ID.fullmatch(name):
            self.fail(here, name, "the id must be lower-case words joined by dashes, like hist-coup-count.")
        elif len(name) > LONGEST_ID:
            reason = f"the id has {len(name)} letters; at most {LONGEST_ID} can be kept. Give it a shorter one."
            self.fail(here, name, reason)
        if name in self.lines:
            self.fail(here, name, f"this id stands already in line {self.lines[name]}. Give the question another.")
        self.lines.setdefault(name, here)
        if not ID.fullmatch(name):
            return  # how it begins is no matter yet
        prefixes = dict(self.known.prefixes)
        own = prefixes.get(self.stem, "")
        others = [
            (other, begin) for other, begin in prefixes.items() if other != self.stem and name.startswith(f"{begin}-")
        ]
        if own and not name.startswith(f"{own}-"):
            whose = f", and {others[0][1]}- is that of {others[0][0]}" if others else ""
            reason = f"the ids of {self.stem} begin with {own}- (book.yml, prefixes){whose}. Rename it."
            self.fail(here, name, reason)
        elif not own and others:
            other, begin = others[0]
            self.fail(here, name, f"the beginning {begin}- is that of {other} (book.yml, prefixes). Rename it.")

    def _answer_from_text(self, question: Any, at: tuple[Any, ...]) -> None:
        answer = getattr(question, "answer", None)
        if isinstance(answer, FactAnswer) and answer.fact in self.known.texts:
            reason = (
                f"the fact {answer.fact} is no number. Ask for a fact that is one, or make it a question of type text."
            )
            self.fail(self.line(*at, "answer"), question.id, reason)

    def _whole(self, raw: dict[str, Any], questions: list[Any]) -> None:
        """Rules of the file as a whole, where all its questions can be read."""
        if self.known.in_book and raw["chapter"] != self.stem:
            reason = f"`chapter: {raw['chapter']}` is not the name of the file. Write `chapter: {self.stem}`."
            self.fail(self.line("chapter"), "", reason)
        asked = {str(item.get("objective", "")) for item in raw.get("questions", [])}
        for number, item in enumerate(raw.get("objectives", [])) if self.known.in_book else ():
            if isinstance(item, dict) and str(item.get("id", "")) not in asked:
                reason = f"the objective {item.get('id')} has no question. Ask one, or take the objective out."
                self.fail(self.line("objectives", number), "", reason)


def _telling(error: ValidationError) -> list[Any]:
    """The errors that tell an author something: where a key is unknown, one that is missing
    there is the same mistake.
    """
    found = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    unknown = {tuple(one["loc"][:-1]) for one in found if one["type"] == "extra_forbidden"}
    by_place: dict[tuple[Any, ...], Any] = {}
    for one in found:
        place = tuple(part for part in one["loc"] if part not in ("FactAnswer", "Worked", "[key]"))
        if one["type"] == "missing" and tuple(one["loc"][:-1]) in unknown:
            continue
        # An answer is a number or a fact: what is wrong with it is said once.
        by_place.setdefault(place[:1] if place[:1] == ("answer",) else place, one)
    return list(by_place.values())


def faults(text: str, file: str, known: Known = UNCHECKED) -> list[BankError]:
    """Everything that is wrong with one question file, each with file, line, question and remedy."""
    reader = _Reader(file, known)
    reader.read(text)
    return reader.faults


def parse(text: str, file: str, known: Known = UNCHECKED) -> Bank:
    """Read one question file.

    Raises ``BankError`` for the first mistake, with file, line, question and remedy. ``file`` is its name for messages.
    """
    return _whole(text, file, known) if known != UNCHECKED else once(f"bank {file}", text, lambda: _whole(text, file))


def _whole(text: str, file: str, known: Known = UNCHECKED) -> Bank:
    reader = _Reader(file, known)
    read = reader.read(text)
    if reader.faults or read is None:
        raise reader.faults[0]
    return read


def _facts(question: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Keys and places of every text that has a fact in it or seems to, with the text; of a
    computed answer with the name in braces.
    """
    yield from values.in_braces(question.model_dump(exclude={"answer"}, by_alias=True))
    if isinstance(getattr(question, "answer", None), FactAnswer):
        yield ("answer", "fact"), "{{" + question.answer.fact + "}}"
    for n, slip in enumerate(question.slips if isinstance(question, Number) else ()):
        if isinstance(slip.when, FactAnswer):
            yield ("slips", n, "when", "fact"), "{{" + slip.when.fact + "}}"
        elif isinstance(slip.when, Worked):
            for name, fact in slip.when.parts.items():
                yield ("slips", n, "when", "from", name), "{{" + fact + "}}"
