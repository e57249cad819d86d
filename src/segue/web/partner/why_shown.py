"""Why am I shown here: the company's own points in its typical searches, beside page one's, and what would raise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actor import Member
from segue.accounts.roles import May
from segue.directory.ranking.advice import Do
from segue.directory.signals import signals_of
from segue.insights.actions.afresh import count_again, may_start_afresh, start_afresh
from segue.insights.queries import afresh_of
from segue.insights.shown import FEWEST_OTHERS, standing_in, standing_without, typical_searches
from segue.web.entrance import acting, at_of, enter, rules_of
from segue.web.partner.facets import facet_name
from segue.web.partner.unseen import unseen
from segue.web.public.words import choice_label
from segue.web.reading import quoted, reader_of
from segue.web.terms import POINT, WORDED, points, to_a_tenth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from segue.directory.ranking.advice import Advice
    from segue.insights.shown import Line, Standing, Typical
    from segue.programme.queries import Rules

KINDS_SHOWN = 8
"""Kinds of deals of which is told what the company made of them; those it turned down most come first."""


@require_safe
@enter(Member)
def why_shown(request: HttpRequest) -> HttpResponse:
    """Show where the company stands in one of its typical searches, and by what."""
    actor, at, rules = acting(request, Member), at_of(request), rules_of(request)
    found = typical_searches(actor=actor, at=at)
    wanted = request.GET.get("search", "")
    chosen = next((one for one in found if one.impression.id.hex == wanted), found[0] if found else None)
    if chosen is not None:
        standing = standing_in(chosen, at=at, rules=rules)
    else:
        standing = standing_without(actor.partner_id, at=at, rules=rules)
    context = {
        "back": _back(actor),
        "unseen": unseen(actor, at=at),
        "company": actor.partner_name,
        "searches": [_search(one, rules, chosen=one is chosen) for one in found],
        "came": _came(chosen) if chosen else "",
        "bars": _bars(standing),
        "lines": [_line(line) for line in standing.lines if line.own or line.middle or line.most],
        "gap": _gap(standing),
        "too_few": _too_few(standing) if chosen else "",
        "reordered": standing.reordered,
        "advice": [_advice(one, rules) for one in standing.advice],
        "kinds": _kinds(request, actor, rules),
        "may_start_afresh": may_start_afresh(actor),
    }
    return render(request, "partner/why_shown.html", context)


@require_POST
@enter(Member)
def afresh(request: HttpRequest) -> HttpResponse:
    """Let deals of a kind count from today on, or let those before count again."""
    actor = acting(request, Member)
    act = count_again if request.POST.get("again") else start_afresh
    act(request.POST.get("facet", ""), actor=actor, at=at_of(request))
    return redirect(f"{reverse('why-shown')}#kinds")


def _back(actor: Member) -> dict[str, str]:
    if actor.may(May.ANSWER_LEADS):
        return {"url": reverse("more-leads"), "words": gettext("Get more leads")}
    return {"url": reverse("profile"), "words": gettext("Business profile")}


# --- searches --------------------------------------------------------------------------------------------------


def _search(one: Typical, rules: Rules, *, chosen: bool) -> dict[str, Any]:
    asked = one.impression
    parts = [quoted(asked.what)] if asked.what else []
    parts += [gettext("near %(place)s") % {"place": asked.place.title()}] if asked.place else []
    parts += [choice_label(name, code, rules) for name, code in asked.filters.items()]
    return {
        "name": ", ".join(parts) or gettext("everybody"),
        "url": f"{reverse('why-shown')}?{urlencode({'search': asked.id.hex})}",
        "chosen": chosen,
    }


def _came(one: Typical) -> str:
    said = [
        ngettext("Shown once in 90 days", "Shown %(n)s times in 90 days", one.times) % {"n": one.times},
        gettext("last at place %(place)s of %(total)s") % {"place": one.last.place, "total": one.impression.total},
        gettext("profile opened: %(n)s") % {"n": one.viewed},
        gettext("requests: %(n)s") % {"n": one.asked},
    ]
    return " · ".join(said)


# --- points ----------------------------------------------------------------------------------------------------


def _bars(standing: Standing) -> list[dict[str, Any]]:
    bars = [_bar(gettext("You"), standing.own, [line.own for line in standing.lines], standing.lines)]
    if standing.middle is not None:
        middles = [line.middle or 0 for line in standing.lines]
        bars.append(_bar(gettext("Middle of page one"), standing.middle, middles, standing.lines))
    return bars


def _bar(name: str, total: int, parts: Sequence[int], lines: Sequence[Line]) -> dict[str, Any]:
    """Return one bar: the middles of terms do not add up to the middle of totals, so each bar names its own total."""
    start, segments = 0, []
    for part, line in zip(parts, lines, strict=True):
        if part:
            title = f"{WORDED[line.term].name}: {points(part)}"
            segments.append({"term": line.term.value, "x": start, "width": part, "title": title})
        start += part
    return {"name": name, "points": points(total), "segments": segments}


def _line(line: Line) -> dict[str, str]:
    worded = WORDED[line.term]
    return {
        "term": line.term.value,
        "name": str(worded.name),
        "own": points(line.own),
        "middle": "" if line.middle is None else points(line.middle),
        "most": points(line.most),
    }


def _gap(standing: Standing) -> str:
    if standing.middle is None:
        return ""
    behind = standing.middle - standing.own
    words = {"points": points(abs(behind))}
    if abs(behind) < POINT:
        return gettext("You stand in the middle of page one.")
    if behind > 0:
        return gettext("%(points)s points are missing to the middle of page one.") % words
    return gettext("You stand %(points)s points above the middle of page one.") % words


def _too_few(standing: Standing) -> str:
    if standing.middle is not None:
        return ""
    return gettext("Fewer than %(n)s others stood on page one: too few to compare you with.") % {"n": FEWEST_OTHERS}


def _advice(one: Advice, rules: Rules) -> str:
    gain = {"points": points(one.points)}
    match one.do:
        case Do.ANSWER_NEXT:
            sentence = gettext(
                "Answering the next %(n)s leads within the day, yes or no, would add about %(points)s points."
            )
            return sentence % {**gain, "n": one.facts["leads"]}
        case Do.ANSWER_WAITING:
            waiting = int(str(one.facts["leads"]))
            sentence = ngettext(
                "Answering the lead that waits would add about %(points)s points.",
                "Answering the %(n)s leads that wait would add about %(points)s points.",
                waiting,
            )
            return sentence % {**gain, "n": waiting}
        case Do.REPORT_OUTCOMES:
            return gettext("Saying what became of deals past their date would add about %(points)s points.") % gain
    codes = one.facts["codes"]
    assert isinstance(codes, tuple)
    name, worded = _SAY[one.do]
    return str(worded) % {**gain, "names": ", ".join(choice_label(name, code, rules) for code in codes)}


_SAY = {
    Do.SAY_PRODUCTS: (
        "product",
        _("Naming your products would add about %(points)s points, if %(names)s is among them."),
    ),
    Do.SAY_SERVICES: (
        "service",
        _("Naming your services would add about %(points)s points, if %(names)s is among them."),
    ),
    Do.SAY_INDUSTRIES: (
        "industry",
        _("Naming your industries would add about %(points)s points, if %(names)s is among them."),
    ),
    Do.SAY_SIZES: (
        "size",
        _("Naming the sizes of your customers would add about %(points)s points, if %(names)s is among them."),
    ),
    Do.SAY_LANGUAGES: (
        "language",
        _("Naming your languages would add about %(points)s points, if %(names)s is among them."),
    ),
}


# --- kinds of deals --------------------------------------------------------------------------------------------


def _kinds(request: HttpRequest, actor: Member, rules: Rules) -> list[dict[str, Any]]:
    """Return what the company made of deals by kind, those it turned down most first, and where it started afresh."""
    known = signals_of([actor.partner_id]).get(actor.partner_id)
    facets = dict(known.facets) if known else {}
    started = afresh_of(actor.partner_id)
    turned_down = sorted(
        (facet for facet, (_taken, passed_up) in facets.items() if passed_up or facet in started),
        key=lambda facet: (-facets[facet][1], facet),
    )
    shown = [*dict.fromkeys([*started, *turned_down])][:KINDS_SHOWN]
    reader = reader_of(request)
    return [
        {
            "facet": facet,
            "name": facet_name(facet, rules),
            "taken": to_a_tenth(facets.get(facet, (0.0, 0.0))[0]),
            "passed_up": to_a_tenth(facets.get(facet, (0.0, 0.0))[1]),
            "since": reader.day(started[facet]) if facet in started else "",
        }
        for facet in shown
    ]
