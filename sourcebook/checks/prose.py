"""Checks of the markup of pages: what is written is what a reader sees, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from sourcebook.checks import contents, known_markup
from sourcebook.checks.finding import Finding
from sourcebook.checks.markup import Directive, Markup
from sourcebook.checks.material import Material
from sourcebook.checks.names import Names
from sourcebook.text.damaged import damage
from sourcebook.text.wording import did_you_mean, listing
from sourcebook.text.yamlfile import Unreadable, YamlFile

# These write anchors of their own into the page, which its source does not show.
_MAKES_ANCHORS = (
    "data-table",
    "data-tables",
    "fact-list",
    "glossary-terms",
    "bibliography",
    "progress",
    "glossary",
)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_WEB = ("http", "https", "mailto", "tel", "project", "path", "inv", "doi", "ftp")


def markup(material: Material) -> Iterator[Finding]:
    """What is written in a page is what a reader sees."""
    names = Names(material)
    labels: dict[str, tuple[str, int]] = {}
    for path in material.markdown:
        if not material.readable(path):
            continue  # said where it is read
        file = material.name(path)
        yield from material.clean.part(f"markup of {file}", partial(_page, material, path, names))
        for line, name in material.markup(path).labels:
            first = labels.setdefault(name.lower(), (file, line))
            if first != (file, line):
                reason = f"the label {name} stands already in {first[0]}, line {first[1]}. Give this one another name."
                yield Finding(file, line, reason)


def _page(material: Material, path: Path, names: Names) -> Iterator[Finding]:
    """What is wrong with one page by itself."""
    file, page, known = material.name(path), material.markup(path), names.markup
    if not material.text(path).strip():
        yield Finding(file, 1, "the page is empty. Write it, or take the file away and its line out of _toc.yml.")
        return
    for line, reason in page.broken:
        yield Finding(file, line, reason)
    text = material.text(path)
    for place, reason in damage(text):
        yield Finding(file, text.count("\n", 0, place) + 1, reason)
    yield from _front(file, page)
    yield from _headings(file, page)
    for directive in page.directives:
        yield from _directive(file, directive, known, names)
    for line, name, _ in page.roles:
        if name not in known.roles and ":" not in name.removeprefix("py:"):
            hint = did_you_mean(name, known.roles, 1)
            wrong = "is a directive: it stands in a block of its own" if name in known.directives else "is unknown"
            yield Finding(file, line, f"the role {{{name}}} {wrong}.{hint} Mend its name.")


# The way to the description, and what else the settings at the head of a page may say.
_TO_DESCRIPTION = ("myst", "html_meta", "description")
_SETTINGS = (
    "myst",
    "draft",
    "orphan",
    "tocdepth",
    "nosearch",
    "jupytext",
    "kernelspec",
    "language_info",
    "file_format",
    "mystnb",
    "substitutions",
)


def _front(file: str, page: Markup) -> Iterator[Finding]:
    """The settings at the head of a page: YAML, with a description for search engines and shared links."""
    remedy = (
        'Write at its head: ---, myst:, html_meta:, description: "One sentence on the page.", ---, each deeper than '
        "the one before."
    )
    if page.front is None:
        if not any(line == 1 and "is not closed" in reason for line, reason in page.broken):
            yield Finding(file, 1, f"the page has no description. {remedy}")
        return
    above = page.front_line + 1
    try:
        read = YamlFile(page.front)
    except Unreadable as error:
        yield Finding(file, error.line + above, str(error))
        return
    value: Any = read.values
    for number, key in enumerate(_TO_DESCRIPTION):
        keys = [str(one) for one in value] if isinstance(value, dict) else []
        place = _TO_DESCRIPTION[:number]
        if key not in keys:
            known = _SETTINGS if number == 0 else (key,)
            wrong = next((one for one in keys if one not in known and did_you_mean(one, [key], 1)), None)
            if wrong:
                reason = f"unknown key `{wrong}`.{did_you_mean(wrong, [key], 1)} Mend its name."
                yield Finding(file, read.line(*place, wrong) + above, reason)
            else:
                yield Finding(file, 1, f"the page has no description. {remedy}")
            return
        value = value[key]
    if not isinstance(value, str) or not value.strip():
        yield Finding(
            file,
            read.line(*_TO_DESCRIPTION) + above,
            "the description is empty. Write one sentence on the page, in quotes.",
        )
    for key in map(str, read.values):
        if key not in _SETTINGS and not key.startswith("html_"):
            hint = did_you_mean(key, _SETTINGS, 1)
            reason = f"the key `{key}` means nothing at the head of a page.{hint} Take it out, or mend its name."
            yield Finding(file, read.line(key) + above, reason)


def _headings(file: str, page: Markup) -> Iterator[Finding]:
    if not page.headings:
        yield Finding(file, 1, "the page has no heading. Begin it with `# ` and its title.")
        return
    line, level, text = page.headings[0]
    if level != 1:
        yield Finding(file, line, f"the first heading, {text!r}, must be the title of the page, with one #.")
    for line, level, text in page.headings[1:]:
        if level == 1:
            yield Finding(file, line, f"{text!r} is a second title. A page has one: write it with ## or more.")
    for (_, above, _), (line, level, text) in pairwise(page.headings):
        if level > above + 1:
            reason = (
                f"the heading {text!r} skips a level: {'#' * above} is followed by {'#' * level}. Write "
                f"{'#' * (above + 1)}."
            )
            yield Finding(file, line, reason)


def _directive(file: str, directive: Directive, known: known_markup.Markup, names: Names) -> Iterator[Finding]:
    if directive.name.startswith("code "):
        word = directive.name.removeprefix("code ").strip("{} ").partition(" ")[0].rstrip("}")
        if word in known.own or (directive.argument[:1] == ":" and word in known.directives):
            yield Finding(
                file, directive.line, f"the directive {word} has no braces. Write {directive.argument}{{{word}}}."
            )
        elif directive.argument[:1] == ":":
            yield Finding(
                file, directive.line, f"{directive.argument} opens a directive, which needs a name in braces: {{note}}."
            )
        return
    if directive.name not in known.directives:
        wrong = (
            "is a role: it stands within a line, with backticks behind it"
            if directive.name in known.roles
            else "is unknown"
        )
        hint = did_you_mean(directive.name, known.directives, 1)
        yield Finding(file, directive.line, f"the directive {{{directive.name}}} {wrong}.{hint} Mend its name.")
        return
    options = known.directives[directive.name]
    for line, option, value in directive.options:
        if options is None:
            continue
        if option not in options:
            have = f"It knows {listing(sorted(options))}." if options else "It knows none."
            reason = (
                f"{{{directive.name}}} has no option `{option}`.{did_you_mean(option, options, 1)} {have} Mend it, or "
                "take it out."
            )
            yield Finding(file, line, reason)
        elif reason := _value(directive, option, value, names):
            yield Finding(file, line, reason)
    yield from _argument(file, directive, known, names)


def _value(directive: Directive, option: str, value: str, names: Names) -> str:
    """What is wrong with the value of an option."""
    if option == "minutes" and not re.fullmatch(r"[1-9][0-9]{0,3}", value):
        return f"`minutes: {value}` must be a whole number, like 45."
    if option == "mode" and value not in ("practice", "check"):
        return f"`mode: {value}` is unknown.{did_you_mean(value, ('practice', 'check'), 1)} Write practice or check."
    if option == "former" and value not in names.chapters:
        return f"`former: {value}`: no such set in book/quizzes.{did_you_mean(value, names.chapters)} Mend the name."
    if option == "objective" and directive.argument in names.chapters:
        goals = names.objectives(directive.argument)
        if goals is not None and not any(goal == value or goal.endswith(f"-o{value}") for goal in goals):
            return (
                f"no objective {value!r} in book/quizzes/{directive.argument}.yml.{did_you_mean(value, goals)} There "
                f"is: {', '.join(goals)}. Mend it."
            )
    return ""


def _argument(file: str, directive: Directive, known: known_markup.Markup, names: Names) -> Iterator[Finding]:
    kinds: dict[str, tuple[str, list[str] | None]] = {
        "view": ("view", names.views) if directive.name == "view" else ("", None),
        "quiz": ("chapter or question", _together(names.chapters, names.questions))
        if directive.name == "quiz"
        else ("", None),
        "before-after": ("time", ["before", "after"]),
        "objectives": ("chapter with questions", names.chapters),
        "more-questions": ("chapter with questions", names.chapters),
        "data-table": ("table", names.tables) if directive.name == "data-table" else ("", None),
        "reading-list": ("shelf of book.yml", names.shelves) if directive.name == "reading-list" else ("", None),
    }
    if directive.name not in kinds or directive.name not in known.own:
        return
    what, there = kinds[directive.name]
    words = directive.argument.split() if directive.name == "quiz" else [directive.argument]
    if len(words) > 1:
        what, there = "question", names.questions
    if not directive.argument:
        yield Finding(file, directive.line, f"{{{directive.name}}} names no {what}. Write one behind it.")
    elif there is not None and (named := next((word for word in words if word not in there), "")):
        more = f" There is: {', '.join(there[:8])}{' and more' if len(there) > 8 else ''}."
        yield Finding(
            file,
            directive.line,
            f"there is no {what} {named!r}.{did_you_mean(named, there, 1)}{more} Mend the name.",
        )
    stray = next(((line, text) for line, text in directive.body if text.strip()), None)
    if stray:
        key, colon, value = stray[1].strip().partition(":")
        reason = (
            f"an option begins with a colon too. Write `:{key}: {value.strip()}`."
            if colon and key in (known.directives[directive.name] or ())
            else f"{{{directive.name}}} takes no text. Close it above, or take {stray[1].strip()[:30]!r} out."
        )
        yield Finding(file, stray[0], reason)


def _together(one: list[str], more: list[str] | None) -> list[str] | None:
    return None if more is None else [*one, *more]


def links(material: Material) -> Iterator[Finding]:
    """Every link leads somewhere, and every picture is there and described."""
    anchors = {path: material.markup(path).anchors for path in material.markdown}
    labels = {name.lower() for path in material.markdown for _, name in material.markup(path).labels}
    for path in material.notebooks:
        anchors[path] = _notebook(material, path).anchors
    listed = {contents.page_of(material.book.root, entry.file) for entry in material.contents}
    listed = listed | contents.meant(material) if contents.whole(material) else set()  # else said of the contents
    for path in material.pages:
        file = material.name(path)
        for place, page in _parts(material, path):
            for line, _, target in page.links:
                if reason := _target(path, target, anchors, labels, listed, material):
                    yield Finding(place, line, reason)
            for line, alt, target in page.images:
                yield from _image(place, line, alt, target, path, material)
            for line, name, content in page.roles:
                target = re.sub(r"^.*<([^<>]+)>$", r"\1", content, flags=re.DOTALL).strip()
                if name in ("ref", "numref") and target.lower() not in labels | anchors.get(path, set()):
                    yield Finding(
                        place, line, f"there is no label {target!r}.{did_you_mean(target, labels, 1)} Mend it."
                    )
                if name == "doc" and contents.page_of(path.parent, target) is None:
                    yield Finding(place, line, f"there is no page {target!r} beside {file}. Mend the name.")


def _parts(material: Material, path: Path) -> Iterator[tuple[str, Markup]]:
    """Place and markup of a page, or of each text cell of a notebook."""
    from sourcebook.checks import markup as reader

    if path.suffix == ".md":
        yield material.name(path), material.markup(path)
        return
    for place, text in material.prose:
        if place.startswith(f"{material.name(path)}, "):
            yield place, reader.read(text)


def _notebook(material: Material, path: Path) -> Markup:
    """The headings of a notebook, as one page."""
    whole = Markup()
    for _, part in _parts(material, path):
        whole.headings += part.headings
        whole.labels += part.labels
    return whole


@cache
def _resolved(path: Path) -> Path:
    return path.resolve()


def _target(
    path: Path,
    target: str,
    anchors: dict[Path, set[str]],
    labels: set[str],
    listed: set[Path | None],
    material: Material,
) -> str:
    """What is wrong with the target of a link; nothing where it leads somewhere."""
    if not target:
        return "the link has no address. Write it in the brackets."
    if scheme := _SCHEME.match(target):
        name = scheme[0][:-1].lower()
        if name in ("http", "https") and not re.match(r"https?://[^/\s.]+\.[^\s]+|https?://localhost", target):
            return f"{target!r} is no address. Write it as https://name.org/page."
        return "" if name in _WEB else f"{target!r} begins with {scheme[0]}, which no browser opens. Mend the address."
    if re.match(r"www\.", target):
        return f"{target!r} is read as a file of the book. Write https:// before it."
    name, _, anchor = target.partition("#")
    if not name:
        known = anchors.get(path, set()) | labels
        return "" if anchor.lower() in known or _has_own(material, path) else _no_anchor(anchor, known)
    found = (material.book.root / name.lstrip("/")) if name.startswith("/") else (path.parent / name)
    page = next((p for p in (found, *(Path(f"{found}{s}") for s in contents.SUFFIXES)) if material.is_file(p)), None)
    if page is None and name.lower() in labels:
        return ""
    if page is None:
        beside = [_relative(other, path.parent) for other in material.pages]
        return f"the link leads to {name!r}, which is not there.{did_you_mean(name, beside, 1)} Mend the path."
    page = _resolved(page)
    inside = {_resolved(known): known for known in anchors}
    if page in inside and listed and inside[page] not in listed:
        return f"the link leads to {name!r}, which the contents do not list. Add it to _toc.yml, or take the link out."
    if anchor and page in inside:
        known = anchors[inside[page]]
        if anchor.lower() not in known and not _has_own(material, inside[page]):
            return _no_anchor(anchor, known, name)
    return ""


def _has_own(material: Material, path: Path) -> bool:
    return path.suffix == ".md" and any(d.name in _MAKES_ANCHORS for d in material.markup(path).directives)


def _no_anchor(anchor: str, known: set[str], name: str = "this page") -> str:
    return (
        f"{name} has no place {anchor!r}.{did_you_mean(anchor, sorted(known), 1)} Mend it, or write a label "
        f"({anchor})= there."
    )


def _relative(path: Path, folder: Path) -> str:
    parts, base = path.parts, folder.parts
    same = next((n for n, (a, b) in enumerate(zip(parts, base, strict=False)) if a != b), min(len(parts), len(base)))
    return "/".join([*[".."] * (len(base) - same), *parts[same:]])


def _image(place: str, line: int, alt: str, target: str, path: Path, material: Material) -> Iterator[Finding]:
    if not alt:
        yield Finding(
            place, line, "the picture has no words for those who cannot see it. Write them: ![what it shows](file)."
        )
    if not target:
        yield Finding(place, line, "the picture names no file. Write its path in the brackets.")
        return
    if _SCHEME.match(target):
        if not target.startswith("data:"):
            yield Finding(
                place,
                line,
                "the picture lies on another computer, and a page asks nothing of others. Copy it into book/.",
            )
        return
    found = (material.book.root / target.lstrip("/")) if target.startswith("/") else (path.parent / target)
    if not material.is_file(found):
        there = [f.name for f in found.parent.iterdir()] if found.parent.is_dir() else []
        yield Finding(
            place, line, f"the picture {target!r} is not there.{did_you_mean(found.name, there, 1)} Mend the path."
        )
