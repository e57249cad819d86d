"""A person's own page: what they are called, language, time zone, colours, and where they are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actions import Myself, edit_myself
from segue.accounts.actions.sessions import end_elsewhere
from segue.accounts.actor import Member, Newcomer, Staff
from segue.accounts.mailboxes import failing_among
from segue.kit.devices import device
from segue.kit.errors import Refused
from segue.kit.places import language_name
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.lines import Line, Name
from segue.web.forms.numbers import number_sent
from segue.web.forms.refusals import put_back, status_of
from segue.web.people.changes import latest_of
from segue.web.preferences import keep_language
from segue.web.profile.place_form import zones
from segue.web.reading import ago, iso, reader_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class MyForm(forms.Form):
    """What a person says about themselves."""

    name = Name(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("As colleagues, customers and the other side read it."),
        error_messages={"required": gettext_lazy("Write your name, in at most 120 characters.")},
    )
    phone = Line(label=gettext_lazy("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"}))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), help_text=gettext_lazy("Of the pages and of the mails to you.")
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    keys = forms.BooleanField(
        label=gettext_lazy("Keys at the desk"),
        required=False,
        help_text=gettext_lazy(
            "Single keys such as j, k and / move in a list and open leads; ? shows them all. "
            "Switch them off if you dictate, or come upon keys by accident."
        ),
    )

    def __init__(self, *args: Any, programme_zone: str, has_keys: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_keys:
            del self.fields["keys"]
        self.fields["language"].choices = [(code, language_name(code, code)) for code, _name in settings.LANGUAGES]  # type: ignore[attr-defined]
        same = _("The programme's: %(zone)s") % {"zone": programme_zone.replace("_", " ")}
        self.fields["time_zone"].choices = [("", same), *((zone, zone.replace("_", " ")) for zone in zones())]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff, Newcomer)
def me(request: HttpRequest) -> HttpResponse:
    """Show and change what one says about oneself; the language counts for the next page already."""
    person: Any = request.user
    initial = {name: getattr(person, name) for name in ("name", "phone", "language", "time_zone", "keys")}
    zone = rules_of(request).programme.time_zone
    # Only the partner's desk has keys; the others' choice stays what it is.
    has_keys = isinstance(who(request), Member)
    form = MyForm(request.POST or None, initial=initial, programme_zone=zone, has_keys=has_keys)
    if request.method == "POST" and form.is_valid():
        try:
            saved = edit_myself(Myself(**{"keys": person.keys} | form.cleaned_data), actor=who(request))
        except Refused as refused:
            put_back(form, refused)
        else:
            with translation.override(saved.language):
                messages.success(request, _("Saved."))
            return keep_language(redirect("me"), saved.language)
    context = {"form": form, "person": person, "sessions": _sessions(request), "failing": _failing(request)}
    context["latest"] = latest_of(person.id, reader=reader_of(request), at=at_of(request))
    return render(request, "people/me.html", context, status=status_of(form))


@require_POST
@enter(Member, Staff, Newcomer)
def sign_out_there(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    chosen = request.POST.get("session", "")
    person_id = who(request).person_id
    assert person_id is not None
    only = None if chosen == "others" else number_sent(chosen) or 0
    if end_elsewhere(person_id, here=request.session.session_key, only=only, at=at_of(request)):
        messages.success(request, _("Signed out there."))
    else:
        messages.info(request, _("That sign-in had ended already."))
    return redirect("me")


def _failing(request: HttpRequest) -> str:
    """Return since when mails to the person come back, empty when they arrive."""
    email: str = request.user.email  # type: ignore[union-attr] # nobody else gets here
    since = failing_among([email]).get(email)
    return reader_of(request).day(since, near=at_of(request)) if since else ""


def _sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """Return where the person is signed in, this one first."""
    at, reader, here = at_of(request), reader_of(request), request.session.session_key
    found = sorted(
        UserSession.objects.purge_and_list(request.user),
        key=lambda session: (session.session_key != here, -session.created_at.timestamp()),
    )
    return [
        {
            "id": session.pk,
            "device": device(session.user_agent) or _("Unknown browser"),
            "ip": session.ip,
            "here": session.session_key == here,
            "since": ago(at - session.created_at),
            "since_iso": iso(session.created_at),
            "since_title": reader.moment(session.created_at, near=at),
        }
        for session in found
    ]
