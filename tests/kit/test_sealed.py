import pytest

from segue.kit.sealed import seal, unseal

VALUE = {"value": "2026-09-07T08:00:00+00:00", "customer": "Conti Logistica, Trieste – è", "hot": 1}


def test_what_was_sealed_comes_back():
    assert unseal(seal(VALUE, bound_to="Ada's list"), bound_to="Ada's list") == VALUE


def test_it_fits_an_address_and_shows_nothing_of_what_it_holds():
    sealed = seal(VALUE, bound_to="Ada's list")
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert sealed != seal(VALUE, bound_to="Ada's list")


def test_it_is_nothing_elsewhere_nor_under_another_key(settings):
    sealed = seal(VALUE, bound_to="Ada's list")
    assert unseal(sealed, bound_to="Ben's list") is None
    settings.SECRET_KEY = "another-key-of-this-installation"
    assert unseal(sealed, bound_to="Ada's list") is None


@pytest.mark.parametrize("text", ["", "page-2", "ä", "a", "AAAA" * 20, "%00"])
def test_what_is_not_ours_is_nothing(text):
    assert unseal(text, bound_to="Ada's list") is None


def test_one_changed_letter_makes_it_nothing():
    sealed = seal(VALUE, bound_to="Ada's list")
    for place in (0, len(sealed) // 2, len(sealed) - 2):
        changed = "A" if sealed[place] != "A" else "B"
        assert unseal(sealed[:place] + changed + sealed[place + 1 :], bound_to="Ada's list") is None


def test_one_value_has_one_text():
    """The last letter of base64 may have bits that count for nothing; another letter there is another text."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for value in ("a", "ab", "abc", "abcd"):
        text = seal(value, bound_to="here")
        others = [text[:-1] + letter for letter in letters if letter != text[-1]]
        assert [unseal(other, bound_to="here") for other in others] == [None] * len(others)
