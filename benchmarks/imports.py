"""What a fresh kernel pays: ``python benchmarks/imports.py [runs]``.

Processor time of the first import and of the first view, each in a process of its own, as a
ratio to what anybody would pay for pandas and for a bare Altair chart drawn by vl-convert.
All are measured in turn, so that a busy machine is busy for all of them.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results

RUNS = 7
IMPORT = "from minusma import data, quiz, views"
FIRST_TABLE = f"{IMPORT}; data.load('fatalities')"
PANDAS = "import pandas"
VIEW = f"{IMPORT}; views.money()._repr_mimebundle_()"
AGAIN = f"{VIEW}; views.money().html()"
_CHART = """
import vl_convert, pandas as pd
rows = pd.DataFrame({"year": range(2013, 2024), "people": range(11)})
vl_convert.vegalite_to_svg(alt.Chart(rows).mark_bar().encode(x="year:O", y="people:Q").to_dict())
"""
BARE = f"import altair as alt{_CHART}"
#: The same without the grammar that jsonschema loads: what the machinery around a chart costs, and nothing else.
LEAN = f"from sourcebook.views.charts import alt{_CHART}"


def seconds(code: str) -> float:
    """Processor seconds of a fresh Python that runs this code at the root of the book."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "SOURCEBOOK_STATIC"}
    environment["PYTHONPATH"] = str(results.ROOT)
    subprocess.run(
        [sys.executable, "-c", code], cwd=results.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(codes: list[str], runs: int) -> dict[str, float]:
    """The median of each, measured in turn."""
    taken: dict[str, list[float]] = {code: [] for code in codes}
    for _ in range(runs):
        for code in codes:
            taken[code].append(seconds(code))
    return {code: statistics.median(values) for code, values in taken.items()}


def main() -> None:
    """Measure and write the section of the results."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    took = measured([PANDAS, IMPORT, FIRST_TABLE, BARE, LEAN, VIEW, AGAIN], runs)
    rows = [
        (f"`{IMPORT}`, to `import pandas`", f"{took[IMPORT]:.2f}", f"{took[IMPORT] / took[PANDAS]:.2f}", "2"),
        (
            "the same with a first table, to `import pandas`",
            f"{took[FIRST_TABLE]:.2f}",
            f"{took[FIRST_TABLE] / took[PANDAS]:.2f}",
            "",
        ),
        (
            "first view (live, `money`), to a bare Altair chart drawn by vl-convert",
            f"{took[VIEW]:.2f}",
            f"{took[VIEW] / took[BARE]:.2f}",
            "2.2",
        ),
        (
            "first view, to such a chart without the grammar of jsonschema",
            f"{took[VIEW]:.2f}",
            f"{took[VIEW] / took[LEAN]:.2f}",
            "",
        ),
        (
            "the same view once more, to its first time",
            f"{took[AGAIN] - took[VIEW]:.2f}",
            f"{(took[AGAIN] - took[VIEW]) / took[VIEW]:.2f}",
            "",
        ),
    ]
    results.write(
        "First import and first view",
        f"`python benchmarks/imports.py {runs}`: processor seconds of a fresh Python and their ratio, median of "
        f"{runs}, {os.cpu_count()} processors, Python {platform.python_version()}. `import pandas` took "
        f"{took[PANDAS]:.2f} s, the bare chart {took[BARE]:.2f} "
        "s.\n\n" + results.table(["what", "seconds", "ratio", "limit"], rows),
    )
    for row in rows:
        print(*row, sep="  ")


if __name__ == "__main__":
    main()
