"""Plans of lessons, and sheets to hand out, as an author writes them: YAML in ``book/lessons`` and ``book/sheets``.

A plan has ``minutes``, and ``steps`` that add up to them::

    minutes: 45
    steps:
      - minutes: 5
        does: Deal the cards. Pairs read theirs, and write a first answer.
        who: pairs
        uses: ["{sheet}`cards`"]
        without: The cards are paper already.
        words: 60
        counts: 0

``board`` is what the class sees of the step on the wall, one line of Markdown; where it is left out, what stood there
stays. ``words`` are those that a student reads or hears in this step, at 150 a minute; ``counts`` are how many times
hands are counted, at five seconds each: both must fit into the step. ``uses`` names the pages, links and sheets of the
step, ``without`` says how it goes where nobody has a device; left out where the step needs none.

A sheet has a ``title``, a word on it for the teacher (``says``), a ``layout`` (``page``; ``sheets``, a part on a page
of its own; ``cards``, to cut), and ``parts`` in Markdown. Each part is printed ``copies`` times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text import litter, reads
from sourcebook.text.textfile import read_text
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

WORDS_A_MINUTE = 150
SECONDS_A_COUNT = 5

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]


class PlanError(ReaderError):
    """A plan or a sheet is not as it must be; the message says where and what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Step(_Strict):
    """One step of a lesson. ``does``, ``uses`` and ``without`` are Markdown."""

    minutes: Annotated[int, Field(ge=1)]
    does: Text
    who: Text
    uses: Annotated[list[Text], Field(min_length=1)]
    without: str = ""
    board: str = ""
    words: Count = 0
    counts: Count = 0

    @property
    def reading(self) -> int:
        """Seconds that its words take."""
        return -(-self.words * 60 // WORDS_A_MINUTE)

    @property
    def counting(self) -> int:
        """Seconds that counting hands takes."""
        return self.counts * SECONDS_A_COUNT


class Plan(_Strict):
    """A lesson of so many ``minutes``, step by step."""

    minutes: Annotated[int, Field(ge=1)]
    steps: Annotated[list[Step], Field(min_length=1)]

    @property
    def begins(self) -> list[int]:
        """The minute at which each step begins."""
        return [sum(step.minutes for step in self.steps[:number]) for number in range(len(self.steps))]


class Sheet(_Strict):
    """A sheet, or cards, to print."""

    title: Text
    says: Text
    layout: Literal["page", "sheets", "cards"] = "page"
    copies: Annotated[int, Field(ge=1, le=20)] = 1
    parts: Annotated[list[Text], Field(min_length=1)]


@dataclass(frozen=True)
class Faults:
    """What is wrong with a file, by line."""

    file: str
    found: tuple[tuple[int, str], ...]

    def first(self) -> PlanError:
        """The first of them as an error that names its place."""
        line, reason = self.found[0]
        return PlanError(f"{self.file}, line {line}: {reason}")


Model = TypeVar("Model", Plan, Sheet)


def _read(text: str, model: type[Model], file: str) -> tuple[Model | None, Faults]:
    odd: list[Unreadable] = []
    try:
        yaml = YamlFile(text, odd)
    except Unreadable as error:
        return None, Faults(file, ((error.line, str(error)),))
    found = [(one.line, str(one)) for one in odd]
    made: Model | None = None
    try:
        made = model.model_validate(yaml.values if isinstance(yaml.values, dict) else {})
    except ValidationError as error:
        for one in error.errors():
            keys = Step.model_fields if one["loc"][:1] == ("steps",) and len(one["loc"]) > 1 else model.model_fields
            found.append((yaml.line(*one["loc"]), explain(one, keys)))
    if isinstance(made, Plan):
        found += _sums(yaml, made)
    return made, Faults(file, tuple(found))


def _sums(yaml: YamlFile, plan: Plan) -> list[tuple[int, str]]:
    found = []
    total = sum(step.minutes for step in plan.steps)
    if total != plan.minutes:
        reason = f"the steps take {total} minutes together, not {plan.minutes}. Mend a step, or `minutes`."
        found.append((yaml.line("minutes"), reason))
    for number, step in enumerate(plan.steps):
        needed = step.reading + step.counting
        if needed > step.minutes * 60:
            reason = (
                f"step {number + 1} has {step.minutes * 60} seconds, and its {step.words} words and {step.counts} "
                f"counts of hands take {needed}. Give it more minutes, or less to read and to count."
            )
            found.append((yaml.line("steps", number, "minutes"), reason))
    return found


def _files(folder: Path) -> dict[str, Path]:
    reads.stamp(folder)
    return {path.stem: path for path in litter.files(folder, "*.yml")} if folder.is_dir() else {}


@lru_cache(maxsize=64)
def _loaded(path: Path, stamp: int, model: type[Any], file: str) -> tuple[Any, Faults]:
    return _read(read_text(path, file, PlanError), model, file)


def plan_files(book: Book) -> dict[str, Path]:
    """The file of each plan by its name."""
    return _files(book.lessons_dir)


def sheet_files(book: Book) -> dict[str, Path]:
    """The file of each sheet by its name."""
    return _files(book.sheets_dir)


def _of(book: Book, files: Mapping[str, Path], name: str, model: type[Model], what: str) -> Model:
    if name not in files:
        raise PlanError(f"there is no {what} {name!r}. There are: {', '.join(files)}.{did_you_mean(name, files)}")
    made, faults = checked(book, files[name], model)
    if faults.found or made is None:
        raise faults.first()
    return made


def checked(book: Book, path: Path, model: type[Model]) -> tuple[Model | None, Faults]:
    """What a file says, and everything that is wrong with it; ``PlanError`` where it cannot be read at all."""
    found: tuple[Model | None, Faults] = _loaded(path, reads.stamp(path), model, path.relative_to(book.root).as_posix())
    return found


def plan(book: Book, name: str) -> Plan:
    """The plan of this name; raises ``PlanError`` where there is none, or where it does not hold."""
    return _of(book, plan_files(book), name, Plan, "plan of a lesson")


def sheet(book: Book, name: str) -> Sheet:
    """The sheet of this name; raises ``PlanError`` as ``plan`` does."""
    return _of(book, sheet_files(book), name, Sheet, "sheet")
