"""Font families made for a test, and settings with which a program finds them and no other font.

What matters of a font here is how much room its letters take. So each letter is a box: as wide as in Helvetica (whose
widths Arial and Liberation Sans share), times the width of the family; and as high as the family says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

#: Widths of letters in thousandths of the size; letters that stand in no line are as wide as ``n``.
_WIDTHS = {
    222: "ijl‘’",
    278: " !,./:;I[]\\ft·  ",
    333: "()-r`“”",
    389: "*",
    500: "Jckvsxyz",
    584: "+<=>−",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…←→",
}
_OTHERS = "0123456789abdeghnopqu?_#$LÉéèêàâçïîôöüû–'\"|{}^~@°½№•"
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_WIDTH = {letter: 556 for letter in _OTHERS} | _WIDTH


@dataclass(frozen=True)
class Family:
    """A family of fonts: its width as a multiple of Helvetica's, and the height of a line
    above and below (thousandths).
    """

    name: str
    width: float
    above: int = 905
    below: int = 212

    def write(self, folder: Path) -> None:
        """Write the regular and the bold font of the family (bold letters are a fourteenth wider, as in Helvetica)."""
        folder.mkdir(parents=True, exist_ok=True)
        for style, factor, weight in (("Regular", 1.0, 400), ("Bold", 15 / 14, 700)):
            self._write(folder / f"{style}.ttf", style, self.width * factor, weight)

    def _write(self, path: Path, style: str, factor: float, weight: int) -> None:
        names = {letter: f"uni{ord(letter):04X}" for letter in _WIDTH}
        builder = FontBuilder(1000, isTTF=True)
        builder.setupGlyphOrder([".notdef", *names.values()])
        builder.setupCharacterMap({ord(letter): name for letter, name in names.items()})
        widths = {".notdef": round(556 * factor)} | {
            name: round(_WIDTH[letter] * factor) for letter, name in names.items()
        }
        builder.setupGlyf({name: _box(width, empty=name == "uni0020") for name, width in widths.items()})
        builder.setupHorizontalMetrics({name: (width, 30) for name, width in widths.items()})
        builder.setupHorizontalHeader(ascent=self.above, descent=-self.below)
        names_of_font = {"familyName": self.name, "styleName": style, "psName": f"{self.name.replace(' ', '')}-{style}"}
        builder.setupNameTable(names_of_font)
        builder.setupOS2(
            sTypoAscender=self.above,
            sTypoDescender=-self.below,
            usWinAscent=self.above,
            usWinDescent=self.below,
            usWeightClass=weight,
            fsSelection=0x20 if weight == 700 else 0x40,
        )
        builder.setupPost()
        builder.font["head"].macStyle = 1 if weight == 700 else 0
        builder.save(path)


def _box(width: int, empty: bool) -> object:
    pen = TTGlyphPen(None)
    if not empty:
        corners = [(30, 0), (30, 600), (width - 30, 600), (width - 30, 0)]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def settings(folder: Path, *families: Family) -> Path:
    """Settings of fontconfig (for ``FONTCONFIG_FILE``) below ``folder`` that know these families and no other font."""
    for number, family in enumerate(families):
        family.write(folder / "fonts" / str(number))
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>{folder / 'fonts'}</dir><cachedir>{folder / 'kept'}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return path
