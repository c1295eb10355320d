"""The book's tables: ``data.load("fatalities")`` gives a typed data frame with its sources."""

from minusma.data.load import load, names
from minusma.data.schema import DataError, table, tables

__all__ = ["DataError", "load", "names", "table", "tables"]
