"""Mails to the customer: polite, short, with the private page as the one thing to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from segue.accounts.models import Partner
from segue.leads.lifecycle import Party
from segue.leads.models import Lead, Stage, Type
from segue.notifications import links
from segue.notifications.letter import About, Letter, shown_day
from segue.notifications.words.partner import sender_name
from segue.notifications.words.turns import passed_over, silent_partner, whose_turn
from segue.programme.queries import in_language, rules
from segue.requests.chain import Way
from segue.requests.links import code_for
from segue.requests.models import Request
from segue.requests.queries import may_tell_of_contact, way_onward, way_without
from segue.requests.standing import is_over

if TYPE_CHECKING:
    from datetime import datetime


def request_received(about: About) -> Letter:
    """Thanks, the private link and the six figures."""
    request = about.request
    assert request is not None
    partners = Lead.objects.filter(request_id=request.id).select_related("partner").order_by("received_at", "id")
    names = ", ".join(lead.partner.name for lead in partners)
    got = _("%(partners)s has your request.") % {"partners": names} if names else _("We have your request.")
    return Letter(
        subject=_("Your request to %(partners)s") % {"partners": names or _programme()},
        lines=[
            _("Thank you. %(got)s") % {"got": got},
            _("Please confirm that this is your e-mail address: enter this code on the page, or open your page below."),
        ],
        code=code_for(request),
        button=_page(request),
        after=[
            _("On your page you see who has your request and what they answered, and you can withdraw it."),
            _("The page is yours alone: whoever has this link can open it."),
        ],
        reason=_(
            "You get this because a request was sent with your e-mail address. If it was not you, ignore this mail."
        ),
    )


def introduction(about: About) -> Letter:
    """A vendor or partner has sent the customer's need to a partner: who, why, and how to say no."""
    lead = about.the_lead
    sender = sender_name(lead)
    lines = [
        _("At the request of %(sender)s, %(partner)s will contact you.")
        % {"sender": sender, "partner": lead.partner.name}
    ]
    if lead.consent_how:
        lines.append(_("You agreed to this: %(how)s") % {"how": lead.consent_how})
    return Letter(
        subject=_("%(partner)s will contact you") % {"partner": lead.partner.name},
        lines=lines,
        quote=lead.need,
        button=_page(about.request),
        after=[_("Not wanted? Say so on your page, and your request is withdrawn at once.")],
        reason=_("You get this because %(sender)s passed on your request.") % {"sender": sender},
    )


def accepted(about: About) -> Letter:
    """Who will call."""
    lead = about.the_lead
    contact = lead.owner.name if lead.owner else _first_of_team(lead)
    lines = [_("%(partner)s has accepted your request.") % {"partner": lead.partner.name}]
    if contact:
        lines.append(_("%(name)s will contact you.") % {"name": contact})
    else:
        lines.append(_("They will contact you."))
    return Letter(
        subject=_("%(partner)s has accepted your request") % {"partner": lead.partner.name},
        lines=lines,
        button=_page(about.request),
        reason=_reason(about),
    )


def declined(about: About) -> Letter | None:
    """The partner cannot take it on: the kind of reason, its own words, and ways onward; nothing if passed on."""
    lead = about.the_lead
    if lead.type != Type.INQUIRY and _passed_on(lead):
        return None
    reason = rules().reasons.get(lead.reason)
    told = in_language(reason.told) if reason else ""
    lines = [_("%(partner)s cannot take this on.") % {"partner": lead.partner.name}]
    if told:
        lines.append(_("They say: %(reason)s.") % {"reason": told})
    return Letter(
        subject=_("%(partner)s cannot take on your request") % {"partner": lead.partner.name},
        lines=lines,
        quote=lead.customer_message,
        button=_page(about.request),
        after=_ways(about),
        reason=_reason(about),
    )


def duplicate(about: About) -> Letter | None:
    """They have it already: the link to the first request."""
    lead = about.the_lead
    first = (
        Lead.objects.filter(partner_id=lead.partner_id, customer_email=lead.customer_email)
        .exclude(id=lead.id)
        .order_by("received_at")
        .values_list("request_id", flat=True)
        .first()
    )
    request = (Request.objects.filter(id=first).first() if first else None) or about.request
    return Letter(
        subject=_("%(partner)s has your request already") % {"partner": lead.partner.name},
        lines=[
            _("%(partner)s has this request from you already and works on the first one.")
            % {"partner": lead.partner.name}
        ],
        button=_page(request, _("Open your first request")),
        reason=_reason(about),
    )


def expired(about: About) -> Letter:
    """Nobody answered; ways onward."""
    lead, turn = about.the_lead, whose_turn(about)
    ways = _ways(about)
    return Letter(
        subject=_("No answer from %(partner)s") % {"partner": lead.partner.name},
        lines=[
            _("%(partner)s has not answered your request by %(due)s. We are sorry.")
            % {"partner": lead.partner.name, "due": shown_day(lead.due_at, rules().zone)}
        ],
        button=_page(about.request, _("Choose another partner") if ways and not turn else ""),
        after=ways,
        reason=_reason(about),
    )


def contacted(about: About) -> Letter | None:
    """Three days after a yes: did they contact you? Nothing when that is known by now, or it is over."""
    lead = about.the_lead
    if lead.contacted_at is not None or not may_tell_of_contact(lead):
        return None
    names = {"partner": lead.partner.name}
    return Letter(
        subject=_("Did %(partner)s contact you?") % names,
        lines=[
            _("%(partner)s accepted your request three days ago.") % names,
            _("Please tell us on your page whether they have been in touch. If not, we look after it."),
        ],
        button=_page(about.request, _("Say yes or not yet")),
        reason=_reason(about),
    )


