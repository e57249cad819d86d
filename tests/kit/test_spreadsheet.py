"""What is written for a spreadsheet opens there as text, in the columns it was written in."""

import csv
from decimal import Decimal

import pytest

from segue.kit.spreadsheet import lines, number, safe, separator

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\r\n=1",
    "\uff1d1",
    "\u00a0=1",
    "=HYPERLINK(A1)",
    "+47 555 0199",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_program_would_compute_begins_with_an_apostrophe(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Conti Logistica", "a=b", "12500.00", "'=1", "2026-11-23 10:20", "  "])
def test_everything_else_stays_as_it_is(text):
    assert safe(text) == text


def test_a_cell_with_the_other_separator_stays_one_cell():
    row = ["a;=1+1", 'say "yes"', "two\nlines", "comma, too"]
    for sign in (",", ";"):
        [read] = csv.reader(lines([row], separator=sign).splitlines(keepends=True), delimiter=sign)
        assert read == row
    assert '"a;=1+1"' in lines([row], separator=",")


def test_numbers_and_separators_are_those_of_the_reader():
    assert (separator("en"), separator("it")) == (",", ";")
    assert number(Decimal("12500.00"), language="en") == "12500.00"
    assert number(Decimal("12500.00"), language="it") == "12500,00"
