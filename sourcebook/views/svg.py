"""From a chart to the SVG of the book: themable, free in size, small, and without inline styles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import vl_convert

from sourcebook.views.charts import AnyChart, alt, load
from sourcebook.views.paths import relative
from sourcebook.views.style import COLOURS, CONFIG, FONT_SIZE, PATTERNS, ROOMY_SIZE

load()  # who has this module draws

_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_STAND_IN = re.compile(r"#f0([0-9a-f]{2})([0-9a-f]{2})")
_UNNAMED = re.compile(r"((layer|[hv]?concat)_\d+_)*marks")
_DROPPED = {
    "role", "pointer-events", "font-family", "class", "style", "stroke-miterlimit", "cursor", "aria-hidden",
    "aria-roledescription", "aria-label", "clip-path",
}  # fmt: skip
_IMPLIED = {
    ("opacity", "1"), ("stroke-width", "1"), ("text-anchor", "start"), ("font-size", str(FONT_SIZE)),
    ("font-size", str(ROOMY_SIZE)),
    ("font-weight", "normal"), ("stroke-opacity", "1"), ("fill-opacity", "1"), ("fill", "none"),
    ("transform", "translate(0,0)"), ("x2", "0"), ("y2", "0"), ("stroke-dasharray", ""), ("stroke-dashoffset", "0"),
}  # fmt: skip
#: What is drawn on a tile of each pattern, in the colour of the series, over a weak tint of it.
_TILES = {
    "diagonal": ('width="6" height="6" patternTransform="rotate(45)"', '<path d="M0 3h6" stroke-width="2.4"/>'),
    "back": ('width="6" height="6" patternTransform="rotate(-45)"', '<path d="M0 3h6" stroke-width="1.6"/>'),
    "dots": ('width="6" height="6"', '<path d="M1.5 1.5h.01M4.5 4.5h.01" stroke-width="2.4" stroke-linecap="round"/>'),
    "horizontal": ('width="5" height="5"', '<path d="M0 2.5h5" stroke-width="2"/>'),
    "cross": ('width="6" height="6"', '<path d="M0 3h6M3 0v6" stroke-width="1.4"/>'),
    "unsure": ('width="9" height="9" patternTransform="rotate(45)"', '<path d="M0 4.5h9" stroke-width="1"/>'),
}

# Under this name Altair finds our way of taking the rows of a chart.
_ROWS = "sourcebook"


def render(chart: AnyChart, uid: str) -> str:
    """Draw an Altair chart as an SVG for the page.

    ``chart`` is any Altair chart drawn in the stand-in colours of ``sourcebook.views.style``; ``uid``
    begins the ids of its patterns and must be unique on the page. Stand-in colours become classes
    (``f-c1``, ``s-ink``) or pattern fills; the size is free (only a ``viewBox``), nothing is clipped;
    text takes the page's font and ink; ``description="@key|tip"`` of a mark becomes ``data-k="key"``
    and, where there is a tip, the words a mouse shows over it; marks of a layer called ``name`` stand
    in a group of class ``v-name``. The result has no ``style`` attribute, no script and no request.
    """
    return clean(_drawn(chart, checked=True), uid)


def draw(picture: Callable[[int], AnyChart], width: int, uid: str, checked: bool = True) -> str:
    """What ``render`` gives of the chart that ``picture`` makes for this width.

    Unless ``checked``, Altair does not hold every part of the chart against the schema of Vega-Lite, which takes a
    third of the time. Where such a chart cannot be drawn, it is made again with these checks, for what they say.
    """
    if not checked:
        with suppress(Exception), alt.utils.schemapi.debug_mode(False):
            return clean(_drawn(picture(width), checked=False), uid)
    return render(picture(width), uid)


def _drawn(chart: AnyChart, checked: bool) -> str:
    """What Vega draws of the chart in the book's style."""
    with alt.data_transformers.enable(_ROWS):
        spec = chart.to_dict(validate=checked)
    # Not by `chart.configure(...)`, which copies all of the chart three times.
    spec["config"] = alt.utils.update_nested(spec.get("config", {}), CONFIG)
    return vl_convert.vegalite_to_svg(spec)


def _rows(data: Any = None, **_: Any) -> Any:
    """The rows of a layer as pandas writes them: Altair looks at each cell of each layer, which takes as long as
    drawing them.
    """
    if data is None:
        return _rows
    if not isinstance(data, pd.DataFrame):
        return data
    return {"values": json.loads(data.to_json(orient="records", date_format="iso", double_precision=15))}


alt.data_transformers.register(_ROWS, _rows)


def clean(drawn: str, uid: str) -> str:
    """The post-process of ``render`` alone: Vega's SVG text in, the book's SVG text out."""
    root = ET.fromstring(drawn)
    used: dict[tuple[str, str], str] = {}
    body = ET.Element("g")
    for child in root:
        _copy(child, body, uid, used)
    _hoist(body)
    box = _short(root.get("viewBox", "0 0 1 1"))
    out = ET.Element("svg", {"class": "mm-svg", "fill": "none", "viewBox": box, "xmlns": _NAMESPACE})
    out.extend(body)
    text = ET.tostring(out, encoding="unicode", short_empty_elements=True).replace(" />", "/>")
    if used:
        defs = "".join(_pattern(name, *key) for key, name in sorted(used.items()))
        text = text.replace(">", f"><defs>{defs}</defs>", 1)
    return text


