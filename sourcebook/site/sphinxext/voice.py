"""``{voice} Title``: a box in which somebody who was there speaks, with its source and how such words are read.

```{voice} One day: the mill hill, 4 May 1999
:source: sample-1999-diary
:reading: A diary is written for its writer. What did others see that day?

The miller wrote: “The water stood at my door.”
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sourcebook.errors import ReaderError
from sourcebook.site.sphinxext.links import cited

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Voice(SphinxDirective):
    """The words are Markdown; ``source`` names keys of the bibliography, ``reading`` is one or two sentences."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"source": directives.unchanged_required, "reading": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        if missing := [name for name in self.option_spec if name not in self.options]:
            raise self.error(f"the voice says no `{missing[0]}`. Write a line `:{missing[0]}:` below its title.")
        box = nodes.admonition(classes=["voice"])
        box += nodes.title("", self.arguments[0])
        self.state.nested_parse(self.content, self.content_offset, box)
        last = nodes.paragraph("", classes=["footnotes"])
        keys = self.options["source"].split()
        last += nodes.Text(f"{self.options['reading']} {'Source' if len(keys) == 1 else 'Sources'}: ")
        try:
            last += cited(self.env, keys)
        except ReaderError as error:
            raise self.error(str(error)) from None
        last += nodes.Text(".")
        box += last
        return [box]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("voice", Voice)
