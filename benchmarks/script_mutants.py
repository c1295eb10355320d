"""Changes made by hand to the script of the questions: which of them does a test in a browser see?

    python benchmarks/script_mutants.py [--most 10] [--only NAME]

Each is a piece of ``quiz.js`` and what stands there instead; a piece that is not found once
is a mistake in this list. The tests are those of the form on a plain page, so that no built
book is needed. The code is changed in a copy, never in the checkout.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = Path("sourcebook") / "quiz" / "static" / "quiz.js"
TESTS = ["tests/browser/test_quiz_edges.py", "tests/browser/test_quiz_form.py"]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "dist", "node_modules", ".hypothesis", ".*_cache", "__pycache__"
)
#: What the change takes away, the piece of the script, and what stands there instead.
MUTANTS: dict[str, tuple[str, str]] = {
    "a number of 60 letters": ("[...text].length > 60", "[...text].length >= 60"),
    "a text of 200 letters": ("[...answer].length > 200", "[...answer].length >= 200"),
    "two slips from ten letters": ("wanted.length >= 10 ? 2", "wanted.length > 10 ? 2"),
    "one slip from five letters": ("wanted.length >= 5 ? 1 : 0", "wanted.length > 5 ? 1 : 0"),
    "a minus sign is a dash": (r'.replace(/[\u2010-\u2015\u2212\ufe63]/g, "-")', ""),
    "one comma before three digits": ("[1-9][0-9]{0,2}(,[0-9]{3})+$", "[0-9]{1,3}(,[0-9]{3})+$"),
    "an option chosen twice": ("new Set(chosen).size !== chosen.length) return 0", "false) return 0"),
    "an option that is none": ("c < 0 || c >= key.n", "c < 0"),
    "never below nothing": ("Math.max(0, (2 * good - chosen.length) / right.length)",
    "(2 * good - chosen.length) / right.length"),
    "the tolerance is in": ("Math.abs(value - right) <= key.tol + 1e-9", "Math.abs(value - right) < key.tol"),
    "an order names each item": ('key.t === "order" && [...given]', 'key.t === "none" && [...given]'),
    "an entry is of this question as it is": ("entry.hash === key.h && entry", "entry"),
    "a kept score is between 0 and "
    "1": ("Math.min(1, Math.max(0, Number(entry.score) || 0))", "Number(entry.score) || 0"),
    "tries are counted": ("(old ? old.tries : 0) + 1", "1"),
    "a kept score is counted again": ("{ ...stored, score: grade(key, stored.answer) }", "stored"),
    "nothing chosen is no answer": ("return chosen.length ? (key.t", "return true ? (key.t"),
    "an order that nobody moved is no answer": ('return touched ? items(box)', 'return true ? items(box)'),
    "the score has a tenth": ("Math.round(points * 10) / 10", "Math.round(points)"),
    "Enter grades nothing in a check": ("if (!checking) parts.find", "parts.find"),
    "Enter in a text field answers": ('event.key !== "Enter"', 'event.key !== "F9"'),
    "a shown answer is hidden in a "
    "check": ("open && (checking || !(part.entry && part.entry.shown))", "open && !(part.entry && part.entry.shown)"),
    "no button Check in a check": ("check.hidden = hint.hidden = checking || !open",
    "check.hidden = hint.hidden = !open"),
    "no button Show answer in a "
    "check": ("reveal.hidden = checking || !details.hidden", "reveal.hidden = !details.hidden"),
    "graded fields are closed": ("i.disabled = !open;", "i.disabled = false;"),
    "marks go with a new try": ('box.querySelectorAll(".mm-q-mark, .mm-q-why").forEach((m) => m.remove());', ""),
    "handing in with gaps is asked twice": ("if (open && !sure) {", "if (false) {"),
    "starting again is asked twice": ("if (!sure) {", "if (false) {"),
    "a check under way is kept": ("keepCheck(mine ? { ...others, [id]: mine } : others, 0, 0);", ""),
    "a hand-in of another tab stays": ("if (before?.tries > 0) {", "if (false) {"),
    "how sure is read again": ("SURE[kept[2] - 1] ? kept[2] : 0", "false ? kept[2] : 0"),
    "the score of a check is of all "
    "questions": ("grade(p.key, readAnswer(p)), 0) / keys.length", "grade(p.key, readAnswer(p)), 0)"),
    "who keeps nothing is told": ("if (!stored) lost();", ""),
    "the first place cannot go up": ("up.disabled = i === 0;", "up.disabled = false;"),
    "right is right": ('score >= 1 ? "Right."', 'score > 0 ? "Right."'),
}  # fmt: skip


def run(names: list[str]) -> dict[str, str]:
    """``killed`` or ``survived`` for each of the changes."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        source = (copy / SCRIPT).read_text(encoding="utf-8")
        for name in names:
            old, new = MUTANTS[name]
            if source.count(old) != 1:
                raise SystemExit(f"{name}: {old!r} stands {source.count(old)} times in {SCRIPT}. Mend the list.")
        for name in names:
            old, new = MUTANTS[name]
            (copy / SCRIPT).write_text(source.replace(old, new), encoding="utf-8")
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS]
            environment = {**os.environ, "PYTHONPATH": str(copy)}
            done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
            found[name] = "survived" if done.returncode == 0 else "killed"
            print(f"{found[name]}: {name}", flush=True)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=len(MUTANTS))
    parser.add_argument("--only", action="append", choices=list(MUTANTS))
    options = parser.parse_args()
    outcomes = run((options.only or list(MUTANTS))[: options.most])
    killed = sum(outcome == "killed" for outcome in outcomes.values())
    print(f"{killed} of {len(outcomes)} changes were seen.")
