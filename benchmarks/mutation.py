"""Small changes made to the code on purpose: how many of them does a test of their module see?

    pip install -e .[mutation]
    python benchmarks/mutation.py              run the sample, or go on with it
    python benchmarks/mutation.py --most 60    run up to 60 more of it
    python benchmarks/mutation.py --write      write score and survivors into RESULTS.md

The changes are those of Cosmic Ray. Of all places where it could change something, a seeded sample is taken, and at
each place one of its changes; annotations are left out, for nothing reads them when the code runs. What was run is kept
in ``_build/mutation.json``. The code is changed in a copy, never in the checkout.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis  # large libraries, loaded once
import ipywidgets  # noqa: F401
import pandas  # noqa: F401
import pybtex.database  # noqa: F401
import pydantic  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import results  # noqa: E402

SECTION = "Small changes that the tests see"
KEPT = ROOT / "_build" / "mutation.json"
WHY = Path(__file__).resolve().parent / "survivors.json"
SEED, SAMPLE = 16, 400
SECONDS = 300
#: A folder of tests and the modules that it answers for, each with the files that test it first.
MODULES: dict[str, tuple[str, ...]] = {
    "quiz/grade.py": ("quiz/test_grade.py", "quiz/test_grade_edges.py"),
    **dict.fromkeys(
        ("quiz/models.py", "quiz/parse.py"),
        ("quiz/test_bank_refusals.py", "quiz/test_named_mistakes.py", "quiz/test_bank.py"),
    ),
    **dict.fromkeys(
        ("quiz/content.py", "quiz/bank.py"),
        ("quiz/test_bank_refusals.py", "quiz/test_bank.py", "quiz/test_named_mistakes.py"),
    ),
    **dict.fromkeys(
        ("facts/values.py", "facts/definitions.py", "facts/expressions.py"),
        ("facts/test_definitions.py", "facts/test_expressions.py", "facts/test_values.py"),
    ),
    **dict.fromkeys(
        ("data/read.py", "data/schema.py", "data/load.py"), ("data/test_table_refusals.py", "data/test_data.py")
    ),
    "classroom/class_report.py": (
        "classroom/test_report_edges.py",
        "classroom/test_class_report.py",
        "classroom/test_before_and_after.py",
    ),
    **dict.fromkeys(
        ("classroom/polls.py", "classroom/items.py"),
        ("classroom/test_hand_in_edges.py", "classroom/test_polls.py", "classroom/test_items.py"),
    ),
    "classroom/responses.py": ("classroom/test_hand_in_edges.py", "classroom/test_responses.py"),
}
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "dist", "node_modules", ".hypothesis", ".*_cache", "__pycache__", "benchmarks"
)


@dataclass(frozen=True)
class Mutant:
    """One change: the module, Cosmic Ray's operator and which of its occurrences, and the line."""

    module: str
    operator: str
    occurrence: int
    line: int

    @property
    def name(self) -> str:
        """Its name in the file of what was run."""
        return f"{self.module} {self.operator} {self.occurrence}"

    def code(self, source: str) -> str:
        """The module's text with the change."""
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator

        changed = mutate_code(source, get_operator(self.operator)(), self.occurrence)
        assert changed is not None, self.name
        return changed


def _annotated(source: str) -> set[int]:
    """The places of a text, as offsets of characters, that are annotations or stand where only a type checker looks."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: set[int] = set()

    def add(node: ast.AST | None) -> None:
        if node is not None:
            first = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
            found.update(range(first, starts[node.end_lineno - 1] + node.end_col_offset))  # type: ignore[attr-defined]

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg):
            add(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            add(node.returns)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            add(node.annotation)
        elif isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            add(node)
    return found


def _of(module: str) -> Iterator[tuple[tuple[str, int, str], Mutant]]:
    """Every change that could be made to a module, with its place: the same place has changes of one kind."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    source = (ROOT / "sourcebook" / module).read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    annotated = _annotated(source)
    nodes = list(ast_nodes(get_ast(source)))
    for operator in operator_names():
        kind = operator.partition("_")[0]
        if kind in ("core/VariableReplacer", "core/VariableInserter"):
            continue  # they want names of variables
        count = 0
        for node in nodes:
            for (line, column), _ in get_operator(operator)().mutation_positions(node):
                place = sum(map(len, lines[: line - 1])) + column
                if place not in annotated:
                    yield (module, place, kind), Mutant(module, operator, count, line)
                count += 1


