"""The book's tables: ``data.load(book, "rainfall")`` gives a typed data frame with its sources."""

import pandas as pd

from sourcebook.data.confidence import LEVELS, UNSURE, weakest
from sourcebook.data.load import load, names, pick
from sourcebook.data.schema import DataError, package, table, tables
from sourcebook.data.show import install

# Sentences are data here: a table in a notebook shows them whole.
pd.set_option("display.max_colwidth", None)
install()

__all__ = ["LEVELS", "UNSURE", "DataError", "load", "names", "package", "pick", "table", "tables", "weakest"]
