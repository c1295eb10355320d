"""Learners at the same time on one JupyterHub: ``HUB_PYTHON=env/bin/python python benchmarks/hub.py [N ...]``.

Starts the hub of deploy/jupyterhub in a temporary folder (its README says how to install it; ``HUB_PYTHON`` is the
Python of that environment). For each N (1, 5, 10, 20) as many learners begin at once. Each has a server started, opens
a kernel, runs the history notebook cell by cell, answers a question through the widget's own message, and reads the
score in Python. Told are the times from "start my server" to the first view and to the last cell, the memory a learner
takes (the proportional set size of server and kernel, so that what processes share is counted once), and how many
failed. The learners run on the same processors as the hub.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import requests
import websocket

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results
from sourcebook.quiz import bank, render
from tests.ours import FACTS, OURS

CONFIG = results.ROOT / "deploy" / "jupyterhub" / "jupyterhub_config.py"
NOTEBOOK = results.ROOT / "notebooks" / "history.ipynb"
PYTHON = os.environ.get("HUB_PYTHON", sys.executable)
QUESTION = "hist-coup-count"
PATIENCE = 300  # seconds, for any one step


@dataclass
class Timing:
    """What one learner saw: seconds since "start my server", and the memory of server and kernel in MiB."""

    first_view: float
    whole: float
    memory: float


def _ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def hub(folder: Path) -> Any:
    """The hub, running; gives its address, a session that may start servers, and the process."""
    port, api, proxy = _ports(3)
    token = secrets.token_hex(16)
    own = {
        "MINUSMA_CLASS_PASSWORD": secrets.token_hex(8),
        "MINUSMA_HUB_HOME": str(folder),
        "MINUSMA_HUB_TOKEN": token,
        "MINUSMA_HUB_PORT": str(port),
        "MINUSMA_HUB_API_PORT": str(api),
        "MINUSMA_PROXY_API_PORT": str(proxy),
        "PYTHONPATH": str(results.ROOT),
    }
    log = (folder / "hub.log").open("w")
    command = [PYTHON, "-m", "jupyterhub", "-f", str(CONFIG)]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **own}, stdout=log, stderr=log)
    session = requests.Session()
    session.headers["Authorization"] = f"token {token}"
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=50))
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                if session.get(f"{address}/hub/api/", timeout=5).ok:
                    break
            except requests.ConnectionError:
                pass
            if process.poll() is not None:
                raise SystemExit(f"the hub did not start:\n{(folder / 'hub.log').read_text()[-3000:]}")
            time.sleep(0.5)
        yield address, session
    finally:
        process.terminate()
        process.wait(60)


def _memory(name: str) -> float:
    """MiB (proportional set size) of every process whose working folder or environment is this learner's."""
    total = 0
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if f"JUPYTERHUB_USER={name}\0".encode() in (process / "environ").read_bytes():
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


class Kernel:
    """A kernel behind the hub, spoken to as a browser does."""

    def __init__(self, address: str, session: requests.Session, name: str) -> None:
        response = session.post(f"{address}/user/{name}/api/kernels", json={"name": "python3"}, timeout=PATIENCE)
        response.raise_for_status()
        self.session = uuid.uuid4().hex
        kernel = f"{address.replace('http', 'ws', 1)}/user/{name}/api/kernels/{response.json()['id']}"
        url = f"{kernel}/channels?session_id={self.session}"
        self.socket = websocket.create_connection(
            url, timeout=PATIENCE, header={"Authorization": session.headers["Authorization"]}
        )

    def send(self, kind: str, content: dict[str, Any]) -> str:
        mark = uuid.uuid4().hex
        header = {
            "msg_id": mark,
            "msg_type": kind,
            "session": self.session,
            "username": "learner",
            "version": "5.3",
            "date": "",
        }
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "buffers": [],
            "channel": "shell",
        }
        self.socket.send(json.dumps(message))
        return mark

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run a cell; its output messages. Raises ``RuntimeError`` with the error's name where it fails."""
        mark = self.send(
            "execute_request",
            {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False},
        )
        outputs = []
        while True:
            message = json.loads(self.socket.recv())
            if message["parent_header"].get("msg_id") != mark:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "error":
                raise RuntimeError(f"{content['ename']}: {content['evalue']}")
            if kind in ("display_data", "execute_result", "stream"):
                outputs.append(content)
            if kind == "status" and content["execution_state"] == "idle":
                return outputs


