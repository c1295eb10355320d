"""The hand-in line: a response file as one line of text, to copy into any assignment box, form or e-mail.

::

    our-river.1.96.0aZ…          the book's short name, the version, how many letters follow, the letters

The letters are 0-9, A-Z and a-z alone, so that no program takes anything in it for a link, a dash or a mark-up: 8 bytes
are 11 letters (``_BLOCK``). The bytes end with a checksum (CRC-32, 4 bytes) and hold, as bits:

    code name (8 bits for its bytes, then UTF-8), random id (the same, ASCII), seconds since 1970 (32),
    whether anybody said how sure they were (1),
    checks (6 for how many; each: short hash of its name (18), whether handed in (1), seconds since 1970 (32)),
    answers (12 for how many; 5 for the parameter of the Rice code), in the order of their short hashes; each:
        what to add to the short hash before (Rice code),
        where there are checks: whether it stands in one (1), in which, and whether it is an answer too (1),
        how sure, where anybody said so (2), and the answer itself (``_put_answer``)

A short hash is made of a question's id and content hash: no position in the bank, so that a line is read whatever was
added since. What a line does not carry: tries, times of single answers, long texts, tasks. Both this module and
``quiz/static/line.js`` pass ``hand_in_line.json``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sourcebook.quiz.response_file import CHECK, SURE, Asked, Response, printable

if TYPE_CHECKING:
    from sourcebook.identity import Identity

VERSION = 1
HASH_BITS = 18
#: Signs of a number as it is typed; 4 bits each.
DIGITS = "0123456789., -%'"
#: What a longer text would cost is more than a line can hold.
LONGEST_TEXT = 60
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: How many letters so many bytes take, up to a whole block of 8.
_BLOCK = (0, 2, 3, 5, 6, 7, 9, 10, 11)
#: Stands for an answer that a line does not carry.
NOT_CARRIED = "not carried"
_AGAIN = "Ask for the line again, or for the file."
_PIECE = re.compile(r"[0-9A-Za-z]{40,}")


def short_hash(*words: str) -> int:
    """The hash by which a line knows a question (id and content hash) or a check (its name)."""
    return zlib.crc32(" ".join(words).encode()) >> (32 - HASH_BITS)


# --- bits and letters -------------------------------------------------------------------------------------------------


class _Bits:
    """Bits to write, or to read from ``content``; beyond its end reading raises ``ValueError``."""

    def __init__(self, content: bytes = b"") -> None:
        self._text = "".join(f"{byte:08b}" for byte in content)
        self._place = 0

    def put(self, value: int, width: int) -> None:
        self._text += f"{value:0{width}b}" if width else ""

    def put_bytes(self, content: bytes) -> None:
        self.put(len(content), 8)
        self._text += "".join(f"{byte:08b}" for byte in content)

    def take(self, width: int) -> int:
        if self._place + width > len(self._text):
            raise ValueError("ends too early")
        taken = self._text[self._place : self._place + width]
        self._place += width
        return int(taken or "0", 2)

    def take_bytes(self) -> bytes:
        return bytes(self.take(8) for _ in range(self.take(8)))

    def ones(self, most: int) -> int:
        """How many ones stand before the next nought; no nought is taken after ``most``."""
        count = 0
        while count < most and self.take(1):
            count += 1
        return count

    def bytes(self) -> bytes:
        whole = self._text.ljust(-(-len(self._text) // 8) * 8, "0")
        return bytes(int(whole[n : n + 8], 2) for n in range(0, len(whole), 8))


def _to_letters(content: bytes) -> str:
    letters = ""
    for start in range(0, len(content), 8):
        block = content[start : start + 8]
        number, own = int.from_bytes(block), ""
        for _ in range(_BLOCK[len(block)]):
            number, rest = divmod(number, 62)
            own = _LETTERS[rest] + own
        letters += own
    return letters


def _to_bytes(letters: str) -> bytes:
    """Raises ``ValueError`` for letters that are no bytes; of a line that was cut, as much as is whole."""
    content = b""
    for start in range(0, len(letters), 11):
        block, number = letters[start : start + 11], 0
        if len(block) not in _BLOCK:
            raise ValueError("cut")
        for letter in block:
            number = number * 62 + _LETTERS.index(letter)
        size = _BLOCK.index(len(block))
        if number >= 256**size:
            raise ValueError("changed")
        content += number.to_bytes(size)
    return content


# --- answers ----------------------------------------------------------------------------------------------------------


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _put_answer(bits: _Bits, answer: Any) -> None:
    """An answer behind as many ones as say what it is: a choice, a typed number, a short list, a text, a larger choice,
    a longer list, or one that a line does not carry.
    """
    kind, rest = 6, []
    if isinstance(answer, str):
        text = answer.encode("utf-8", "replace")
        if 0 < len(answer) <= 16 and all(sign in DIGITS for sign in answer):
            kind, rest = 1, [(len(answer) - 1, 4), *((DIGITS.index(sign), 4) for sign in answer)]
        elif len(text) <= LONGEST_TEXT:
            kind, rest = 3, [(len(text), 6), *((byte, 8) for byte in text)]
    elif isinstance(answer, list):
        if 0 < len(answer) <= 8 and all(_is_whole(n, -1, 6) for n in answer):
            kind, rest = 2, [(len(answer) - 1, 3), *((n + 1, 3) for n in answer)]
        elif len(answer) < 64 and all(_is_whole(n, -1, 254) for n in answer):
            kind, rest = 5, [(len(answer), 6), *((n + 1, 8) for n in answer)]
    elif _is_whole(answer, 0, 7):
        kind, rest = 0, [(answer, 3)]
    elif _is_whole(answer, 0, 65535):
        kind, rest = 4, [(answer, 16)]
    bits.put((1 << kind) - 1, kind)
    if kind < 6:
        bits.put(0, 1)
    for value, width in rest:
        bits.put(value, width)


def _take_answer(bits: _Bits) -> Any:
    kind = bits.ones(6)
    if kind == 0:
        return bits.take(3)
    if kind == 1:
        return "".join(DIGITS[bits.take(4)] for _ in range(bits.take(4) + 1))
    if kind == 2:
        return [bits.take(3) - 1 for _ in range(bits.take(3) + 1)]
    if kind == 3:
        return bytes(bits.take(8) for _ in range(bits.take(6))).decode()
    if kind == 4:
        return bits.take(16)
    if kind == 5:
        return [bits.take(8) - 1 for _ in range(bits.take(6))]
    return NOT_CARRIED


# --- writing ----------------------------------------------------------------------------------------------------------


def _seconds(time: Any) -> int:
    try:
        moment = dt.datetime.fromisoformat(time)
    except (TypeError, ValueError):
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return min(max(0, int(moment.timestamp())), 2**32 - 1)


def _time(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") if seconds else ""


def _entries(content: Mapping[str, Any], checks: list[str]) -> list[tuple[int, int, bool, int, Any]]:
    """What a line says of each answer: short hash, place (0 for none, else the number of its check from 1), whether it
    is an answer too, how sure, the answer.
    """

    def said(name: str, entry: Mapping[str, Any]) -> tuple[int, int, Any]:
        word = entry.get("sure")
        return short_hash(name, entry["hash"]), SURE.index(word) + 1 if word in SURE else 0, entry["answer"]

    plain = {name: said(name, entry) for name, entry in content["answers"].items()}
    found = []
    for place, quiz in enumerate(checks, 1):
        for name, entry in content["checks"][quiz]["answers"].items():
            own = said(name, entry)
            both = plain.get(name) == own
            if both:
                del plain[name]
            found.append((own[0], place, both, *own[1:]))
    found += [(hash, 0, True, *rest) for hash, *rest in plain.values()]
    return sorted(found, key=lambda entry: entry[:2])


def write(slug: str, content: Mapping[str, Any]) -> str:
    """The line of a student; ``content`` has ``code``, ``id``, ``created``, ``answers`` and ``checks`` of a file."""
    checks = sorted(content["checks"])[:63]
    entries = _entries(content, checks)[:4095]
    rated = any(sure for *_, sure, _ in entries)
    bits = _Bits()
    bits.put_bytes(unicodedata.normalize("NFC", content["code"]).encode("utf-8", "replace")[:255])
    bits.put_bytes(content["id"].encode("ascii", "ignore")[:255])
    bits.put(_seconds(content["created"]), 32)
    bits.put(rated, 1)
    bits.put(len(checks), 6)
    for quiz in checks:
        check = content["checks"][quiz]
        bits.put(short_hash(CHECK, quiz), HASH_BITS)
        bits.put(check["handed_in"], 1)
        bits.put(_seconds(check.get("time")), 32)
    bits.put(len(entries), 12)
    low = max((k for k in range(HASH_BITS) if len(entries) << k <= 1 << HASH_BITS), default=0)
    bits.put(low, 5)
    before = 0
    for hash, place, both, sure, answer in entries:
        high, rest = divmod(hash - before, 1 << low)
        before = hash
        bits.put((1 << (high + 1)) - 2, high + 1)
        bits.put(rest, low)
        if checks:
            bits.put(place > 0, 1)
            if place:
                bits.put(place - 1, (len(checks) - 1).bit_length())
                bits.put(both, 1)
        if rated:
            bits.put(sure, 2)
        _put_answer(bits, answer)
    whole = bits.bytes()
    letters = _to_letters(whole + zlib.crc32(whole).to_bytes(4))
    return f"{slug}.{VERSION}.{len(letters)}.{letters}"


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A hand-in line as it was found: where, its version, how many letters it says it has, and those that came."""

    where: str
    version: int
    length: int
    letters: str


