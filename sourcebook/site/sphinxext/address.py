"""The public address of the book, from the one setting that names it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sourcebook.book import Book
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

# Where `make serve` shows the book. A sitemap must hold full addresses, also before the book has one.
LOCAL = "http://127.0.0.1:8000/"
URL = "SOURCEBOOK_URL"
_PAGES = re.compile(r"https://(github|gitlab)\.com/([^/]+)/(.+?)(?:\.git)?/?$")


def of_repository(url: str) -> str:
    """The address of a repository's GitHub or GitLab Pages; empty for any other host.

    ``https://github.com/ada/river`` gives ``https://ada.github.io/river/``.
    """
    found = _PAGES.match(url)
    if not found:
        return ""
    host, owner, name = found.groups()
    home = f"{owner.lower()}.{host}.io"
    return f"https://{home}/" if name.lower() == home else f"https://{home}/{name}/"


def choose(baseurl: str, repository: str, environ: str) -> str:
    """The address with a slash at its end, or empty: ``html.baseurl``, which an author has set on purpose, else what
    the host that builds the book says in ``SOURCEBOOK_URL``, else the repository's Pages.
    """
    address = baseurl or environ or of_repository(repository)
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise ValueError(
            f"{address!r} is not the address of a website. In _config.yml (html.baseurl) or {URL}, begin it with "
            "https://."
        )
    return address.rstrip("/") + "/" if address else ""


def public_address(book: Book) -> str:
    """What the host that builds the book says in ``SOURCEBOOK_URL``, or in the variable
    that an earlier version read.
    """
    former = book.identity.former.environment.get(URL, "")
    return os.environ.get(URL) or (os.environ.get(former, "") if former else "")


def _configure(app: Sphinx, config: Config) -> None:
    config.html_baseurl = choose(
        config.html_baseurl, config.html_theme_options.get("repository_url") or "", public_address(book_of(app))
    )


def setup(app: Sphinx) -> None:
    """Work the address out once, before anything uses it."""
    app.connect("config-inited", _configure)
