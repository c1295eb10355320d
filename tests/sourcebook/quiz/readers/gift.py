"""GIFT, read sign by sign as its description says: https://docs.moodle.org/en/GIFT_format."""

from __future__ import annotations

import re

from tests.sourcebook.quiz.readers.common import Asked, seen, table, words
from tests.sourcebook.quiz.readers.moodle import first, like

# A sign and whether a backslash stood before it.
Signs = list[tuple[str, bool]]


def _signs(text: str) -> Signs:
    found: Signs = []
    characters = iter(text)
    for sign in characters:
        if sign == "\\":
            after = next(characters, "")
            found.append(
                ("\n", True) if after == "n" else (after, True) if after in "~=#{}:\\" else ("\\" + after, True)
            )
        else:
            found.append((sign, False))
    return found


def _string(signs: Signs) -> str:
    return "".join(sign for sign, _ in signs).strip()


def _find(signs: Signs, mark: str, start: int = 0) -> int:
    """Where the unescaped mark begins, or -1."""
    wanted = [(sign, False) for sign in mark]
    return next((n for n in range(start, len(signs)) if signs[n : n + len(mark)] == wanted), -1)


def _cut(signs: Signs, mark: str) -> tuple[Signs, Signs]:
    at = _find(signs, mark)
    return (signs, []) if at < 0 else (signs[:at], signs[at + len(mark) :])


def _answers(signs: Signs, marks: str) -> list[tuple[str, Signs]]:
    """The answers, each with the mark before it."""
    found: list[tuple[str, Signs]] = []
    for sign, escaped in signs:
        if sign in marks and not escaped:
            found.append((sign, []))
        elif found:
            found[-1][1].append((sign, escaped))
    return found


def _weight(signs: Signs) -> tuple[float | None, Signs]:
    while signs and signs[0][0].isspace():
        signs = signs[1:]
    found = re.match(r"%(-?[0-9.]+)%", "".join("x" if escaped else sign for sign, escaped in signs))
    return (float(found[1]) / 100, signs[found.end() :]) if found else (None, signs)


def _formatted(text: str) -> str:
    """Without a leading format; any other leading bracket would be read as one."""
    found = re.match(r"\[(html|plain|markdown|moodle)\]", text)
    return text[found.end() :] if found else text


def _options(asked: Asked, body: Signs) -> None:
    shares = {}
    single = _find(body, "=") >= 0
    for mark, answer in _answers(body, "=~"):
        weight, rest = (1.0, answer) if mark == "=" else _weight(answer)
        text, feedback = _cut(rest, "#")
        option = seen(_formatted(_string(text)))
        shares[option] = weight or 0.0
        asked.feedback[option] = seen(_formatted(_string(feedback)))
    asked.options = list(shares)

    def choice(chosen: set[str]) -> float:
        assert len(chosen) < 2 or not single
        return min(1.0, max(0.0, sum(shares[text] for text in chosen)))

    asked.mark = choice


def _number(asked: Asked, body: Signs) -> None:
    right, wrong = _cut(body[1:], "~")
    asked.wrong = seen(_formatted(_string(_cut(wrong, "#")[1])))
    [(_, answer)] = _answers(right, "=")
    value, tolerance = map(float, _string(answer).split(":"))
    asked.mark = lambda typed: float(abs(float(typed) - value) <= tolerance + 1e-9)


def _pairs(asked: Asked, body: Signs) -> None:
    right, sides = {}, set()
    for _, answer in _answers(body, "="):
        left, side = _cut(answer, "->")
        sides.add(words(_string(side)))
        if _string(left):
            right[seen(_formatted(_string(left)))] = words(_string(side))
    asked.lefts, asked.rights = list(right), sorted(sides)
    asked.mark = lambda given: sum(given[left] == right[left] for left in right) / len(right)


def _forms(asked: Asked, body: Signs) -> None:
    forms = []
    for _, answer in _answers(body, "="):
        weight, rest = _weight(answer)
        text, feedback = _cut(rest, "#")
        forms.append((_formatted(_string(text)), weight))
        asked.wrong = seen(_formatted(_string(feedback)))
    asked.mark = lambda typed: first(forms, lambda form: like(form, typed))


def read(content: bytes) -> tuple[str, dict[str, Asked]]:
    """Category and questions by their id."""
    category = ""
    found = {}
    for block in re.split(r"\n\s*\n", content.decode("utf-8")):
        lines = block.split("\n")
        comments = [line for line in lines if line.strip().startswith("//")]
        text = "\n".join(line for line in lines if line not in comments).strip()
        if text.startswith("$CATEGORY:"):
            category = text.removeprefix("$CATEGORY:").strip()
            continue
        signs = _signs(text)
        assert text.startswith("::")
        name, rest = _cut(signs[2:], "::")
        prompt, rest = _cut(rest, "{")
        answer, after = _cut(rest, "}")
        assert not _string(after)
        body, explanation = _cut(answer, "####")
        asked = Asked(prompt=seen(_formatted(_string(prompt))), explanation=seen(_formatted(_string(explanation))))
        asked.numbers = table(_formatted(_string(prompt)))
        asked.tags = re.findall(r"\[tag:([^]]*)\]", "".join(comments))
        while body and body[0][0].isspace():
            body = body[1:]
        # The order of these tests is Moodle's own.
        if body[0] == ("#", False):
            _number(asked, body)
        elif _find(body, "~") >= 0:
            _options(asked, body)
        elif _find(body, "->") >= 0:
            _pairs(asked, body)
        else:
            _forms(asked, body)
        ident = re.search(r"\[id:([^]]*)\]", comments[0])[1]
        assert _string(name).startswith(ident)
        found[ident] = asked
    return category, found
