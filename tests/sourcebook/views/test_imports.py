"""What a reader's kernel loads, and when: a question needs no chart, and a chart no grammar of internet addresses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("altair", "vl_convert", "ipywidgets", "anywidget")
QUESTION = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import made_up_book
from sourcebook.quiz import bank, render
book = made_up_book.make(Path({folder!r}))
html = render.question_html(book, bank.load(book, "river").questions[0])
assert "Readings of the gauge" in html
"""
VIEW = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import declared_book
from sourcebook.views import registry
view = registry.get(declared_book.make(Path({folder!r})), "rain-by-year")
"""


def loaded(code: str, names: tuple[str, ...] = HEAVY) -> list[str]:
    """Which of the modules a fresh Python has loaded after this code."""
    code += f"\nimport sys\nprint(*[name for name in {names!r} if name in sys.modules])"
    # A build in this process may have said where pictures are kept.
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOURCEBOOK_")}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_a_question_loads_no_chart(tmp_path: Path) -> None:
    code = QUESTION.format(tests=str(ROOT / "tests" / "sourcebook"), folder=str(tmp_path))
    assert loaded(code, (*HEAVY, "jsonschema")) == []


@pytest.mark.parametrize("package", ["minusma", "sourcebook.notebook"])
def test_the_names_of_a_notebook_load_nothing_yet(package: str) -> None:
    assert loaded(f"from {package} import data, quiz, views", (*HEAVY, "pandas", "pydantic", "jsonschema")) == []


def test_the_words_of_a_view_load_no_chart_and_its_picture_no_grammar(tmp_path: Path) -> None:
    code = VIEW.format(tests=str(Path(__file__).parent), folder=str(tmp_path))
    assert loaded(f"{code}assert view.title") == []
    assert loaded(f"{code}assert view.wide", ("altair", "jsonschema", "rfc3987_syntax", "lark")) == [
        "altair",
        "jsonschema",
    ]


def test_a_view_that_is_not_drawn_loads_no_chart() -> None:
    code = "from sourcebook.views.charts import alt\nfrom sourcebook.views import declared_chart, style\n"
    assert loaded(code) == []
    assert loaded(f"{code}alt.Chart", ("altair", "vl_convert")) == ["altair"]


def test_what_altair_is_told_of_its_classes_is_what_it_finds_itself() -> None:
    code = (
        "import json, altair\n"
        "def made():\n"
        "    chart = altair.Chart({'values': []}).mark_bar().encode(x='a:Q', opacity=altair.value(0.5), "
        "color=altair.condition('datum.a > 1', altair.value('red'), altair.value('blue')))\n"
        "    return json.dumps(chart.to_dict())\n"
        "before = made()\n"
        "from sourcebook.views.charts import load\n"
        "load()\n"
        "assert before == made() == made()\n"
    )
    assert loaded(code, ("altair",)) == ["altair"]


def test_who_wants_the_grammar_still_gets_it() -> None:
    pytest.importorskip("rfc3987_syntax")
    code = (
        "from sourcebook.views.charts import load\nload()\nimport rfc3987_syntax\n"
        "assert rfc3987_syntax.is_valid_syntax('iri', 'https://example.org')"
    )
    assert loaded(code, ("rfc3987_syntax",)) == ["rfc3987_syntax"]


@pytest.mark.parametrize("first", ["import jsonschema", "import rfc3987_syntax"])
def test_what_a_process_has_loaded_stays(first: str) -> None:
    pytest.importorskip("rfc3987_syntax")
    assert loaded(f"{first}\nfrom sourcebook.views.charts import load\nload()", ("altair", "rfc3987_syntax")) == [
        "altair",
        "rfc3987_syntax",
    ]


def test_where_jsonschema_wants_the_package_it_is_loaded_as_usual(tmp_path: Path) -> None:
    (tmp_path / "jsonschema.py").write_text("import rfc3987_syntax\n")
    (tmp_path / "rfc3987_syntax.py").write_text("")
    (tmp_path / "altair.py").write_text("import jsonschema\n")
    code = (
        f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nsys.path.append({str(ROOT)!r})\nfrom "
        "sourcebook.views.charts import load\nload()"
    )
    assert loaded(code, ("altair", "rfc3987_syntax")) == ["altair", "rfc3987_syntax"]
