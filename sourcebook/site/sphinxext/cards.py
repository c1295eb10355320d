"""Pictures made from vectors: a social card for each page, and the icons that phones ask for as PNG."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import textwrap
import zlib
from html import escape
from pathlib import Path

from sourcebook.identity import Colours
from sourcebook.text import atomic

FOLDER = "_static/cards"
# The family that the drawing library brings along.
_FONT = "Liberation Sans"
_RASTERISE = Path(__file__).with_name("rasterise.py")
# Settings of fontconfig that know one folder, with nothing in it.
_NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>
"""


def path(title: str, book: str, colours: Colours) -> str:
    """Where the card of a page with this title is, below the root of the book. A new title is a new file."""
    return f"{FOLDER}/{hashlib.sha256(_svg(title, book, colours).encode()).hexdigest()[:12]}.png"


def _svg(title: str, book: str, colours: Colours) -> str:
    first, _, third = colours.light
    lines = textwrap.wrap(title, 26)[:4]
    size = 84 if len(lines) < 3 else 72
    top = 330 - len(lines) * size * 0.58
    text = "".join(
        f'<text x="84" y="{top + (n + 1) * size * 1.16:.0f}" font-family="{_FONT}" font-size="{size}" '
        f'font-weight="700" fill="#1c2127">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    band = "".join(f'<path d="M{x} 0l20 24 20-24z" fill="{first}"/>' for x in range(0, 1200, 40))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">'
        f'<rect width="1200" height="630" fill="{colours.card}"/><rect width="1200" height="24" fill="{third}"/>'
        f'{band}{text}<path d="M84 540h120" stroke="{first}" stroke-width="6"/>'
        f'<text x="84" y="588" font-family="{_FONT}" font-size="30" fill="#4d5761">{escape(book)} · open '
        "textbook</text></svg>"
    )


def _rasterised(drawings: list[tuple[str, float]]) -> list[bytes]:
    """SVG texts, each with a scale, as PNG: the same bytes whatever fonts the machine has, or when it has none.

    Where the machine has the family as well, in another version, the drawing library takes the machine's. It looks for
    fonts by the settings of fontconfig, once in a process; so a process of its own draws with settings that know no
    font. (Windows and macOS have no such settings: there the bytes may differ if the family is installed.)
    """
    if not drawings:
        return []
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "fonts")
        empty.mkdir()
        settings = Path(folder, "fonts.conf")
        atomic.write_text(settings, _NO_FONTS.format(folder=escape(str(empty))))
        drawn = subprocess.run(
            [sys.executable, "-P", str(_RASTERISE)],
            input=json.dumps(drawings).encode(),
            env={**os.environ, "FONTCONFIG_FILE": str(settings)},
            stdout=subprocess.PIPE,
            check=True,
        )
    return [_packed(base64.b64decode(picture)) for picture in json.loads(drawn.stdout)]


def _packed(drawn: bytes) -> bytes:
    """The picture with its pixels packed again, thoroughly: a card of 97 KB becomes one of 25."""
    head, pixels, at = drawn[:8], b"", 8
    while at < len(drawn):
        size, kind = struct.unpack(">I4s", drawn[at : at + 8])
        chunk = drawn[at : at + 12 + size]
        if kind == b"IDAT":
            pixels += chunk[8:-4]
        elif kind != b"IEND":
            head += chunk
        at += 12 + size
    packed = zlib.compress(zlib.decompress(pixels), 9)
    return head + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IDAT", packed), (b"IEND", b""))
    )


def draw(root: Path, titles: list[str], book: str, colours: Colours) -> None:
    """Draw the cards that are missing below ``root`` and remove those of titles that are gone."""
    wanted = {path(title, book, colours): title for title in titles}
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        if f"{FOLDER}/{old.name}" not in wanted:
            old.unlink()
    missing = [name for name in wanted if not (root / name).exists()]
    drawings = [(_svg(wanted[name], book, colours), 1.0) for name in missing]
    for name, picture in zip(missing, _rasterised(drawings), strict=True):
        atomic.write_bytes(root / name, picture)


def draw_icons(root: Path, icon: Path, said_in: Path) -> None:
    """Draw the icons below ``root`` that are missing or older than the book's own picture
    and the file that names it.
    """
    changed = max(path.stat().st_mtime_ns for path in (icon, said_in))
    for pixels in (192, 512):
        drawn = root / "_static" / f"icon-{pixels}.png"
        if not drawn.exists() or drawn.stat().st_mtime_ns < changed:
            atomic.write_bytes(drawn, _rasterised([(icon.read_text(encoding="utf-8"), pixels / 24)])[0])
