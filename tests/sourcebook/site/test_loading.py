"""What a build puts off until it is used: it is there when it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = """
import sys
from sourcebook.site import loading
loading.sparingly()
import myst_nb.sphinx_ext
from jupyter_cache import get_cache
from jupyter_cache.cache.db import NbProjectRecord
print("sqlalchemy" in sys.modules)
cache = get_cache({folder!r})
print("sqlalchemy" in sys.modules, NbProjectRecord.__tablename__, len(cache.list_cache_records()))
import jupyter_cache
print(callable(jupyter_cache.get_cache), bool(jupyter_cache.__file__))
from myst_nb.core.execute import cache as theirs
print(bool(theirs.CacheBundleIn), theirs.get_cache({folder!r}).list_cache_records())
loading.sparingly()
print(jupyter_cache is sys.modules["jupyter_cache"])
"""


def test_the_store_of_notebooks_is_loaded_when_it_is_used(tmp_path: Path) -> None:
    code = CODE.format(folder=str(tmp_path / "cache"))
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == ["False", "True nbproject 0", "True True", "True []", "True"], run.stderr
