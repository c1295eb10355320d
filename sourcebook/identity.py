"""``book/book.yml``: what a book says of itself. Checked by a schema; a mistake names its line and the remedy.

Five lines are enough for a small book::

    title: The river at our town
    slug: our-river
    description: A small book on one river.
    language: en
    licence: {text: CC BY 4.0, address: "https://creativecommons.org/licenses/by/4.0/"}
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from sourcebook.errors import BookError
from sourcebook.text import reads
from sourcebook.text.validation import explain, told_once
from sourcebook.text.yamlfile import Unreadable, YamlFile

FILE = "book/book.yml"
#: The version of each kind of file that readers and classes save. Every older one is read for ever.
VERSIONS = {"responses": 2, "answers": 1, "history": 1}
_COLOUR = r"#[0-9a-f]{6}"
_WORDS = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_PAGE = r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Text = Annotated[str, Field(min_length=1)]
Colour = Annotated[str, Field(pattern=f"^{_COLOUR}$")]
Slug = Annotated[str, Field(pattern=f"^{_WORDS}$", max_length=40)]
Page = Annotated[str, Field(pattern=f"^{_PAGE}$")]
Palette = Annotated[list[Colour], Field(min_length=3, max_length=3)]


class Licence(_Strict):
    """Under what readers may use the book: text and the like under the one, code under the other."""

    text: Text = "CC BY 4.0"
    address: Text = "https://creativecommons.org/licenses/by/4.0/"
    code: Text = "MIT"


class Colours(_Strict):
    """The three colours of the header and of the social cards, for light pages and for dark
    ones, and the paper of a card.
    """

    light: Palette = ["#2f6b8a", "#1d4457", "#8fb8c9"]
    dark: Palette = ["#6fa9c4", "#48809b", "#a9cbd9"]
    card: Colour = "#f5f9fb"


class Pages(_Strict):
    """Where pages that others lead to stand, from the root of the built book and without ``.html``."""

    about: Page = "book/about"
    data: Page = "book/data-and-sources"
    glossary: Page = "book/glossary"
    progress: Page = "book/my-progress"
    references: Page = "book/references"
    tables: Page = "book/tables"
    teachers: Page = "book/for-teachers"
    #: Where readers find what was corrected; empty: nowhere.
    corrections: Annotated[str, Field(pattern=f"^({_PAGE})?$")] = ""

    def table(self, name: str) -> str:
        """The page that shows every row of the table."""
        return f"{self.tables}/{name.replace('_', '-')}"


class Sentence(_Strict):
    """How a row of a table is told: the words of the link to it, and what it says. ``{column}`` stands for a cell."""

    link: Text
    says: Text


class Span(_Strict):
    """From so much to so much."""

    least: int = 0
    most: int


class Talk(_Strict):
    """The questions to talk about: below which heading, and how many."""

    heading: Text
    questions: int = 1


class NotebookRules(_Strict):
    """How much a chapter's notebook looks at, lets change, and asks."""

    tables: int = 0
    views: int = 0
    changes: int = 0
    thinking: int = 0


class PictureRules(_Strict):
    """How much a chapter may tell before it shows something.

    ``words``: the most between two things to look at. ``numbers`` in so many ``sentences``: the most in a section that
    shows nothing.
    """

    words: Annotated[int, Field(ge=1)] = 400
    numbers: Annotated[int, Field(ge=1)] = 5
    sentences: Annotated[int, Field(ge=1)] = 2


class ViewRules(_Strict):
    """Words that views do without, besides those that no book needs there.

    ``about_itself``: in a title they speak of the book, not of the world. ``jargon``: in a label readers do not know
    them.
    """

    about_itself: list[Text] = []
    jargon: list[Text] = []


