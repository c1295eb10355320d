"""The class kit: one zip with all that a teacher's laptop needs, the answer key in a folder
of its own, or not in it at all.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from sourcebook.book import Book
from sourcebook.classroom import start_here, wheel
from sourcebook.classroom.start_here import KEY_FOLDER
from sourcebook.errors import ReaderError
from sourcebook.text import atomic, litter, notebook, zips
from sourcebook.text.textfile import read_text

_PIN = re.compile(r"([A-Za-z0-9._-]+)==")
_VIA = re.compile(r"    #(?: via|  ) ([A-Za-z0-9._-]+)")


def needed(project: Path, extras: tuple[str, ...] = ("class",)) -> list[str]:
    """The pins of ``requirements.txt`` that the package of this folder and the given extras
    need, with all that those need.

    The one list of versions stays the source, with its remarks who asks for what: a kit
    cannot drift from what was tested, and is the same on every machine. A package may have
    several pins, for several systems or versions of Python.
    """
    pins: dict[NormalizedName, list[str]] = {}
    users: dict[str, set[str]] = {}
    name = ""
    for line in (project / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            name = canonicalize_name(pin[1])
            pins.setdefault(name, []).append(line)
        elif by := _VIA.match(line):
            users.setdefault(name, set()).add(canonicalize_name(by[1]))
    package = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = [*package["dependencies"], *(r for e in extras for r in package["optional-dependencies"][e])]
    found = {canonicalize_name(Requirement(r).name) for r in own}
    if missing := sorted(found - set(pins)):
        raise ReaderError(f"requirements.txt has no pin for {', '.join(missing)}. Run `make requirements`.")
    more: set[NormalizedName] = found
    while more:
        more = {p for p in pins if p not in found and users.get(p, set()) & found}
        found |= more
    return [pin for p in sorted(found) for pin in pins[p]]


def _files(book: Book, package: Path, key: Path | None) -> Iterator[tuple[str, bytes]]:
    root = book.root
    yield "START-HERE.html", start_here.html(book, package.name, key is not None).encode()
    yield "requirements.txt", ("\n".join(needed(wheel.project(book))) + "\n").encode()
    for name, content in start_here.SETTINGS_FILES.items():
        yield name, content.encode()
    for name in ("LICENSE", "LICENSE-content", "CITATION.cff"):
        if (root / name).is_file():
            yield name, (root / name).read_bytes()
    for path in litter.files(book.notebooks, "*.ipynb"):
        name = f"notebooks/{path.name}"
        notebook.parsed(read_text(path, name), name)  # a class is handed none that does not open
        yield name, path.read_bytes()
    # Beside the notebooks: there the line in their first cell finds it, also where the
    # folder is uploaded to another service.
    yield f"notebooks/{package.name}", package.read_bytes()
    yield "notebooks/responses/README.txt", b"Put the response files of your students here.\n"
    for path in litter.files(book.data_dir, "*"):
        if path.suffix in (".csv", ".json", ".geojson"):
            yield f"data/{path.name}", path.read_bytes()
    for path in sorted(key.iterdir()) if key else ():
        yield f"{KEY_FOLDER}/{path.name}", path.read_bytes()


def make(
    book: Book, target: Path, write_key: Callable[[Path], object] | None, say: Callable[[str], None] = lambda _: None
) -> Path:
    """Write the kit to ``target`` (a zip) and give its path; the same sources give the same bytes.

    ``write_key`` writes the answer key and worksheets into the folder it is given; with ``None`` the kit holds no key,
    for a place that students see too. ``say`` hears what is done. Raises ``OSError`` where the zip cannot be written,
    ``ReaderError`` where what it is made of is missing.
    """
    with tempfile.TemporaryDirectory() as work:
        say("Building the package ...")
        package = wheel.build(book, Path(work))
        key = Path(work) / "key" if write_key else None
        if write_key and key:
            say("Writing the answer key ...")
            key.mkdir()
            write_key(key)
        say("Packing ...")
        with atomic.writing(target, "wb") as whole, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, content in _files(book, package, key):
                pack.writestr(zips.entry(f"{book.identity.kit_name}/{name}"), content)
    return target
