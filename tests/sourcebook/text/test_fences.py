"""Fenced blocks: where they begin, what stands in them, and what of it is prose."""

from __future__ import annotations

from sourcebook.text import fences

TEXT = """one
````{note} A title
two
```{view} money
:year: 2013
```
```python
three
```
````
  ```{code-block} sh
  four
  ```
five
```{left} open
six"""


def test_every_block_has_its_line_its_words_and_what_stands_in_it() -> None:
    assert list(fences.blocks(TEXT)) == [
        (4, "{view} money", [":year: 2013"]),
        (7, "python", ["three"]),
        (2, "{note} A title", ["two", "```{view} money", ":year: 2013", "```", "```python", "three", "```"]),
        (11, "{code-block} sh", ["  four"]),
    ]


def test_prose_keeps_its_lines_and_loses_code_and_fences() -> None:
    lines = fences.prose(TEXT).split("\n")
    assert len(lines) == len(TEXT.split("\n"))
    kept = {number: line for number, line in enumerate(lines, 1) if line}
    assert kept == {1: "one", 3: "two", 5: ":year: 2013", 14: "five", 15: "```{left} open", 16: "six"}
