"""Find partners: `search(query)` is the only door. What is behind it may change, its answer keeps its shape."""

from segue.directory.place import Place
from segue.directory.search.ask import Search
from segue.directory.search.find import Facet, Found, Result, cost_of_filters, first_of, search

__all__ = ["Facet", "Found", "Place", "Result", "Search", "cost_of_filters", "first_of", "search"]
