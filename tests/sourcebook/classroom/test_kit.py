"""The class kit: the same bytes each time, and tried as a teacher would: unpacked, installed in a new environment, every notebook run."""

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
from functools import partial
from pathlib import Path

import html5lib
import nbformat
import pytest

from sourcebook.classroom import kit, start_here
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, paper
from tests.ours import OURS

ROOT = Path(__file__).resolve().parents[3]
WHEEL = "minusma-1.1.0-py3-none-any.whl"


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        return {name.removeprefix(f"{OURS.identity.kit_name}/"): pack.read(name) for name in pack.namelist()}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit.make(OURS, tmp_path_factory.mktemp("kit") / "kit.zip", partial(paper.write, OURS))


def test_the_same_book_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    assert kit.make(OURS, tmp_path / "again.zip", partial(paper.write, OURS)).read_bytes() == packed.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["again.zip"]


def test_everything_is_in_it_and_the_key_in_a_folder_of_its_own(packed: Path) -> None:
    files = contents(packed)
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert files[f"notebooks/{path.name}"] == path.read_bytes()
    for path in (ROOT / "book" / "data").glob("*.csv"):
        assert files[f"data/{path.name}"] == path.read_bytes()
    assert {"START-HERE.html", "requirements.txt", "LICENSE", "LICENSE-content", f"notebooks/{WHEEL}"} <= set(files)
    keys = {name for name in files if "key" in Path(name).name}
    assert keys == {f"{kit.KEY_FOLDER}/{chapter}-key.html" for chapter in bank.names(OURS)}
    assert not any(part in name for name in files for part in ("__pycache__", ".ipynb_checkpoints", ".DS_Store"))


def test_without_a_key_the_page_says_how_to_make_it(tmp_path: Path) -> None:
    files = contents(kit.make(OURS, tmp_path / "kit.zip", None))
    assert not any(kit.KEY_FOLDER in name for name in files)
    assert f"env/bin/python -m minusma key --html-only --out {kit.KEY_FOLDER}" in files["START-HERE.html"].decode()


def test_a_kit_that_is_cut_off_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "kit.zip"
    target.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kit, "wheel", lambda root, folder: ROOT / "LICENSE")
    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    with pytest.raises(OSError, match="No space"):
        kit.make(OURS, target, None)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["kit.zip"]


REQUIREMENTS = """alpha==1.0
    # via minusma (pyproject.toml)
beta==2.0 ; python_full_version < '3.12'
    # via
    #   alpha
    #   gamma
beta==3.0 ; python_full_version >= '3.12'
    # via alpha
gamma==1.0
    # via minusma (pyproject.toml)
pywinpty==1.0 ; os_name == 'nt'
    # via beta
"""
PROJECT = '[project]\ndependencies = ["Alpha>=1"]\n[project.optional-dependencies]\nclass = []\nbook = ["gamma"]\n'


def test_the_pins_are_those_of_the_package_and_what_it_needs_on_every_system(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    assert kit.needed(tmp_path) == [
        "alpha==1.0",
        "beta==2.0 ; python_full_version < '3.12'",
        "beta==3.0 ; python_full_version >= '3.12'",
        "pywinpty==1.0 ; os_name == 'nt'",
    ]
    (tmp_path / "pyproject.toml").write_text(PROJECT.replace("Alpha>=1", "delta"))
    with pytest.raises(ReaderError, match="requirements.txt has no pin for delta. Run `make requirements`"):
        kit.needed(tmp_path)


def test_start_here_is_a_sound_page_for_three_systems() -> None:
    page = start_here.html(OURS, WHEEL, with_key=True)
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    for words in (
        "Windows",
        "macOS",
        "Linux",
        "py -3 -m venv env",
        "python3 -m venv env",
        f"notebooks\\{WHEEL}",
        kit.KEY_FOLDER,
    ):
        assert words in page
    assert page.count("<table>") == 2
    assert "{" not in start_here.text(OURS, WHEEL, with_key=False)


def commands(page: str) -> list[str]:
    """What the page tells a teacher with macOS or Linux to type, in its order; the windows' lines are checked to be the same in their words."""
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
    """Slow: it installs everything a teacher installs (from pip's cache where there is one) and runs every notebook, two at a time."""
    begun = time.perf_counter()
    shared = kit.make(OURS, tmp_path / "kit.zip", None)
    with zipfile.ZipFile(shared) as pack:
        pack.extractall(tmp_path / "home")
    folder = tmp_path / "home" / OURS.identity.kit_name
    # As on a teacher's machine: nothing of this environment or checkout.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "MINUSMA", "JUPYTER"))}
    env |= {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "c"),
        "JUPYTER_DATA_DIR": str(tmp_path / "d"),
        "IPYTHONDIR": str(tmp_path / "i"),
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

    def run(path: Path) -> str:
        out = tmp_path / path.name
        command = [python, "-m", "jupyter", "execute", path.name, "--output", str(out)]
        done = subprocess.run(command, cwd=path.parent, env=env, capture_output=True, text=True, check=False)
        return (
            "" if done.returncode == 0 and out.is_file() else f"{path.name}: {done.stdout[-1500:]}{done.stderr[-1500:]}"
        )

    with ThreadPoolExecutor(2) as pool:
        assert [fault for fault in pool.map(run, notebooks) if fault] == []
    for path in notebooks:
        codes = [cell for cell in nbformat.read(tmp_path / path.name, 4).cells if cell.cell_type == "code"]
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
