"""What the customer's letter says: sentences for what happened, without a word of what is the partners' own."""

from __future__ import annotations

from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.requests.chain import Way
from segue.requests.models import Request
from segue.web.customer.turn import turn_of
from segue.web.customer.when import day, moment
from segue.web.forms.asking import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.programme.models import Programme
    from segue.requests.asked import Asked
    from segue.requests.queries import Letter

Step = dict[str, Any]

LATEST = datetime.max.replace(tzinfo=UTC)
"""After every step whose time is known."""


def heading(letter: Letter, programme: Programme) -> str:
    """Return "Your request to Harbour IT"."""
    names = [one.partner_name for one in letter.asked] or letter.waiting or [programme.vendor_name]
    return _("Your request to %(names)s") % {"names": joined(names)}


def opening(letter: Letter, programme: Programme, *, at: datetime) -> list[str]:
    """Return the first paragraphs: who has the request, by when they answer, what comes next."""
    request, vendor = letter.request, programme.vendor_name
    if over := _over(letter, programme):
        return [over]
    if request.held == Request.Held.SUSPICION:
        return [_("Somebody at %(vendor)s looks at your request before it goes on.") % {"vendor": vendor}]
    if request.held == Request.Held.NO_PARTNER:
        looking = _("%(vendor)s is looking for a partner that fits, and tells you whom.") % {"vendor": vendor}
        return [*(_stands(one, vendor, at=at) for one in letter.asked if one.has_it), looking]
    in_turn = letter.turns.having[-1] if letter.turns and _turn_ends(letter) and letter.turns.having else None
    paragraphs = [_stands(one, vendor, at=at, in_turn=one is in_turn) for one in letter.asked]
    paragraphs += [
        _("%(name)s takes no requests at present, so they were not asked.") % {"name": n} for n in letter.closed
    ]
    return paragraphs + _next(letter, at=at)


def _over(letter: Letter, programme: Programme) -> str:
    request = letter.request
    if request.withdrawn_at:
        return _("You withdrew this request on %(day)s. Nobody will contact you about it any more.") % {
            "day": day(request.withdrawn_at)
        }
    if request.refused_at:
        return _(
            "%(vendor)s did not pass on this request, since it looked like advertising. "
            "If that was a mistake, please write to %(inbox)s."
        ) % {"vendor": programme.vendor_name, "inbox": programme.inbox}
    chosen = next((one for one in letter.asked if one.lead_id == request.chosen_lead_id), None)
    if chosen:
        others = any(one is not chosen and (one.has_it or one.withdrawn_at == letter.chosen_at) for one in letter.asked)
        words = _("You have chosen %(name)s. We wish you a good project.")
        if others:
            words = _("You have chosen %(name)s, and the others know. We wish you a good project.")
        return words % {"name": chosen.partner_name}
    return ""


def _turn_ends(letter: Letter) -> datetime | None:
    """Return when the next one is asked by itself; None where nobody is, or where it hangs on something else."""
    turns = letter.turns
    if turns is None or turns.over or turns.waits_for_room or letter.request.confirmed_at is None:
        return None
    return turns.at


def _stands(one: Asked, vendor: str, *, at: datetime, in_turn: bool = False) -> str:
    """Return how it stands with one partner, in one sentence; how long its turn is, is said after it."""
    if one.outcome == "declined":
        return _declined(one)
    if one.withdrawn and one.outcome != "won":
        return _taken_back(one, vendor) + "."
    late = one.outcome == "expired" or (one.stage == "received" and one.due_at <= at)
    state = "late" if late else one.outcome or one.stage
    if state == "received" and in_turn:
        return _("%(names)s has your request.") % {"names": one.partner_name}
    sentence = {
        "received": _("%(name)s has your request and answers by %(due)s."),
        "accepted": _("%(name)s has taken on your request and will contact you."),
        "late": _("%(name)s has not answered in time. We are sorry about that."),
        "won": _("%(name)s and you have come to an agreement."),
        "lost": _("%(name)s has closed your request."),
    }[state]
    return sentence % {"name": one.partner_name, "due": moment(one.due_at)}


def _declined(one: Asked) -> str:
    if not one.told:
        return _("%(name)s cannot take this on.") % {"name": one.partner_name}
    return _("%(name)s cannot take this on: %(reason)s.") % {"name": one.partner_name, "reason": one.told}


