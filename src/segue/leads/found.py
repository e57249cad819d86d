"""Find leads wherever they are: over all tabs and stages, within what somebody works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Value

from segue.kit import compiled
from segue.leads import queries, search
from segue.leads.listed import ListedLead, shown
from segue.leads.models import Lead, Stage, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from segue.accounts.actor import Member

EACH = 20
"""Leads shown of each stage."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one stage, the newest first; `more`: there are further ones."""

    stage: Stage
    leads: list[ListedLead]
    more: bool


def find_everywhere(actor: Member, *, words: str) -> list[Found]:
    """Return what has a word beginning with each of these words, by stage, without the stages that have nothing.

    Two statements, however much there is: which leads, then what is shown of them. No words find nothing.
    """
    named: dict[str, Any] = {**queries.ids_of(actor)[0]}
    for stage in Stage:
        wanted = search.query_of(words, partner_id=actor.partner_id, stage=stage, types=tuple(Type))
        if not wanted:
            return []
        named[f"words_{stage}"] = wanted

    def build(of: Mapping[str, Any]) -> list[QuerySet[Lead, Any]]:
        own = queries.worked_with_by(queries.like(actor, of))
        return [
            search.matching(own.filter(stage=stage), of[f"words_{stage}"])
            .annotate(place=Value(number))
            .order_by("-received_at", "-id")
            .values_list("place", "received_at", "id")[: EACH + 1]
            for number, stage in enumerate(Stage)
        ]

    keys = sorted(compiled.rows(("leads.found", queries.ids_of(actor)[1]), build, named), reverse=True)
    ids = {stage: [key[2] for key in keys if key[0] == number] for number, stage in enumerate(Stage)}
    leads = {lead.id: lead for lead in shown(_listed(ids), actor=actor, size=EACH * len(Stage))}
    found = [
        Found(stage, [leads[id_] for id_ in of_stage[:EACH] if id_ in leads], more=len(of_stage) > EACH)
        for stage, of_stage in ids.items()
    ]
    return [one for one in found if one.leads]


def _listed(ids: Mapping[Stage, list[Any]]) -> list[Any]:
    return [id_ for of_stage in ids.values() for id_ in of_stage[:EACH]]
