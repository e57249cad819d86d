"""SIMULATION: made-up partners whose habits are known, ranked by the very scorer of the directory for a year.

It shows whether the score rewards what it shall reward. No figure of it says anything about real partners.
"""
