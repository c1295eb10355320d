"""The book's tables: ``data.load("fatalities")`` gives a typed data frame with its sources."""

from minusma.data.load import load, names, pick
from minusma.data.schema import DataError, table, tables

__all__ = ["DataError", "load", "names", "pick", "table", "tables"]
