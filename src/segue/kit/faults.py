"""What is kept of an exception where people read it: in a job, a notice, a mail, a duty."""

from __future__ import annotations

import smtplib
import traceback
from pathlib import Path

from segue.kit.mail_status import status_in

OURS = Path(__file__).resolve().parents[1]


def told(error: BaseException) -> str:
    """Return an exception's class with its code, or else with the line of ours at which it came up.

    Not its words: a mail server repeats the address in them, a database the values of the row. The log has them.
    """
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"{name}: {', '.join(_code(*answer) for answer in error.recipients.values())}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{name}: {_code(error.smtp_code, error.smtp_error)}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    if error.__cause__ is not None:
        return f"{name} from {told(error.__cause__)}"
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(OURS)]
    return f"{name} at {Path(lines[-1].filename).relative_to(OURS)}:{lines[-1].lineno}" if lines else name


def _code(number: int, words: bytes | str) -> str:
    said = status_in(words.decode(errors="replace") if isinstance(words, bytes) else words)
    return f"{number} {said}".rstrip()
