"""The last step of a build: what a built book needs beside its pages.

In order: the pages that Sphinx does not write (front door, page not found, redirects), cards and icons, the files that
search engines, web servers and phones look for, the offline copy, and compressed twins. Everything is made from the
book alone: the same input gives the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import sphinx.builders.html as html_builder
from sphinx.util import logging

from sourcebook.book import IDENTITY_FILE
from sourcebook.classroom.downloads import FOLDER as DOWNLOADS
from sourcebook.site.archive import TWINS
from sourcebook.site.build_options import PUBLISH, requested
from sourcebook.site.minify import minify
from sourcebook.site.policy import HEADER_POLICY, META_POLICY
from sourcebook.site.sphinxext import cards, downloads, question_places, search_index, theme
from sourcebook.site.sphinxext.address import LOCAL
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import atomic

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.identity import Identity

logger = logging.getLogger(__name__)

THEME = Path(__file__).resolve().parent.parent / "theme"
# Copied by Sphinx and its extensions into every book; no page of this one asks for them (120 KB, 27 KB compressed).
UNUSED = (
    *("basic.css", "file.png", "minus.png", "plus.png", "pygments.css", "sphinx_highlight.js", "mystnb.*.css"),
    *("documentation_options.js", "doctools.js", "searchtools.js", "language_data.js"),
)
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".ipynb", ".webmanifest", ".geojson"}
REDIRECTS = "sourcebook_redirects"
# Not part of the offline copy: for machines, for other sites, or made for saving.
ONLINE_ONLY = (
    "_headers",
    "robots.txt",
    "sitemap.xml",
    "objects.inv",
    "sw.js",
    "404.html",
    ".buildinfo",
    ".nojekyll",
    cards.FOLDER,
    DOWNLOADS,
)


# --- pages ------------------------------------------------------------------------------------------------------------


def _extra_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The search, and the page that web servers show for an address that is none."""
    yield "search", {"title": "Search"}, "search.html"
    yield "404", {"title": "Page not found"}, "404.html"


def _redirects(app: Sphinx) -> dict[str, str]:
    """Addresses that moved, and where they lead; also under the name that the setting had in an earlier version."""
    former = book_of(app).identity.former.settings.get(REDIRECTS)
    return {**(app.config[former] if former else {}), **app.config[REDIRECTS]}


def _redirect(target: str, title: str, language: str) -> str:
    """A page that leads to ``target``, also for readers whose browser does not follow by itself."""
    there = escape(target)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{META_POLICY}">\n'
        f'<meta http-equiv="refresh" content="0; url={there}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="description" content="{escape(title)}: this address leads to the page you look for.">\n'
        f'<link rel="canonical" href="{there}">\n'
        # Said, for below a sub-folder a browser asks the server's root; and by the name
        # whose loss, when the page leads on, is no fault.
        f'<link rel="icon" href="{"../" * target.count("../")}favicon.ico">\n</head>\n'
        f'<body>\n<main>\n<h1>{escape(title)}</h1>\n<p><a href="{there}">Go to the '
        "page</a></p>\n</main>\n</body>\n</html>\n"
    )


