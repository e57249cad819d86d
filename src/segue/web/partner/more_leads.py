"""Get more leads: five habits that bring them, each with the company's own number and the way to better it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.accounts.roles import May
from segue.directory.completeness import PARTS, completeness_of
from segue.directory.policy import keeps_all
from segue.leads.habits import habits_of
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.directory.completeness import Completeness
    from segue.leads.habits import Habits

Part = dict[str, Any]


@require_safe
@enter(Member)
def more_leads(request: HttpRequest) -> HttpResponse:
    """Show the five, each with one button that leads where it is done."""
    actor, at = at_work(request), at_of(request)
    habits = habits_of(actor.partner_id, at=at, today=reader_of(request).today(at))
    profile = completeness_of(actor.partner_id)
    edits = actor.may(May.EDIT_PROFILE)
    tips = [
        _profile(profile, edits=edits and keeps_all(actor)),
        _quickly(habits),
        _fitting(habits),
        _deals(habits),
        _reachable(profile, edits=edits),
    ]
    return render(request, "partner/more_leads.html", {"tips": tips, "company": actor.partner_name})


def _profile(profile: Completeness, *, edits: bool) -> Part:
    number = {"n": profile.filled, "of": len(PARTS)}
    return {
        "title": gettext("Say completely what you do and what you want"),
        "number": gettext("%(n)s of %(of)s") % number,
        "name": gettext("parts of the profile are filled")
        if profile.published
        else gettext("parts are filled; the profile is not published"),
        "good": profile.published and profile.filled == len(PARTS),
        "text": gettext(
            "Customers find you by the words of your profile: products, services, keywords, industries, languages. "
            "Your most telling skills weigh most as keywords; sizes and countries keep away what does not suit you."
        ),
        "url": reverse("profile-text") if edits else "",
        "step": gettext("Edit the profile"),
    }


def _quickly(habits: Habits) -> Part:
    percent = habits.standing.percent
    waiting = habits.standing.received
    return {
        "title": gettext("Answer quickly"),
        "number": "–" if percent is None else f"{percent}%",
        "name": gettext("answered within two working days, of the last 30 days")
        if percent is not None
        else gettext("nothing to answer in the last 30 days"),
        "good": percent is not None and percent >= 90,  # noqa: PLR2004 -- nine of ten
        "idle": percent is None and not waiting,
        "text": gettext(
            "Often several partners are asked at once, and who answers first is heard first. "
            "The vendor sees which partners answer within two working days."
        ),
        "url": f"{reverse('lead-list', args=['marketplace', 'received'])}?clear=1",
        "step": ngettext("See the lead that waits", "See the %(n)s leads that wait", waiting) % {"n": waiting}
        if waiting
        else gettext("See what came in"),
    }


def _fitting(habits: Habits) -> Part:
    answered = habits.accepted + habits.declined
    numbers = {"accepted": habits.accepted, "declined": habits.declined, "expired": habits.expired}
    return {
        "title": gettext("Accept what fits, decline what does not"),
        "number": f"{habits.expired}",
        "name": gettext("left to expire in 90 days; %(accepted)s accepted, %(declined)s declined") % numbers,
        "good": not habits.expired and answered > 0,
        "idle": not habits.expired and not answered,
        "text": gettext(
            "A no with its reason lets the customer go on and says which requests suit you; accepting what does not "
            "fit helps nobody. Of what is left to expire the vendor is told."
        ),
        "url": f"{reverse('lead-list', args=['marketplace', 'archived'])}?order=updated",
        "step": gettext("See how they ended"),
    }


def _deals(habits: Habits) -> Part:
    return {
        "title": gettext("Keep value, date and outcome of your deals up to date"),
        "number": gettext("%(n)s of %(of)s") % {"n": habits.incomplete, "of": habits.open_deals},
        "name": gettext("open deals lack value or purchase date, or it is over"),
        "good": not habits.incomplete and habits.open_deals > 0,
        "idle": not habits.open_deals,
        "text": gettext(
            "Value, date and how a deal ended are what the vendor knows of your work. "
            "They keep good leads coming, and show which deals are yours to win."
        ),
        "url": f"{reverse('lead-list', args=['marketplace', 'accepted'])}?order=purchase",
        "step": gettext("Bring deals up to date"),
    }


def _reachable(profile: Completeness, *, edits: bool) -> Part:
    return {
        "title": gettext("Be reached where you are"),
        "number": gettext("%(n)s of %(of)s") % {"n": profile.reached, "of": profile.locations},
        "name": gettext("published locations have a confirmed contact"),
        "good": profile.locations > 0 and profile.reached == profile.locations,
        "text": gettext(
            "Customers look nearby: give every location its own address and opening hours, "
            "and confirmed contacts who are told of requests there."
        ),
        "url": reverse("profile") if edits else "",
        "step": gettext("See locations and contacts"),
    }
