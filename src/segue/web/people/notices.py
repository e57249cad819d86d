"""The bell: what a person was told, with the way to each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actor import Actor, Member, Staff
from segue.kit.ids import required_id
from segue.notifications import bell
from segue.notifications.kinds import Room
from segue.web.entrance import acting, at_of, enter
from segue.web.reading import ago, iso, reader_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.notifications.bell import Told
    from segue.web.reading import Reader

ICONS = {
    "lead_new": "inbox",
    "lead_unanswered": "clock",
    "lead_last_day": "warning",
    "lead_expired": "clock",
    "sender_expired": "clock",
    "manager_unanswered": "clock",
    "lead_uncontacted": "phone",
    "sender_uncontacted": "phone",
    "lead_purchase_passed": "calendar",
    "manager_purchase_passed": "calendar",
    "lead_withdrawn": "undo",
    "sender_withdrawn": "undo",
    "lead_handed_over": "person",
    "lead_handed_away": "person",
    "employee_added": "people",
    "lead_chosen": "star",
    "publish_wanted": "building",
}
TO_ANSWER = {"lead_new", "lead_unanswered"}


@require_safe
@enter(Member, Staff)
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the person was told in this company, newest first."""
    actor, at, reader = acting(request, Member, Staff), at_of(request), reader_of(request)
    before = request.GET.get("before", "")
    page = bell.notices_of(actor, before=required_id(before) if before else None)
    rows = [_row(told, reader=reader, at=at) for told in page.told]
    context = {
        "rows": rows,
        "unread": sum(row["unread"] for row in rows),
        "more_url": f"{reverse('notices')}?before={page.older}" if page.older else "",
        "first_url": reverse("notices") if before else "",
    }
    return render(request, "people/notices.html", context)


@require_POST
@enter(Member, Staff)
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, and go where it leads when asked to; or mark all."""
    actor, at = acting(request, Member, Staff), at_of(request)
    chosen = request.POST.get("notice", "") or request.POST.get("open", "")
    if not chosen:
        marked = bell.read_all(actor=actor, at=at)
        told = ngettext("%(n)d notice marked as read.", "%(n)d notices marked as read.", marked) % {"n": marked}
        messages.success(request, told)
        return redirect("notices")
    notice = bell.read(required_id(chosen), actor=actor, at=at)
    if request.POST.get("open"):
        return redirect(_leads_to(bell.room_of(notice), notice.lead_id, actor=actor) or reverse("notices"))
    return redirect(f"{reverse('notices')}#notice-{notice.id}")


def _row(told: Told, *, reader: Reader, at: datetime) -> dict[str, Any]:
    notice = told.notice
    when = notice.told_at or at
    gone = told.lead is None and notice.lead_id is not None
    return {
        "id": notice.id,
        "title": _("A lead that is no longer yours to see") if gone else notice.title_in(get_language() or "en"),
        "icon": "flame" if _is_hot(told) else ICONS.get(notice.kind, "bell"),
        "place": told.lead.partner.name if told.lead is not None and told.room is not Room.LEAD else "",
        "opens": not gone and told.room is not Room.NONE,
        "unread": notice.read_at is None,
        "ago": ago(at - when),
        "iso": iso(when),
        "moment": reader.moment(when, near=at),
    }


def _is_hot(told: Told) -> bool:
    return told.notice.kind in TO_ANSWER and told.lead is not None and told.lead.direct_contact


def _leads_to(room: Room, lead_id: UUID | None, *, actor: Actor) -> str:
    """Return the page a notice is about; empty when it has none."""
    match room:
        case Room.PROFILE:
            return reverse("profile")
        case Room.LEAD if lead_id:
            return reverse("lead", args=[lead_id])
        case Room.SENT if lead_id and isinstance(actor, Member):
            return reverse("sent-lead", args=[lead_id])
        case Room.SENT | Room.VENDOR if lead_id:
            return reverse("vendor-lead", args=[lead_id])
        case _:
            return ""
