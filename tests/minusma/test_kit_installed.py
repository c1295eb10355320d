"""This book's class kit, tried as a teacher would: unpacked, installed in a new environment, every notebook run."""

from __future__ import annotations

import contextlib
import html as entities
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from sourcebook.classroom import kit, start_here
from sourcebook.quiz import bank
from tests.ours import OURS

ROOT = Path(__file__).resolve().parents[2]
WHEEL = "minusma-1.1.0-py3-none-any.whl"
#: No teacher's machine has these variables: Python's own, and what a build tells the processes that it starts.
APART = ("PYTHON", "VIRTUAL_ENV", "MINUSMA", "SOURCEBOOK", "JUPYTER")


def commands(page: str) -> list[str]:
    """What the page tells a teacher with macOS or Linux to type, in its order; the windows'
    lines are checked to be the same in their words.
    """
    blocks = [
        entities.unescape(block).strip().splitlines()
        for block in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)
    ]
    windows, unix = blocks[::2], blocks[1::2]
    for there, here in zip(windows, unix, strict=True):
        same = [
            line.replace("env\\Scripts\\", "env/bin/").replace("py -3 ", "python3 ").replace("\\", "/")
            for line in there
        ]
        assert same == here
    return [line for block in unix for line in block]


def lab_page(words: list[str], folder: Path, env: dict[str, str]) -> str:
    """The page of a JupyterLab that is started so; it must show the kit's notebooks."""
    server = subprocess.Popen(words, cwd=folder, env=env, stderr=subprocess.PIPE, text=True)
    try:
        for line in server.stderr:
            if found := re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)/lab", line):
                break
        address = f"http://127.0.0.1:{found[1]}"
        # It says where it will be a moment before it answers there.
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(found[1])), timeout=1):
                break
            time.sleep(0.2)
        with urllib.request.urlopen(f"{address}/api/contents/classroom.ipynb?content=0") as answer:
            assert json.load(answer)["type"] == "notebook"
        with urllib.request.urlopen(f"{address}/lab") as answer:
            return answer.read().decode()
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_installed_as_start_here_says_every_notebook_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Slow: it installs everything a teacher installs (from pip's cache where there is one)
    and runs every notebook, two at a time.
    """
    begun = time.perf_counter()
    shared = kit.make(OURS, tmp_path / "kit.zip", None)
    with zipfile.ZipFile(shared) as pack:
        pack.extractall(tmp_path / "home")
    folder = tmp_path / "home" / OURS.identity.kit_name
    # As on a teacher's machine: nothing of this environment or checkout.
    env = {k: v for k, v in os.environ.items() if not k.startswith(APART)}
    env |= {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "c"),
        "JUPYTER_DATA_DIR": str(tmp_path / "d"),
        "IPYTHONDIR": str(tmp_path / "i"),
        "PIP_COMPILE": "0",  # Python compiles what is imported; to compile all of JupyterLab takes as long as the rest
    }
    version, *lines = commands((folder / "START-HERE.html").read_text(encoding="utf-8"))
    assert version == "python3 --version"
    typed = [line for line in lines if "jupyterlab" not in line]
    assert [line.split()[2] for line in typed] == ["venv", "pip", "pip", "minusma"]
    for line in typed:
        words = line.split()
        # The page's python3 is the one that runs the tests.
        words[0] = sys.executable if words[0] == "python3" else str(folder / words[0])
        done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    installed = time.perf_counter()
    python = str(folder / "env" / "bin" / "python")
    asked = subprocess.run(
        [python, "-c", "import minusma; print(minusma.__file__)"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(folder / "env") in asked.stdout
    assert {p.name for p in (folder / kit.KEY_FOLDER).iterdir()} >= {
        f"{chapter}-key.html" for chapter in bank.names(OURS)
    }
    notebooks = sorted((folder / "notebooks").glob("*.ipynb"))
    assert len(notebooks) == len(list((ROOT / "notebooks").glob("*.ipynb")))

    (tmp_path / "run").mkdir()

    def run(paths: list[Path]) -> str:
        command = [python, "-m", "jupyter", "execute", *(path.name for path in paths)]
        command += ["--output", str(tmp_path / "run" / "{notebook_name}")]
        done = subprocess.run(command, cwd=folder / "notebooks", env=env, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stdout[-1500:] + done.stderr[-1500:]

    with ThreadPoolExecutor(2) as pool:
        assert [fault for fault in pool.map(run, (notebooks[::2], notebooks[1::2])) if fault] == []
    for path in notebooks:
        codes = [cell for cell in nbformat.read(tmp_path / "run" / path.name, 4).cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in codes), path.name
        streams = [o for cell in codes for o in cell.outputs if o.get("name") == "stderr" or o.output_type == "error"]
        assert streams == [], json.dumps(streams)[:500]
    (start,) = [line.split() for line in lines if "jupyterlab" in line]
    words = [python, *start[1:], "--no-browser", "--port=0", "--allow-root", "--IdentityProvider.token="]
    assert '"news": {"disabled": true}' in lab_page(words, folder, env)
    with capsys.disabled():
        print(
            f"[kit: installed in {installed - begun:.0f} s, notebooks in {time.perf_counter() - installed:.0f} s]",
            end=" ",
        )


def test_the_book_s_page_says_the_same_as_the_kit() -> None:
    page = (ROOT / "book" / "teachers" / "set-up.md").read_text(encoding="utf-8")
    _, *lines = commands(start_here.html(OURS, WHEEL, with_key=True))
    for line in lines:
        assert f"    {line}\n" in page, line
        windows = (
            line.replace("env/bin/", "env\\Scripts\\")
            .replace("python3 ", "py -3 ")
            .replace("notebooks/", "notebooks\\")
        )
        assert f"    {windows}\n" in page, windows
