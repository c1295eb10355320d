"""A guess before a view: its answer is looked up, and what cannot be set or is not whole is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from sourcebook.errors import ReaderError
from sourcebook.views import guess, registry
from tests.rivers import RIVERS

OPTIONS = {
    "guess": "How many gauges are there, with {fact}`rain.gauges` in all?",
    "answer": "{fact}`rain.gauges`",
    "scale": "0 to 10 by 1",
    "unit": "gauges",
    "why": "It is easy to guess < too high.",
    "sources": "sample-2024-rainfall",
}


def _said(**changed: str) -> tuple[dict[str, Any], str]:
    html = guess.html(RIVERS, registry.get(RIVERS, "rain-by-year"), {**OPTIONS, **changed}, "..")
    match = re.fullmatch('<template class="mm-guess" data-guess="([^"]*)">(.*)</template>', html)
    assert match is not None
    return json.loads(unescape(match[1])), match[2]


def test_the_answer_is_a_fact_and_facts_stand_in_its_sentences() -> None:
    said, words = _said()
    assert said == {"id": "rain.gauges", "answer": 2.0, "low": 0.0, "high": 10.0, "step": 1.0, "unit": "gauges"}
    assert words.startswith("<p>How many gauges are there, with 2 in all?</p>")
    assert "guess &lt; too high." in words
    assert "Source: <a" in words


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"why": " "}, "`why`: a guess needs it"),
        ({"guess": ""}, "`guess`: a guess needs it"),
        ({"scale": "0-10"}, "0 to 100 by 5"),
        ({"scale": "0 to 10 by 3"}, "3.33333 steps"),
        ({"scale": "0 to 1000 by 1"}, "1000 steps"),
        ({"scale": "0 to 10 by 0"}, "0 steps"),
        ({"scale": "2 to 10 by 1"}, "must lie between 2 and 10"),
        ({"answer": "two"}, "'two' is no answer"),
        ({"answer": "{fact}`rain.gages`"}, "no fact 'rain.gages'"),
        ({"answer": "millimetres of nowhere"}, "no single row 'nowhere'"),
        ({"sources": "sample-2024"}, "no source 'sample-2024'"),
    ],
)
def test_what_cannot_be_guessed_is_refused_with_the_remedy(changed: dict[str, str], reason: str) -> None:
    with pytest.raises(ReaderError, match=re.escape(reason)):
        _said(**changed)


def test_an_answer_may_be_a_number_of_the_view_itself() -> None:
    view = registry.get(RIVERS, "rain-by-year")
    rows = view.table.head(1).assign(confidence="low")
    one = replace(view, table=rows.assign(where="mill"), row_keys="where")
    html = guess.html(RIVERS, one, {**OPTIONS, "answer": "millimetres of mill", "scale": "0 to 5000 by 50"}, "..")
    said = json.loads(unescape(re.findall('data-guess="([^"]*)"', html)[0]))
    assert said["answer"] == rows["millimetres"].iloc[0]
    assert said["id"] == "rain-by-year: millimetres of mill"
    assert "The number itself is not sure." in html
    with pytest.raises(ReaderError, match="holds no number for 'mill'"):
        guess.html(RIVERS, one, {**OPTIONS, "answer": "gauge of mill"}, "..")
