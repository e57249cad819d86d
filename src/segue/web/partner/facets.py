"""What the facets by which deals are told apart are called, such as "product:erp"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.models import Channel
from segue.programme.models import Term
from segue.web.public.words import choice_label

if TYPE_CHECKING:
    from segue.programme.queries import Rules


def facet_name(facet: str, rules: Rules) -> str:
    """Return what a facet is called; one of a kind that is gone stands for itself."""
    kind, _, code = facet.partition(":")
    if kind == "channel":
        return str(Channel(code).label) if code in Channel.values else code
    if kind in {"country", "language"} or kind in Term.Kind.values:
        return choice_label(kind, code, rules)
    return code