def sample() -> list[Mutant]:
    """The seeded sample, in the order in which it is run."""
    places: dict[tuple[str, int, str], list[Mutant]] = defaultdict(list)
    for module in MODULES:
        for place, mutant in _of(module):
            places[place].append(mutant)
    dice = random.Random(SEED)
    chosen = dice.sample(sorted(places), min(SAMPLE, len(places)))
    return [dice.choice(places[place]) for place in chosen]


def _tests_fail(copy: Path, module: str) -> str:
    """``killed`` where a test of the module fails, ``survived`` where none does.

    The tests run in a copy of this process, which has loaded the large libraries already:
    that takes longer than most of the tests.
    """
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.chdir(copy)
        own = ("sourcebook", "minusma", "tests", "benchmarks")
        for name in [name for name in sys.modules if name.partition(".")[0] in own]:
            del sys.modules[name]
        sys.path[:] = [str(copy), *(path for path in sys.path if Path(path) != ROOT)]
        os.environ["PYTHONPATH"] = str(copy)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        # A change that only one text of a thousand shows is no small change.
        hypothesis.settings.register_profile("few", max_examples=15, deadline=None)
        hypothesis.settings.load_profile("few")
        tests = [f"tests/sourcebook/{name}" for name in MODULES[module]]
        os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "killed"


def _difference(source: str, changed: str) -> str:
    """The changed line before and after."""
    lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), n=0, lineterm="")
    return " → ".join(line[1:].strip() for line in list(lines)[2:] if line[0] in "+-" and line[1:].strip())


def run(most: int) -> None:
    """Run up to ``most`` of the sample that were not run yet."""
    KEPT.parent.mkdir(exist_ok=True)
    kept: dict[str, dict[str, str]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    waiting = [mutant for mutant in sample() if mutant.name not in kept][:most]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        sound: set[tuple[str, ...]] = set()
        for number, mutant in enumerate(waiting, 1):
            if MODULES[mutant.module] not in sound:
                if _tests_fail(copy, mutant.module) == "killed":
                    raise SystemExit(f"the tests of {mutant.module} fail without any change. Mend them first.")
                sound.add(MODULES[mutant.module])
            path = copy / "sourcebook" / mutant.module
            source = path.read_text(encoding="utf-8")
            changed = mutant.code(source)
            path.write_text(changed, encoding="utf-8")
            outcome = _tests_fail(copy, mutant.module)
            path.write_text(source, encoding="utf-8")
            kept[mutant.name] = {
                "outcome": outcome,
                "where": f"{mutant.module}:{mutant.line}",
                "change": _difference(source, changed),
            }
            KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
            print(
                f"{number} of {len(waiting)}: {outcome} {mutant.module}:{mutant.line} "
                f"{kept[mutant.name]['change'][:150]}",
                flush=True,
            )


def write() -> None:
    """Score and survivors of what was run, into RESULTS.md."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    why = json.loads(WHY.read_text(encoding="utf-8")) if WHY.is_file() else {}
    left = {name: mutant for name, mutant in kept.items() if mutant["outcome"] == "survived"}
    rows = [
        (mutant["where"], f"`{mutant['change'].replace('|', '¦')}`", why.get(mutant["change"], "not explained yet"))
        for mutant in sorted(left.values(), key=lambda mutant: mutant["where"])
    ]
    killed = len(kept) - len(left)
    text = (
        f"`python benchmarks/mutation.py`: {len(kept)} of a sample of {SAMPLE} changes (seed {SEED}) to "
        f"{len(MODULES)} modules were run, "
        f"each against the tests of its module; {killed} were seen, which is {killed / len(kept):.0%}. The others:\n\n"
        f"{results.table(['where', 'change', 'why no test sees it'], rows)}"
    )
    results.write(SECTION, text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=SAMPLE)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write:
        write()
    else:
        run(options.most)
