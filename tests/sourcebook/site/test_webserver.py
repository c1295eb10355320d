"""The small web server: what it serves, what it refuses, and what a strange address gets."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest

from sourcebook.site.policy import HEADER_POLICY
from sourcebook.site.webserver import BookServer, accepted

PAGE = b"<p>hello</p>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BookServer]:
    """A small book below ``/school/``, and a file beside it that is none of its business."""
    outer = tmp_path_factory.mktemp("served")
    html = outer / "html"
    (html / "a book").mkdir(parents=True)
    (html / "empty").mkdir()
    for name in ("index.html", "a book/index.html"):
        (html / name).write_bytes(PAGE)
        (html / f"{name}.gz").write_bytes(gzip.compress(PAGE, mtime=0))
        (html / f"{name}.br").write_bytes(brotli.compress(PAGE))
    (html / "404.html").write_bytes(b"not here")
    (outer / "secret.txt").write_text("secret")
    served = BookServer(html, prefix="/school/").start()
    yield served
    served.shutdown()
    served.server_close()


def ask(server: BookServer, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    ("header", "coding", "body"),
    [
        ("gzip, deflate, br", "br", brotli.compress(PAGE)),
        ("gzip", "gzip", gzip.compress(PAGE, mtime=0)),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.compress(PAGE, mtime=0)),
        ("br; q=0.0, gzip;q=0", None, PAGE),
        ("brief, zgzip", None, PAGE),
        ("", None, PAGE),
    ],
)
def test_a_page_comes_in_a_coding_that_was_asked_for(
    server: BookServer, header: str, coding: str | None, body: bytes
) -> None:
    answer, got = ask(server, "/school/", Accept_Encoding=header)
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, coding)
    assert answer.headers["Content-Security-Policy"] == HEADER_POLICY
    assert len(got) == int(answer.headers["Content-Length"])
    assert got == body if coding != "gzip" else gzip.decompress(got) == PAGE


def test_codings_are_read_in_any_spelling() -> None:
    assert accepted("GZIP , br ;q=0.3,x; q=0.000") == {"gzip", "br"}


def test_a_folder_without_its_slash_is_sent_on(server: BookServer) -> None:
    answer, body = ask(server, "/school/a%20book?q=1")
    assert (answer.status, answer.headers["Location"], body) == (301, "/school/a%20book/?q=1", b"")
    assert ask(server, "/school/a%20book/?q=1")[1] == PAGE
    # Never to another host.
    assert ask(server, "/school//a%20book")[0].headers["Location"] in (None, "/school/a%20book/")


@pytest.mark.parametrize(
    "path",
    [
        "/school/%00",
        f"/school/{'a' * 300}",
        f"/school/{'a/' * 4000}",
        "/school/../../secret.txt",
        "/school/%2e%2e/%2e%2e/secret.txt",
        "/school/%ff",
        "/school/empty",
        "/school/index.html/",
        "/elsewhere/index.html",
        "/",
    ],
)
def test_what_is_not_in_the_book_is_not_found(server: BookServer, path: str) -> None:
    answer, body = ask(server, path)
    assert (answer.status, body) == (404, b"not here")


def test_a_book_without_a_page_for_it_has_an_answer_too(tmp_path: Path) -> None:
    with BookServer(tmp_path) as server:
        assert server.find("/nothing.html") == (None, 404)


def test_a_head_has_no_body(server: BookServer) -> None:
    answer, body = ask(server, "/school/", "HEAD")
    assert (answer.status, answer.headers["Content-Length"], body) == (200, str(len(PAGE)), b"")
