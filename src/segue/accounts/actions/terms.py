"""Edit the programme's vocabulary as one who may: names, what a competency covers, order, whether it is offered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.actions.programme import runs_programme
from segue.kit.errors import Invalid, Sentence
from segue.programme import terms
from segue.programme.queries import rules
from segue.programme.terms import COVERED, COVERING

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Actor
    from segue.programme.models import Term
    from segue.programme.terms import Word

LONGEST_LABEL = 60


def add_term(kind: Term.Kind, word: Word, *, actor: Actor, at: datetime) -> Term:
    """Add a word to the vocabulary and return it. Raises Invalid."""
    by = runs_programme(actor)
    return terms.add_term(kind, _checked(kind, word), by=by, at=at)


def change_term(kind: Term.Kind, code: str, word: Word, *, actor: Actor, at: datetime, seen: int) -> Term:
    """Put a new version of a word in force and return it. Raises Invalid, TermChanged, NotFound."""
    by = runs_programme(actor)
    return terms.change_term(kind, code, _checked(kind, word, but=code), seen=seen, by=by, at=at)


def retire_term(kind: Term.Kind, code: str, *, actor: Actor, at: datetime, seen: int) -> Term:
    """Offer a word no more and return it; what has it keeps showing it. Raises TermChanged, NotFound."""
    return terms.retire_term(kind, code, seen=seen, by=runs_programme(actor), at=at)


def restore_term(kind: Term.Kind, code: str, *, actor: Actor, at: datetime, seen: int) -> Term:
    """Offer a retired word again and return it. Raises TermChanged, NotFound."""
    return terms.restore_term(kind, code, seen=seen, by=runs_programme(actor), at=at)


def move_term(kind: Term.Kind, code: str, *, actor: Actor, up: bool) -> None:
    """Move a word one place up (or down) in its list."""
    runs_programme(actor)
    terms.move_term(kind, code, up=up)


def _checked(kind: Term.Kind, word: Word, *, but: str = "") -> Word:
    in_force = rules()
    wrong: dict[str, Sentence] = {}
    for language in in_force.programme.languages:
        label = word.labels.get(language, "")
        others = (term for (of, code), term in in_force.terms.items() if of == kind and code != but and term.active)
        if not label:
            wrong[f"label_{language}"] = _("Say what it is called.")
        elif len(label) > LONGEST_LABEL:
            wrong[f"label_{language}"] = _("Shorten this to %(most)s characters.") % {"most": LONGEST_LABEL}
        elif any(term.labels.get(language) == label for term in others):
            wrong[f"label_{language}"] = _("Another one is called so already.")
    if kind not in COVERING:
        word = replace(word, covers={})
    for covered, codes in word.covers.items():
        if covered not in COVERED or any((covered, code) not in in_force.terms for code in codes):
            wrong[covered] = _("Choose from the list.")
    if wrong:
        raise Invalid(wrong)
    return word
