"""The markup of one page, with lines: headings, labels, directives, roles, links, images, and what is broken in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sourcebook.checks.foreign import slips
from sourcebook.checks.known_markup import MARKDOWN

_FENCE = re.compile(r"^(\s*)(`{3,}|:{3,}|~{3,})[ \t]*(.*?)[ \t]*$")
_DIRECTIVE = re.compile(r"^\{([^}\s]+)\}[ \t]*(.*)$")
_OPTION = re.compile(r"^\s*:([\w-]+):[ \t]*(.*?)[ \t]*$")
_ROLE = re.compile(r"\{([a-zA-Z][\w:+.-]*)\}(`+)((?:(?!\n[ \t]*\n).)+?)(?<!`)\2(?!`)", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|^[ \t]*%.*$", re.DOTALL | re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+[\"'(][^)]*)?\)")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_QUOTES = "'\"‘’“”„´«»"


@dataclass(frozen=True)
class Directive:
    """One directive: ``options`` are (line, name, value), ``body`` the lines below them."""

    line: int
    name: str
    argument: str
    options: tuple[tuple[int, str, str], ...]
    body: tuple[tuple[int, str], ...]


@dataclass
class Markup:
    """What a page holds. ``broken`` are (line, reason)."""

    front: str | None = None
    #: How many lines stand above the settings, where there should be none.
    front_line: int = 0
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    roles: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    images: list[tuple[int, str, str]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)

    @property
    def anchors(self) -> set[str]:
        """What a link to this page may name behind its ``#``."""
        found = {name.lower() for _, name in self.labels}
        slugs: dict[str, int] = {}
        for _, _, text in self.headings:
            slug = slug_of(text)
            count = slugs[slug] = slugs.get(slug, -1) + 1
            found.add(f"{slug}-{count}" if count else slug)
            found.add(re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-"))
        return found


def slug_of(heading: str) -> str:
    """The anchor that a heading gets."""
    text = re.sub(r"\{[\w:+.-]+\}`([^`]*)`|`([^`]*)`", lambda m: m[1] or m[2] or "", heading)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def read(text: str) -> Markup:
    """The markup of a page."""
    made = Markup()
    lines = text.split("\n")
    begin = 0
    if (late := re.match(r"\s*\n(?=---[ \t]*\n)", text)) and (front := _FRONT.match(text[late.end() :])):
        made.front = front[1]
        reason = "the settings between --- and --- must begin in the first line. Take the empty lines above them out."
        made.broken.append((1, reason))
        made.front_line = begin = late[0].count("\n")
        begin += front[0].count("\n")
    if lines and lines[0].rstrip() == "---":
        front = _FRONT.match(text)
        if front:
            made.front = front[1]
            begin = front[0].count("\n")
        else:
            made.broken.append((1, "what begins with --- here is not closed. Put --- on a line of its own below it."))
            begin = next((n for n, line in enumerate(lines[1:], 1) if not line.strip()), len(lines))
    shown = [""] * len(lines)
    _blocks(made, [(n + 1, line) for n, line in enumerate(lines)][begin:], shown, top=True)
    _inline(made, "\n".join(shown))
    made.broken.sort()
    return made


def _blocks(made: Markup, lines: list[tuple[int, str]], shown: list[str], top: bool) -> None:
    """Part fenced blocks from prose; the prose goes to ``shown``, at its line."""
    at = 0
    while at < len(lines):
        number, line = lines[at]
        if short := re.match(r"^(\s*)(``|::)(\{[\w-]+\}[^`]*)$", line):
            made.broken.append(
                (number, f"a block begins with three signs, not two. Write {short[2] + short[2][0]}{short[3]}.")
            )
            line = f"{short[1]}{short[2]}{short[2][0]}{short[3]}"
            lines = [*lines[:at], (number, line), *lines[at + 1 :]]
        fence = _FENCE.match(line)
        if not fence or (fence[2][0] == "`" and "`" in fence[3]):
            shown[number - 1] = line
            if top:
                _heading(made, number, line, lines[at - 1][1] if at else "")
            at += 1
            continue
        if not fence[3] and fence[2][0] == ":":
            made.broken.append(
                (number, f"{fence[2]} closes nothing here. Take the line out, or open it with a directive.")
            )
            at += 1
            continue
        end, reason = _end(lines, at, fence[2])
        if reason and not fence[3] and any("is not closed before" in said for _, said in made.broken):
            at += 1  # the end of the block that was not closed before another one
            continue
        if reason:
            made.broken.append((number, reason))
        # What stands below a block that is not closed is not its own.
        inside = lines[at + 1 : end] if not reason else []
        _block(made, number, fence[2], fence[3], inside, shown)
        at = end + (0 if reason else 1)


def _end(lines: list[tuple[int, str]], at: int, fence: str) -> tuple[int, str]:
    """Where the block that opens at this place ends, and what is wrong with that."""
    opened = lines[at][1].strip()
    directive = "{" in opened
    called = f"`{opened[len(fence) :].strip()}`" if opened[len(fence) :].strip() else "the code"
    close = f"Put {fence} on a line of its own where it ends."
    for place in range(at + 1, len(lines)):
        number, line = lines[place]
        other = _FENCE.match(line)
        if not other or other[2][0] != fence[0]:
            # A heading ends no block, but none of ours holds one: the fence was forgotten.
            if directive and re.match(r"^#{1,6} ", line) and fence[0] == "`":
                return place, f"{called} is not closed before the heading in line {number}. {close}"
            continue
        if not other[3] and len(other[2]) >= len(fence):
            return place, ""
        if other[3].startswith("{") and len(other[2]) >= len(fence) and directive:
            return place, (
                f"{called} is not closed before {other[3]} in line {number}. {close} "
                f"(A block around another one needs a longer fence than that.)"
            )
    blank = next((n for n in range(at + 1, len(lines)) if not lines[n][1].strip()), len(lines))
    return (blank if directive else len(lines)), f"{called} is not closed. {close}"


def _block(made: Markup, number: int, fence: str, info: str, inside: list[tuple[int, str]], shown: list[str]) -> None:
    directive = _DIRECTIVE.match(info)
    if not directive:
        if info.startswith("{"):
            made.broken.append((number, f"{info!r} is no directive. Write {fence}{{name}} and what it shows."))
        elif fence[0] == ":" or info:
            made.directives.append(Directive(number, f"code {info}", fence, (), ()))
        return
    options, rest = _options(made, inside)
    name, argument = directive[1], directive[2]
    made.directives.append(Directive(number, name, argument, tuple(options), tuple(rest)))
    if name in ("image", "figure"):
        made.images.append((number, next((v for _, o, v in options if o == "alt"), ""), argument))
    if name in MARKDOWN:
        _blocks(made, rest, shown, top=False)


def _options(made: Markup, inside: list[tuple[int, str]]) -> tuple[list[tuple[int, str, str]], list[tuple[int, str]]]:
    """The options at the beginning of a block, and the lines below them."""
    if inside and inside[0][1].strip() == "---":
        stop = next((n for n, (_, line) in enumerate(inside[1:], 1) if line.strip() == "---"), len(inside))
        found = [(n, *line.partition(":")) for n, line in inside[1:stop] if ":" in line]
        return [(n, key.strip(), value.strip()) for n, key, _, value in found], inside[stop + 1 :]
    options: list[tuple[int, str, str]] = []
    for place, (number, line) in enumerate(inside):
        option = _OPTION.match(line)
        if not option:
            if re.match(r"^\s*:[\w-]+(\s|$)", line):
                made.broken.append((number, f"{line.strip()!r}: an option has two colons. Write `:name: value`."))
                continue
            return options, inside[place:]
        options.append((number, option[1], option[2]))
    return options, []


def _heading(made: Markup, number: int, line: str, above: str) -> None:
    if heading := re.match(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$", line):
        made.headings.append((number, len(heading[1]), heading[2]))
    elif re.match(r"^#{1,6}[ \t]*$", line):
        made.broken.append((number, "a heading without words. Write them behind the #, or take the line out."))
    elif re.match(r"^#{1,6}[^#\s]", line):
        made.broken.append((number, f"a blank is missing behind the # of {line[:40]!r}. Add it, or it is no heading."))
    elif re.match(r"^#{7,} ", line):
        made.broken.append((number, "a heading has at most six #. Take some away."))
    elif above.strip() and re.match(r"^(=+|-{2,})[ \t]*$", line) and not re.match(r"^\s*([#>|*-]|\d+\.)", above):
        made.headings.append((number - 1, 1 if line[0] == "=" else 2, above.strip()))
    if label := re.match(r"^\(([^()]*)\)[ \t]*=[ \t]*$", line):
        if re.fullmatch(r"\([^()\s]+\)=[ \t]*", line):
            made.labels.append((number, label[1]))
        else:
            made.broken.append((number, f"{line.strip()!r} is no label. Write (words-with-dashes)= without a blank."))


def _inline(made: Markup, text: str) -> None:
    """Roles, links and images of the prose, and what looks like one and is none."""

    def line(place: int) -> int:
        return text.count("\n", 0, place) + 1

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = _COMMENT.sub(blank, text)

    def role(match: re.Match[str]) -> str:
        if re.search(r"\{[\w:+.-]+\}$", match[3]):  # its last backtick is the first of the next role
            reason = f"the content of {{{match[1]}}} has a backtick without its pair. Add it where the content ends."
            made.broken.append((line(match.start()), reason))
            return blank(match)[:-1] + "`"
        made.roles.append((line(match.start()), match[1], match[3]))
        return blank(match)

    text = _ROLE.sub(role, text)
    # A link's text may be code: links are looked for before code goes, but not within it.
    code = [match.span() for match in _CODE.finditer(text)]

    def within(place: int) -> bool:
        return any(begin <= place < end for begin, end in code)

    for image in _IMAGE.finditer(text):
        if not within(image.start()):
            made.images.append((line(image.start()), image[1].strip(), image[2]))
    for link in _LINK.finditer(text):
        if not within(link.start()):
            made.links.append((line(link.start()), link[1], link[2]))
    for span in _CODE.finditer(text):
        if inside := re.fullmatch(r"\{([a-z:]+)\}([\w.-]+)", span[2]):
            reason = f"{span[2]!r} stands in backticks as a whole. Write {{{inside[1]}}}`{inside[2]}`."
            made.broken.append((line(span.start()), reason))
    found = list(slips(text, code, fills="substitutions:" in (made.front or "")))
    made.broken += [(line(slip.start), slip.reason) for slip in found]
    text = _CODE.sub(blank, text)
    for slip in found:
        text = text[: slip.start] + re.sub(r"[^\n]", " ", text[slip.start : slip.end]) + text[slip.end :]
    for place, reason in _slips(text):
        made.broken.append((line(place), reason))


def _slips(text: str) -> Iterator[tuple[int, str]]:
    """Place and reason of what looks like markup and is none, in prose without its roles and its code."""
    taken: set[int] = set()
    for role in re.finditer(r"(?<![{$\\])\{([a-zA-Z][\w:+.-]*)\}(?!\})[ \t]?(.?)", text):
        name, after = role[1], role[2]
        if after == "`":
            taken.add(role.end() - 1)
            reason = f"the content of {{{name}}} stands between two backticks, close behind it. Write {{{name}}}`…`."
        elif after and after in _QUOTES:
            reason = f"{{{name}}} has quotes where backticks belong. Write {{{name}}}`…`."
        else:
            reason = f"{{{name}}} has no content in backticks, so that readers see the braces. Write {{{name}}}`…`."
        yield role.start(), reason
    for tick in re.finditer(r"(?<!\\)`+", text):
        if tick.start() not in taken:
            yield tick.start(), "a backtick without its pair. Add the other one, or take it away."
    for link in re.finditer(
        r"\[[^\[\]\n]+\][ \t]+\((?:https?:|[^()\s]+\.(?:md|ipynb|html|csv|png|svg))[^()\n]*\)", text
    ):
        yield link.start(), "a blank parts the text of a link from its address. Take it away: [text](address)."
    for link in re.finditer(r"\([^()\n]+\)\[(?:https?:|[^\[\]\s]+\.(?:md|ipynb))[^\[\]\n]*\]", text):
        yield link.start(), "the brackets of a link are the wrong way round. Write [text](address)."
    for link in re.finditer(r"\]\((?:https?:|[^()\s]+\.(?:md|ipynb))[^()\s]*(?=[ \t]*(?:\n|$))", text):
        yield link.start(), "the bracket of a link is not closed. Write [text](address)."
