"""What a notebook calls, bound to its book: nobody who writes a cell names the book again.

A book without Python of its own begins its notebooks so::

    from sourcebook.notebook import data, quiz, task, views

A book with a package binds these names to it once, in the package's ``__init__.py``::

    from sourcebook.notebook import bind

    _book = bind("our_river")
    data, quiz, task, classroom = _book.data, _book.quiz, _book.task, _book.classroom

and, where the package draws views, in its ``views/__init__.py``::

    from sourcebook.notebook import bind_views

    VIEWS = {"flood-years": "floods"}  # id of the view, and the module below that draws it
    bind_views(__name__)

Each call looks for its book anew (``book.find``), so that it reads the one around the
notebook. Rooms load when first used.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from os import PathLike
from types import ModuleType
from typing import Any

from sourcebook import book
from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text.wording import did_you_mean, instead

_DATA = dict.fromkeys(("load", "pick", "names", "table", "tables"), "sourcebook.data")
_QUIZ = {**dict.fromkeys(("question", "questions"), "sourcebook.quiz.show"), "save": "sourcebook.quiz.saving"}
_TASK = {"names": "sourcebook.tasks.show"}
_CLASSROOM = dict.fromkeys(("ask", "poll", "questions", "history", "export", "report"), "sourcebook.classroom")
Find = Callable[[], Book]
_AFTER_A_DOT = 'write what shall be done after a dot, as in data.load("name").'


class Room:
    """Functions of the engine or of a book's package that take the book first, each by its
    name, with the book filled in.
    """

    def __init__(self, find: Find, functions: Mapping[str, str]) -> None:
        self._find = find
        self._functions = dict(functions)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._functions:
            raise _no_such(name, self._functions)
        return _bound(self._find, getattr(import_module(self._functions[name]), name))

    def __dir__(self) -> list[str]:
        return sorted(self._functions)

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise NoSuchName(f"{_AFTER_A_DOT} There is: {', '.join(sorted(self._functions))}.")

    def __getitem__(self, name: object) -> Any:
        return self(name)

    def with_functions(self, more: Mapping[str, str]) -> Room:
        """The same with further functions: the module of each by its name."""
        return Room(self._find, {**self._functions, **more})


class Quiz(Room):
    """``quiz("rivers")`` shows a chapter's questions, ``quiz.question("river-source")`` one."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """As ``sourcebook.quiz.show.quiz``, without the book."""
        from sourcebook.quiz import show

        return _bound(self._find, show.quiz)(*args, **options)


class Tasks(Room):
    """``task("rain-t1")`` shows a task, which checks, hints and solves; ``task.names()`` lists them."""

    def __call__(self, *args: Any) -> Any:
        """As ``sourcebook.tasks.show.task``, without the book."""
        from sourcebook.tasks import show

        return _bound(self._find, show.task)(*args)


class Views:
    """``views.flood_years()`` draws the view ``flood-years``."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _view(self._find, name)

    def __dir__(self) -> list[str]:
        return _view_names(self._find)

    def __call__(self, *names: object, **_: Any) -> Any:
        raise _view_after_a_dot(self._find, names)

    def __getitem__(self, name: object) -> Any:
        return self(name)


@dataclass(frozen=True)
class Bound:
    """The rooms of one book as its notebooks use them."""

    find: Find
    data: Room
    quiz: Quiz
    task: Tasks
    views: Views
    classroom: Room

    def room(self, functions: Mapping[str, str]) -> Room:
        """A room of the book's own: the module of each function by its name."""
        return Room(self.find, functions)


def bind(package: str = "") -> Bound:
    """The rooms of the book around the notebook; outside every checkout, of the one that ``package`` carries."""

    def find() -> Book:
        return book.find(package=package)

    if "ipykernel" in sys.modules:
        from sourcebook.tasks import chosen

        chosen.follow()
    return Bound(find, Room(find, _DATA), Quiz(find, _QUIZ), Tasks(find, _TASK), Views(find), Room(find, _CLASSROOM))


def bind_views(module: str) -> None:
    """Have the module ``PACKAGE.views`` give each view of the book by its name, as ``Views`` does.

    A module that draws may have the name of its view (``money.money``): the function, not
    the module, is what ``views.money`` means.
    """
    sys.modules[module].__class__ = _ViewsModule