def find(text: str, slug: str) -> Iterator[Line]:
    """Every hand-in line of this book in a text, by the line of the text where it begins. Breaks, blanks and marks of
    a quotation that a mail program put into it are taken out.
    """
    starts = list(re.finditer(rf"(?<![A-Za-z0-9-]){re.escape(slug)}\.([0-9]{{1,4}})\.([0-9]{{1,5}})\.", text))
    for n, start in enumerate(starts):
        end = starts[n + 1].start() if n + 1 < len(starts) else len(text)
        rest, length = text[start.end() : end], int(start[2])
        whole = re.match(r"[0-9A-Za-z]*", rest)
        letters = whole[0] if whole else ""
        if len(letters) < length:
            joined = "".join(re.findall(r"[0-9A-Za-z]", re.sub(r"=\r?\n|[\r\n]+>+", "", rest)))[:length]
            letters = joined if _is_sound(joined, length) else letters
        where = f"line {text.count(chr(10), 0, start.start()) + 1}"
        yield Line(where, int(start[1]), length, letters[:length] if _is_sound(letters[:length], length) else letters)


def pieces(text: str, slug: str) -> Iterator[str]:
    """Where letters stand that may be the rest of a line whose beginning is missing."""
    for number, line in enumerate(text.split("\n"), 1):
        if _PIECE.search(line) and f"{slug}." not in line:
            yield f"line {number}"


