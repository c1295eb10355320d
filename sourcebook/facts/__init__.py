"""Facts: values with a name that know their source, and what a section rests on."""

from sourcebook.facts.definitions import FACTS_FILE, FactError
from sourcebook.facts.values import Fact, get, names, show

__all__ = ["FACTS_FILE", "Fact", "FactError", "get", "names", "show"]
