"""A program of its own: SVG texts come in as JSON, ``[[svg, scale], ...]``; PNG pictures go
out as a JSON list of base64 texts.

The drawing library reads the fonts of the machine once in a process, before its own:
whoever starts this program decides what it finds (see ``cards``), while the process that
starts it keeps the machine's fonts for the charts of its user.
"""

from __future__ import annotations

import base64
import json
import sys

import vl_convert


def main() -> None:
    """Draw what standard input asks for."""
    wanted = json.loads(sys.stdin.buffer.read())
    drawn = [base64.b64encode(vl_convert.svg_to_png(svg, scale=scale)).decode() for svg, scale in wanted]
    sys.stdout.write(json.dumps(drawn))


if __name__ == "__main__":
    main()
