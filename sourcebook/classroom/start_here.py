"""The first page of the class kit, for a teacher who has never opened a terminal, and the
settings of its JupyterLab.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from sourcebook.book import Book

KEY_FOLDER = "answer-key-for-teachers"
#: What the engine's own notebooks are for. ``kit`` in ``book.yml`` says it of others.
PURPOSES = {
    "classroom.ipynb": "a question on the projector, hands counted twice, the answer and the shift",
    "class-report.ipynb": "what to teach again, from the files that students hand in: "
    "put them into `notebooks/responses`",
}

_TEXT = """# Start here

This folder is the class kit of the open textbook "{title}": notebooks to run in class, the tables behind them, and the
program `{program}` that both use. {answers}

You need Python 3.11, 3.12 or 3.13 from python.org and, for step 2 only, the internet. Step 2 fetches about {megabytes}
MB and takes one to five minutes. After that everything works offline, and nothing is sent anywhere.

## 1. Open a terminal in this folder

- Windows: unpack the zip first (right click, *Extract all*). Open the folder that holds this file, click into the
  address line at the top of the window, type `cmd` and press Enter.
- macOS: double click the zip. Open *Terminal*, type `cd` and a space, drag the folder onto the window, press Enter.
- Linux: unpack the zip, right click into the folder and choose *Open in Terminal*.

## 2. Install, once

Windows:

    py -3 --version
    py -3 -m venv env
    env\\Scripts\\python -m pip install -r requirements.txt
    env\\Scripts\\python -m pip install --no-deps notebooks\\{wheel}

macOS and Linux:

    python3 --version
    python3 -m venv env
    env/bin/python -m pip install -r requirements.txt
    env/bin/python -m pip install --no-deps notebooks/{wheel}

The first line must answer 3.11, 3.12 or 3.13. If it does not, and you have one of them too, write its name instead:
`py -3.12`, or `python3.12`. On Debian and Ubuntu the second line may ask for the package `python3-venv`.

## 3. Start, each time

Windows:

    env\\Scripts\\python -m jupyterlab --config={settings}

macOS and Linux:

    env/bin/python -m jupyterlab --config={settings}

JupyterLab opens in your browser. Double click a notebook on the left, then choose *Run > Run All Cells*. To stop,
press Ctrl and C twice in the terminal.

## What is here

| open | for |
|---|---|
{notebooks}
| `data` | the tables, for a spreadsheet |

## The answers

{key}

## If something goes wrong

| what you see | what to do |
|---|---|
| `No module named '{program}'` | run `%pip install {wheel}` in a cell, then *Kernel > Restart* |
| `Could not find a version that satisfies ...` | your Python is not 3.11, 3.12 or 3.13, or the internet is blocked |
| `Port 8888 is already in use` | JupyterLab runs already: look for it in the browser, or add `--port 8890` |
| a page that asks for a token | copy the whole address from the terminal, with `token=` |

The text, questions and tables are under {licence}, the program under the {code_licence} licence.
"""

_WITH_KEY = (
    "Take the folder `{folder}` out before you share the rest with students.",
    "The answer keys and worksheets of all chapters lie in `{folder}`. Open them in a browser and print them.",
)
_WITHOUT_KEY = (
    "It holds no printed answer key; you make one yourself, as said below.",
    "This writes answer keys and worksheets of all chapters into the folder `{folder}`; open them in a browser and "
    "print them.\n\n"
    "Windows:\n\n    env\\Scripts\\python -m {program} key --html-only --out {folder}\n\n"
    "macOS and Linux:\n\n    env/bin/python -m {program} key --html-only --out {folder}\n\n"
    "Keep that folder to yourself. It is no lock, though: the book shows each answer to everyone who opens it.",
)

#: For JupyterLab: it opens the notebooks' folder, and asks neither a server nor the teacher for news or newer versions.
SETTINGS = "jupyter_settings.py"
_NOTICES = "jupyterlab-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
SETTINGS_FILES = {
    SETTINGS: """from pathlib import Path

here = Path(__file__).resolve().parent
c.ServerApp.root_dir = str(here / "notebooks")
c.LabApp.user_settings_dir = str(here / "jupyterlab-settings")
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
""",
    _NOTICES: '{"fetchNews": "false", "checkForUpdates": false}\n',
}

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Start here</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.55 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ line-height: 1.2; }} h2 {{ margin-top: 2rem; }}
pre {{ padding: .7rem 1rem; border: 1px solid #8888; border-radius: 6px; overflow-x: auto; line-height: 1.5; }}
table {{ border-collapse: collapse; }} tr {{ border-bottom: 1px solid #8888; }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; }}
</style></head><body><main>
{body}</main></body></html>
"""


def _plain(text: str) -> str:
    """Words of ``book.yml`` that are no Markdown: nothing in them is a mark."""
    return re.sub(r"([\\`*_\[\]<>&|!~])", r"\\\1", text)


def _notebooks(book: Book) -> str:
    """A row for each notebook that has a purpose of its own, and one for the rest."""
    found = [path.name for path in sorted(book.notebooks.glob("*.ipynb"))]
    # In a table a bar would begin the next cell.
    purposes = {**PURPOSES, **{name: says.replace("|", "\\|") for name, says in book.identity.kit.items()}}
    rows = [f"| `notebooks/{name}` | {says} |" for name, says in purposes.items() if name in found]
    if rest := [f"`{name}`" for name in found if name not in purposes]:
        rows.append(f"| in `notebooks`: {', '.join(rest)} | the chapters' data and questions, for students |")
    return "\n".join(rows)


def text(book: Book, wheel: str, with_key: bool, megabytes: int = 120) -> str:
    """The page, as Markdown.

    ``wheel`` is the file name of the package; ``megabytes`` is what the installation fetches.
    """
    program = book.identity.package or "sourcebook"
    parts = _WITH_KEY if with_key else _WITHOUT_KEY
    answers, key = (part.format(folder=KEY_FOLDER, program=program) for part in parts)
    return _TEXT.format(
        title=_plain(book.identity.title),
        program=program,
        wheel=wheel,
        answers=answers,
        notebooks=_notebooks(book),
        key=key,
        megabytes=megabytes,
        settings=SETTINGS,
        licence=_plain(book.identity.licence.text),
        code_licence=_plain(book.identity.licence.code),
    )


def html(book: Book, wheel: str, with_key: bool) -> str:
    """The page as a double click shows it, on any system."""
    # Nothing that an author writes becomes a tag.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    body = parser.render(text(book, wheel, with_key))
    return _PAGE.format(language=book.identity.language, body=body)
