"""What ``serve --watch`` looks at, and what it says: its browser test is in ``tests/browser/test_watch.py``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sourcebook import book
from sourcebook.book import Book
from sourcebook.desk import build_worker
from sourcebook.desk.live import LiveServer, State
from sourcebook.desk.sources_watch import QUIET, SourcesWatch, matters


@pytest.mark.parametrize(
    "name", ["book/a.md", "notebooks/a.ipynb", "_toc.yml", "book/data/a.csv", "minusma/views/a.py", "book/views/a.yml"]
)
def test_sources_matter(name: str) -> None:
    assert matters(Path("/b"), Path("/b") / name)


@pytest.mark.parametrize(
    "name",
    ["_build/html/a.html", ".git/index", "book/.a.md.part", "book/~$a.csv", "book/._a.md", "book/a.md~",
    "book/.a.md.swp", "a/__pycache__/b.pyc",
     "book/.~lock.a.csv#", ".venv/lib/a.py", "notebooks/.ipynb_checkpoints/a.ipynb", "_build", "dist/a.zip"],
)  # fmt: skip
def test_what_tools_leave_behind_does_not(name: str) -> None:
    assert not matters(Path("/b"), Path("/b") / name)


@contextmanager
def written_again(*files: Path) -> Iterator[None]:
    """Write the files again and again: a watch that has not begun yet hears of none of the
    first times, and would be waited for without end.
    """
    enough = threading.Event()

    def write() -> None:
        while not enough.wait(4 * QUIET):
            for file in files:
                file.write_text(file.read_text() + "\n")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def heard(watched: SourcesWatch, *files: Path) -> None:
    """Wait until each of the files was heard of, in one change or several."""
    missing = {file.resolve() for file in files}
    while missing:
        missing -= watched.next()


def test_steps_of_one_save_are_one_change_and_a_folder_that_comes_back_is_watched(
    made_up_book: Callable[..., Book],
) -> None:
    of = made_up_book()
    watched = SourcesWatch(of, [])
    page, contents = of.folder / "river.md", of.root / "_toc.yml"
    try:
        with written_again(page, contents):
            heard(watched, page, contents)
        steps = {of.data_dir / "gauge.csv", of.data_dir / "facts.yml"}
        for step in steps:
            step.write_text(step.read_text() + "\n")
        steps = {step.resolve() for step in steps}
        while not steps & (change := watched.next()):
            pass
        assert steps <= change, "one change"
        of.folder.rename(of.root / "away")
        (of.root / "away").rename(of.folder)
        heard(watched, of.folder)
        with written_again(page):
            heard(watched, page)
    finally:
        watched.close()


def test_the_message_has_each_fault_once_without_what_the_command_adds(tmp_path: Path) -> None:
    (tmp_path / "_build").mkdir()
    log = tmp_path / "_build" / build_worker.LOG
    log.write_text(
        f"Building the book; what is said goes to x\n  {tmp_path}/book/a.md:3: one\n"
        "sourcebook build: 2 things are to be mended; the last is this: book/b.md:4: two (All that was said is in "
        f"{tmp_path}/x.)\n"
    )
    assert build_worker.message(tmp_path) == "book/a.md:3: one\nbook/b.md:4: two"
    log.write_text("".join(f"  fault {n}\n" for n in range(20)))
    assert build_worker.message(tmp_path).splitlines()[-1] == "… and 8 more in _build/watch.log."
    log.unlink()
    assert build_worker.message(tmp_path) == "The build stopped and left no word."


@pytest.fixture
def server(tmp_path: Path):
    html = book.at(tmp_path).built
    html.mkdir(parents=True)
    served = LiveServer(html)
    served.start()
    yield served
    served.shutdown()
    served.server_close()


def ask(server: LiveServer, path: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    body = answer.readline() if "events" in path else answer.read()
    connection.close()
    return answer.status, answer.headers["Content-Type"], body


def test_before_the_first_build_a_page_waits(server: LiveServer) -> None:
    status, _, body = ask(server, "/book/a.html")
    assert status == 503
    assert b"not built yet" in body
    assert b"_watch/watch.js" in body


def test_a_page_gets_the_script_and_its_file_stays_as_it_was(server: LiveServer) -> None:
    page = b"<html><head><title>T</title></head><body></body></html>"
    (server.folder / "index.html").write_bytes(page)
    (server.folder / "index.html.br").write_bytes(b"compressed")
    server.tell(State(7))
    body = ask(server, "/index.html")[2]
    assert b'<script src="/_watch/watch.js" data-builds="7" defer></script></head>' in body
    assert (server.folder / "index.html").read_bytes() == page
    assert ask(server, "/_watch/watch.js")[1].startswith("text/javascript")
    assert ask(server, "/_watch/other.js")[0] == 404
    assert ask(server, "/sw.js")[0] == 404


def test_who_opens_a_page_hears_at_once_how_the_book_stands(server: LiveServer) -> None:
    server.tell(State(3, False, 'book/a.md: "x"\nline'))
    assert (
        ask(server, "/_watch/events")[2]
        == b'data: {"builds": 3, "busy": false, "message": "book/a.md: \\"x\\"\\nline"}\n'
    )
