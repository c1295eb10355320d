"""Which Chromium is taken: the one that is named, or else the lightest on the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.quiz.browser import find_browser


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROME_PATH", raising=False)
    return tmp_path


def test_the_shell_comes_first_and_the_named_one_before_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_browser() is None
    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        (path / name).touch(mode=0o755)
        assert find_browser() == str(path / name)
    monkeypatch.setenv("CHROME_PATH", "/opt/chrome")
    assert find_browser() == "/opt/chrome"