def _taken_back(one: Asked, vendor: str) -> str:
    """Return who took the request back from a partner; a sentence without its full stop."""
    names = {"name": one.partner_name, "vendor": vendor}
    if one.withdrawn_by == "customer":
        return _("You withdrew your request from %(name)s") % names
    if one.withdrawn_by == "vendor":
        return _("%(vendor)s took your request back from %(name)s") % names
    return _("Those who passed on your request took it back from %(name)s") % names


def _next(letter: Letter, *, at: datetime) -> list[str]:
    if letter.turns is not None and letter.turns.over is None:
        rest = letter.turns.names[1:]
        then = [_("After that: %(names)s.") % {"names": ", ".join(rest)}] if rest else []
        return [" ".join([turn_of(letter, at=at), *then])]
    if letter.way is Way.WAIT and letter.way_from is not None and letter.request.confirmed_at is not None:
        return [_("If you hear nothing, you can ask another from %(day)s on.") % {"day": moment(letter.way_from)}]
    if letter.way is Way.LAST:
        return [_("Your request has now been to as many partners as one request can go to.")]
    return []


def steps(letter: Letter, programme: Programme) -> list[Step]:
    """Return what happened so far in order of time, then what is still to come."""
    done = sorted(_done(letter, programme), key=lambda step: step["iso"])
    ends = _turn_ends(letter)
    answers, turn = _("%(name)s answers by %(due)s"), _("%(name)s is asked, unless somebody has taken it on before")
    to_come = [
        (one.due_at, _step("next", answers % {"name": one.partner_name, "due": moment(one.due_at)}))
        for one in letter.asked
        if one.stage == "received" and not one.withdrawn
    ]
    if letter.turns is not None and letter.turns.over is None:
        names = enumerate(letter.turns.names)
        to_come += [(ends or LATEST, _step("next", turn % {"name": n}, None if place else ends)) for place, n in names]
    to_come.sort(key=itemgetter(0))
    waits = _("%(name)s gets your request when you have confirmed your e-mail address")
    waiting = [_step("next", waits % {"name": name}) for name in letter.waiting if not letter.request.held]
    return [*done, *(step for _when, step in to_come), *waiting]


def _done(letter: Letter, programme: Programme) -> Iterator[Step]:
    request = letter.request
    if request.sender_person_id or request.sender_partner_id:
        yield _step("done", _("Your request was passed on, as you had agreed"), request.created_at)
    else:
        yield _step("done", _("You asked"), request.created_at)
        if request.confirmed_at:
            yield _step("done", _("You confirmed your e-mail address"), request.confirmed_at)
    for one in letter.asked:
        yield _step("done", _("%(name)s got your request") % {"name": one.partner_name}, one.received_at)
        yield from _answer(one)
        # Withdrawing it all, or choosing another, is told as one step below.
        if one.withdrawn_at and one.withdrawn_at not in (request.withdrawn_at, letter.chosen_at):
            yield _step("no", _taken_back(one, programme.vendor_name), one.withdrawn_at)
    chosen = next((one.partner_name for one in letter.asked if one.lead_id == request.chosen_lead_id), "")
    if chosen and letter.chosen_at:
        yield _step("done", _("You chose %(name)s") % {"name": chosen}, letter.chosen_at)
    if request.withdrawn_at:
        yield _step("no", _("You withdrew your request"), request.withdrawn_at)
    if request.refused_at:
        yield _step("no", _("%(vendor)s did not pass it on") % {"vendor": programme.vendor_name}, request.refused_at)


def _answer(one: Asked) -> Iterator[Step]:
    name = {"name": one.partner_name}
    if one.accepted_at:
        yield _step("done", _("%(name)s took it on") % name, one.accepted_at)
    if one.closed_at is None:
        return
    match one.outcome:
        case "declined":
            yield {**_step("no", _declined(one).rstrip("."), one.closed_at), "quote": one.message}
        case "expired":
            yield _step("no", _("The time to answer was over for %(name)s") % name, one.closed_at)
        case "won":
            yield _step("done", _("You and %(name)s came to an agreement") % name, one.closed_at)
        case "lost":
            yield _step("no", _("%(name)s closed it without an agreement") % name, one.closed_at)


def _step(state: str, words: str, at: datetime | None = None) -> Step:
    if at is None:
        return {"state": state, "words": words, "when": "", "iso": ""}
    return {"state": state, "words": words, "when": moment(at), "iso": at.isoformat()}
