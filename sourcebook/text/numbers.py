"""Numbers as the book writes them, in prose and in charts alike."""

from __future__ import annotations

#: Whole numbers that are written as words.
SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def small(value: int, none: str = "zero") -> str:
    """Whole numbers to twelve in words, larger ones in digits; ``none`` is the word for 0."""
    return (none, *SMALL[1:])[value] if 0 <= value < len(SMALL) else f"{value:,}"


def dollars(usd: float, digits: int = 2) -> str:
    """``590500000`` as ``$590.5 million``, ``-1245000000`` as ``-$1.25 billion``, ``950`` as ``$950``.

    Millions have at most ``digits`` digits after the point, billions at most two. What
    rounding makes a thousand million is a billion.
    """
    sign, size = "-" if usd < 0 else "", abs(usd)
    if round(size) < 1_000_000:
        return f"{sign}${size:,.0f}"
    millions = f"{size / 1e6:.{digits}f}"
    shown, word = (millions, "million") if float(millions) < 1000 else (f"{size / 1e9:,.2f}", "billion")
    return f"{sign}${shown.rstrip('0').rstrip('.') if '.' in shown else shown} {word}"
