"""How long a class report takes: ``python benchmarks/class_report.py [FILES]``.

Writes FILES (200) response files, each with an answer to every question of the bank, every
tenth broken, and reads them: the tables, the words and the page. The median of five runs;
the files are in the system's memory, as after a download.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results
from sourcebook.classroom import report_page
from sourcebook.classroom.class_report import report
from sourcebook.quiz import bank
from tests.ours import FACTS, OURS

RUNS, LIMIT = 5, 5.0


def _answer(question: Any, chance: random.Random) -> Any:
    if question.type in ("single", "claim"):
        return chance.randrange(3)
    if question.type == "multiple":
        return sorted(chance.sample(range(3), 2))
    if question.type in ("order", "match"):
        count = len(question.items if question.type == "order" else question.pairs)
        return chance.sample(range(count), count)
    return str(chance.randrange(300))


def main() -> None:
    """Measure and write the section of the results."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    questions = [q for chapter in bank.names(OURS) for q in bank.load(OURS, chapter).questions]
    hashes = {q.id: bank.content_hash(q, FACTS) for q in questions}
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(files):
            answers = {
                q.id: {"hash": hashes[q.id], "answer": _answer(q, chance), "tries": 1, "score": 1} for q in questions
            }
            contents = {
                "schema": "minusma-responses/1",
                "code": f"student {number}",
                "created": "2026-05-04",
                "answers": answers,
            }
            text = json.dumps(contents)
            (folder / f"{number:03}.json").write_text(text[: len(text) // 2] if number % 10 == 9 else text)
        taken: dict[str, list[float]] = {"read and grade": [], "tables, words and page": [], "together": []}
        for _ in range(RUNS):
            start = time.perf_counter()
            found = report(OURS, folder)
            read = time.perf_counter()
            report_page.html(found)
            end = time.perf_counter()
            for step, seconds in zip(taken, (read - start, end - read, end - start), strict=True):
                taken[step].append(seconds)
    rows = [(step, f"{statistics.median(seconds):.2f}") for step, seconds in taken.items()]
    results.write(
        "Class report",
        f"`python benchmarks/class_report.py {files}`: seconds for {files} response files (every tenth broken) with "
        f"{len(questions)} answers each, median of {RUNS}, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}. The limit is {LIMIT:.0f} s.\n\n" + results.table(["", "seconds"], rows),
    )
    print(results.table(["", "seconds"], rows))
    if statistics.median(taken["together"]) > LIMIT:
        raise SystemExit(f"the class report takes longer than {LIMIT:.0f} s.")


if __name__ == "__main__":
    main()
