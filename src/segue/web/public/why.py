"""What speaks for a partner, in sentences for whoever searches, each with what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.directory.ranking.reasons import Because
from segue.kit.places import country_name, language_name
from segue.programme.models import Term
from segue.web.public.words import choice_label, place_of
from segue.web.terms import whole_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.directory.ranking.reasons import Reason
    from segue.directory.search import Result
    from segue.programme.queries import Rules


def why(result: Result, rules: Rules, *, near: str) -> dict[str, Any]:
    """Return the sentences that speak for a result, each with its points and their share of what it has in all.

    `near` names the town from which distances are counted.
    """
    total = result.placed.scored.total if result.placed else 0
    if not result.reasons and (result.matched_tags or result.matches_name):
        # Found by its name, but not in the order: it takes no requests now.
        return {"reasons": [{"sentence": _words(result, rules)}], "total": ""}
    return {
        "reasons": [
            {
                "sentence": _sentence(reason, result, rules, near),
                "points": whole_points(reason.points),
                "share": min(100, round(100 * reason.points / total)) if total else 0,
            }
            for reason in result.reasons
        ],
        "total": _("%(points)s of 100 points in all") % {"points": whole_points(total)} if total else "",
    }


def _sentence(reason: Reason, result: Result, rules: Rules, near: str) -> str:  # noqa: PLR0911 -- a sentence a reason
    facts = reason.facts
    match reason.because:
        case Because.WORDS:
            return _words(result, rules)
        case Because.PRODUCTS | Because.SERVICES:
            return _("Offers what you look for: %(names)s.") % {"names": _named(facts["codes"], rules)}
        case Because.INDUSTRIES:
            return _("Knows your industry: %(names)s.") % {"names": _named(facts["codes"], rules)}
        case Because.SIZE:
            return _("Works with companies of your size: %(size)s.") % {
                "size": rules.label(Term.Kind.SIZE, str(facts["size"]))
            }
        case Because.LANGUAGE:
            return _("Speaks your language: %(language)s.") % {"language": language_name(str(facts["language"]))}
        case Because.COMPETENCY:
            return _("The programme has examined it for this: %(names)s.") % {"names": _named(facts["codes"], rules)}
        case Because.NEAR:
            return _distance(facts["km"], near or place_of(result.location))
        case Because.IN_COUNTRY:
            return _("Has a location where you look: %(country)s.") % {"country": country_name(str(facts["country"]))}
    return _PLAIN[reason.because]()


_PLAIN = {
    Because.REMOTE: lambda: _("Works remotely, as you accept."),
    Because.ANSWERS: lambda: _("Answers in time, and soon."),
    Because.SIMILAR_DEALS: lambda: _("Took requests like this one before."),
    Because.WINS: lambda: _("A good share of its deals comes about."),
    Because.REPORTS: lambda: _("Says what became of its deals."),
    Because.FREE: lambda: _("Has room for your request."),
}


def _distance(km: object, place: str) -> str:
    return _("%(km)s km from %(place)s.") % {"km": km, "place": place} if km else _("In %(place)s.") % {"place": place}


def _words(result: Result, rules: Rules) -> str:
    if result.matched_tags:
        names = [choice_label(tag.kind, tag.code, rules) for tag in result.matched_tags]
        return _("Has the words you typed: %(names)s.") % {"names": ", ".join(dict.fromkeys(names))}
    if result.matches_name:
        return _("Its name has a word you typed.")
    return _("Its profile has the words you typed.")


def _named(codes: object, rules: Rules) -> str:
    """Return what products, services and industries are called; a code says by itself which of them it is."""
    kinds = (Term.Kind.PRODUCT, Term.Kind.SERVICE, Term.Kind.INDUSTRY)
    assert isinstance(codes, tuple)
    return ", ".join(_label(code, kinds, rules) for code in codes)


def _label(code: str, kinds: Iterable[Term.Kind], rules: Rules) -> str:
    return next((rules.label(kind, code) for kind in kinds if (kind, code) in rules.terms), code)
