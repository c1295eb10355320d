"""Scripts and style sheets without their comments: code stays, word for word."""

from __future__ import annotations

import pytest

from sourcebook.site.minify import minify


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/* one\n   two */\nlet a = 1;\n", "let a = 1;\n"),
        ("let a = 1;\n  // why\n  /* and */\n\n\nlet b = 2;\n", "let a = 1;\nlet b = 2;\n"),
        ("let a = 1; // stays\n", "let a = 1; // stays\n"),
        ("/* a */ let b = 2;\n", "/* a */ let b = 2;\n"),
        ('let a = "/* no comment */"; let b = "//";\n', 'let a = "/* no comment */"; let b = "//";\n'),
        ("/* a */\nlet a = 1;\n/* b */\n", "let a = 1;\n"),
        ("a { color: red; }\n/* of\n\n   b */\nb { color: blue; }\n", "a { color: red; }\nb { color: blue; }\n"),
    ],
)
def test_only_comments_that_fill_their_lines_go(text: str, left: str) -> None:
    assert minify(text) == left
