"""The command ``sourcebook``: build and serve a book, check it, and make what a teacher needs from it.

A book may have it under a name of its own.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from importlib import import_module

from sourcebook.errors import ReaderError, in_a_sentence

# Name of a command: (module below sourcebook.commands, what it does). Modules load only
# when called: help must be quick.
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "build the book into _build/html"),
    "serve": ("serve", "show the built book in a browser on this computer"),
    "zip": ("zip", "pack the built book into one file, for a USB stick or a school server"),
    "new": ("new", "write a new book, or a chapter, question, page or table of this one"),
    "tidy": ("tidy", "mend what a spreadsheet or an editor left behind, where it is safe"),
    "check": ("check", "look for numbers typed by hand, dead citations and broken tables"),
    "key": ("key", "write answer keys and worksheets for print"),
    "export": ("export", "write the questions as files for Moodle, Canvas and others"),
    "kit": ("kit", "pack one zip for a class: notebooks, tables, package, answer key"),
    "report": ("report", "sum up the response files that students hand in"),
}


def parser(
    names: Sequence[str] | None = None, program: str = "sourcebook", package: str = ""
) -> argparse.ArgumentParser:
    """The parser with every command, or only with those named (their modules are loaded)."""
    top = argparse.ArgumentParser(
        prog=program,
        description="Build, check and share a book.",
        epilog=f"{program} COMMAND --help says what a command can do.",
    )
    below = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        sub = below.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if names is None or name in names:
            loaded = import_module(f"sourcebook.commands.{module}")
            # Before its arguments: a default may be the name of a file that the book gives.
            sub.set_defaults(run=loaded.run, package=package)
            loaded.arguments(sub)
    return top


def main(argv: Sequence[str] | None = None, program: str = "sourcebook", package: str = "") -> int:
    """Run one command; the answer is the exit code. Errors a reader can mend are one sentence, without a traceback.

    ``program`` is the name by which it was called; outside a checkout the book that the
    installed ``package`` carries is meant.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    called = [w for w in words if w in COMMANDS][:1]
    for stream in (sys.stdout, sys.stderr):
        # A terminal may lack a letter: it shows a question mark, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        # A command's help may read the book, so that this can fail too.
        arguments = parser(called, program, package).parse_args(words)
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except BrokenPipeError:
        # Who reads what we print has stopped reading (`| head`): nothing is wrong.
        sys.stdout = None
        return 0
    except (ReaderError, OSError, UnicodeError, MemoryError, zipfile.BadZipFile) as error:
        print(f"{program} {' '.join(called)}: {in_a_sentence(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{program} {' '.join(called)}: stopped.", file=sys.stderr)
        return 130
