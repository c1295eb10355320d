"""``{voice}``: a box with words, how they are read, and a link to their source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.rivers import RIVERS

VOICE = """# A

```{voice} One day: the mill, 4 May 1999
:source: sample-1999-diary
:reading: A diary is written for its writer.

The miller wrote: “The water stood at *my* door.”
```
"""


def test_a_voice_says_whose_words_they_are_and_how_to_read_them(build: Callable[..., Any]) -> None:
    built = build({"book/a": VOICE}, ["voice"], of=RIVERS)
    assert built.warnings == ""
    box = BeautifulSoup(built.page("book/a"), "html.parser").select_one(".admonition.voice")
    title, words, last = box.select("p")
    assert title.get_text() == "One day: the mill, 4 May 1999"
    assert words.em.get_text() == "my"
    assert last.get_text().startswith("A diary is written for its writer. Source: Sample data, Diary of a miller")
    assert last.a["href"].endswith("#cite-sample-1999-diary")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (":source: sample-1999-diary\n", "the voice says no `source`"),
        (":reading: A diary is written for its writer.\n", "the voice says no `reading`"),
        ("1999-diary", "no source 'sample-1999-dairy'"),
    ],
)
def test_a_voice_without_them_is_a_warning(build: Callable[..., Any], line: str, message: str) -> None:
    text = VOICE.replace(line, "1999-dairy" if line == "1999-diary" else "")
    assert message in build({"book/a": text}, ["voice"], of=RIVERS).warnings
