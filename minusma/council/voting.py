"""The Council votes: who sits, what the rule is, what a class decided, and what the record says.

The rule is that of the Charter for matters of substance: nine votes in favour, and none of the five permanent members
against. An abstention, also of a permanent member, is not a veto.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text.wording import listing

NEEDED = 9
CHOICES = ("yes", "no", "abstain")
#: A member that is not in the room casts no vote.
ABSENT = "absent"
#: The two sessions of the simulation and the one before them, with the resolution that was voted on.
SESSIONS = {2021: 2584, 2022: 2640, 2023: 2690}
PLAYED = tuple(SESSIONS)[1:]


@dataclass(frozen=True)
class Result:
    """What a vote comes to: whether the draft passes, the three counts, who vetoed, and why in a sentence."""

    passes: bool
    yes: int
    no: int
    abstain: int
    vetoes: tuple[str, ...]
    why: str

    @property
    def tally(self) -> str:
        """The count as the Council writes it: for, against, abstaining."""
        return f"{self.yes}-{self.no}-{self.abstain}"


def resolution(year: int) -> int:
    """Number of the resolution voted on in June of ``year``; another year raises ``ReaderError``."""
    if not isinstance(year, int) or year not in SESSIONS:
        raise ReaderError(f"there is no session of {year!r}. There is: {', '.join(map(str, SESSIONS))}.")
    return SESSIONS[year]


def members(book: Book, year: int) -> pd.DataFrame:
    """The fifteen members of that June: columns ``member``, ``seat`` and ``vote`` (as
    cast), permanent members first.
    """
    votes = data.pick(book, "council_votes", resolution=resolution(year))
    order = votes.assign(first=votes["seat"] != "permanent").sort_values(["first", "member"])
    return order[["member", "seat", "vote"]].reset_index(drop=True)


def count(votes: Mapping[str, str], permanent: set[str]) -> Result:
    """Count the votes of the members under the rule of the Council.

    ``votes`` maps each member to ``yes``, ``no``, ``abstain`` or ``absent``; anything else raises ``ReaderError``.
    """
    for member, vote in votes.items():
        if vote not in (*CHOICES, ABSENT):
            raise ReaderError(f"{member} voted {vote!r}; a vote is one of: {', '.join((*CHOICES, ABSENT))}.")
    yes, no, abstain = (sum(v == choice for v in votes.values()) for choice in CHOICES)
    vetoes = tuple(m for m, v in votes.items() if v == "no" and m in permanent)
    if yes < NEEDED:
        why = f"It has {yes} votes in favour; {NEEDED} are needed."
        if vetoes:
            why += f" Besides, {listing(vetoes)} voted against, which alone would stop it."
    elif vetoes:
        why = (
            f"It has {yes} votes in favour, but {listing(vetoes)}, with a permanent seat, voted against. One such "
            "vote stops a draft: a veto."
        )
    else:
        why = f"It has {yes} votes in favour, at least {NEEDED}, and no permanent member voted against."
        abstaining = [m for m, v in votes.items() if v == "abstain" and m in permanent]
        if abstaining:
            why += f" {listing(abstaining)} abstained; that is not a veto."
    away = [m for m, v in votes.items() if v == ABSENT]
    if away:
        why += f" {listing(away)} took no part in the vote; that is neither a vote in favour nor a veto."
    return Result(yes >= NEEDED and not vetoes, yes, no, abstain, vetoes, why)


def record(book: Book, year: int) -> Result:
    """What the Council itself decided in June of ``year``."""
    seats = members(book, year)
    permanent = set(seats.loc[seats["seat"] == "permanent", "member"])
    return count(dict(zip(seats["member"], seats["vote"].astype(str), strict=True)), permanent)


def positions(
    book: Book, year: int, roles: tuple[str, ...] = ("member", "host state", "secretariat", "troop contributors")
) -> pd.DataFrame:
    """What was wanted and feared in June of ``year``, a row a speaker, with sources and confidence."""
    rows = data.pick(book, "council_positions", resolution=resolution(year))
    return rows[rows["role"].isin(roles)].reset_index(drop=True)


def spoken(book: Book, year: int) -> set[str]:
    """The members whose position of June ``year`` is known."""
    return set(positions(book, year, ("member",))["speaker"])


def sharing(book: Book, students: int, year: int) -> list[str]:
    """Roles for a class of 5 to 31: a list of one role a student, so that a member with a strong view is always played.

    With fewer than fifteen students some play two members (named together); with more, members are doubled.
    """
    if not isinstance(students, int):
        raise ReaderError(
            f"{students!r} is no number of students. Give a whole number from 5 to 31, without quotation marks."
        )
    if not 5 <= students <= 31:
        raise ReaderError(
            f"{students} students: the simulation is made for 5 to 31. Split a larger class into two Councils."
        )
    seats = list(members(book, year)["member"])
    known = spoken(book, year)
    # Members whose position is known come first: they are played by one student alone as long as possible.
    seats.sort(key=lambda member: member not in known)
    if students >= len(seats):
        shared = [seats[number % len(seats)] for number in range(students)]
        mates = {1: "", 2: " (with a partner)", 3: " (with two partners)"}
        return [member + mates[shared.count(member)] for member in shared]
    roles = [[m] for m in seats[:students]]
    for number, member in enumerate(reversed(seats[students:])):
        roles[-1 - number % students].append(member)
    return [" and ".join(r) for r in roles]
