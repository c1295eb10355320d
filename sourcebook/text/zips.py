"""Entries of zip files that are the same on every day and every system, so that the same files give the same zip."""

from __future__ import annotations

import zipfile

_DATE = (2026, 1, 1, 0, 0, 0)
_UNIX = 3


def entry(name: str) -> zipfile.ZipInfo:
    """An entry to be packed, readable by all."""
    made = zipfile.ZipInfo(name, _DATE)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    made.create_system = _UNIX
    return made
