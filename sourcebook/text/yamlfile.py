"""A YAML file with the line of everything in it. What YAML itself lets pass and no author means is refused."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import yaml

from sourcebook.text.parsed import once

Path = tuple[Any, ...]
_QUOTES = "Put the whole text in quotes."
# What libyaml says, and what an author should hear. The first that fits is taken.
_WORDS = {
    "could not find expected ':'": "the line before or this one has no colon after its key, or a text "
    "goes on without its indentation. "
    "Write `key: text`, or indent the text.",
    "found unknown escape "
    "character": 'a backslash within "…" means something else to YAML. Put the text in single quotes.',
    "did not find expected key": "the line does not stand where its neighbours do, or a text goes on "
    "after its closing quote. "
    "Look at the indentation and at the quotes.",
    "did not find expected '-' indicator": "the line does not stand where the other items do. Look at the indentation.",
    "block sequence entries are not "
    "allowed": "a list cannot begin here. Put it on lines of its own, each `- `, below its key.",
    "found undefined alias": f"a text that begins with * is a reference to YAML. {_QUOTES}",
    "could not determine a constructor": f"a text that begins with ! is an order to YAML. {_QUOTES}",
}
_OCTAL = re.compile(r"[-+]?0[0-9_]+")
_SENTENCE_END = re.compile(r"[.!?…:;”\"')]$")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's own reader, without the rules by path that nobody has made: it asks for them at every value."""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """There are none."""

    def ascend_resolver(self) -> None:
        """There are none."""