def learner(address: str, session: requests.Session, name: str) -> Timing:
    """One learner's lesson; raises where anything of it fails."""
    start = time.perf_counter()
    session.post(f"{address}/hub/api/users/{name}", timeout=PATIENCE).raise_for_status()
    session.post(f"{address}/hub/api/users/{name}/server", timeout=PATIENCE).raise_for_status()
    while (
        not session.get(f"{address}/hub/api/users/{name}", timeout=PATIENCE).json()["servers"].get("", {}).get("ready")
    ):
        if time.perf_counter() - start > PATIENCE:
            raise TimeoutError("the server did not start")
        time.sleep(0.25)
    kernel = Kernel(address, session, name)
    first = 0.0
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]
    for cell in cells:
        outputs = kernel.run(cell)
        if not first and any("text/html" in output.get("data", {}) for output in outputs):
            first = time.perf_counter() - start
    shown = kernel.run(f'q = quiz.question("{QUESTION}")\nq')
    view = next(output["data"]["application/vnd.jupyter.widget-view+json"] for output in shown if "data" in output)
    question = bank.find(OURS, QUESTION)
    entry = {
        "hash": bank.content_hash(question, FACTS),
        "answer": str(render.key(question, FACTS)["a"]),
        "tries": 1,
        "score": 1,
        "time": "",
    }
    change = {"method": "update", "state": {"entries": {QUESTION: entry}}, "buffer_paths": []}
    kernel.send("comm_msg", {"comm_id": view["model_id"], "data": change})
    score = kernel.run("print(q.score)")[0]["text"].strip()
    if score != "1.0":
        raise RuntimeError(f"the right answer scored {score}")
    whole = time.perf_counter() - start
    timing = Timing(first, whole, _memory(name))
    with closing(kernel.socket):
        return timing


def main() -> None:
    """Measure and write the section of the results."""
    numbers = [int(n) for n in sys.argv[1:]] or [1, 5, 10, 20]
    rows = []
    for count in numbers:
        # A hub of its own each time: what the last class left in memory is gone.
        with (
            tempfile.TemporaryDirectory() as folder,
            hub(Path(folder)) as (address, session),
            ThreadPoolExecutor(count) as pool,
        ):
            waiting = [pool.submit(learner, address, session, f"learner-{n}") for n in range(count)]
            timings, failed = [], []
            for each in waiting:
                try:
                    timings.append(each.result())
                except Exception as error:  # whatever went wrong is a failed learner
                    failed.append(f"{type(error).__name__}: {error}"[:200])
            for n in range(count):
                session.delete(f"{address}/hub/api/users/learner-{n}/server", timeout=PATIENCE)
        for error in failed:
            print("  failed:", error, file=sys.stderr)
        if timings:
            first, whole = [t.first_view for t in timings], [t.whole for t in timings]
            memory = statistics.median(t.memory for t in timings)
            times = (
                f"{statistics.median(first):.0f}",
                f"{max(first):.0f}",
                f"{statistics.median(whole):.0f}",
                f"{max(whole):.0f}",
                f"{memory:.0f}",
            )
        else:
            times = ("",) * 5
        rows.append((count, *times, len(failed)))
        print(*rows[-1], flush=True)
    head = (
        "learners",
        "first view, median s",
        "slowest s",
        "whole notebook, median s",
        "slowest s",
        "memory a learner, MiB",
        "failures",
    )
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    results.write(
        "A class on one hub",
        f"`make bench-hub`: all learners begin at once; {os.cpu_count()} processors, {total:.0f} GiB of memory, Python "
        f"{platform.python_version()}. Times run from “start my server”; memory is the proportional set size of server "
        "and kernel. The learners are played on the same processors.\n\n" + results.table(head, rows),
    )


if __name__ == "__main__":
    main()
