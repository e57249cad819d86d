"""The short way of plain texts says what the long one says, sign by sign."""

import pytest

from segue.kit.text import cleaned, folded

PLAIN = [chr(code) for code in range(128)]


@pytest.mark.parametrize("sign", PLAIN, ids=[f"{ord(sign):02x}" for sign in PLAIN])
def test_a_plain_sign_is_read_as_it_is_among_others(sign):
    text = f"A{sign}b"
    assert folded(text) == folded(f"{text}é").removesuffix("e")
    assert cleaned(text) == cleaned(f"{text}é").removesuffix("é")


def test_ends_are_stripped_either_way():
    assert cleaned("  Conti  ") == "Conti"
    assert cleaned("  Contì \r\n ") == "Contì"