def _pattern(name: str, kind: str, token: str) -> str:
    size, path = _TILES[kind]
    tint = "" if kind == "unsure" else f'<rect width="9" height="9" class="f-{token}" opacity=".18"/>'
    return (
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" {size}>{tint}<g class="s-{token}" '
        f'fill="none">{path}</g></pattern>'
    )


def _short(text: str) -> str:
    """Numbers with one digit after the point."""

    def one(match: re.Match[str]) -> str:
        value = f"{float(match.group()):.1f}".rstrip("0").rstrip(".")
        return "0" if value in {"-0", ""} else value

    return _NUMBER.sub(one, text)


def _paint(new: dict[str, str], classes: list[str], which: str, value: str, uid: str, used: dict) -> None:
    match = _STAND_IN.fullmatch(value)
    if match is None:
        if value not in {"black", "#000", "#000000", "transparent", "none"}:
            raise ValueError(
                f"view {uid}: the {which} {value!r} is not one of the book's colours. Use "
                "sourcebook.views.style.colour(name)."
            )
        return
    kind, token = PATTERNS[int(match.group(1), 16)], COLOURS[int(match.group(2), 16)]
    if which == "fill" and kind != "solid":
        name = used.setdefault((kind, token), f"{uid}-{kind}-{token}")
        new["fill"] = f"url(#{name})"
    else:
        classes.append(f"{which[0]}-{token}")


def _copy(node: ET.Element, parent: ET.Element, uid: str, used: dict) -> None:
    tag = node.tag.removeprefix(_SVG)
    old = node.attrib
    bare = old.get("fill", "none") in {"none", "transparent"} and old.get("stroke", "none") in {"none", "transparent"}
    if old.get("display") == "none" or old.get("opacity") == "0" or (tag in {"path", "rect"} and bare):
        return
    if tag == "defs" or (tag == "path" and not old.get("d")):
        return
    new: dict[str, str] = {}
    classes: list[str] = []
    for key, value in old.items():
        if key in _DROPPED:
            continue
        if key in {"fill", "stroke"}:
            _paint(new, classes, key, value, uid, used)
            continue
        value = _short(value.removesuffix("px"))
        if (key, value) not in _IMPLIED:
            new[key] = value
    moved = _shift({name: value for name, value in new.items() if name == "transform"})
    if moved and (tag == "path" or (tag == "text" and not len(node))):
        del new["transform"]
    if tag == "path":
        new["d"] = relative(old["d"], *(moved or (0, 0)))
    if tag == "text":
        # Ink is what text is written in unless it says otherwise; a stroke is a halo that keeps it readable.
        classes = [c for c in classes if c != "f-ink"]
        if any(c.startswith("s-") for c in classes):
            classes = ["halo", *(c for c in classes if c != "s-paper")]
            new.pop("stroke-width", None)
        if moved and not len(node):
            # A text of several lines counts the places of its lines from its own.
            new |= {axis: f"{place:g}" for axis, place in zip("xy", moved, strict=True) if place}
    mark = re.fullmatch(r"mark-(\w+) role-mark (\S+)", old.get("class", ""))
    if mark:
        classes.append(f"m-{mark.group(1)}")
        # Names that Vega-Lite gives to unnamed layers say nothing; one of ours lets a test or a script find the marks.
        if not _UNNAMED.fullmatch(mark.group(2)):
            classes.append(f"v-{mark.group(2).removesuffix('_marks').replace('_', '-')}")
    if classes:
        new["class"] = " ".join(classes)
    label = old.get("aria-label", "")
    key, _, tip = label[1:].partition("|") if label.startswith("@") else ("", "", "")
    if key:
        new["data-k"] = key
    element = ET.SubElement(parent, tag, new)
    element.text = node.text
    if tip:
        ET.SubElement(element, "title").text = tip
    for child in node:
        _copy(child, element, uid, used)
    if tag == "g" and not len(element):
        parent.remove(element)


def _hoist(node: ET.Element) -> None:
    """Take away groups that say nothing, and join a group that only moves with its only child that does the same."""
    for child in list(node):
        _hoist(child)
    kids: list[ET.Element] = []
    for child in node:
        kids.extend(list(child) if child.tag == "g" and not child.attrib else [child])
    node[:] = kids
    if node.tag == "g" and len(node) == 1 and node[0].tag == "g":
        outer, inner = _shift(node.attrib), _shift(node[0].attrib)
        if outer and inner:
            only = node[0]
            node.set("transform", _short(f"translate({outer[0] + inner[0]},{outer[1] + inner[1]})"))
            node[:] = list(only)


def _shift(attributes: dict[str, str]) -> tuple[float, float] | None:
    if set(attributes) != {"transform"}:
        return None
    match = re.fullmatch(r"translate\((-?[\d.]+),(-?[\d.]+)\)", attributes["transform"])
    return (float(match.group(1)), float(match.group(2))) if match else None
