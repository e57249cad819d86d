"""The page of one lead: what is asked, by whom, what can be done now, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.kit.places import country_name
from segue.leads.models import Outcome, Stage, Type
from segue.leads.opened import earlier_of, events_of, opened, team_of
from segue.leads.policy import allowed_steps, shows_person
from segue.leads.queries import among
from segue.leads.wanted import Tab
from segue.web.agreed import consent
from segue.web.entrance import at_of, enter, rules_of
from segue.web.partner.choice import kept
from segue.web.partner.door import at_work
from segue.web.partner.lead_list import STAGE_NAMES, TAB_NAMES
from segue.web.partner.leads import buttons, customer, history, standing
from segue.web.partner.leads.panel import beside_the_list, in_panel
from segue.web.partner.rows import one_line
from segue.web.partner.words import TYPE_ICONS, TYPES
from segue.web.reading import reader_of
from segue.web.shell import address

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from segue.leads.models import Lead
    from segue.web.reading import Reader

Part = dict[str, Any]


@require_safe
@enter(Member)
def lead_page(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show a lead."""
    return show(request, open_lead(request, lead_id))


def open_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """Return a lead of the member's own company, with what its page reads; raise NotFound for any other."""
    return opened(lead_id, actor=at_work(request))


def show(
    request: HttpRequest,
    lead: Lead,
    *,
    panel: str = "",
    form: Form | None = None,
    status: int = 200,
    since: int | None = None,
    **more: Any,
) -> HttpResponse:
    """Return the lead's page, with a form open on it if a panel is named; htmx gets the form alone.

    Beside the list it is the panel's content. `since`: the version a form was about that came too late.
    """
    if panel and request.method == "GET" and request.headers.get("HX-Request"):
        return render(request, panel, {"form": form, "lead_url": reverse("lead", args=[lead.id]), **more})
    context = {**_context(request, lead, open_form=bool(panel), since=since), "panel": panel, "form": form, **more}
    if beside_the_list(request):
        return in_panel(request, lead.id, context, status=status)
    return render(request, "partner/lead_page.html", context, status=status)


def back_to(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Go to the lead as it is now: to its page, or at once in the panel."""
    return show(request, open_lead(request, lead_id)) if beside_the_list(request) else redirect("lead", lead_id)


def back_if_ones_own(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Go to the lead as `back_to` does; to the list for who sees their own leads only and has just let go of this."""
    still = among([lead_id], actor=at_work(request))
    return back_to(request, lead_id) if still else redirect("leads")


def _context(request: HttpRequest, lead: Lead, *, open_form: bool, since: int | None) -> Part:
    actor, at, reader, rules = at_work(request), at_of(request), reader_of(request), rules_of(request)
    steps = allowed_steps(lead, actor=actor, at=at)
    team = list(team_of(lead))
    events = list(events_of(lead))
    told = history.history(lead, events, reader=reader, rules=rules, at=at)
    return {
        "back": _back(request, lead),
        "lead_url": (url := reverse("lead", args=[lead.id])),
        "previous_url": f"{url}/previous",
        "next_url": f"{url}/next",
        "lead": _named(lead, vendor=rules.programme.vendor_name),
        "heart": {
            "id": lead.id,
            "url": reverse("lead-heart", args=[lead.id]),
            "on": lead.hearted,  # type: ignore[attr-defined]
            "customer": lead.customer_company,
        },
        "contact": customer.contact(lead) | {"bounced": customer.out_of_reach(lead, reader=reader, at=at)},
        "facts": customer.facts(lead, reader=reader, rules=rules),
        "consent": consent(lead, partner=actor.partner_name, vendor=rules.programme.vendor_name),
        "consent_when": reader.day(lead.consent_at, near=at),
        **standing.of_the_choice(lead, standing.standing(lead, events, reader=reader, rules=rules, at=at)),
        **buttons.buttons(lead, steps, team=team, open_form=open_form),
        "deal": standing.deal(lead, reader=reader),
        "before": _before(lead, actor=actor, reader=reader, at=at),
        "events": told,
        "meanwhile": history.meanwhile(told, events, since=since),
        "said": standing.said(lead, vendor=rules.programme.vendor_name),
        "seen_by": standing.seen_by(lead, vendor=rules.programme.vendor_name),
    }


def _named(lead: Lead, *, vendor: str) -> Part:
    """Return `lead`: whose it is and what for, how it came, and how many were asked."""
    asked, accepted = lead.asked, lead.asked_accepted  # type: ignore[attr-defined]
    counted = gettext("%(asked)d asked, %(accepted)d accepted") % {"asked": asked, "accepted": accepted}
    return {
        "stage": lead.stage,
        "customer": lead.customer_company,
        "need_words": lead.need,
        "provenance": customer.provenance(lead, vendor=vendor),
        "type": TYPES[Type(lead.type)],
        "type_icon": TYPE_ICONS[Type(lead.type)],
        "place": ", ".join(filter(None, (lead.customer_city, country_name(lead.customer_country)))),
        "asked": counted if asked > 1 else "",
    }


def _before(lead: Lead, *, actor: Member, reader: Reader, at: datetime) -> list[Part]:
    """Return the earlier leads of the same customer; none are named once the customer's person is hidden."""
    if not lead.came_before or not shows_person(lead):  # type: ignore[attr-defined]
        return []
    return [
        {
            "url": reverse("lead", args=[earlier.id]),
            "words": ", ".join(
                (
                    one_line(earlier.deal_name or earlier.need),
                    str(Outcome(earlier.outcome).label if earlier.outcome else Stage(earlier.stage).label),
                    reader.day(earlier.received_at, near=at),
                )
            ),
        }
        for earlier in earlier_of(lead, actor=actor)
    ]


def _back(request: HttpRequest, lead: Lead) -> Part:
    """Return the list that was left for this lead; for one opened from a mail, the list it stands in."""
    tab, _slash, stage = kept(request).last.partition("/")
    own = Tab.MARKETPLACE if lead.type == Type.INQUIRY else Tab.QUALIFIED
    if Tab(tab) not in {own, Tab.FAVOURITES}:
        tab, stage = own.value, lead.stage
    words = f"{TAB_NAMES[Tab(tab)]}, {str(STAGE_NAMES[Stage(stage)]).lower()}"
    return {"url": address("lead-list", tab, stage), "words": words}
