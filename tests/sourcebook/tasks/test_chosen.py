"""What a live notebook says of a line to change."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from sourcebook.quiz import keeping
from sourcebook.tasks import chosen

LINE = 'measured = {}  # CHANGE ME: try "snow", "wind" or "frost"\nx'


@pytest.fixture(autouse=True)
def nothing_chosen() -> Iterator[None]:
    yield
    chosen._CHOSEN.clear()


def test_it_says_what_was_chosen_what_it_shows_and_what_to_try_next() -> None:
    assert chosen.answer("x = 1", None) == ""
    three = pd.DataFrame({"a": [1, 2, 3]})
    said = chosen.answer(LINE.format('"rain"'), three)
    assert said.startswith("You chose “rain”. It shows 3 rows. Try “snow” next")
    said = chosen.answer(LINE.format('"snow"'), SimpleNamespace(title="Snow fell once"))
    assert said.startswith("You chose “snow”. It shows: Snow fell once. Try “wind” next")
    assert "No row is left" in chosen.answer(LINE.format('"wind"'), three[:0])
    assert chosen.answer(LINE.format('"frost"'), three["a"][:1]).endswith("Which one surprised you, and why?")


def test_what_cannot_go_on_brings_the_nearest_choice_and_quotation_marks() -> None:
    said = chosen.answer(LINE.format('"wnd"'), None, ValueError())
    assert said.startswith("You chose “wnd”, and the cell could not go on with it. Did you mean wind?")
    assert "quotation marks" in chosen.answer(LINE.format("snow"), None, NameError())


def test_a_kernel_is_answered_once_a_cell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    monkeypatch.setattr(keeping, "in_kernel", lambda: True)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    chosen.follow()
    chosen.follow()
    shell.run_cell('measured = "snow"  # CHANGE ME: try "rain" or "wind"', store_history=False)
    assert capsys.readouterr().out.count("You chose “snow”") == 1
    shell.events.unregister("post_run_cell", chosen._after)