class _ViewsModule(ModuleType):
    VIEWS: Mapping[str, str]

    def _find_book(self) -> Book:
        return book.find(package=self.__name__.rpartition(".")[0])

    def __getattr__(self, name: str) -> Any:
        # `from PACKAGE.views import module` asks here first.
        own = name.replace("_", "-") in self.VIEWS
        if name.startswith("_") or (not own and find_spec(f"{self.__name__}.{name}")):
            raise AttributeError(name)
        return _view(self._find_book, name)

    def __setattr__(self, name: str, value: Any) -> None:
        # Python puts a module that was imported into the package above it.
        if not isinstance(value, ModuleType):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return _view_names(self._find_book)

    def __call__(self, *names: object, **_: Any) -> Any:
        raise _view_after_a_dot(self._find_book, names)

    def __getitem__(self, name: object) -> Any:
        return self(name)


class NoSuchName(ReaderError, AttributeError):
    """A room has nothing of this name; the message lists what it has."""


def _no_such(name: str, known: Mapping[str, str]) -> AttributeError:
    if name.startswith("_"):  # asked for by Python or IPython, which want a plain answer
        return AttributeError(name)
    return NoSuchName(f"there is no {name!r} here.{did_you_mean(name, known)} There is: {', '.join(sorted(known))}.")


class WrongCall(ReaderError, TypeError):
    """A call with what it does not take; the message shows what it takes."""


class NoSuchView(ReaderError, AttributeError):
    """The book has no view of this name; the message lists those that it has."""


def _view(find: Find, name: str) -> Callable[..., Any]:
    """What draws the view with this name; an unknown one raises ``NoSuchView`` at once."""
    from sourcebook.views import registry

    view_id = name.replace("_", "-")
    try:
        drawing = registry.maker(find(), view_id)
    except ReaderError as error:
        raise NoSuchView(str(error)) from None

    own = inspect.signature(drawing)

    @wraps(drawing.func)
    def draw(*args: Any, **options: Any) -> Any:
        _fits(name, own, args, options)
        return registry.maker(find(), view_id)(*args, **options)

    draw.__signature__ = own  # type: ignore[attr-defined]
    return draw


def _view_after_a_dot(find: Find, names: tuple[object, ...]) -> NoSuchView:
    known = _view_names(find)
    near = did_you_mean(str(names[0]).replace("-", "_"), known, 1) if names and isinstance(names[0], str) else ""
    return NoSuchView(
        f"write the name of a view after a dot, as in views.{known[0]}().{near}" if known else "this book has no views."
    )


def _view_names(find: Find) -> list[str]:
    from sourcebook.views import registry

    return [name.replace("-", "_") for name in registry.ids(find())]


def _bound(find: Find, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function without its first parameter, which is the book; help shows the others."""

    described = inspect.signature(function)
    own = described.replace(parameters=list(described.parameters.values())[1:])

    @wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        _fits(function.__name__, own, args, options)
        return function(find(), *args, **options)

    call.__signature__ = own  # type: ignore[attr-defined]
    return call


def _fits(name: str, own: inspect.Signature, args: tuple[Any, ...], options: Mapping[str, Any]) -> None:
    """Raise ``WrongCall`` where a call does not take this, or something else stands where a file or folder is named."""
    try:
        given = own.bind(*args, **options)
    except TypeError as error:
        near = "".join(did_you_mean(option, own.parameters, 1) for option in options if option not in own.parameters)
        raise WrongCall(f"{name}{_usage(own)} was called in another way: {error}.{near}") from None
    for what, value in given.arguments.items():
        if own.parameters[what].annotation == "Path | str" and not isinstance(value, str | PathLike):
            raise WrongCall(f"{name}: {what} is a name in quotation marks, and here is {instead(value)}.")


def _usage(signature: inspect.Signature) -> str:
    """What a call takes, without the types that only programmers read."""
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=inspect.Signature.empty))


_around = bind()
data, quiz, task = _around.data, _around.quiz, _around.task
views, classroom = _around.views, _around.classroom
