"""Solution notebooks for the teacher: each task with its solution, what the slips are told, and the explanation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import paper as quiz_paper
from sourcebook.tasks import files, paper, render
from sourcebook.tasks.models import Task
from sourcebook.text import atomic

_KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}


def _cell(kind: str, name: str, text: str) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, **code, "source": text.splitlines(keepends=True)}


def _cells(task: Task) -> list[dict[str, Any]]:
    head = f"## {task.id}\n\n**{render.heading(task)}** {task.prompt}"
    if task.thinking:
        samples = "".join(
            f"- **{level}.** {sample.text} *What it lacks:* {sample.lacks}\n"
            for level, sample in zip(render.LEVELS, task.samples, strict=True)
        )
        return [_cell("markdown", f"{task.id}-says", f"{head}\n\n{samples}\n{task.explanation}")]
    slips = "".join(f"- *{slip.name}*: `{slip.code.splitlines()[-1]}` {slip.says}\n" for slip in task.slips)
    code = f'{task.code(task.solution)}\ntask("{task.id}").check(result)'
    after = f"{task.explanation}\n\nWhat slips are told:\n\n{slips}"
    return [
        _cell("markdown", f"{task.id}-asks", head),
        _cell("code", f"{task.id}-code", code),
        _cell("markdown", f"{task.id}-says", after),
    ]


def notebook(book: Book, chapter: str) -> str:
    """The solution notebook of a chapter, as the text of its file; no outputs stored."""
    title = files.title(book, chapter)
    package = book.identity.package or "sourcebook.notebook"
    words = "For the teacher. Each is checked as a student's would be. Keep it apart from what students get."
    cells = [
        _cell("markdown", "title", f"# {title}: solutions of the tasks\n\n{words}"),
        _cell("code", "begin", f"from {package} import data, task"),
        *(cell for task in files.load(book, chapter).tasks for cell in _cells(task)),
    ]
    return json.dumps(
        {"cells": cells, "metadata": _KERNEL, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1
    )


def write(book: Book, folder: Path) -> list[Path]:
    """Write ``CHAPTER-solutions.ipynb`` for every chapter with tasks."""
    written = []
    for chapter in files.chapters(book):
        path = folder / f"{chapter}-solutions.ipynb"
        atomic.write_text(path, notebook(book, chapter) + "\n", newline="\n")
        written.append(path)
    return written


def write_key(book: Book, folder: Path, pdf: bool = False, say: Callable[[str], None] = lambda _: None) -> list[Path]:
    """The worksheets and keys of questions and tasks on paper, and the solution notebooks."""
    made = quiz_paper.pages(book) | paper.pages(book)
    return [*quiz_paper.write(made, folder, pdf, say), *write(book, folder)]
