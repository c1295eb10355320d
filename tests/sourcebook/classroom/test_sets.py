"""What a teacher's set may hold, and the elements of its two pages."""

from __future__ import annotations

import json
import re
from typing import Any

from sourcebook.book import Book
from sourcebook.classroom import sets
from tests.rivers import RIVERS


def settings(element: str) -> Any:
    found = re.search('<script type="application/json">(.*?)</script>', element)
    assert found
    return json.loads(found[1])


def test_a_teacher_ticks_questions_and_tasks() -> None:
    found = settings(sets.for_teacher(RIVERS, "a-set.html"))["groups"]
    assert list(dict.fromkeys(noun for _, _, noun in found)) == ["questions", "tasks"]
    assert found == [[title, [list(entry) for entry in entries], noun] for title, entries, noun in sets.groups(RIVERS)]


def test_the_page_of_the_class_has_what_is_no_question_beside_it(river_book: Book) -> None:
    shown = sets.for_class(RIVERS, "q.js", "..", lambda task: f"<form>{task.id}</form>")
    kinds = settings(shown)["kinds"]
    assert set(kinds) == {"questions", "tasks"}
    beside = re.search('<div hidden data-kind="tasks"><template class="mm-later">(.*?)</template></div>', shown)
    assert beside
    assert re.findall('<div data-id="([^"]+)"><form>', beside[1]) == kinds["tasks"]
    # A book without tasks has none of it; what is written stays text.
    for element in (sets.for_class(river_book, "q.js", "..", str), sets.for_teacher(river_book, "a-set.html")):
        assert element.count("<script") == element.count("</script>") == 1
        assert "data-kind" not in element
        assert "riv-town" in element
