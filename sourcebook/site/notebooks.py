"""Run notebooks, several at a time, each in a process of its own, and say what each of them read.

Where the system can, the processes are forks of the build itself, which has the slow imports behind it and holds what
it has read of the book; what a notebook finds kept there is noted like what it reads (``sourcebook.text.reads``). A
build with threads must not be forked: then they are forks of a process that has the imports and nothing else. Elsewhere
each starts anew. What no such process can do, and what ``SOURCEBOOK_KERNELS`` asks for, is done by a real kernel.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import connection, get_all_start_methods, get_context
from typing import Any

import nbformat
from traitlets.config import Config

from sourcebook.book import Book
from sourcebook.site import choices
from sourcebook.site.build_options import KERNELS, requested
from sourcebook.text import digest, reads
from sourcebook.text.reads import Reads
from sourcebook.views import charts

# What most notebooks import, none of it of the book: that may have changed.
_WARM = ["pandas", "sourcebook.site.cells", "sourcebook.site.notebooks"]
_DRAWING, _DRAWS = "vl_convert", "sourcebook.views.svg"
# How many notebooks are some that draw: of fewer, the pictures may be kept, and what draws is not loaded before.
_MANY = 3
# What a process that runs a notebook goes on using of the engine: itself, and what notes what is read.
_KEPT = ("__m", "sourcebook.book", "sourcebook.errors", "sourcebook.identity", "sourcebook.site", "sourcebook.text")


@dataclass(frozen=True)
class Outcome:
    """A notebook that was run: with its outputs and what it read, or with the fault, as one sentence, that ended it."""

    name: str
    notebook: nbformat.NotebookNode | None
    reads: Reads
    fault: str = ""


def run(book: Book, names: list[str], timeout: int) -> Iterator[Outcome]:
    """Run these notebooks (``notebooks/history``), as many at a time as there are
    processors; ``timeout`` seconds a cell.
    """
    target = _in_kernel if requested(KERNELS) else _in_process
    context = _context(here=target is _in_process, many=len(names) >= _MANY)
    # A process that others are forked from knows only what was set when it began.
    settings = {key: value for key, value in os.environ.items() if key.startswith(("SOURCEBOOK_", "PYTHONPATH"))}
    waiting = [(name, target) for name in names]
    running: dict[connection.Connection, tuple[str, Any, float]] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name, target = waiting.pop(0)
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_child, args=(target, settings, there, book, name, timeout), daemon=True)
            _start(process)
            there.close()
            running[here] = (name, process, time.monotonic() + timeout)
        for pipe in connection.wait(list(running), timeout=1):
            assert isinstance(pipe, connection.Connection)
            name, process, _ = running.pop(pipe)
            try:
                answer = pipe.recv()
            except EOFError:
                answer = (
                    "fault",
                    f"{name}.ipynb: the process that ran it ended early. Run its cells in Jupyter to see why.",
                )
            if answer == "cell":
                running[pipe] = (name, process, time.monotonic() + timeout)
                continue
            process.join()
            if answer == "kernel":
                waiting.append((name, _in_kernel))
                continue
            yield _outcome(name, *answer)
        for pipe, (name, process, until) in list(running.items()):
            # A kernel keeps its own time.
            if time.monotonic() > until + 60:
                process.kill()
                del running[pipe]
                yield Outcome(
                    name, None, Reads(), f"{name}.ipynb: a cell ran for more than {timeout} seconds. Make it quicker."
                )


def _outcome(name: str, kind: str, value: Any, found: dict[str, Any] | None = None) -> Outcome:
    if kind == "fault":
        return Outcome(name, None, Reads(), value)
    return Outcome(name, nbformat.from_dict(json.loads(value)), Reads.from_json(found or {}))


def _context(here: bool, many: bool) -> Any:
    """How processes begin; ``here``: as forks of this one, if that can be; ``many``: with all that draws."""
    # A process with threads must not be forked; macOS starts threads of its own, and the drawing library some for all.
    if sys.platform == "darwin" or "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    if here and threading.active_count() == 1 and _DRAWING not in sys.modules:
        for name in _WARM:
            import_module(name)
        if many:
            charts.load()
        return get_context("fork")
    context = get_context("forkserver")
    context.set_forkserver_preload([*_WARM, _DRAWS])
    return context


def _start(process: Any) -> None:
    """Start a process. What it shares with this one it need not look through for what can be thrown away."""
    gc.freeze()
    try:
        with warnings.catch_warnings():
            # numpy keeps threads that sleep, and looks after them itself when it is forked.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
    finally:
        gc.unfreeze()


def _child(target: Any, settings: dict[str, str], *arguments: Any) -> None:
    """Begin in a new process, as if it were one of its own."""
    os.environ.update(settings)
    target(*arguments)


def _forget(book: Book) -> None:
    """Have a forked process import the book's package and what of the engine a notebook uses anew, as a kernel would:
    some modules do something when they are imported.
    """
    # Sphinx takes warnings into its own log, and a build does without some packages; a notebook does not.
    logging.captureWarnings(False)
    missing = [name for name, module in sys.modules.items() if module is None]
    engine = digest.ENGINE.name
    for name in [*missing, *(name for name, _ in _code(book) if name != engine and not name.startswith(_KEPT))]:
        del sys.modules[name]
        above, _, own = name.rpartition(".")
        if above in sys.modules:
            vars(sys.modules[above]).pop(own, None)
    if "pandas" in sys.modules:
        sys.modules["pandas"].reset_option("^display")


def _code(book: Book) -> Iterator[tuple[str, str]]:
    """Name and file of each module of the engine and of the book's package that was imported."""
    engine, own = str(digest.ENGINE), str(book.root)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.endswith(".py") and (file.startswith(engine) or (file.startswith(own) and "site-packages" not in file)):
            yield name, file


