"""Find partners: `search(query)` is the only door. What is behind it may change, its answer keeps its shape."""

from segue.directory.place import Place
from segue.directory.search.ask import Search
from segue.directory.search.find import cost_of_filters, first_of, search
from segue.directory.search.found import COUNTED_TO, Facet, Found, Instead, Result

__all__ = [
    "COUNTED_TO",
    "Facet",
    "Found",
    "Instead",
    "Place",
    "Result",
    "Search",
    "cost_of_filters",
    "first_of",
    "search",
]
