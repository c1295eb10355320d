"""The hand-in line: a response file as one line of text, to copy into any assignment box, form or e-mail.

::

    our-river.1.96.0aZ…          the book's short name, the version, how many letters follow, the letters

The letters are 0-9, A-Z and a-z alone, so that no program takes anything in it for a link, a dash or a mark-up: 32
bytes are 43 letters (``_BLOCK``). The bytes are the code name (one for its length, then UTF-8), what is packed, and a
checksum (CRC-32, 4 bytes). What is packed is one large number: each part takes room by how often it came before in
this line (``_Packer``). It holds, in this order:

    random id, seconds since 1970, whether anybody said how sure they were,
    checks; each: short hash of its name, whether handed in, seconds since 1970,
    answers, in the order of their short hashes; each: the step from the short hash before; in which check it stands,
        and whether it is an answer too; how sure; and the answer, of which "right" is one (``_put_answer``)

**A right answer is carried as right, not as it was typed**: who reads the line takes it from the question's key. A
short hash is made of a question's id and content hash: no position in the bank, so that a line is read whatever was
added since. ``check`` sees to it that no two questions share one. What a line does not carry: tries, times of single
answers, long texts, tasks; where it would be longer than ``MOST`` signs, the longest of what was typed is left out.
This module, ``quiz/static/line.js`` and ``classroom/static/report-read.js`` pass ``hand_in_line.json``; ``refused`` are
lines of which nothing is read, and why.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from sourcebook.quiz import grade, response_file
from sourcebook.quiz.response_file import CHECK, SURE, Asked, Response, printable

if TYPE_CHECKING:
    from sourcebook.identity import Identity

VERSION = 1
HASH_BITS = 16
#: Signs of a whole line, its beginning with them: what the narrowest boxes of forms take.
MOST = 600
#: Signs of a number as it is typed.
DIGITS = "0123456789., -%'"
#: What a longer text would cost is more than a line can hold.
LONGEST_TEXT = 60
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SIGNS_OF_ID = _LETTERS + "-"
#: How many letters so many bytes take, up to a whole block of 32.
_BLOCK = [next(n for n in range(44) if 62**n >= 256**size) for size in range(33)]
_AGAIN = "Ask for the line again, or for the file."
_PIECE = re.compile(r"[0-9A-Za-z]{40,}")


class Mark(Enum):
    """Stand for an answer: one that is right, and one that a line does not carry."""

    RIGHT = "right"
    NOT_CARRIED = "not carried"


def short_hash(*words: str) -> int:
    """The hash by which a line knows a question (id and content hash) or a check (its name)."""
    return zlib.crc32(" ".join(words).encode()) >> (32 - HASH_BITS)


# --- one large number, and its letters --------------------------------------------------------------------------------


class _Often:
    """How often each of some values came so far; at first as often as said."""

    def __init__(self, counts: Iterable[int]) -> None:
        self._counts = list(counts)
        self.total = sum(self._counts)

    def place(self, value: int) -> tuple[int, int]:
        """Where the part of this value begins, and how long it is; from now on it came once more."""
        start, size = sum(self._counts[:value]), self._counts[value]
        self._counts[value] += 1
        self.total += 1
        return start, size

    def at(self, rest: int) -> int:
        """The value whose part holds this place."""
        value = 0
        while rest >= self._counts[value]:
            rest -= self._counts[value]
            value += 1
        return value


@dataclass
class _Models:
    """What is learned of a line while it is packed; who unpacks it learns the same."""

    of_check: _Often
    more: _Often = field(default_factory=lambda: _Often((1, 1)))
    sure: _Often = field(default_factory=lambda: _Often((1,) * 4))
    kind: _Often = field(default_factory=lambda: _Often((1,) * 9))
    choice: _Often = field(default_factory=lambda: _Often((1,) * 8))
    length: _Often = field(default_factory=lambda: _Often((1,) * 8))
    highest: _Often = field(default_factory=lambda: _Often((1,) * 7))
    digits: _Often = field(default_factory=lambda: _Often((1,) * 16))
    sign: _Often = field(default_factory=lambda: _Often((1,) * 16))
    letter: _Often = field(default_factory=lambda: _Often(16 if n == 32 or 97 <= n <= 122 else 1 for n in range(256)))


class _Packer:
    """Packs values into one large number (an asymmetric numeral system): the more often, the less room."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int, int]] = []

    def put(self, value: int, base: int) -> None:
        """One of ``base`` values that are all as likely."""
        self._parts.append((value, 1, base))

    def put_often(self, value: int, model: _Often) -> None:
        total = model.total
        self._parts.append((*model.place(value), total))

    def bytes(self) -> bytes:
        number = 1
        for start, size, total in reversed(self._parts):
            number = number // size * total + start + number % size
        return number.to_bytes(-(-number.bit_length() // 8))


class _Unpacker:
    """Takes the values out again, in the order in which they were put in."""

    def __init__(self, content: bytes) -> None:
        self._number = int.from_bytes(content)

    def take(self, base: int) -> int:
        self._number, value = divmod(self._number, base)
        return value

    def take_often(self, model: _Often) -> int:
        whole, rest = divmod(self._number, model.total)
        value = model.at(rest)
        start, size = model.place(value)
        self._number = whole * size + rest - start
        return value

    @property
    def is_empty(self) -> bool:
        return self._number == 1


def to_letters(content: bytes) -> str:
    """Bytes as letters and digits."""
    letters = ""
    for start in range(0, len(content), 32):
        block = content[start : start + 32]
        number, own = int.from_bytes(block), ""
        for _ in range(_BLOCK[len(block)]):
            number, rest = divmod(number, 62)
            own = _LETTERS[rest] + own
        letters += own
    return letters


def from_letters(letters: str) -> bytes:
    """Raises ``ValueError`` for letters that are no bytes; of a line that was cut, as much as is whole."""
    content = b""
    for start in range(0, len(letters), 43):
        block, number = letters[start : start + 43], 0
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

_RIGHT, _CHOICE, _ORDER, _LIST, _TYPED, _TEXT, _LARGE, _LONG, _NOT_CARRIED = range(9)


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _kind(answer: Any) -> int:
    """What an answer is for a line: right, a choice, all of some items in an order, a short list, a typed number, a
    text, a choice of many, a long list, or one that a line does not carry.
    """
    if answer is Mark.RIGHT:
        return _RIGHT
    if isinstance(answer, str):
        if 0 < len(answer) <= 16 and all(sign in DIGITS for sign in answer):
            return _TYPED
        return _TEXT if len(answer.encode("utf-8", "replace")) <= LONGEST_TEXT else _NOT_CARRIED
    if isinstance(answer, list):
        if 0 < len(answer) <= 8 and all(_is_whole(n, -1, 6) for n in answer):
            return _ORDER if sorted(answer) == list(range(len(answer))) else _LIST
        return _LONG if len(answer) < 64 and all(_is_whole(n, -1, 254) for n in answer) else _NOT_CARRIED
    return _CHOICE if _is_whole(answer, 0, 7) else _LARGE if _is_whole(answer, 0, 65535) else _NOT_CARRIED


def _put_answer(packer: _Packer, models: _Models, answer: Any) -> None:
    kind = _kind(answer)
    packer.put_often(kind, models.kind)
    if kind == _CHOICE:
        packer.put_often(answer, models.choice)
    elif kind == _ORDER:
        packer.put_often(len(answer) - 1, models.length)
        left = list(range(len(answer)))
        for n in answer:
            packer.put(left.index(n), len(left))
            left.remove(n)
    elif kind == _LIST:
        packer.put_often(len(answer) - 1, models.length)
        highest = max(0, *answer)
        packer.put_often(highest, models.highest)
        for n in answer:
            packer.put(n + 1, highest + 2)
    elif kind == _TYPED:
        packer.put_often(len(answer) - 1, models.digits)
        for sign in answer:
            packer.put_often(DIGITS.index(sign), models.sign)
    elif kind == _TEXT:
        text = answer.encode("utf-8", "replace")
        packer.put(len(text), LONGEST_TEXT + 1)
        for byte in text:
            packer.put_often(byte, models.letter)
    elif kind == _LARGE:
        packer.put(answer, 65536)
    elif kind == _LONG:
        packer.put(len(answer), 64)
        for n in answer:
            packer.put(n + 1, 256)


def _take_answer(packed: _Unpacker, models: _Models) -> Any:
    kind = packed.take_often(models.kind)
    if kind == _RIGHT:
        return Mark.RIGHT
    if kind == _CHOICE:
        return packed.take_often(models.choice)
    if kind == _ORDER:
        left = list(range(packed.take_often(models.length) + 1))
        return [left.pop(packed.take(len(left))) for _ in range(len(left))]
    if kind == _LIST:
        count, base = packed.take_often(models.length) + 1, packed.take_often(models.highest) + 2
        return [packed.take(base) - 1 for _ in range(count)]
    if kind == _TYPED:
        return "".join(DIGITS[packed.take_often(models.sign)] for _ in range(packed.take_often(models.digits) + 1))
    if kind == _TEXT:
        return bytes(packed.take_often(models.letter) for _ in range(packed.take(LONGEST_TEXT + 1))).decode()
    if kind == _LARGE:
        return packed.take(65536)
    if kind == _LONG:
        return [packed.take(256) - 1 for _ in range(packed.take(64))]
    return Mark.NOT_CARRIED


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


@dataclass(frozen=True)
class _Entry:
    """What a line says of an answer: its place is 0 where it stands in no check, else twice the number of the check,
    from 1, less one where it is an answer too.
    """

    hash: int
    place: int
    sure: int
    answer: Any


def _entries(content: Mapping[str, Any], checks: list[str], asked: Mapping[str, Asked]) -> list[_Entry]:
    def said(name: str, entry: Mapping[str, Any]) -> tuple[int, int, Any]:
        answer, now = entry["answer"], asked.get(name)
        if now and now.hash == entry["hash"] and grade.grade(now.key, answer) == 1:
            answer = Mark.RIGHT
        return short_hash(name, entry["hash"]), response_file.sure(entry), answer

    plain = {name: said(name, entry) for name, entry in content["answers"].items()}
    found = []
    for number, quiz in enumerate(checks, 1):
        for name, entry in content["checks"][quiz]["answers"].items():
            own = said(name, entry)
            both = plain.get(name) == own
            if both:
                del plain[name]
            found.append(_Entry(own[0], 2 * number - both, *own[1:]))
    found += [_Entry(hash, 0, *rest) for hash, *rest in plain.values()]
    return sorted(found, key=lambda entry: (entry.hash, entry.place))


def _low(count: int) -> int:
    """How many of the lower bits of a step are all as likely."""
    return max((k for k in range(HASH_BITS) if count << k <= 1 << HASH_BITS), default=0)


def _shorter(entries: Sequence[_Entry]) -> list[_Entry] | None:
    """The same without the longest of what was typed: texts, then numbers; ``None`` where nothing was typed."""
    typed = [entry for kind in (_TEXT, _TYPED) for entry in entries if _kind(entry.answer) == kind]
    if not typed:
        return None
    kind = _kind(typed[0].answer)
    longest = max((entry for entry in typed if _kind(entry.answer) == kind), key=lambda entry: len(entry.answer))
    return [replace(entry, answer=Mark.NOT_CARRIED) if entry is longest else entry for entry in entries]


def write(slug: str, content: Mapping[str, Any], asked: Mapping[str, Asked]) -> str:
    """The line of a student; ``content`` has ``code``, ``id``, ``created``, ``answers`` and ``checks`` of a file,
    ``asked`` are the questions of today.
    """
    checks = sorted(content["checks"])[:63]
    entries = _entries(content, checks, asked)[:4095]
    line = _line(slug, content, checks, entries)
    while len(line) > MOST and (fewer := _shorter(entries)):
        entries = fewer
        line = _line(slug, content, checks, entries)
    return line


def _line(slug: str, content: Mapping[str, Any], checks: list[str], entries: list[_Entry]) -> str:
    packer, models = _Packer(), _Models(_Often((1,) * (2 * len(checks) + 1)))
    random = [_SIGNS_OF_ID.index(sign) for sign in content["id"] if sign in _SIGNS_OF_ID][:40]
    packer.put(len(random), 41)
    for sign in random:
        packer.put(sign, len(_SIGNS_OF_ID))
    packer.put(_seconds(content["created"]), 1 << 32)
    rated = any(entry.sure for entry in entries)
    packer.put(rated, 2)
    packer.put(len(checks), 64)
    for quiz in checks:
        check = content["checks"][quiz]
        packer.put(short_hash(CHECK, quiz), 1 << HASH_BITS)
        packer.put(bool(check["handed_in"]), 2)
        packer.put(_seconds(check.get("time")), 1 << 32)
    packer.put(len(entries), 4096)
    low, before = _low(len(entries)), 0
    for entry in entries:
        high, rest = divmod(entry.hash - before, 1 << low)
        before = entry.hash
        for n in range(high + 1):
            packer.put_often(n < high, models.more)
        packer.put(rest, 1 << low)
        packer.put_often(entry.place, models.of_check)
        if rated:
            packer.put_often(entry.sure, models.sure)
        _put_answer(packer, models, entry.answer)
    code = unicodedata.normalize("NFC", content["code"]).encode("utf-8", "replace")[:255]
    whole = bytes([len(code)]) + code + packer.bytes()
    letters = to_letters(whole + zlib.crc32(whole).to_bytes(4))
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


def pieces(text: str, slug: str, whole: Sequence[str]) -> Iterator[str]:
    """Where letters stand that may be the rest of a line whose beginning is missing: those of no line that was read,
    ``whole`` with all its letters.
    """
    for number, line in enumerate(text.split("\n"), 1):
        parts = [] if f"{slug}." in line else _PIECE.findall(line)
        if not all(any(part in letters for letters in whole) for part in parts):
            yield f"line {number}"


def _is_sound(letters: str, length: int) -> bool:
    try:
        content = from_letters(letters)
    except ValueError:
        return False
    return len(letters) == length and content[-4:] == zlib.crc32(content[:-4]).to_bytes(4)


def _whose(letters: str) -> str:
    """The code name in the letters that came, as far as they can be read."""
    try:
        content = from_letters(letters[: len(letters) // 43 * 43])
        return printable(content[1 : content[0] + 1].decode()) if len(content) > content[0] else ""
    except (ValueError, IndexError):
        return ""


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
    content = from_letters(line.letters)[:-4]
    if not content:  # the checksum of nothing is four zero bytes
        raise ValueError("holds nothing")
    code, packed = content[1 : content[0] + 1].decode(), _Unpacker(content[content[0] + 1 :])
    random = "".join(_SIGNS_OF_ID[packed.take(len(_SIGNS_OF_ID))] for _ in range(packed.take(41)))
    created, rated = _time(packed.take(1 << 32)), packed.take(2)
    checks: list[tuple[str, dict[str, Any]]] = []
    for _ in range(packed.take(64)):
        hash = packed.take(1 << HASH_BITS)
        check = {"handed_in": packed.take(2) == 1, "time": _time(packed.take(1 << 32)), "answers": {}}
        checks.append((named.get(hash, f"check of another version {hash:04x}"), check))
    models = _Models(_Often((1,) * (2 * len(checks) + 1)))
    answers: dict[str, dict[str, Any]] = {}
    count, hash, lost = packed.take(4096), 0, 0
    low = _low(count)
    for _ in range(count):
        # A line that nobody wrote could go on for hours.
        while packed.take_often(models.more) and hash < 1 << HASH_BITS:
            hash += 1 << low
        hash += packed.take(1 << low)
        if hash >= 1 << HASH_BITS:
            raise ValueError("leads beyond the last short hash")
        place = packed.take_often(models.of_check)
        sure = packed.take_often(models.sure) if rated else 0
        answer = _take_answer(packed, models)
        if answer is Mark.NOT_CARRIED:
            lost += 1
            continue
        names = known.get(hash, [])
        # Of two questions with one short hash nobody can say which was answered.
        name = names[0] if len(names) == 1 else f"question of another version {hash:04x}"
        if answer is Mark.RIGHT:
            # Nobody knows any more what was right of a question of another version.
            answer = _right(asked[name].key) if name in asked else answer.value
        entry: dict[str, Any] = {"hash": asked[name].hash if name in asked else "", "answer": answer}
        entry |= {"sure": SURE[sure - 1]} if sure else {}
        entry |= {"form": asked[name].form} if name in asked and asked[name].form else {}
        if place % 2 or not place:
            answers[name] = entry
        if place:
            own = {key: value for key, value in entry.items() if key != "form"}
            checks[(place - 1) // 2][1]["answers"][name] = own
    if not packed.is_empty:
        raise ValueError("holds more than it says")
    answers = dict(sorted(answers.items()))
    return Response(line.where, printable(code), created, answers, id=random, checks=dict(checks), not_carried=lost)


def _right(key: Mapping[str, Any]) -> Any:
    """A right answer, as a reader may have given it."""
    return key["a"][0] if key["t"] == "text" else key["a"]
