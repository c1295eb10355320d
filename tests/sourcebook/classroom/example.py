"""A bank of five questions and what a class of six answered: small enough to count by hand."""

from __future__ import annotations

from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank
from sourcebook.quiz.values import lookup

QUESTIONS = """
chapter: river
title: The river
objectives:
  - {id: riv-o1, text: Name the towns on the river.}
  - {id: riv-o2, text: Tell what the river gives.}
questions:
  - id: riv-town
    type: single
    objective: riv-o1
    difficulty: 1
    prompt: Which town lies on the river?
    options:
      - {text: Gao, right: true, feedback: Yes.}
      - {text: Kidal, feedback: It lies in the hills.}
      - {text: Taoudenni, feedback: It lies in the desert.}
    hints: [Think of a bridge.]
    explanation: Gao lies on the Niger.
    sources: [a-2020]
    teaches: book/river#towns
  - id: riv-port
    type: single
    objective: riv-o1
    difficulty: 1
    prompt: Which town has the port of Timbuktu?
    options:
      - {text: Kabara, right: true, feedback: Yes.}
      - {text: "=Mopti", feedback: It lies upstream.}
      - {text: Ségou, feedback: It lies far upstream.}
    hints: [It is close by.]
    explanation: Kabara is the port.
    sources: [a-2020]
    teaches: book/river#towns
  - id: riv-dry
    type: claim
    objective: riv-o2
    difficulty: 2
    prompt: “The river is dry in summer.”
    answer: "false"
    feedback: {"true": It is not., "false": Right., needs context: It is plain wrong.}
    hints: [Think of the rains.]
    explanation: The rains come in summer.
    sources: [a-2020]
    teaches: book/river#water
  - id: riv-gives
    type: multiple
    objective: riv-o2
    difficulty: 2
    prompt: What does the river give?
    options:
      - {text: Fish, right: true, feedback: Yes.}
      - {text: Rice, right: true, feedback: Yes.}
      - {text: Salt, feedback: That comes from the desert.}
      - {text: Gold, feedback: That comes from the south.}
    hints: [Two of them.]
    explanation: Fish and rice.
    sources: [a-2020]
    teaches: book/river#water
  - id: riv-months
    type: number
    objective: riv-o2
    difficulty: 3
    prompt: For how many months can boats go?
    answer: 6
    feedback: {wrong: Count from August.}
    hints: [Half a year.]
    explanation: From August to January.
    sources: [a-2020]
    teaches: book/river#water
"""

# What each of the class answered, in the words of a response file; what is not there was left out.
CLASS: dict[str, dict[str, Any]] = {
    "ant": {"riv-town": 0, "riv-port": 0, "riv-dry": 1, "riv-gives": [0, 1], "riv-months": "6"},
    "bee": {"riv-town": 0, "riv-port": 0, "riv-dry": 1, "riv-gives": [0], "riv-months": "6.0"},
    "cat": {"riv-town": 0, "riv-port": 0, "riv-dry": 0, "riv-gives": [0, 2]},
    "dog": {"riv-town": 0, "riv-port": 1, "riv-dry": 0, "riv-gives": [1, 0], "riv-months": "12"},
    "elk": {"riv-town": 1, "riv-port": 1, "riv-dry": 1, "riv-gives": [2, 3]},
    "fox": {"riv-town": 1, "riv-dry": 2},
}


def response(
    book: Book, code: str, answers: dict[str, Any], created: str = "2026-05-04T08:00:00.000Z", **more: Any
) -> dict[str, Any]:
    """What the page My progress saves, with every score false: nobody may look at it."""
    entries = {
        q: {"hash": bank.content_hash(bank.find(book, q), lookup(book)), "answer": a, "tries": 1, "score": 0.123}
        for q, a in answers.items()
    }
    return {
        "schema": book.identity.schema_name("responses"),
        "book": "1.1.0",
        "code": code,
        "created": created,
        "answers": entries,
    } | more
