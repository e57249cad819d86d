"""The anticipated no: every refusal of Segue is one of these, with a code for machines and a sentence for people.

An entrance (page, API, command) turns them into its own language in one place. They are counted, never
logged as faults; any other exception is a bug and needs a code change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

Sentence = str | Promise


class Refused(Exception):  # noqa: N818 -- it reads as what happened: the step was refused
    """Somebody asked for what cannot be; `sentence` says why and what to do, in the reader's language."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: Sentence = _("This cannot be done.")

    def __init__(self, sentence: Sentence | None = None, **facts: Any) -> None:
        if sentence is not None:
            self.sentence = sentence
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        """Say the sentence, with its facts filled in, in the active language."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


class NotFound(Refused):
    """What one may not see is not there (404): existence is never revealed."""

    code = "not-found"
    status = 404
    sentence = _("There is nothing here, or it is not for you.")


class Forbidden(Refused):
    """One sees it but may not do this with it (403)."""

    code = "forbidden"
    status = 403
    sentence = _("Your role does not include this.")


class Invalid(Refused):
    """Input that cannot be taken (422): `fields` names each field with a sentence that says how to mend it."""

    code = "invalid"
    status = 422
    sentence = _("Some answers need another look.")

    def __init__(self, fields: Mapping[str, Sentence]) -> None:
        super().__init__()
        self.fields = fields

    def __str__(self) -> str:
        """Say every field's sentence in one line."""
        return " ".join(f"{name}: {sentence}" for name, sentence in self.fields.items())


class TooMany(Refused):
    """More than is allowed in this time (429)."""

    code = "too-many"
    status = 429
    sentence = _("That was too often. Please wait a little and try again.")

    def __init__(self, *, seconds: int | None = None) -> None:
        super().__init__()
        self.seconds = seconds
        """After how many seconds it may be tried again, where that is known."""
