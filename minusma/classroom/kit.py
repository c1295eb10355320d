"""The class kit: one zip with all that a teacher's laptop needs, the answer key in a folder of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "mali-minusma-class-kit"
KEY_FOLDER = "answer-key-for-teachers"
# A zip remembers when a file was made; a fixed day gives the same bytes each time.
_DAY = (2026, 11, 23, 0, 0, 0)

START = """# Start here

This folder is the class kit of the open textbook "Mali and MINUSMA". It holds the notebooks, the tables and the program behind them.
You need Python 3.11, 3.12 or 3.13. With the internet, the first time, it takes some minutes to install; afterwards nothing is fetched.

Take the folder `{key}` out before you share the rest.

## Windows

    py -3.12 -m venv env
    env\\Scripts\\pip install -r requirements.txt
    env\\Scripts\\pip install --no-deps {wheel}
    env\\Scripts\\jupyter lab --notebook-dir=notebooks

## macOS and Linux

    python3 -m venv env
    env/bin/pip install -r requirements.txt
    env/bin/pip install --no-deps {wheel}
    env/bin/jupyter lab --notebook-dir=notebooks

## Then

Open `history.ipynb` and press Shift and Enter in each cell. `classroom.ipynb` counts hands, `council.ipynb` runs the Council vote, and
`class-report.ipynb` reads the files that students hand in: put them into `notebooks/responses`.

If a notebook says `No module named 'minusma'`, run this in a cell: `%pip install ../{wheel}`

The text, questions and tables are under CC BY 4.0, the program under the MIT licence.
"""


def needed(root: Path, extras: tuple[str, ...] = ("class",)) -> list[str]:
    """The pins of ``requirements.txt`` that the package and the given extras need, with all that those need.

    The one list of versions stays the source: a kit cannot drift from what was tested.
    """
    pins: dict[str, str] = {}
    for line in (root / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==", line):
            pins[canonicalize_name(match.group(1))] = line
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = [*project["dependencies"], *(r for e in extras for r in project["optional-dependencies"][e])]
    waiting = [(canonicalize_name(r.name), frozenset(r.extras)) for r in map(Requirement, own)]
    seen: set[tuple[str, frozenset[str]]] = set()
    found: set[str] = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        if name in pins:
            found.add(name)
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            # A package for another system: its pin stands, what it needs is pinned for that system too.
            continue
        for text in requires:
            need = Requirement(text)
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in (*wanted, "")) or _elsewhere(need):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    return [pins[name] for name in sorted(found)]


def _elsewhere(need: Requirement) -> bool:
    """Whether the package is needed on another system than this one, as Windows needs pywinpty."""
    marker = str(need.marker)
    return "extra" not in marker and any(word in marker for word in ("sys_platform", "platform_system", "os_name"))


def wheel(root: Path, folder: Path) -> Path:
    """Build the package as a wheel into ``folder``."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(root)]
    subprocess.run(command, check=True)
    return next(folder.glob("minusma-*.whl"))


def _files(root: Path, made: Path, key: Path | None) -> Iterator[tuple[str, bytes]]:
    yield made.name, made.read_bytes()
    yield "requirements.txt", ("\n".join(needed(root)) + "\n").encode()
    yield "START-HERE.md", START.format(key=KEY_FOLDER, wheel=made.name).encode()
    for name in ("LICENSE", "LICENSE-content", "CITATION.cff"):
        yield name, (root / name).read_bytes()
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        yield f"notebooks/{path.name}", path.read_bytes()
    yield "notebooks/responses/README.txt", b"Put the response files of your students here.\n"
    for path in sorted((root / "book" / "data").iterdir()):
        if path.suffix in (".csv", ".json", ".geojson"):
            yield f"data/{path.name}", path.read_bytes()
    for path in sorted(key.iterdir()) if key else ():
        if path.is_file():
            yield f"{KEY_FOLDER}/{path.name}", path.read_bytes()


def make(root: Path, target: Path, write_key: Callable[[Path], object], say: Callable[[str], None] = print) -> Path:
    """Write the kit to ``target`` (a zip) and give its path.

    ``write_key`` writes the answer key and worksheets into the folder it is given; ``say`` reports progress.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        say("Building the package ...")
        made = wheel(root, Path(work))
        say("Writing the answer key ...")
        key = Path(work) / "key"
        write_key(key)
        say("Packing ...")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, content in _files(root, made, key):
                entry = zipfile.ZipInfo(f"{NAME}/{name}", _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                pack.writestr(entry, content)
    return target