class Unreadable(ValueError):
    """The text is no YAML, or not one that means one thing; ``line`` (from 1) says where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class YamlFile:
    """The ``values`` of a YAML text as plain Python, and ``line()`` for each of them.

    Raises ``Unreadable`` where it is no YAML, where a key stands twice (YAML takes the last one without a word), where
    something holds itself, and where YAML reads what nobody means: 010 as eight, 1:30 as ninety, a text only up to its
    ``#``. With a list for ``faults`` those that leave the file readable are put there instead.
    """

    def __init__(self, text: str, faults: list[Unreadable] | None = None) -> None:
        read = once("yaml", text, partial(_Reading, text, strict=faults is None))
        #: The whole as plain Python.
        self.values: Any = read.values
        #: Lists that stand in [brackets], with the items that have no quotes.
        self.in_brackets = read.in_brackets
        self._lines = read.lines
        found = [Unreadable(line, reason) for line, reason in read.found]
        if found and faults is None:
            raise found[0]
        if faults is not None:
            faults.extend(found)

    def line(self, *path: Any) -> int:
        """The line (from 1) where the value with these keys and places stands, or the
        nearest one above it that is in the file.
        """
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


class _Reading:
    """What is read of a text; ``found`` are line and reason of what leaves it readable."""

    def __init__(self, text: str, strict: bool) -> None:
        self.lines: dict[Path, int] = {}
        self.in_brackets: dict[Path, list[bool]] = {}
        self.found: list[tuple[int, str]] = []
        self._torn: list[Path] = []
        self._texts = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
        try:
            loader = _Loader(text)
            try:
                node = loader.get_single_node()
                self._walk(node, (), ())
                if self.found and strict:
                    raise Unreadable(*self.found[0])
                self.values = None if node is None else loader.construct_document(node)
            finally:
                loader.dispose()
            for path in self._torn:
                self._drop(path)
        except yaml.YAMLError as error:
            raise _explained(error, text) from None
        except Unreadable:
            raise
        except (ValueError, RecursionError) as error:
            if self.found:  # a day that the calendar does not have was found with its line
                raise Unreadable(*self.found[0]) from None
            raise Unreadable(1, f"cannot be read ({error}).") from None
        self._texts = []

    def _drop(self, path: Path) -> None:
        """Take a key out that is none, which is said already."""
        part: Any = self.values
        for key in path[:-1]:
            part = part[key] if isinstance(part, dict | list) else {}
        if isinstance(part, dict):
            part.pop(path[-1], None)

    def _walk(self, node: yaml.Node | None, path: Path, around: tuple[int, ...]) -> None:
        """Note the line of every key and item below ``node``; ``around`` are the nodes that hold it."""
        if isinstance(node, yaml.ScalarNode):
            self._scalar(node)
            return
        if node is not None and id(node) in around:
            raise Unreadable(
                node.start_mark.line + 1, "what `&` names here holds itself. Write it out where `*` stands."
            )
        around = (*around, id(node))
        if isinstance(node, yaml.MappingNode):
            seen: dict[tuple[str, str], int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if isinstance(key, yaml.ScalarNode):
                    if (key.tag, key.value) in seen:
                        first = seen[key.tag, key.value]
                        reason = f"the key `{key.value}` stands already in line {first}. Take one of the two out."
                        self.found.append((line, reason))
                        continue
                    if node.flow_style and self._no_value(key, value):
                        if not any(torn[:-1] == path for torn in self._torn):
                            reason = f"a comma within {{braces}} begins a new key, {key.value!r}. {_QUOTES}"
                            self.found.append((line, reason))
                        self._torn.append((*path, key.value))
                        continue
                    seen[key.tag, key.value] = self.lines[*path, key.value] = line
                    self._walk(value, (*path, key.value), around)
        elif isinstance(node, yaml.SequenceNode):
            if node.flow_style:
                self.in_brackets[path] = [isinstance(item, yaml.ScalarNode) and not item.style for item in node.value]
            for number, value in enumerate(node.value):
                self.lines[*path, number] = value.start_mark.line + 1
                self._walk(value, (*path, number), around)

    def _no_value(self, key: yaml.Node, value: yaml.Node) -> bool:
        """Whether a key in {braces} has neither a value nor a colon: it is the rest of a text that has a comma."""
        if not isinstance(value, yaml.ScalarNode) or value.value or value.style:
            return False
        after = self._texts[key.end_mark.line][key.end_mark.column :] if key.end_mark.line < len(self._texts) else ""
        return not after.lstrip().startswith(":")

    def _scalar(self, node: yaml.ScalarNode) -> None:
        """Note what YAML reads otherwise than it is written; a text in quotes is as it is written."""
        if node.style:
            return
        text, line, kind = node.value, node.start_mark.line + 1, node.tag.rpartition(":")[2]
        if kind in ("int", "float") and ":" in text:
            self.found.append((line, f"YAML reads {text} as a number of seconds. Put it in quotes: '{text}'."))
        elif kind == "int" and _OCTAL.fullmatch(text):
            plain = text.lstrip("+-0_") or "0"
            reason = f"YAML reads {text} otherwise, because it begins with a zero. Write {plain}, or put it in quotes."
            self.found.append((line, reason))
        elif kind == "timestamp":
            try:
                yaml.safe_load(text)
            except ValueError:
                reason = f"{text} is no day of the calendar. Mend it, or put it in quotes if it is no date."
                self.found.append((line, reason))
        elif kind == "str" and (rest := self._cut_off(node)):
            reason = (
                f"the text is cut off before {rest!r}: YAML takes what follows # for a remark. {_QUOTES} (Before a "
                "remark stand two blanks, and one after the #.)"
            )
            self.found.append((node.end_mark.line + 1, reason))

    def _cut_off(self, node: yaml.ScalarNode) -> str:
        """What a reader loses behind the text; empty where it is a remark."""
        end = node.end_mark
        after = self._texts[end.line][end.column :] if end.line < len(self._texts) else ""
        if not (mark := re.match(r"( +)#( ?)(.*)", after)) or not node.value:
            return ""
        words = len(node.value.split()) > 1
        lost = (not mark[2] and mark[3]) or (words and len(mark[1]) == 1)
        return f"#{mark[2]}{mark[3]}".strip() if lost else ""


def run_on(items: list[Any]) -> bool:
    """Whether texts of a list in [brackets] look like one text that has a comma in it."""
    return any(
        isinstance(one, str)
        and isinstance(next_one, str)
        and " " in f"{one.strip()} {next_one.strip()}".strip()
        and not _SENTENCE_END.search(one.strip())
        and next_one.strip()[:1].islower()
        for one, next_one in zip(items, items[1:], strict=False)
    )


def _explained(error: yaml.YAMLError, text: str) -> Unreadable:
    """The error of the YAML reader in an author's words, at the line that is to be mended."""
    lines = text.split("\n")
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 1
        return Unreadable(line, f"holds an invisible control character (U+{_code(error.character):04X}). Delete it.")
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark, before = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    number = mark.line if mark else 0
    shown = lines[number] if number < len(lines) else ""
    if "quoted scalar" in context and before and "escape" not in problem:
        return Unreadable(before.line + 1, "the text that begins with a quote here has no closing quote. Add it.")
    if shown.lstrip(" ").startswith("\t") or "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return Unreadable(number + 1, "the line begins with a tab. Indent with blanks.")
    if "cannot start any token" in problem:
        first = shown[mark.column : mark.column + 1] if mark else ""
        reason = (
            "a tab stands where a blank belongs. Indent with blanks."
            if first == "\t"
            else f"a text cannot begin with {first}. {_QUOTES}"
        )
        return Unreadable(number + 1, reason)
    if mark and shown[mark.column : mark.column + 1] == ":" and "expected ',' or" in problem:
        return Unreadable(number + 1, f"a colon and a blank within a text begin a new key. {_QUOTES}")
    if "did not find expected key" in problem and re.search(r"[:-] '[^']*'\w", shown):
        return Unreadable(number + 1, "an apostrophe ends a text in single quotes. Put it in double quotes instead.")
    if "could not find expected ':'" in problem and before:
        number = before.line
    if "expected node content" in problem and mark:
        opened = _opened([*lines[:number], shown[: mark.column]])
        if number >= len([line for line in lines if line.strip()]) and opened:
            return Unreadable(opened, "a list or group that begins here is not closed. Add the ] or the }.")
        return Unreadable(number + 1, f"a comma or a bracket stands where a text belongs. Take it out, or: {_QUOTES}")
    colon = _colon(lines, number, mark.column if mark else 0)
    if "mapping values are not allowed" in problem:
        if colon:
            return Unreadable(colon, f"a colon and a blank within a text begin a new key. {_QUOTES}")
        above = next((n for n in range(number - 1, -1, -1) if lines[n].strip()), -1)
        if above >= 0 and re.fullmatch(r"\s*(?:- )?[\w-]+", lines[above]):
            return Unreadable(above + 1, "no colon follows the key. Write `key: text`.")
        return Unreadable(
            number + 1, "the line stands deeper or less deep than its neighbours. Look at the indentation."
        )
    if ("flow sequence" in context or "flow mapping" in context) and before:
        kind, close = ("list in [brackets]", "]") if "sequence" in context else ("group in {braces}", "}")
        return Unreadable(
            before.line + 1,
            f"the {kind} that begins here is not closed, or a text in it needs quotes. Add the {close}, or the quotes.",
        )
    for fragment, advice in _WORDS.items():
        if fragment in problem:
            return Unreadable(number + 1, advice)
    return Unreadable(number + 1, f"not valid YAML ({problem}). Look at the indentation, the quotes and the colons.")


