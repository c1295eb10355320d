"""What stands in tables, facts, sources and questions is text in every page that the build makes of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from tests.sourcebook import hostile_book

PAGES = {
    "index": "# "
    "Front\n\n```{toctree}\nbook/river\nbook/data-and-sources\nbook/references\nbook/tables/gauge\nbook/about\n```\n",
    "book/river": """# River

(reading)=
## Reading

It read {fact}`gauge.highest`, as {fact}`gauge.note` says.

```{view} levels
```

```{sources}
gauge: gauge-2019 gauge-2020
The town counts: town-2020-gauge
```

```{objectives} river
:minutes: 40
```

```{quiz} river
```
""",
    "book/data-and-sources": "# Data\n\n```{data-counts}\n```\n\n```{data-tables}\n```\n\n```{fact-list}\n```\n",
    "book/references": "# References\n",
    "book/tables/gauge": "# Gauge\n\n```{data-table} gauge\n```\n",
    "book/about": "# About\n",
}
PARTS = ["address", "data_pages", "fact_role", "section_sources", "view_directive", "quiz_directive", "theme", "finish"]


@pytest.mark.parametrize("text", ['<b>&"\'<xq onxq="1">', "\"><xq onxq='1'></title></script>&<!--"])
def test_no_page_has_a_tag_that_a_table_or_a_question_asked_for(
    build: Callable[..., Any], tmp_path: Path, text: str
) -> None:
    hostile_book.make(tmp_path / "source", text)
    built = build(PAGES, PARTS, "sourcebook", root_doc="index", html_title=text)
    assert built.warnings == ""
    for path in sorted(built.folder.rglob("*.html")):
        html, name = path.read_text(encoding="utf-8"), path.name
        assert not re.search(r"</?xq", html, re.IGNORECASE), name
        soup = BeautifulSoup(html, "html.parser")
        assert [tag for tag in soup.find_all(True) for key in tag.attrs if key.startswith("onxq")] == [], name
        shown = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
        assert not re.search(r"&amp;(?:lt|gt|quot|amp|#x27|#39);", shown), f"{name}: escaped twice"
        assert re.search(r"<title>[^<]*</title>", html), name
    for name in ("sitemap.xml", "_static/icon.svg"):
        if (built.folder / name).is_file():
            ET.fromstring((built.folder / name).read_bytes())
    manifest = json.loads((built.folder / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"] == manifest["description"] == text
    page = BeautifulSoup(built.page("book/river"), "html.parser")
    assert text.partition("<!--")[0].split("'")[0] in page.get_text().replace("’", "'")
