"""An old copy of this book that is installed, and a new one in the current folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import ours
from tests.sourcebook import made_up_book

REPO = Path(__file__).resolve().parents[2]


def test_the_book_around_the_current_folder_is_meant_and_not_the_one_that_is_installed(
    tmp_path: Path,
) -> None:
    """A teacher unpacks the new release beside the old one and keeps the old environment."""
    old, new = ours.copy(tmp_path / "old"), ours.copy(tmp_path / "new")
    shutil.copytree(REPO / "minusma", old.root / "minusma")
    shutil.copytree(REPO / "sourcebook", old.root / "sourcebook")
    for name in ("history", "mandate", "us-interests", "final", "check-a", "check-b"):
        (new.quiz_dir / f"{name}.yml").unlink()
    asked = made_up_book.QUESTIONS.replace("{{gauge.highest}}", "300").replace("town-2020-gauge", "s-res-2100-2013")
    (new.quiz_dir / "river.yml").write_text(asked)
    env = {**os.environ, "PYTHONPATH": str(old.root)}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "minusma", *words]
        return subprocess.run(command, cwd=new.root, env=env, capture_output=True, text=True, check=False)

    done = call("export", "--to", "csv", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert [p.name for p in (new.root / "out").glob("*.csv")] == ["river.csv"]
    (new.quiz_dir / "river.yml").write_text(asked + "    view: no-such-view\n")  # an export would refuse it, too
    found = call("check").stdout
    assert "book/quizzes/river.yml, line 19, question river-highest: 'no-such-view' is not in the views" in found
    assert "book/quizzes/mandate.yml, line" not in found
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from minusma import data, quiz; print(quiz('river')); print(data.load('events').attrs['name'])",
        ],
        cwd=new.notebooks, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "<quiz: The river, 1 question>\nevents\n"
