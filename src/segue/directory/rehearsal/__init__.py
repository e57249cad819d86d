"""How the score would have done on leads of the past, replayed in the order of time with what was known then.

Pure: it reads a file and uses the very scorer of the directory; no table is read or written. See `docs/rehearsal.md`.
"""
