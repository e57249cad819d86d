import pytest

from segue.kit.mail_status import is_status, status_in


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("550 5.1.1 <ada@harbour.example>: user unknown", "5.1.1"),
        ("5.1.1. User unknown", "5.1.1"),
        ("over quota (5.2.2)", "5.2.2"),
        ("4.7.1 try later, see 5.1.1", "4.7.1"),
        ("your host 10.5.1.33 is blocked", ""),
        ("your host 5.1.33.10 is blocked", ""),
        ("postbox v5.1.1 says no", ""),
        ("postbox 5.1.1b says no", ""),
        ("550 no such user", ""),
    ],
)
def test_a_status_is_told_from_addresses_and_versions(said, status):
    assert status_in(said) == status


@pytest.mark.parametrize(("text", "is_one"), [("5.1.1", True), ("5.1.1 ", False), ("gone", False), ("3.1.1", False)])
def test_a_text_that_is_a_status(text, is_one):
    assert is_status(text) is is_one
