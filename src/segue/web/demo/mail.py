"""The demo's mailbox: what went out, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.kit.errors import NotFound
from segue.notifications import demo_mailbox
from segue.web.entrance import enter
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.notifications.demo_mailbox import Received
    from segue.web.reading import Reader


@require_safe
@enter(Visitor)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the latest mails, `?to=` those of one address."""
    to = request.GET.get("to", "")
    reader = reader_of(request)
    shown = [_shown(mail, reader=reader) for mail in demo_mailbox.mails(to=to, limit=50)]
    return render(request, "demo/mail.html", {"mails": shown, "to": to})


@require_safe
@enter(Visitor)
def one_mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Show one mail."""
    mail = demo_mailbox.mail(mail_id)
    if mail is None:
        raise NotFound
    return render(request, "demo/mail.html", {"mails": [_shown(mail, reader=reader_of(request))], "to": mail.to})


def _shown(mail: Received, *, reader: Reader) -> dict[str, Any]:
    return {
        "id": mail.id,
        "to": mail.to,
        "subject": mail.subject,
        "sent": reader.moment(mail.sent),
        "iso": mail.sent.isoformat(),
        "text": mail.text,
    }
