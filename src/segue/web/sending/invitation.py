"""Why a chosen partner cannot be sent to, and asking it to publish; what was typed about the customer stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member, Staff
from segue.directory.policy import ASKED_TO_PUBLISH, can_receive
from segue.directory.queries import profile_of
from segue.kit.errors import Forbidden, NotFound, Refused
from segue.kit.ids import required_id
from segue.requests.actions.ask_to_publish import ask_to_publish
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.forms.refusals import status_of
from segue.web.sending.forms import SendingForm, place_words, typed

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


def invitation(form: SendingForm, *, at: datetime) -> dict[str, str] | None:
    """Return why the location chosen takes nothing and where to ask it to publish; None where asking helps nobody."""
    if form.place is None:
        return None
    partner = form.place.partner
    closed = can_receive(profile_of(partner), form.place, partner, at=at)
    if closed is None or closed.obstacle not in ASKED_TO_PUBLISH:
        return None
    return {"sentence": closed.sentence(), "url": reverse("ask-to-publish"), "step": _("Ask them to publish")}


def following(form: SendingForm) -> list[dict[str, str]]:
    """Return who gets the lead and who is asked after that, each with the orders that its buttons make.

    Nobody, where nobody is asked afterwards.
    """
    places = [form.place, *form.following] if form.place and form.following else []
    ids = [str(place.id) for place in places]
    return [
        {
            "words": place_words(place),
            "earlier": ",".join([*ids[: n - 1], ids[n], ids[n - 1], *ids[n + 1 :]]) if n else "",
            "out": ",".join([*ids[:n], *ids[n + 1 :]]),
        }
        for n, place in enumerate(places)
    ]


def shown(request: HttpRequest, form: SendingForm, *, invite: bool = True) -> HttpResponse:
    """Show the form with whom the lead goes to; `invite`: and, if they take nothing, how to ask them to publish."""
    context = {
        "form": form,
        "typed": request.method == "POST",
        "place": place_words(form.place) if form.place else "",
        "following": following(form),
        "sent_url": reverse("sent") if isinstance(who(request), Member) else "",
        "invitation": invitation(form, at=at_of(request)) if invite else None,
    }
    return render(request, "sending/send.html", context, status=status_of(form))


@require_POST
@enter(Member, Staff)
def publication_request(request: HttpRequest) -> HttpResponse:
    """Ask the chosen partner to publish, and show the form as it was typed, with a word on what was done."""
    actor = acting(request, Member, Staff)
    location = required_id(request.POST.get("location", ""))
    try:
        partner = ask_to_publish(location, actor=actor, at=at_of(request))
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        said = _("We have asked the admins of %(partner)s to publish. Send your lead when they have.")
        messages.success(request, said % {"partner": partner.name})
    return shown(request, SendingForm(actor=actor, rules=rules_of(request), initial=typed(request.POST)), invite=False)
