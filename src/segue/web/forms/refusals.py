"""An action's refusal, put back to the questions of the form it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.kit.errors import Invalid, Refused

if TYPE_CHECKING:
    from django.forms import Form


def put_back(form: Form, refused: Refused) -> None:
    """Show a refusal on a valid form: each sentence at its question, what belongs to none of them on top."""
    if not isinstance(refused, Invalid):
        form.add_error(None, str(refused))
        return
    for name, sentence in refused.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
