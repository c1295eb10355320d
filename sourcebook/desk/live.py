"""``serve --watch``: the server of the built book that builds what changed, and tells the open pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from sourcebook.book import Book, BookError
from sourcebook.desk.sources_watch import SourcesWatch
from sourcebook.site.webserver import BookServer, Handler

#: Addresses of the server's own, below its prefix.
OWN = "_watch/"
_STATIC = {"watch.js": "text/javascript", "watch.css": "text/css"}
_KEEP_ALIVE = 15
_WAITING = (
    b'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title></head>'
    b"<body><main><p>The book is not built yet. It opens here when it is.</p></main></body></html>\n"
)


@dataclass(frozen=True)
class State:
    """How the book stands: the number of builds that succeeded, and what is wrong with the last one."""

    builds: int = 0
    busy: bool = False
    message: str = ""

    def event(self) -> bytes:
        """The state as a server-sent event."""
        values = {"builds": self.builds, "busy": self.busy, "message": self.message}
        return f"data: {json.dumps(values)}\n\n".encode()


class LiveServer(BookServer):
    """Serves the built book, with a script in each page that hears of new builds.

    Nothing of that is written into the book's folder.
    """

    changes_pages = True

    def __init__(self, folder: Path, port: int = 0, prefix: str = "/") -> None:
        super().__init__(folder, port, prefix)
        # A page of a server that ran before this one has a number that is not reached again.
        self._state, self._turn, self._open = State(int(time.time())), threading.Condition(), True

    @property
    def state(self) -> State:
        """What the pages have heard last."""
        return self._state

    def tell(self, state: State) -> None:
        """Have every open page hear of this state."""
        with self._turn:
            self._state = state
            self._turn.notify_all()

    def page(self, body: bytes) -> bytes:
        """The page with the script; a page that came before a build has its number, so that it knows when it is old."""
        place = f"{self.prefix}{OWN}"
        added = (
            f'<link rel="stylesheet" href="{place}watch.css">'
            f'<script src="{place}watch.js" data-builds="{self._state.builds}" defer></script>'
        )
        head, mark, rest = body.partition(b"</head>")
        return head + added.encode() + mark + rest if mark else body

    def answer(self, request: Handler, path: str, with_body: bool) -> bool:
        """Events and the script; and a page that waits, where the book has none yet."""
        if path == f"{OWN}events":
            self._stream(request)
        elif (name := path.removeprefix(OWN)) in _STATIC and path.startswith(OWN):
            text = (files("sourcebook") / "desk" / "static" / name).read_bytes()
            request.send(200, _STATIC[name], text, with_body)
        elif path == "sw.js":  # an offline copy would show the book as it was
            request.send(404, "text/plain", b"", with_body)
        elif not (self.folder / "index.html").is_file() and (not path or path.endswith(("/", ".html"))):
            request.send(503, "text/html", self.page(_WAITING), with_body)
        else:
            return False
        return True

    def _stream(self, request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.send_header("Cache-Control", "no-store")
        request.end_headers()
        request.close_connection = True
        sent: State | None = None
        while self._open:
            with self._turn:
                if self._state == sent:
                    self._turn.wait(_KEEP_ALIVE)
                state = self._state
            request.wfile.write(state.event() if state != sent else b": still here\n\n")
            request.wfile.flush()
            sent = state

    def shutdown(self) -> None:
        """Stop, and let the open pages go."""
        self._open = False
        with self._turn:
            self._turn.notify_all()
        super().shutdown()


class Builder:
    """The process that keeps its modules loaded and builds when asked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start the process anew; the answer is empty, or what stands in its way."""
        self.close()
        python_path = os.pathsep.join(filter(None, [str(self._root), os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, "-m", "sourcebook.desk.build_worker", str(self._root)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": python_path, "PYTHONUTF8": "1"},
            cwd=self._root,
        )
        assert self._process.stdout
        assert self._process.stderr
        if self._process.stdout.readline():
            return ""
        output = self._process.stderr.read().strip().splitlines()
        self.close()
        return f"The engine cannot be loaded: {output[-1] if output else 'it left no word'}."

    def build(self) -> str:
        """Check and build; the answer is empty, or what is to mend."""
        if (self._process is None or self._process.poll() is not None) and (fault := self.start()):
            return fault
        process = self._process
        assert process
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write("build\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self.close()
            return "The build was cut short. Save a file again, and it starts anew."
        answer = json.loads(line)
        return "" if answer["ok"] else str(answer["message"])

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
                if stream:
                    stream.close()
            self._process = None


def packages(book: Book) -> list[Path]:
    """The folders of the modules that build this book: the engine's and the book's own."""
    try:
        own = book.identity.package
    except BookError:
        own = ""
    spec = find_spec(own) if own else None
    places = spec.submodule_search_locations if spec else None
    return [Path(__file__).resolve().parents[1], *(Path(place).resolve() for place in places or ())]


def follow(book: Book, server: LiveServer, say: Callable[[str], None]) -> None:
    """Build now and after each change; the server's pages hear of it, and so does ``say``.

    Ends with an exception, like Ctrl+C.
    """
    builder, sources = Builder(book.root), SourcesWatch(book, packages(book))
    builds, changed = server.state.builds, {book.root}
    try:
        while True:
            server.tell(State(builds, True, server.state.message))
            if any(path.suffix == ".py" for path in changed):
                builder.close()
            fault = builder.build()
            builds += not fault
            server.tell(State(builds, False, fault))
            say(fault or "The book is built.")
            changed = sources.next()
    finally:
        sources.close()
        builder.close()
