"""Checks of the tasks: each file by itself, then what they say together. Their code is read, and never run here."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.checks.names import Names
from sourcebook.errors import ReaderError
from sourcebook.quiz import places
from sourcebook.tasks import files, parse
from sourcebook.tasks.parse import Known, TaskFile


def tasks(material: Material) -> Iterator[Finding]:
    """Every task keeps to the rules."""
    names, read = Names(material), dict[str, TaskFile]()
    for path in material.task_files:
        try:
            text, name = material.text(path), material.name(path)
        except ReaderError as error:
            yield of_error(error)
            continue
        known = _known(material, names, path.stem)
        faults = parse.faults(text, name, known)
        yield from map(of_error, faults)
        if path.stem not in names.chapters:
            yield Finding(name, 1, f"there are no questions for {path.stem}, so its tasks have no objectives.")
        elif not faults:
            read[path.stem] = parse.parse(text, name, known)
    yield from map(of_error, files.together(read, dict.fromkeys(names.questions or ())))


def _known(material: Material, names: Names, chapter: str) -> Known:
    """What tasks may refer to. What cannot be read is reported by its own check, and not looked up here."""
    try:
        prefixes = tuple(material.book.identity.prefixes.items())
        sections = places.sections(material.book)
    except ReaderError:
        prefixes, sections = (), frozenset()
    goals = frozenset(names.objectives(chapter) or ())
    return Known(goals, frozenset(names.sources or ()), sections, prefixes, frozenset(names.facts or ()))
