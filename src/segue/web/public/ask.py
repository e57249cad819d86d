"""The request form: one page, under a minute, without script; whatever is wrong, what was written stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Visitor
from segue.directory.actions.impressions import Did
from segue.directory.policy import Closed, can_receive
from segue.directory.queries import chosen_locations, location_for_lead, profile_of
from segue.kit.errors import Invalid, NotFound, TooMany
from segue.kit.ids import ids_from, keyed_digest, new_secret
from segue.leads.room import full_partners, unanswered
from segue.requests import bots
from segue.requests.actions.ask import MOST_TICKED, ask
from segue.requests.checks import Wanted
from segue.requests.links import thanks_token
from segue.web.entrance import address_of, at_of, enter, rules_of, who
from segue.web.forms.asking import IN_TURN, PLACE, AskForm, joined
from segue.web.forms.numbers import number_sent
from segue.web.forms.refusals import UNPROCESSABLE
from segue.web.forms.taken import taken
from segue.web.public.logo import logo_url
from segue.web.public.noted import FOUND, note_opened
from segue.web.public.question import LONGEST_TEXT
from segue.web.public.words import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict

    from segue.accounts.models import Location
    from segue.kit.errors import Sentence

MOST_PARTNERS = 3
ROWS = (
    (["need"], ["wanted_by"], ["budget", "budget_currency"]),
    (["company"], ["country", "city"], ["size"]),
    (["name"], ["email", "phone"], ["direct_contact"]),
    (["consent"],),
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@enter(Visitor)
def ask_form(request: HttpRequest) -> HttpResponse:
    """Show the form for the locations ticked (without any: for the vendor to find someone), or take what was sent."""
    if request.method == "POST":
        return _sent(request)
    at = at_of(request)
    open_to, closed = _targets(request.GET.getlist("location"), at=at)
    note_opened(request, [location.partner_id for location in open_to], Did.CLICKED)
    return _page(request, _form(request, open_to), open_to, closed, stamp=bots.stamp(new_secret(), at=at))


def _sent(request: HttpRequest) -> HttpResponse:
    """Take what was sent; the form is made anew only where it has to be shown again."""
    at, given = at_of(request), request.POST
    stamp = bots.read_stamp(given.get("stamp", ""), at=at)
    if stamp is None:
        wrong = {"": _("This page was open for long. Nothing is lost: please look at it and send it once more.")}
        # As if rendered some seconds ago: the text is already there and one press is all that is left to do.
        return _refused(
            request, wrong, status=UNPROCESSABLE, stamp=bots.stamp(new_secret(), at=at - timedelta(seconds=5))
        )
    try:
        made = ask(
            _wanted(given, _searched(request)),
            actor=who(request),
            at=at,
            form_key=_form_key(request, stamp),
            location_ids=_in_order(given),
            in_turn=given.get("how") == IN_TURN,
            agreed=bool(given.get("consent")),
            posted=bots.Posted(given.get("website", ""), stamp.rendered_at, nonce=stamp.nonce),
            address=address_of(request),
        )
    except Invalid as refused:
        return _refused(request, dict(refused.fields), status=UNPROCESSABLE, stamp=given["stamp"])
    except TooMany as refused:
        return _refused(request, {"": str(refused)}, status=429, stamp=given["stamp"])
    _note_asked(request)
    return taken(redirect("thanks", token=thanks_token(made)))


def _note_asked(request: HttpRequest) -> None:
    if FOUND in request.POST:
        asked = chosen_locations().filter(id__in=ids_from(request.POST.getlist("location")))
        note_opened(request, asked.values_list("partner_id", flat=True), Did.ASKED)


def _refused(request: HttpRequest, wrong: Mapping[str, Sentence], *, status: int, stamp: str) -> HttpResponse:
    """Show the form again with what is wrong; partners that closed meanwhile are named and left out."""
    open_to, closed = _targets(request.POST.getlist("location"), at=at_of(request))
    form = _form(request, open_to)
    form.refuse(dict(wrong))
    return _page(request, form, open_to, closed, stamp=stamp, status=status)


def _form(request: HttpRequest, open_to: list[Location]) -> AskForm:
    rules = rules_of(request)
    names = [location.partner.name for location in open_to] or [rules.programme.vendor_name]
    if request.method == "POST":
        return AskForm(request.POST, rules=rules, names=names, places=open_to)
    return AskForm(rules=rules, names=names, places=open_to)


def _page(
    request: HttpRequest,
    form: AskForm,
    open_to: list[Location],
    closed: list[Closed],
    *,
    stamp: str,
    status: int = 200,
) -> HttpResponse:
    names = [location.partner.name for location in open_to]
    vendor = rules_of(request).programme.vendor_name
    context: dict[str, Any] = {
        "form": form,
        "stamp": stamp,
        "heading": _heading(names, vendor),
        "lede": _lede(names, vendor),
        "locations": [location.id for location in open_to],
        "searched": _searched(request),
        "partners": [_shown(one) for one in open_to],
        "closed": [one.sentence() for one in closed],
        "groups": [
            {"title": title, "rows": [[form[name] for name in row] for row in rows]}
            for title, rows in zip(_titles(), ROWS, strict=True)
        ],
        "order": form.order(),
        "honey": form["website"],
        "preview": _preview(names, vendor),
        "submit": _("Send the request"),
    }
    return render(request, "public/request_form.html", context, status=status)


def _shown(location: Location) -> dict[str, str]:
    partner = location.partner
    profile = profile_of(partner)
    logo = logo_url(profile) if profile else ""
    return {"name": partner.name, "place": place_of(location), "logo_url": logo, "initial": partner.name[:1].upper()}


def _titles() -> tuple[str, ...]:
    return (_("Your request"), _("Your company"), _("How to reach you"), "")


def _heading(names: list[str], vendor: str) -> str:
    if not names:
        return _("Let %(vendor)s find someone") % {"vendor": vendor}
    return _("Your request to %(names)s") % {"names": joined(names)}


def _lede(names: list[str], vendor: str) -> str:
    if not names:
        return _("%(vendor)s reads it, looks for a partner that fits, and tells you whom.") % {"vendor": vendor}
    return _("What you write here goes to %(names)s, and to nobody else but %(vendor)s, who runs this site.") % {
        "names": joined(names),
        "vendor": vendor,
    }


def _preview(names: list[str], vendor: str) -> str:
    if not names:
        return _("We send you a mail with a link on which you can follow what %(vendor)s does.") % {"vendor": vendor}
    if len(names) > 1:
        return _("We send you a mail with a link on which you can follow your request.")
    return _("%(first)s gets your request now. We send you a link on which you can follow it.") % {"first": names[0]}


def _searched(request: HttpRequest) -> dict[str, str]:
    """Return what was searched before the form was opened; it travels in the address, then in the form."""
    given = request.POST if request.method == "POST" else request.GET
    return {name: given[name][:LONGEST_TEXT] for name in ("searched", "near", FOUND) if given.get(name)}


def _wanted(given: QueryDict, found: dict[str, str]) -> Wanted:
    return Wanted(
        found_what=found.get("searched", ""),
        found_where=found.get("near", ""),
        need=given.get("need", ""),
        wanted_by=given.get("wanted_by", ""),
        budget=given.get("budget", ""),
        budget_currency=given.get("budget_currency", ""),
        company=given.get("company", ""),
        size=given.get("size", ""),
        country=given.get("country", ""),
        city=given.get("city", ""),
        name=given.get("name", ""),
        email=given.get("email", ""),
        phone=given.get("phone", ""),
        direct_contact=bool(given.get("direct_contact", "")),
        language=(get_language() or "en").split("-")[0],
    )


def _in_order(given: QueryDict) -> list[UUID]:
    """Return the locations ticked, in the order chosen for asking one after the other, else as they were ticked."""
    ids = ids_from(given.getlist("location"))
    if given.get("how") != IN_TURN:
        return ids
    return sorted(ids, key=lambda one: number_sent(given.get(f"{PLACE}{one}", "")) or len(ids))


def _form_key(request: HttpRequest, stamp: bots.Stamp) -> str:
    """Return the same key for the same form sent twice, another one when something in it was changed in between."""
    typed = [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
    told = [line for line in typed if not line.startswith(("csrfmiddlewaretoken=", "stamp="))]
    return keyed_digest("form-key", stamp.nonce, *told).hex()


def _targets(texts: list[str], *, at: datetime) -> tuple[list[Location], list[Closed]]:
    """Return the ticked locations that take requests, and why the others take none; three at most."""
    open_to: dict[UUID, Location] = {}
    closed: list[Closed] = []
    full = full_partners(at=at)
    for location_id in ids_from(texts)[:MOST_TICKED]:
        try:
            location = location_for_lead(location_id)
        except NotFound:
            continue
        reason = can_receive(
            profile_of(location.partner),
            location,
            location.partner,
            unanswered(location.partner_id, at=at) if location.partner_id in full else 0,
            at=at,
        )
        if reason is None:
            open_to.setdefault(location.partner_id, location)
        else:
            closed.append(reason)
    return list(open_to.values())[:MOST_PARTNERS], closed