def passed_on(about: About) -> Letter | None:
    """The next one of the order has it, by itself; nothing when the request is over by now."""
    lead, request = about.the_lead, about.request
    if lead.withdrawn_at is not None or request is None or request.withdrawn_at or request.chosen_lead_id:
        return None
    names = {"partner": lead.partner.name, "silent": silent_partner(about)}
    said = [_("As was planned, %(partner)s has your request now.") % names]
    if names["silent"]:
        said = [
            _("%(silent)s has not answered yet. As was planned, %(partner)s has your request now too.") % names,
            _("%(silent)s can still answer.") % names,
        ]
    return Letter(
        subject=_("%(partner)s has your request now") % names,
        lines=[*said, *passed_over(about)],
        button=_page(request),
        after=[_("On your page you see who is asked next, and can change that.")],
        reason=_reason(about),
    )


def order_ended(about: About) -> Letter | None:
    """Nobody who was left of the order could be sent it: ways onward; nothing when the request is over by now."""
    request = about.request
    if request is None or request.withdrawn_at or request.chosen_lead_id:
        return None
    return Letter(
        subject=_("Nobody is left to be asked by itself"),
        lines=[*passed_over(about), _("Nobody further was named to be asked with your request.")],
        button=_page(request),
        after=_ways(about),
        reason=_reason(about),
    )


def withdrawn(about: About) -> Letter:
    """The confirmation."""
    return Letter(
        subject=_("Your request is withdrawn"),
        lines=[_("You have withdrawn your request. Those who had it are told, and nobody needs to answer any more.")],
        button=_page(about.request),
        reason=_reason(about),
    )


def taken_back(about: About) -> Letter:
    """The confirmation that one partner no longer has it."""
    lead = about.the_lead
    names = {"partner": lead.partner.name}
    return Letter(
        subject=_("%(partner)s no longer has your request") % names,
        lines=[_("You have withdrawn your request from %(partner)s. They are told.") % names],
        button=_page(about.request),
        after=_ways(about),
        reason=_reason(about),
    )


def recalled(about: About) -> Letter:
    """The vendor, or who sent it, has taken it back from a partner; ways onward."""
    lead = about.the_lead
    sender = sender_name(lead) if about.notice.data.get("by") == Party.SENDER else rules().programme.vendor_name
    names = {"partner": lead.partner.name, "sender": sender}
    lines = [_("%(sender)s has taken your request back from %(partner)s.") % names]
    if lead.accepted_at is None:
        lines.append(_("They had not answered it, and no longer see how to reach you."))
    else:
        lines.append(_("They had taken it on, and are told that it is over."))
    return Letter(
        subject=_("%(partner)s no longer has your request") % names,
        lines=lines,
        button=_page(about.request),
        after=_ways(about),
        reason=_reason(about),
    )


def partner_left(about: About) -> Letter | None:
    """The partner that took the request on has left the programme; the way onward. Nothing when it is over by now."""
    lead = about.the_lead
    if lead.stage != Stage.ACCEPTED or lead.withdrawn_at is not None or lead.partner.status != Partner.Status.LEFT:
        return None
    request = about.request
    if request is not None and request.chosen_lead_id not in {None, lead.id}:
        return None
    names = {"partner": lead.partner.name, "programme": _programme()}
    return Letter(
        subject=_("%(partner)s no longer takes part in %(programme)s") % names,
        lines=[
            _("%(partner)s had accepted your request, and has now left %(programme)s.") % names,
            _("If you have agreed on something with them, that stays between you and them."),
        ],
        button=_page(request),
        after=_ways_without(lead, request, at=about.notice.due_at),
        reason=_reason(about),
    )


def _ways_without(lead: Lead, request: Request | None, *, at: datetime) -> list[str]:
    """Return what the page will offer to who withdraws the request from one partner."""
    if request is None or request.held:
        return _found_for(request)
    if way_without(request, lead_id=lead.id, at=at) is not Way.OPEN:
        return []
    names = {"partner": lead.partner.name}
    return [
        _("If you would rather have somebody else: withdraw your request from %(partner)s on your page.") % names,
        _("There you can then ask another partner with one click, or let us find someone for you."),
    ]


def _ways(about: About) -> list[str]:
    """Return who is asked now, by an order, or what the page offers: one more partner, as long as one more may be."""
    request = about.request
    if request is None or is_over(request):
        return []
    if request.held:
        return _found_for(request)
    if turn := whose_turn(about):
        return [turn, _("On your page you see who is asked next, and can change that.")]
    return [_onward()] if way_onward(request, at=about.notice.due_at) is Way.OPEN else []


def _found_for(request: Request | None) -> list[str]:
    if request is None or not request.held:
        return []
    vendor = rules().programme.vendor_name
    return [_("%(vendor)s is looking for a partner that fits, and tells you whom.") % {"vendor": vendor}]


def _page(request: Request | None, label: str = "") -> tuple[str, str] | None:
    return (label or _("Open your page"), links.customer_page(request)) if request else None


def _programme() -> str:
    return rules().programme.name


def _onward() -> str:
    return _("On your page you can ask another partner with one click, or let us find someone for you.")


def _reason(about: About) -> str:
    asked = about.request or about.the_lead
    if asked.type != Type.INQUIRY:
        return _("You get this because your request was passed on, as you had agreed.")
    return _("You get this because you asked for a provider with your e-mail address.")


def _first_of_team(lead: Lead) -> str:
    return str(lead.team.order_by("id").values_list("name", flat=True).first() or "")


def _passed_on(lead: Lead) -> bool:
    later = Lead.objects.filter(request_id=lead.request_id, stage__in=["received", "accepted"])
    return later.filter(received_at__gte=lead.closed_at or lead.received_at).exclude(id=lead.id).exists()
