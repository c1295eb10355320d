"""A real Jupyter server for the tests, and a browser page in which a notebook runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, Page, expect

from tests.browser.until import until

ROOT = Path(__file__).resolve().parents[2]
# Every output is in the page, not only those in sight.
SETTINGS = {"@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"}}


#: No browser of its own, any free port, nobody asked who they are; and the page can be told to open a notebook.
FOR_TESTS = (
    "--no-browser", "--port=0", "--allow-root", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
    "--LabApp.expose_app_in_browser=True",
)  # fmt: skip


@contextmanager
def serving(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """JupyterLab (and Notebook 7) as this command starts it in a folder; its address, where it answers."""
    settings = folder / ".settings"
    for name, values in SETTINGS.items():
        (settings / name).parent.mkdir(parents=True)
        (settings / name).write_text(json.dumps(values))
    env = {**env, "JUPYTERLAB_SETTINGS_DIR": str(settings)}
    said: list[str] = []
    # A port that was free when the server chose it may be another program's by now: then it ends, or is deaf.
    for _ in range(3):
        server = subprocess.Popen([*command, *FOR_TESTS], env=env, stderr=subprocess.PIPE, text=True, cwd=folder)
        try:
            if address := _address(server, said):
                yield address
                return
        finally:
            server.terminate()
            server.wait(20)
    raise AssertionError("JupyterLab did not start:\n" + "".join(said[-40:]))


def _address(server: subprocess.Popen[str], said: list[str]) -> str:
    """Where a server that was started answers; empty where it does not. What it says goes into ``said``."""
    assert server.stderr is not None
    address = ""
    for line in server.stderr:
        said.append(line)
        if found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/", line):
            address = found.group(1).replace("localhost", "127.0.0.1")
            break
    # Its log must be read, or the server stops when the pipe is full.
    threading.Thread(target=lambda: said.extend(server.stderr or ()), daemon=True).start()
    end = time.monotonic() + 60
    while address and server.poll() is None and time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{address}/api", timeout=60):
            return address
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
    return ""


@contextmanager
def start(folder: Path) -> Iterator[str]:
    """A Jupyter server (JupyterLab and Notebook 7) of this environment on a folder; its address."""
    env = {k: v for k, v in os.environ.items() if k != "SOURCEBOOK_STATIC"}
    own = {"JUPYTER_CONFIG_DIR": folder / ".c", "JUPYTER_DATA_DIR": folder / ".d"}
    env |= {"PYTHONPATH": str(ROOT), **{name: str(path) for name, path in own.items()}}
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={folder}", "--LabApp.news_url=''"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate"]
    with serving(command, folder, env) as address:
        yield address


def notebook(folder: Path, name: str, *cells: str) -> None:
    """Write a notebook of these code cells."""
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    content.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(content, folder / name)


def _kernel_is_ready(page: Page, sessions: str, notebook_path: str) -> None:
    """Wait until the server says that this notebook's kernel is idle and that the page listens to it."""

    def kernels() -> list[dict[str, Any]]:
        return [s["kernel"] for s in page.request.get(sessions).json() if s["path"] == notebook_path]

    def ready(found: list[dict[str, Any]]) -> bool:
        return any(kernel["execution_state"] == "idle" and kernel["connections"] for kernel in found)

    until(page, kernels, ready, seconds=120)


def run_all(page: Page) -> None:
    """Run all cells by the menu."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def restart_and_run_all(page: Page) -> None:
    """Restart the kernel and run all cells, by the menu."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text(re.compile("^Restart Kernel and Run All Cells")).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()


def _first_run(page: Page) -> None:
    """Run all cells; again where the page did not listen to its kernel yet, and nothing began to run."""
    prompt = page.locator(".jp-Notebook .jp-CodeCell .jp-InputArea-prompt").first
    for last in (False, False, True):
        run_all(page)
        try:
            expect(prompt).to_have_text(re.compile(r"^\[(\*|\d+)\]:$"), timeout=10_000)
            return
        except AssertionError:
            if last:
                raise


def _begin(page: Page, server: str, path: str) -> None:
    """Wait for the kernel of the notebook that the page has just opened, and run all cells."""
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60000)
    # Before the kernel answers, running a cell does nothing or opens a dialog that asks for one.
    _kernel_is_ready(page, f"{server}/api/sessions", path)
    _first_run(page)


def open_and_run(chromium: Browser, address: str) -> Page:
    """Open the notebook at this address in a page of its own, wait for its kernel and run all its cells."""
    page = chromium.new_context(viewport={"width": 1300, "height": 1000}).new_page()
    page.goto(address)
    server, path = address.partition("/lab/tree/" if "/lab/tree/" in address else "/notebooks/")[::2]
    _begin(page, server, path.partition("?")[0])
    return page


# No word is asked of whoever leaves a notebook that is not saved.
_LEAVE = """() => {
  for (const opened of [...jupyterapp.shell.widgets('main')]) {
    if (opened.context) opened.context.model.dirty = false;
    opened.close();
  }
}"""


class Desk:
    """JupyterLab in one page that opens one notebook after the other: to load all of JupyterLab for each takes
    longer than most of them run.
    """

    def __init__(self, page: Page, server: str) -> None:
        self.page, self._server = page, server
        page.goto(f"{server}/lab?reset")
        page.locator(".jp-Launcher").wait_for(timeout=60000)

    def run(self, path: str) -> Page:
        """Leave what is open, end its kernel, open the notebook of this path and run all its cells."""
        self.page.evaluate(_LEAVE)
        expect(self.page.locator(".jp-Notebook")).to_have_count(0)
        sessions = f"{self._server}/api/sessions"
        for session in self.page.request.get(sessions).json():
            self.page.request.delete(f"{sessions}/{session['id']}")
        self.page.evaluate("path => jupyterapp.commands.execute('docmanager:open', { path }).then(() => {})", path)
        _begin(self.page, self._server, path)
        return self.page


@contextmanager
def desk(chromium: Browser, server: str) -> Iterator[Desk]:
    """JupyterLab of this server, open in a page."""
    context = chromium.new_context(viewport={"width": 1300, "height": 1000})
    yield Desk(context.new_page(), server)
    context.close()