def _in_process(pipe: connection.Connection, book: Book, name: str, timeout: int) -> None:
    """Run one notebook here and send what came of it."""
    from sourcebook.site import cells

    path = book.root / f"{name}.ipynb"
    _forget(book)
    try:
        with reads.recording(book.root) as found:
            notebook, fault = cells.run(str(path), str(path.parent), lambda: pipe.send("cell"))
    except cells.NeedsKernel:
        pipe.send("kernel")
        return
    if fault:
        where = f"{name}.ipynb, cell {fault.cell}, line {fault.line}"
        shown = f" (`{fault.text}`)" if fault.text else ""
        pipe.send(("fault", f"{where}{shown}: {fault.error}"))
        return
    found.files.pop(str(path), None)  # its cells are compared by themselves: words around them run nothing
    _add_code(book, found)
    pipe.send(("done", json.dumps(notebook), found.as_json()))


def _add_code(book: Book, found: Reads) -> None:
    """Note the modules of the engine and of the book's package that were imported, and what lies beside them."""
    for _, file in _code(book):
        found.files[file] = reads.checksum(file)
    for beside in digest.static_files(book):
        found.files[str(beside)] = reads.checksum(str(beside))
    for name in ("requirements.txt", "book/book.yml"):
        found.files[str(book.root / name)] = reads.checksum(str(book.root / name))


def _in_kernel(pipe: connection.Connection, book: Book, name: str, timeout: int) -> None:
    """The same in a real kernel, of which nobody here sees what it reads: it counts as everything."""
    from jupyter_cache.executors.utils import single_nb_execution

    path = book.root / f"{name}.ipynb"
    notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
    # A kernel warns that its talk with this process is not encrypted; both live on this computer, for seconds.
    quiet = {"extra_arguments": ["--log-level=ERROR"]}
    notebook = choices.expanded(notebook)
    with _talk() as config:
        result = single_nb_execution(
            notebook, str(path.parent), timeout, allow_errors=False, meta_override=True, config=config, **quiet
        )
    if result.err is not None:
        pipe.send(("fault", f"{name}.ipynb{_fault_in_kernel(notebook, result.err)}"))
        return
    key = reads.key_of("sourcebook.text.digest:book_files")
    everything = Reads(values={key: (reads.value_checksum(digest.book_files(book)), {})})
    pipe.send(("done", json.dumps(choices.folded(notebook)), everything.as_json()))


@contextmanager
def _talk() -> Iterator[Config]:
    """How this process and a kernel find each other: by files in a folder of their own, where the system can.

    A port that is free when it is chosen can be another program's before the kernel, a second later, takes it.
    """
    if os.name == "nt":
        yield Config()
        return
    # A socket's path must be short: not below a folder that somebody chose.
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder:
        yield Config(KernelManager={"transport": "ipc", "connection_file": f"{folder}/kernel.json"})


def _fault_in_kernel(notebook: nbformat.NotebookNode, error: Exception) -> str:
    """Which cell it was, and what its last line said."""
    number = 0
    for cell in notebook.cells:
        number += choices.ADDED not in cell.metadata
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                return f", cell {number}: {output['ename']}: {output['evalue']}"
    return (
        f": {type(error).__name__}: a cell ran for too long, or its kernel ended. Run the cells in Jupyter to see "
        "which."
    )
