"""Which mails come: a person's own page, and the page behind the link that each mail carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member, Newcomer, Staff, Visitor
from segue.notifications import wanted
from segue.notifications.kinds import Group
from segue.notifications.models import Addressee
from segue.web.entrance import enter, who
from segue.web.forms.refusals import status_of
from segue.web.forms.worded import worded
from segue.web.private import private

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.accounts.actor import Actor

GROUPS = {
    Group.NEW: (
        gettext_lazy("New leads"),
        gettext_lazy("A lead has come in at a location whose leads you are told of."),
    ),
    Group.REMINDERS: (
        gettext_lazy("Reminders"),
        gettext_lazy("Nobody has answered yet, no contact is logged, a purchase date has passed."),
    ),
    Group.WORK: (
        gettext_lazy("Leads you work on"),
        gettext_lazy("Handed to you, accepted, won, lost, withdrawn, chosen."),
    ),
    Group.SENT: (gettext_lazy("Leads you sent"), gettext_lazy("Accepted, won, lost, withdrawn, not contacted yet.")),
    Group.PARTNERS: (
        gettext_lazy("Partners you look after"),
        gettext_lazy("Leads that they do not answer, deals without an outcome."),
    ),
    Group.TODAY: (gettext_lazy("Today"), gettext_lazy("At 8 o'clock on working days, what needs you.")),
    Group.PROFILE: (gettext_lazy("Business profile"), gettext_lazy("Somebody wants to send a lead and cannot.")),
}
OF_PARTNERS = (Group.NEW, Group.REMINDERS, Group.WORK, Group.SENT, Group.PROFILE)
OF_VENDOR = (Group.SENT, Group.PARTNERS, Group.TODAY)


class MailsForm(forms.Form):
    """Which mails come, and when they come as one."""

    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Mails that come"),
        help_text=gettext_lazy("What you do not get by mail still stands under the bell."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(
        label=gettext_lazy("When many come"),
        help_text=gettext_lazy(
            "Hot leads, the last day to answer and what has expired always come at once. "
            "The day begins at midnight in your time zone."
        ),
        choices=Addressee.Digest.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, offered: tuple[Group, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, worded(str(GROUPS[one][0]), hint=str(GROUPS[one][1]))) for one in offered]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff, Newcomer)
def mine(request: HttpRequest) -> HttpResponse:
    """Show and change which mails come to the person who is signed in."""
    person: Any = request.user
    offered = _offered(who(request))
    known = wanted.wanted_by(person.email)
    initial = {"groups": [one.value for one in offered if one not in known.unwanted], "digest": known.digest.value}
    form = MailsForm(request.POST or None, initial=initial, offered=offered)
    if request.method == "POST" and form.is_valid():
        chosen = [Group(code) for code in form.cleaned_data["groups"]]
        digest = Addressee.Digest(form.cleaned_data["digest"])
        wanted.choose(person.email, chosen, offered=offered, digest=digest)
        messages.success(request, _("Saved."))
        return redirect("my-mails")
    context = {"form": form, "person": person}
    return render(request, "people/mails.html", context, status=status_of(form))


@csrf_exempt  # a mail program presses without having seen the page; the link itself is the secret
@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether such mails shall stop; take the press of a button, here or in the mail program, as the answer."""
    address, groups = wanted.named_in(token)
    if request.method == "POST":
        if request.POST.get("again"):
            wanted.start_again(address, groups)
        else:
            wanted.stop(address, groups)
        if "List-Unsubscribe" not in request.POST:
            return redirect(request.path)
    stopped = set(groups) <= wanted.wanted_by(address).unwanted
    context = {"address": address, "groups": [GROUPS[group] for group in groups], "stopped": stopped}
    return render(request, "people/stop_mails.html", context)


def _offered(actor: Actor) -> tuple[Group, ...]:
    return OF_VENDOR if isinstance(actor, Staff) else OF_PARTNERS
