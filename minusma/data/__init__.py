"""The book's tables: ``data.load("fatalities")`` gives a typed data frame with its sources."""

import pandas as pd

from minusma.data.confidence import LEVELS, weakest
from minusma.data.load import load, names, pick
from minusma.data.schema import DataError, table, tables
from minusma.data.show import install

# Sentences are data here: a table in a notebook shows them whole.
pd.set_option("display.max_colwidth", None)
install()

__all__ = ["LEVELS", "DataError", "load", "names", "pick", "table", "tables", "weakest"]
