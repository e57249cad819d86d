"""An action's refusal, told where it was asked for: at the questions of the form, or on top of the next page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages

from segue.kit.errors import Forbidden, Invalid, NotFound, Refused

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest


UNPROCESSABLE = int(HTTPStatus.UNPROCESSABLE_ENTITY)
"""The status of a page that shows a form again, with what is wrong."""


def status_of(form: Form) -> int:
    """Return the status of the page that shows a form: whether anything of what was sent is wrong."""
    return UNPROCESSABLE if form.errors else int(HTTPStatus.OK)


def put_back(form: Form, refused: Refused) -> None:
    """Show a refusal on a valid form; what no other answer could mend (not there, not yours) is raised again."""
    _raise_unless_mendable(refused)
    put_on(form, refused)


def put_on(form: Form, refused: Refused) -> None:
    """Show a refusal on a valid form: each sentence at its question, what belongs to none of them on top."""
    if not isinstance(refused, Invalid):
        form.add_error(None, str(refused))
        return
    for name, sentence in refused.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def say(request: HttpRequest, refused: Refused) -> None:
    """Say a refusal on top of the next page; what is not there or not theirs is raised again."""
    _raise_unless_mendable(refused)
    messages.error(request, str(refused))


def _raise_unless_mendable(refused: Refused) -> None:
    if isinstance(refused, Forbidden | NotFound):
        raise refused
