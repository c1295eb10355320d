"""Run the cells of a notebook in this process, with the outputs that a kernel gives.

A kernel takes seconds to start, most of them for the same imports. A build forks a process
that has these imports behind it for each notebook, and the process runs the cells here.
``sourcebook build --kernels`` runs real kernels instead; a test compares the two.
"""

from __future__ import annotations

import io
import os
import sys
from base64 import b64encode
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from nbformat.v4 import new_output
from traitlets import Any as AnyTrait
from traitlets.config import Config

from sourcebook.site import choices


class NeedsKernel(Exception):
    """The notebook uses something that only a real kernel has, like a live widget."""


@dataclass(frozen=True)
class Fault:
    """A cell that raised: its number among the code cells and all cells, the line in it,
    the line's text, and the error.
    """

    cell: int
    line: int
    text: str
    error: str


@dataclass
class _Outputs:
    """The outputs of the cell that runs."""

    found: list[dict[str, Any]] = field(default_factory=list)
    displays: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    clear_next: bool = False

    def add(self, output: dict[str, Any], display_id: str = "") -> None:
        self._clear_if_asked()
        self.found.append(output)
        if display_id:
            self.displays.setdefault(display_id, []).append(output)

    def write(self, name: str, text: str) -> None:
        self._clear_if_asked()
        last = self.found[-1] if self.found else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.found.append(new_output("stream", name=name, text=text))

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        for output in self.displays.get(display_id, []):
            output["data"], output["metadata"] = nbformat.from_dict(data), nbformat.from_dict(metadata)

    def clear(self, wait: bool) -> None:
        self.clear_next = wait
        if not wait:
            self.found.clear()

    def _clear_if_asked(self) -> None:
        if self.clear_next:
            self.found.clear()
            self.clear_next = False


def _plain(value: Any) -> Any:
    """As JSON can hold it: pictures in base64, as a kernel sends them."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


class _Stream(io.TextIOBase):
    """What ``sys.stdout`` and ``sys.stderr`` are while a cell runs."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: _Outputs) -> None:
        self._name, self._outputs = name, outputs

    def write(self, text: str) -> int:
        if text:
            self._outputs.write(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Hook(DisplayHook):
    """Keeps the value of a cell's last line."""

    outputs = AnyTrait()

    def write_output_prompt(self) -> None:
        """The number goes with the output."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        data, metadata = _plain(format_dict), _plain(md_dict or {})
        shell: Any = self.shell
        shell.cell_outputs.add(
            new_output("execute_result", data=data, metadata=metadata, execution_count=self.prompt_count)
        )


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        data, metadata = _plain(data), _plain(metadata or {})
        display_id = (transient or {}).get("display_id", "")
        outputs = self.shell.cell_outputs
        if update:
            outputs.update(display_id, data, metadata)
        else:
            outputs.add(new_output("display_data", data=data, metadata=metadata), display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.cell_outputs.clear(wait)


class _Shell(InteractiveShell):
    """IPython with its outputs kept instead of printed."""

    cell_outputs = AnyTrait()
    system = InteractiveShell.system_piped  # what a command prints must go the way of ``print``

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.cell_outputs.add(new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))

    def enable_gui(self, gui: str | None = None) -> None:
        """There is none."""


def _shell(outputs: _Outputs) -> _Shell:
    config = Config()
    config.HistoryManager.enabled = False
    main = ModuleType("__main__")
    shell = _Shell.instance(
        config=config, displayhook_class=_Hook, display_pub_class=_Publisher, user_module=main, cell_outputs=outputs
    )
    sys.modules["__main__"] = main
    return shell


def _fault(number: int, source: str, result: ExecutionResult) -> Fault:
    error = result.error_before_exec or result.error_in_exec
    assert error is not None
    line = error.lineno or 1 if isinstance(error, SyntaxError) else 1
    trace = error.__traceback__
    while trace is not None:
        # The cell's own line, however deep in a library the error came up.
        if (
            "ipython-input" in trace.tb_frame.f_code.co_filename
            or trace.tb_frame.f_globals.get("__name__") == "__main__"
        ):
            line = trace.tb_lineno
        trace = trace.tb_next
    lines = source.splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Fault(number, line, text, f"{type(error).__name__}: {error}")


def run(notebook: str, folder: str, before_cell: Any = None) -> tuple[nbformat.NotebookNode, Fault | None]:
    """The notebook with outputs, run in ``folder``, and the fault that ended it.

    For a process of its own: it leaves its traces here.

    ``before_cell`` is called before each cell. Raises ``NeedsKernel`` where this process cannot stand in for a kernel.
    """
    book = nbformat.reads(Path(notebook).read_text(encoding="utf-8-sig"), as_version=4)
    if book.metadata.get("kernelspec", {}).get("name", "python3") != "python3":
        raise NeedsKernel
    os.chdir(folder)
    sys.path.insert(0, "")
    before = _widgets()  # of the process that this one was forked from
    outputs = _Outputs()
    shell = _shell(outputs)
    sys.stdout, sys.stderr = _Stream("stdout", outputs), _Stream("stderr", outputs)
    allowed = bool(book.metadata.get("execution", {}).get("allow_errors", False))
    book, number = choices.expanded(book), 0
    for cell in book.cells:
        number += choices.ADDED not in cell.metadata
        tags = cell.get("metadata", {}).get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
            continue
        if before_cell:
            before_cell()
        outputs.found = cell.outputs = []
        result = shell.run_cell(cell.source, store_history=True, cell_id=cell.get("id"))
        cell.execution_count = result.execution_count
        if not result.success and not allowed and "raises-exception" not in tags:
            return book, _fault(number, cell.source, result)
    if _widgets() - before:
        raise NeedsKernel
    book = choices.folded(book)
    version = sys.version_info
    book.metadata["language_info"] = nbformat.from_dict(
        {
            "codemirror_mode": {"name": "ipython", "version": version[0]},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": f"ipython{version[0]}",
            "version": sys.version.split()[0],
        }
    )
    return book, None


def _widgets() -> set[str]:
    """The live widgets of this process; their state is known to a kernel's client alone."""
    comm = sys.modules.get("comm")
    return set() if comm is None else set(comm.get_comm_manager().comms)


def as_values(fault: Fault | None) -> dict[str, Any] | None:
    """The fault as plain values, to send to another process."""
    return None if fault is None else asdict(fault)
