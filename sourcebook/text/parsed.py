"""What was made of a text before: a long text is parsed once, not by each of those who ask, and not again in the next
build as long as it is the same.

The answers are kept as bytes, by a sum of the text: whoever asks is given one of its own, and may change it.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar, cast

from sourcebook.text import atomic

T = TypeVar("T")
# What is shorter is parsed more quickly than found.
_LONG = 1000
_MOST = 300

#: Answers by a sum of what was asked and of the text; those used last stand at the end.
_kept: dict[str, bytes] = {}


def once(kind: str, text: str, parse: Callable[[], T]) -> T:
    """What ``parse`` makes of this text, which must depend on nothing else but the ``kind``; errors are not kept."""
    if len(text) < _LONG:
        return parse()
    key = hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    if key in _kept:
        content = _kept[key] = _kept.pop(key)
        return cast(T, pickle.loads(content))
    answer = parse()
    with suppress(RecursionError):  # a text of brackets within brackets
        _kept[key] = pickle.dumps(answer)
    if len(_kept) > _MOST:
        del _kept[next(iter(_kept))]
    return answer


@contextmanager
def kept_in(file: Path, code: str) -> Iterator[None]:
    """Know what ``file`` says was made of texts, and leave there at the end what is known
    then; ``code`` is a sum of all that parses.
    """
    with suppress(Exception):  # whatever the file holds: then texts are parsed
        stored = pickle.loads(file.read_bytes())
        if stored["code"] == code:
            _kept.update((key, content) for key, content in stored["kept"].items() if key not in _kept)
    before = set(_kept)
    try:
        yield
    finally:
        if not set(_kept) <= before:
            # A disk that is full, or that nobody may write to, only makes the next time take longer.
            with suppress(OSError):
                atomic.write_bytes(file, pickle.dumps({"code": code, "kept": _kept}))
