import smtplib

import pytest

from segue.kit import faults


def raised(error, cause=None):
    try:
        raise error from cause
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            smtplib.SMTPRecipientsRefused({"anna@conti.example": (550, b"5.1.1 <anna@conti.example>: unknown")}),
            "SMTPRecipientsRefused: 550 5.1.1",
        ),
        (smtplib.SMTPDataError(554, b"spam from anna@conti.example"), "SMTPDataError: 554"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection refused"),
        (ValueError("anna@conti.example"), "ValueError"),
    ],
)
def test_of_an_exception_codes_are_kept_and_no_words(error, told):
    assert faults.told(raised(error)) == told


def test_what_something_came_of_is_told_along():
    error = raised(RuntimeError("anna@conti.example"), OSError(28, "No space left on device"))
    assert faults.told(error) == "RuntimeError from OSError: No space left on device"
