"""The one scorer: a transparent sum of points that orders the directory, suggests partners and finds similar deals.

Pure: it imports neither Django nor tables, reads no clock, and gives the same order on any database. What it must make
true, its formulas and where they come from: `docs/ranking.md`.
"""