def _write(path: Path, text: str) -> None:
    """Write only what changed, so that its compressed twins stay valid."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        atomic.write_text(path, text, newline="\n")


def _root_pages(app: Sphinx, out: Path) -> None:
    """``index.html``, moved pages, and a page-not-found page whose links work at any depth.

    A server shows that page at the address that was asked for, so its links begin at the
    server's root. Where the book stands below it, the public address says; without one it is
    taken to be the root itself, as for ``make serve`` and for hosts that find the page unasked.
    """
    title, language = app.config.html_title, book_of(app).identity.language
    # Browsers ask for this name by themselves, on a page that leads on and on a picture or a table opened alone.
    atomic.copy(out / "_static" / "icon-192.png", out / "favicon.ico")
    _write(out / "index.html", _redirect(f"{app.config.root_doc}.html", title, language))
    for old, new in _redirects(app).items():
        if new not in app.env.all_docs:
            logger.warning(f"{REDIRECTS} in _config.yml: there is no page %r to lead to from %r.", new, old)
        _write(
            out / f"{old}.html",
            _redirect(posixpath.relpath(f"{new}.html", posixpath.dirname(old) or "."), title, language),
        )
    prefix = urlsplit(app.config.html_baseurl or LOCAL).path
    page = out / "404.html"
    text = re.sub(
        r'\b(href|src|action|data-content_root)="(?![a-z]+:|#|/)(?:\./)?',
        rf'\1="{prefix}',
        page.read_text(encoding="utf-8"),
    )
    _write(page, text)


def _remove_leftovers(app: Sphinx, out: Path) -> None:
    """Take away what no page uses: library files, sources of Markdown pages, and pages that
    are no longer in the book.
    """
    for pattern in UNUSED:
        for path in (out / "_static").glob(pattern):
            path.unlink()
    pages = {f"{name}.html" for name in (*app.env.all_docs, *_redirects(app), "index", "search", "404")}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        source = name.startswith("_sources/")
        gone = path.suffix == ".html" and not source and not name.startswith(f"{DOWNLOADS}/") and name not in pages
        unlinked = source and (path.suffix != ".ipynb" or name[9:-6] not in app.env.all_docs)
        if path.is_file() and path.suffix not in TWINS and (gone or unlinked):
            path.unlink()
    for path in out.rglob("*"):
        if path.suffix in TWINS and not path.with_suffix("").is_file():
            path.unlink()


# --- files for machines -----------------------------------------------------------------------------------------------


def _address_files(app: Sphinx, out: Path) -> None:
    """Sitemap and robots.txt."""
    base = app.config.html_baseurl or LOCAL
    hint = ""
    if not app.config.html_baseurl:
        hint = "<!-- No public address is set (see _config.yml); these are the addresses of make serve. -->\n"
    entries = "".join(f"<url><loc>{escape(base + quote(name))}.html</loc></url>\n" for name in sorted(app.env.all_docs))
    _write(
        out / "sitemap.xml",
        f'<?xml version="1.0" encoding="UTF-8"?>\n{hint}<urlset '
        f'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n',
    )
    _write(out / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")


def _host_files(out: Path) -> None:
    """Headers for Netlify and Cloudflare Pages, and the sign for GitHub Pages to leave
    folders with an underscore alone.
    """
    _write(
        out / "_headers",
        "# Read by Netlify and Cloudflare Pages.\n"
        f"/*\n  Content-Security-Policy: {HEADER_POLICY}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: "
        "no-referrer\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n"
        "  Cross-Origin-Opener-Policy: same-origin\n"
        # Their addresses carry the sum of their content.
        "/_static/*.css\n  Cache-Control: public, max-age=31536000, immutable\n"
        "/_static/*.js\n  Cache-Control: public, max-age=31536000, immutable\n"
        "/sw.js\n  Cache-Control: no-cache\n",
    )
    _write(out / ".nojekyll", "")


def _app_files(app: Sphinx, out: Path) -> None:
    """What a phone needs to install the book."""
    manifest = {
        "name": app.config.html_title,
        "short_name": app.config.html_title,
        "description": book_of(app).identity.description,
        "lang": book_of(app).identity.language,
        "start_url": f"{app.config.root_doc}.html",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": f"_static/icon-{n}.png", "sizes": f"{n}x{n}", "type": "image/png", "purpose": "any"}
            for n in (192, 512)
        ],
    }
    _write(out / "manifest.webmanifest", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def write_offline_copy(out: Path, identity: Identity) -> None:
    """The service worker with the list of its files and their sums: it takes a version of
    the book whole, or not at all.
    """
    files = {}
    for path in sorted(out.rglob("*"), key=lambda p: p.relative_to(out).as_posix()):
        name = path.relative_to(out).as_posix()
        if path.is_file() and path.suffix not in TWINS and not name.startswith(ONLINE_ONLY):
            files[quote(name)] = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
    listed = json.dumps(files, indent=0)
    version = hashlib.sha256(listed.encode()).hexdigest()[:12]
    script = minify((THEME / "sw.js").read_text(encoding="utf-8"))
    for mark, value in (
        ("SLUG", identity.slug),
        ("VERSION", version),
        ('["FORMER"]', json.dumps(identity.former.storage)),
        ('{ FILES: "" }', listed),
    ):
        script = script.replace(mark, value)
    _write(out / "sw.js", script)


def _compress(out: Path) -> None:
    """``.gz`` and ``.br`` beside each text file, for web servers that send them as they are.

    Only where the file is newer.
    """
    import brotli  # installed where books are published

    for path in sorted(out.rglob("*")):
        if path.suffix not in COMPRESSED or not path.is_file():
            continue
        for suffix, pack in (
            (".gz", lambda b: gzip.compress(b, 9, mtime=0)),
            (".br", lambda b: brotli.compress(b, quality=9)),
        ):
            twin = path.with_name(path.name + suffix)
            if not twin.is_file() or twin.stat().st_mtime_ns < path.stat().st_mtime_ns:
                atomic.write_bytes(twin, pack(path.read_bytes()))


def _remove_published(out: Path) -> None:
    """Take away what an earlier build added for a public host: it may be of other pages than these."""
    shutil.rmtree(out / cards.FOLDER, ignore_errors=True)
    for path in out.rglob("*"):
        if path.suffix in TWINS and path.with_suffix("").suffix in COMPRESSED:
            path.unlink()


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    out = Path(app.outdir)
    _remove_leftovers(app, out)
    book = book_of(app)
    cards.draw_icons(out, theme.icon_of(book), book.folder / IDENTITY_FILE)
    _root_pages(app, out)
    _write(out / search_index.NAME, search_index.write(app, out))
    _write(out / question_places.NAME, question_places.write(app, out))
    _address_files(app, out)
    _host_files(out)
    _app_files(app, out)
    write_offline_copy(out, book.identity)
    if requested(PUBLISH):
        titles = [app.config.html_title, *(app.env.titles[name].astext() for name in sorted(app.env.all_docs))]
        cards.draw(out, titles, app.config.html_title, book.identity.colours)
        if downloads.listed(app.env):
            downloads.write(out, book, lambda folder: write_offline_copy(folder, book.identity))
        else:
            downloads.remove(out, book)
        _compress(out)
    else:
        _remove_published(out)
        downloads.remove(out, book)


def _whole(file: str, mode: str = "r", **options: Any) -> Any:
    """``open`` for Sphinx's builder: a page is written whole, or the older one stays where a disk has no room left."""
    return atomic.writing(Path(file)) if mode == "w" else open(file, mode, **options)


def setup(app: Sphinx) -> None:
    """Register the step, after every other part has written its files."""
    vars(html_builder)["open"] = _whole
    former = book_of(app).identity.former.settings.get(REDIRECTS)
    for name in filter(None, (REDIRECTS, former)):
        app.add_config_value(name, {}, "html")
    app.connect("html-collect-pages", _extra_pages)
    app.connect("build-finished", _finish, priority=900)