def _is_sound(letters: str, length: int) -> bool:
    try:
        content = _to_bytes(letters)
    except ValueError:
        return False
    return len(letters) == length and content[-4:] == zlib.crc32(content[:-4]).to_bytes(4)


def _whose(letters: str) -> str:
    """The code name in the letters that came, as far as they can be read."""
    try:
        code = _Bits(_to_bytes(letters[: len(letters) // 11 * 11])).take_bytes().decode()
    except ValueError:
        return ""
    return printable(code)


def read(line: Line, identity: Identity, asked: Mapping[str, Asked], quizzes: Iterable[str]) -> Response:
    """The response that a line holds; ``ValueError`` in words a teacher understands where it was cut or changed.

    ``asked`` are the questions of today, ``quizzes`` the names of the checks. What is asked no more, or otherwise,
    stays in the response under a name that no question has, and what a line does not carry has no answer.
    """
    if line.version != VERSION:
        raise ValueError(
            f"is a hand-in line of a newer version of the book ({line.version}; this one reads {VERSION}). Get the "
            "newest version."
        )
    if not _is_sound(line.letters, line.length):
        whose = _whose(line.letters)
        by = f" (the code name in it is “{whose}”)" if whose and whose.isprintable() else ""
        if len(line.letters) < line.length:
            raise ValueError(f"was cut: {len(line.letters)} of {line.length} letters came{by}. {_AGAIN}")
        raise ValueError(f"was changed on its way{by}: its checksum does not fit. {_AGAIN}")
    try:
        return _response(line, asked, quizzes)
    except ValueError:
        raise ValueError(f"cannot be read. {_AGAIN}") from None


def _response(line: Line, asked: Mapping[str, Asked], quizzes: Iterable[str]) -> Response:
    known: dict[int, list[str]] = {}
    for name, one in asked.items():
        known.setdefault(short_hash(name, one.hash), []).append(name)
    named = {short_hash(CHECK, quiz): quiz for quiz in (*asked, *quizzes)}
    bits = _Bits(_to_bytes(line.letters)[:-4])
    code, random, created = bits.take_bytes().decode(), bits.take_bytes().decode(), _time(bits.take(32))
    rated = bits.take(1)
    checks: list[tuple[str, dict[str, Any]]] = []
    for _ in range(bits.take(6)):
        hash = bits.take(HASH_BITS)
        check = {"handed_in": bits.take(1) == 1, "time": _time(bits.take(32)), "answers": {}}
        checks.append((named.get(hash, f"check of another version {hash:05x}"), check))
    answers: dict[str, dict[str, Any]] = {}
    count, low, hash, lost = bits.take(12), bits.take(5), 0, 0
    for _ in range(count):
        hash += (bits.ones(1 << HASH_BITS) << low) + bits.take(low)
        place, both = 0, True
        if checks and bits.take(1):
            place, both = bits.take((len(checks) - 1).bit_length()) + 1, bits.take(1) == 1
        sure = bits.take(2) if rated else 0
        answer = _take_answer(bits)
        if answer == NOT_CARRIED:
            lost += 1
            continue
        names = known.get(hash, [])
        # Of two questions with one short hash nobody can say which was answered.
        name = names[0] if len(names) == 1 else f"question of another version {hash:05x}"
        entry: dict[str, Any] = {"hash": asked[name].hash if name in asked else "", "answer": answer}
        entry |= {"sure": SURE[sure - 1]} if sure else {}
        entry |= {"form": asked[name].form} if name in asked and asked[name].form else {}
        if both:
            answers[name] = entry
        if place:
            own = {key: value for key, value in entry.items() if key != "form"}
            checks[place - 1][1]["answers"][name] = own
    answers = dict(sorted(answers.items()))
    return Response(line.where, printable(code), created, answers, id=random, checks=dict(checks), not_carried=lost)