class ChapterRules(_Strict):
    """What every chapter has.

    A chapter is a page of the ``part`` of the contents with this caption; without one there are no rules.
    """

    part: str = ""
    words: Span | None = None
    questions: int = 0
    questions_an_objective: int = 0
    #: Of those, so many that both readings in ``levels.yml`` call a judgement.
    judging_an_objective: int = 0
    #: Questions whose number is read from a view, and comes from the tables.
    questions_from_views: int = 0
    views: int = 0
    pictures: PictureRules | None = None
    headings: list[Text] = []
    ends_with: str = ""
    talk: Talk | None = None
    notebook: NotebookRules | None = None


class BankRules(_Strict):
    """What the questions of all chapters and forms have together."""

    questions: int = 0
    #: How many of a type there are at least.
    types: dict[Text, int] = {}
    #: Whether each mistake must have a sentence of its own: items to order or match, a number, a word.
    answer_mistakes: bool = False


class Former(_Strict):
    """Names of earlier versions that still mean this book: what readers kept, and what a host or an author has set."""

    storage: list[Text] = []
    responses: list[Text] = []
    answers: list[Text] = []
    history: list[Text] = []
    #: Name of today: former name, for environment variables and for settings of ``_config.yml``.
    environment: dict[Text, Text] = {}
    settings: dict[Text, Text] = {}
    themes: list[Text] = []


class Schemas(_Strict):
    """Names in the files that readers and classes save, without their version; empty: the slug and the kind of file."""

    responses: str = ""
    answers: str = ""
    history: str = ""


