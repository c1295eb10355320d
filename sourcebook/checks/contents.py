"""Checks of ``_toc.yml``: each page is there, is listed, and is listed once."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.text import contents
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

CONFIG = "_config.yml"
SUFFIXES = (".md", ".ipynb")
_FORMATS = ("jb-book", "jb-article")


def _list(held: dict[str, Any], key: str) -> list[Any]:
    found = held.get(key)
    return found if isinstance(found, list) else []


def _group(held: dict[str, Any], key: str) -> dict[str, Any]:
    found = held.get(key)
    return found if isinstance(found, dict) else {}


def extensions(material: Material) -> tuple[str, ...]:
    """The extensions that the configuration names; those of the engine go without saying."""
    read = yaml_of(material, CONFIG)
    held = read.values if isinstance(read, YamlFile) and isinstance(read.values, dict) else {}
    sphinx = _group(held, "sphinx")
    config = _group(sphinx, "config")
    named = [*_list(sphinx, "extra_extensions"), *_list(config, "extensions"), *_group(sphinx, "local_extensions")]
    return tuple(dict.fromkeys(map(str, named)))


def yaml_of(material: Material, name: str) -> YamlFile | Finding:
    """A file at the root of the book as YAML, or why it is none."""
    path = material.book.root / name
    try:
        return YamlFile(material.text(path), [])
    except Unreadable as error:
        return Finding(name, error.line, str(error))
    except ReaderError as error:
        return of_error(error)
    except FileNotFoundError:
        return Finding(name, 0, "is missing. Restore it with git.")


def pages(material: Material) -> Iterator[Finding]:
    """The contents list every page once, and no other."""
    file = contents.FILE
    read = yaml_of(material, file)
    if isinstance(read, Finding):
        yield read
        return
    held = read.values
    if not isinstance(held, dict) or not isinstance(held.get("root"), str):
        yield Finding(file, read.line("root"), "`root` is missing. Write `root: book/index`, the front page.")
        return
    if "format" in held and held["format"] not in _FORMATS:
        reason = f"`format` must be {' or '.join(_FORMATS)}, not {held['format']!r}."
        yield Finding(file, read.line("format"), reason)
    odd = list(_shape(read, held, (), contents.TOP))
    yield from odd
    listed: dict[Path, int] = {}
    for entry in contents.entries(read):
        found = page_of(material.book.root, entry.file)
        if found is None:
            yield Finding(file, entry.line, _no_page(material, entry.file))
        elif found in listed:
            reason = (
                f"{entry.file} stands already in line {listed[found]}. A page has one place: take one of the two out."
            )
            yield Finding(file, entry.line, reason)
        else:
            listed[found] = entry.line
    for path in material.pages:
        if path not in listed and not odd and path not in meant(material):
            reason = (
                f"{file} does not list this page, so that it is not built. Add "
                f"`- file: {material.name(path.with_suffix(''))}` there."
            )
            yield Finding(material.name(path), 1, reason)


def _no_page(material: Material, name: str) -> str:
    if "\\" in name:
        return f"{name!r} has a backslash. Write {name.replace(chr(92), '/')}, with the other slash."
    known = [material.name(path.with_suffix("")) for path in material.pages]
    return f"there is no page {name!r}.{did_you_mean(name, known, 1)} Mend the name, or take the line out."


def meant(material: Material) -> set[Path]:
    """The pages that entries probably mean whose name is misspelt: what follows of that is not said again."""
    known = {material.name(path.with_suffix("")): path for path in material.pages}
    wrong = [entry.file for entry in material.contents if page_of(material.book.root, entry.file) is None]
    near = [get_close_matches(name.replace("\\", "/"), known, n=1) for name in wrong]
    return {known[one] for found in near for one in found}


def whole(material: Material) -> bool:
    """Whether all entries of the contents can be read, so that a page which is not among them is not listed."""
    read = yaml_of(material, contents.FILE)
    if isinstance(read, Finding) or not isinstance(read.values, dict):
        return False
    return not any(_shape(read, read.values, (), contents.TOP))


def page_of(root: Path, name: str) -> Path | None:
    """The file of a page as the contents name it, with its suffix or without."""
    for suffix in ("", *SUFFIXES):
        path = root / f"{name}{suffix}"
        if path.suffix in SUFFIXES and path.is_file():
            return path
    return None


def _shape(read: YamlFile, held: Any, path: tuple[Any, ...], known: tuple[str, ...]) -> Iterator[Finding]:
    """Keys that the contents do not know, and lists that are none."""
    if not isinstance(held, dict):
        yield Finding(contents.FILE, read.line(*path), "must be an entry like `- file: book/river`.")
        return
    for key, value in held.items():
        if key not in known:
            reason = f"unknown key `{key}`.{did_you_mean(key, known, 1)} Mend it, or take it out."
            yield Finding(contents.FILE, read.line(*path, str(key)), reason)
        elif key in ("parts", "chapters", "sections", "subtrees", "entries"):
            if not isinstance(value, list):
                yield Finding(
                    contents.FILE, read.line(*path, key), f"`{key}` must be a list. Begin each entry with a dash."
                )
                continue
            for number, item in enumerate(value):
                yield from _shape(read, item, (*path, key, number), contents.KEYS)
        elif key == "file" and not isinstance(value, str):
            yield Finding(contents.FILE, read.line(*path, key), "`file` is empty. Write the page, like book/river.")
