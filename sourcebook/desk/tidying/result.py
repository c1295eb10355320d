"""What tidying one text gave."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tidied:
    """The text as it should be, what was mended, and what was left because it could mean two things."""

    text: str
    mended: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def mend(self, text: str, what: str) -> None:
        """Take over a text that differs, and note why."""
        if text != self.text:
            self.text = text
            self.mended.append(what)
