"""Let profiles be found by a word's new name, once the programme has renamed it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from segue.directory import words
from segue.directory.actions.edit import TERM_KINDS
from segue.directory.models import BusinessProfile
from segue.outbox.emit import Fact, emit
from segue.outbox.models import Message
from segue.programme.models import Term

if TYPE_CHECKING:
    from segue.outbox.dispatch import Heard

AT_ONCE = 500
"""Profiles a job writes anew; a word that more of them have goes on in another job, so that none takes minutes."""


def rewrite_words(heard: Heard) -> None:
    """Write the words of the published profiles that have a renamed word anew; doing it twice does no harm."""
    term = Term.objects.get(id=heard.payload["term"])
    kinds = [kind for kind, of_term in TERM_KINDS.items() if of_term == term.kind]
    found = BusinessProfile.objects.exclude(state=BusinessProfile.State.DRAFT)
    found = found.filter(tags__kind__in=kinds, tags__code=term.code).distinct()
    if after := heard.payload.get("after"):
        found = found.filter(pk__gt=UUID(after))
    batch = list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for partner_id in batch:
        with transaction.atomic():
            profile = (
                BusinessProfile.objects.select_for_update(of=("self",)).select_related("partner").get(pk=partner_id)
            )
            words.rewrite(profile)
    if len(batch) == AT_ONCE:
        _go_on(heard, after=str(batch[-1]))


@transaction.atomic
def _go_on(heard: Heard, *, after: str) -> None:
    key = f"{heard.key.split('/')[0]}/{after}"
    if not Message.objects.filter(key=key).exists():
        emit(Fact("programme.word_renamed", key, {"term": heard.payload["term"], "after": after}), at=heard.happened_at)
