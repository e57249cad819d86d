"""Edit the programme's reasons as one who may: wording, order, whether they are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.actions.programme import runs_programme
from segue.kit.errors import Invalid, Sentence
from segue.programme import reasons
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Actor
    from segue.programme.models import Reason
    from segue.programme.reasons import Wording

LONGEST_LABEL = 80
LONGEST_SENTENCE = 200


def add_reason(wording: Wording, *, actor: Actor, at: datetime) -> Reason:
    """Add a reason of the programme's own and return it. Raises Invalid."""
    by = runs_programme(actor)
    return reasons.add_reason(_checked(wording), by=by, at=at)


def change_reason(code: str, wording: Wording, *, actor: Actor, at: datetime, seen: int) -> Reason:
    """Put a new version of a reason in force and return it. Raises Invalid, ReasonChanged, LastReason."""
    by = runs_programme(actor)
    return reasons.change_reason(code, _checked(wording), seen=seen, by=by, at=at)


def retire_reason(code: str, *, actor: Actor, at: datetime, seen: int) -> Reason:
    """Offer a reason no more and return it; leads that have it keep showing it. Raises ReasonChanged, LastReason."""
    return reasons.retire_reason(code, seen=seen, by=runs_programme(actor), at=at)


def restore_reason(code: str, *, actor: Actor, at: datetime, seen: int) -> Reason:
    """Offer a retired reason again and return it. Raises ReasonChanged, NameTaken."""
    return reasons.restore_reason(code, seen=seen, by=runs_programme(actor), at=at)


def move_reason(code: str, *, actor: Actor, up: bool) -> None:
    """Move a reason one place up (or down) in the list that partners choose from."""
    runs_programme(actor)
    reasons.move_reason(code, up=up)


def _checked(wording: Wording) -> Wording:
    wrong: dict[str, Sentence] = {}
    for language in rules().programme.languages:
        if not wording.labels.get(language):
            wrong[f"label_{language}"] = _("Say in a few words what the reason is.")
    for name, texts, most in (
        ("label", wording.labels, LONGEST_LABEL),
        ("sentence", wording.sentences, LONGEST_SENTENCE),
        ("told", wording.told, LONGEST_SENTENCE),
    ):
        for language, text in texts.items():
            if len(text) > most:
                wrong[f"{name}_{language}"] = _("Shorten it: at most 80 characters for the reason, 200 for a sentence.")
    if wrong:
        raise Invalid(wrong)
    return wording