class Identity(_Strict):
    """A whole ``book.yml``."""

    title: Text
    slug: Slug
    subtitle: str = ""
    description: str = ""
    authors: str = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    as_of: str = ""
    licence: Licence = Licence()
    colours: Colours = Colours()
    icon: str = ""
    pages: Pages = Pages()
    #: How the ids of a chapter's questions begin.
    prefixes: dict[Text, Slug] = {}
    #: The tables whose rows ``{sources}`` may name.
    evidence: dict[Text, Sentence] = {}
    #: Names that ``{reading-list}`` knows, with the cells by which a row of readings.csv belongs there.
    shelves: dict[Text, dict[Text, Text]] = {}
    #: How the entries of an objective's ``relates`` begin; empty: anything may stand there.
    curricula: list[Text] = []
    #: Groups of words that the search takes for the same: other spellings, and words of the same thing.
    same_words: list[Annotated[list[Text], Field(min_length=2)]] = []
    #: What the notebooks of the class kit are for, by file name.
    kit: dict[Text, Text] = {}
    #: What `check` asks of a chapter.
    chapters: ChapterRules = ChapterRules()
    #: What `check` asks of all questions together.
    bank: BankRules = BankRules()
    #: What `check` asks of titles and labels of views.
    views: ViewRules = ViewRules()
    package: Annotated[str, Field(pattern=r"^([a-z_][a-z0-9_]*)?$")] = ""
    distribution: str = ""
    archive: str = ""
    #: What readers keep besides their answers, by the name under which a script of the book keeps it.
    kept: dict[Text, Text] = {}
    schemas: Schemas = Schemas()
    former: Former = Former()

    @field_validator("evidence", "shelves", "kit", "prefixes", "kept", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """An empty key in YAML is none; a list has no names."""
        if value is None:
            raise ValueError("is empty. Fill it, or take the key out.")
        return value

    def schema_name(self, kind: str, number: int = 0) -> str:
        """What a saved file says it is, such as ``our-river-responses/2``, today or in a
        former version; ``kind`` as in ``Schemas``.
        """
        name = getattr(self.schemas, kind) or f"{self.slug}-{kind}"
        return f"{name}/{number or VERSIONS[kind]}"

    def reads(self, kind: str) -> frozenset[str]:
        """What a saved file that this book reads may say it is: today's name in each
        version, and the names of earlier versions.
        """
        own = {self.schema_name(kind, number) for number in range(1, VERSIONS[kind] + 1)}
        return frozenset({*own, *getattr(self.former, kind)})

    @property
    def data_attributes(self) -> dict[str, str]:
        """What a page or a live widget says of its book to the scripts: the ``data-`` attributes of its element."""
        return {"book": self.slug, "former": " ".join(self.former.storage)}

    @property
    def by(self) -> str:
        """Who wrote the book, for files of other systems."""
        return self.authors or f"The authors of {self.title}"

    @property
    def installed_as(self) -> str:
        """The name under which the book's package is installed; empty for a book without Python."""
        return self.distribution or self.package

    @property
    def installed_version(self) -> str:
        """The version of the book's package; empty for a book without Python, or where it is not installed."""
        try:
            return version(self.installed_as) if self.installed_as else ""
        except PackageNotFoundError:
            return ""

    @property
    def zip_name(self) -> str:
        """The folder and the name of the zip of the built book."""
        return self.archive or self.slug

    @property
    def kit_name(self) -> str:
        """The folder and the name of the class kit."""
        return f"{self.slug}-class-kit"


def parse(text: str, file: str = FILE) -> Identity:
    """Read the text of a ``book.yml``; raises ``BookError`` for the first mistake, with file, line and remedy."""
    identity, wrong = _parsed(text, file)
    if identity is None:
        raise wrong[0]
    return identity


def faults(text: str, file: str = FILE) -> list[BookError]:
    """Everything that is wrong with the text of a ``book.yml``, each with file, line and remedy."""
    return _parsed(text, file)[1]


def _parsed(text: str, file: str) -> tuple[Identity | None, list[BookError]]:
    odd: list[Unreadable] = []
    try:
        parsed = YamlFile(text, odd)
    except Unreadable as error:
        return None, [BookError(f"{file}, line {error.line}: {error}")]
    wrong = [BookError(f"{file}, line {one.line}: {one}") for one in odd]
    if not isinstance(parsed.values, dict):
        return None, [*wrong, BookError(f"{file}, line 1: must begin with `title:` and `slug:`.")]
    try:
        identity = Identity.model_validate(parsed.values)
    except ValidationError as error:
        told = told_once(error.errors(), Identity.model_fields)
        return None, [*wrong, *(BookError(f"{file}, line {parsed.line(*one['loc'])}: {_explain(one)}") for one in told)]
    return (None if wrong else identity), wrong


def _explain(error: Any) -> str:
    loc = error["loc"]
    if error["type"] == "string_pattern_mismatch":
        name = ".".join(map(str, loc))
        return f"`{name}: {error['input']}` {_FORMS.get(error['ctx']['pattern'], 'cannot stand there. Mend it.')}"
    models: dict[tuple[int | str, ...], type[BaseModel]] = {
        (): Identity,
        ("licence",): Licence,
        ("colours",): Colours,
        ("pages",): Pages,
        ("former",): Former,
        ("schemas",): Schemas,
        ("chapters",): ChapterRules,
        ("views",): ViewRules,
        ("chapters", "words"): Span,
        ("chapters", "talk"): Talk,
        ("chapters", "notebook"): NotebookRules,
    }
    model = Sentence if len(loc) == 3 and loc[0] == "evidence" else models.get(tuple(loc[:-1]))
    return explain(error, model.model_fields if model else ())


_FORMS = {
    f"^{_COLOUR}$": "must be a colour in six digits and small letters, like #a8642a, in quotes.",
    f"^{_WORDS}$": "must be lower-case words joined by dashes, like our-river.",
    f"^{_PAGE}$": "must be a page from the root of the book, without .html, like book/about.",
    r"^([a-z_][a-z0-9_]*)?$": "must be the name of a Python package, like our_river.",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "must be the code of a language, like en or pt-BR.",
}


def read(path: Path) -> Identity:
    """The identity in this file; a file is read again when it has changed."""
    if not path.is_file():
        raise BookError(f"{FILE} is missing. Write it with at least `title:` and `slug:`, or restore it with git.")
    return _read(path, reads.stamp(path))


@lru_cache(maxsize=8)
def _read(path: Path, stamp: int) -> Identity:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BookError(f"{FILE}: not UTF-8. Save the file again with the encoding UTF-8.") from None