def _opened(lines: list[str]) -> int:
    """The line (from 1) of the last bracket that is open at the end of these lines; 0 where none is."""
    stack: list[int] = []
    for number, line in enumerate(lines, 1):
        bare = re.sub(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*", "", line)
        for sign in re.findall(r"[\[\]{}]", bare):
            if sign in "[{":
                stack.append(number)
            elif stack:
                stack.pop()
    return stack[-1] if stack else 0


def _code(character: Any) -> int:
    """The number of the character; one reader of YAML gives that, another the character itself."""
    return ord(character) if isinstance(character, str) and len(character) == 1 else int(character)


def _colon(lines: list[str], number: int, column: int) -> int:
    """The line (from 1) in which a second colon begins a key within a text; 0 where there is none."""
    shown = lines[number] if number < len(lines) else ""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", lambda found: "_" * len(found[0]), shown)
    marks = [match.start() for match in re.finditer(r":(?=\s|$)", bare)]
    if len(marks) > 1:
        return number + 1
    # A text that goes on in a second line, with a colon there: `prompt: What was` / `  the reason: this?`
    above = lines[number - 1] if number else ""
    key = re.match(r"\s*(?:- )*[\w-]+: +[^\s\"'|>\[{&*]", above)
    deeper = len(shown) - len(shown.lstrip()) > len(above) - len(above.lstrip(" -"))
    return number + 1 if marks and key and deeper and " " in shown.strip()[: shown.strip().find(":")] else 0
