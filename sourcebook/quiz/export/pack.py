"""Zips and XML files that come out the same, byte for byte, each time and on each machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

# The oldest date that a zip can hold.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip, sorted by name. They are not compressed: compression differs between versions of zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = _UNIX
            info.external_attr = 0o644 << 16
            packed.writestr(info, files[name])
    return buffer.getvalue()


def node(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """A new last child of ``parent``, with its text."""
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child


def xml(root: ET.Element, indent: bool = True) -> bytes:
    """The element as a file. ``indent=False`` where white space between elements would be seen."""
    if indent:
        ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"
