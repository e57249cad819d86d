"""Who is asked after whom, in words and buttons, as the customer's and the sender's pages show it.

Every button posts the whole order it makes, so that it does the same however often it is pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from segue.kit.errors import Refused
from segue.kit.ids import ids_from
from segue.requests.actions.order import name_order
from segue.requests.chain import Over
from segue.web.entrance import at_of
from segue.web.forms.refusals import say
from segue.web.public.words import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.requests.turns import Turns


def whose_turn(turns: Turns, *, at: datetime, moment: Callable[[datetime], str], confirmed: bool = True) -> str:
    """Return who has the request until when, and who is asked then; `moment` writes a time for the reader."""
    following = turns.names[0]
    if turns.over is Over.TAKEN_ON:
        return _("Somebody has taken it on, so nobody further is asked by itself.")
    if turns.over is not None:
        return _("Nobody further is asked by itself.")
    if not confirmed:
        return _("%(next)s is asked afterwards, once the e-mail address is confirmed.") % {"next": following}
    if turns.at is None or turns.at <= at or not turns.having:
        return _("%(next)s is asked next, in a moment.") % {"next": following}
    names = {"next": following, "name": turns.having[-1].partner_name, "when": moment(turns.at)}
    if turns.waits_for_room:
        return _("%(next)s is asked as soon as one of those who have it says no, by %(when)s at the latest.") % names
    return _("%(name)s has it until %(when)s; then %(next)s is asked.") % names


def shown_order(turns: Turns | None, others: Sequence[Location], *, url: str) -> dict[str, Any]:
    """Return what parts/order.html shows: who is left, with what can be changed, and who could be asked after them."""
    left = [] if turns is None or turns.over else turns.left
    ids = [one.id for one in left]
    rows = [
        {
            "name": one.partner.name,
            "place": place_of(one),
            "earlier": _with(ids, number, number - 1) if number else "",
            "later": _with(ids, number, number + 1) if number + 1 < len(ids) else "",
            "out": _order(ids[:number] + ids[number + 1 :]),
        }
        for number, one in enumerate(left)
    ]
    addable = [
        {"name": one.partner.name, "place": place_of(one), "order": _order([*ids, one.id])}
        for one in others
        if one.partner_id not in {place.partner_id for place in left}
    ]
    return {"url": url, "rows": rows, "others": addable}


def take_order(request: HttpRequest, request_id: UUID, *, actor: Actor, here: str) -> HttpResponse:
    """Take the order that a button names, without what is no id, and lead back to its page, which says how it went.

    Raises Forbidden, NotFound.
    """
    ids = ids_from(request.POST.get("order", "").split(","))
    try:
        name_order(request_id, actor=actor, at=at_of(request), location_ids=ids)
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Saved.") if ids else _("Nobody further is asked by itself."))
    return redirect(here)


def _with(ids: list[UUID], one: int, other: int) -> str:
    changed = list(ids)
    changed[one], changed[other] = changed[other], changed[one]
    return _order(changed)


def _order(ids: Sequence[UUID]) -> str:
    return ",".join(map(str, ids))
