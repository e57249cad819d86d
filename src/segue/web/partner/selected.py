"""What is done with the leads that are ticked in a list: take, heart, hand over, decline; never accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actor import Member
from segue.accounts.queries import people_who
from segue.accounts.roles import May
from segue.kit.errors import Invalid, Refused
from segue.kit.ids import id_from
from segue.leads.actions._advance import ChangedMeanwhile
from segue.leads.actions.answers import MESSAGE_CHARS, Refusal
from segue.leads.actions.together import MOST_ANSWERS, TooManyAtOnce, decline_each, hand_each_to, mark_each, take_each
from segue.leads.lists import PAGE
from segue.leads.queries import among
from segue.web.entrance import at_of, enter, rules_of
from segue.web.forms.lines import Line
from segue.web.forms.numbers import number_sent
from segue.web.forms.refusals import put_on, status_of
from segue.web.partner.choice import kept
from segue.web.partner.door import at_work
from segue.web.partner.leads.reasons import to_choose_for_several
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.actions.together import Together
    from segue.leads.models import Lead


class HandAllForm(forms.Form):
    """Which colleague is to own the leads."""

    person = forms.ChoiceField(
        label=_("Hand to"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of your colleagues.")}
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


class DeclineAllForm(forms.Form):
    """One no for several leads: why, and a note for the vendor. What a customer reads is written to one customer."""

    reason = forms.ChoiceField(
        label=_("Why not?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the reasons.")}
    )
    note = Line(
        label=_("Note for the vendor"),
        required=False,
        max_length=MESSAGE_CHARS,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]


@require_POST
@enter(Member)
def taking(request: HttpRequest) -> HttpResponse:
    """Make oneself the owner of what is ticked."""
    done = take_each(_ticked(request), actor=at_work(request), at=at_of(request))
    number = len(done.done)
    return _told(request, done, ngettext("%(n)d lead is yours now.", "%(n)d leads are yours now.", number))


@require_POST
@enter(Member)
def hearts(request: HttpRequest) -> HttpResponse:
    """Put one's heart on what is ticked."""
    done = mark_each(_ticked(request), actor=at_work(request))
    said = ngettext("%(n)d lead is among your favourites.", "%(n)d leads are among your favourites.", len(done.done))
    return _told(request, done, said)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def ownership(request: HttpRequest) -> HttpResponse:
    """Hand what is ticked to a colleague whose role includes leads."""
    actor, ticked = at_work(request), _ticked(request)
    people = {str(m.person_id): m.person.name for m in people_who(May.ANSWER_LEADS, partner_id=actor.partner_id)}
    form = HandAllForm(request.POST or None, people=people.items())
    if form.is_valid():
        person = form.cleaned_data["person"]
        done = hand_each_to(ticked, actor=actor, at=at_of(request), person_id=person)
        said = ngettext("%(n)d lead handed to %(name)s.", "%(n)d leads handed to %(name)s.", len(done.done))
        return _told(request, done, said, name=people[person])
    return _asked(request, "partner/hand_all.html", form, ticked)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def declination(request: HttpRequest) -> HttpResponse:
    """Decline what is ticked with one reason; each can be undone for the programme's minutes."""
    ticked, rules = _ticked(request), rules_of(request)
    until = reader_of(request).clock(at_of(request) + rules.hold_time) if rules.hold_time else ""
    form = DeclineAllForm(request.POST or None, reasons=to_choose_for_several(rules))
    if len(ticked) > MOST_ANSWERS:
        messages.error(request, str(TooManyAtOnce(most=MOST_ANSWERS)))
        return _back(request)
    if form.is_valid():
        answer = Refusal(reason=form.cleaned_data["reason"], note=form.cleaned_data["note"])
        try:
            done = decline_each(ticked, actor=at_work(request), at=at_of(request), answer=answer)
        except Invalid as refused:
            put_on(form, refused)
        else:
            return _told(request, done, _declined(len(done.done), until), time=until)
    return _asked(request, "partner/decline_all.html", form, ticked, until=until)


def _declined(number: int, until: str) -> str:
    if not until:
        return ngettext("%(n)d lead declined.", "%(n)d leads declined.", number)
    return ngettext(
        "%(n)d lead is being declined; until %(time)s it can be undone on its row.",
        "%(n)d leads are being declined; until %(time)s each can be undone on its row.",
        number,
    )


def _ticked(request: HttpRequest) -> dict[UUID, int | None]:
    """Return the leads ticked, one page at most, each with the version a form has shown ("id.version"), if any."""
    sent = request.POST if request.method == "POST" else request.GET
    found: dict[UUID, int | None] = {}
    for text in sent.getlist("lead")[:PAGE]:
        lead_id, _dot, version = text.partition(".")
        if known := id_from(lead_id):
            found[known] = number_sent(version)
    return found


def _asked(
    request: HttpRequest, template: str, form: forms.Form, ticked: Collection[UUID], **more: Any
) -> HttpResponse:
    """Show the form with the leads it is about."""
    leads = among(ticked, actor=at_work(request))
    if not leads:
        return _told_nothing(request)
    shown = [{"id": lead.id, "version": lead.version, "words": _named(lead)} for lead in leads]
    context = {"form": form, "leads": shown, "back": _list_url(request), **more}
    return render(request, template, context, status=status_of(form))


def _named(lead: Lead) -> str:
    return f"{lead.customer_company}, {lead.customer_city}" if lead.customer_city else lead.customer_company


def _told(request: HttpRequest, found: Together, said: str, **facts: str) -> HttpResponse:
    """Go back to the list and say what was done, and for each of the others why not."""
    if not found.done and not found.refused:
        return _told_nothing(request)
    if found.done:
        messages.success(request, said % {"n": len(found.done), **facts})
    if found.refused:
        messages.warning(
            request, gettext("Not done: %(leads)s") % {"leads": " ".join(_why_not(request, found.refused))}
        )
    return _back(request)


def _why_not(request: HttpRequest, refused: dict[UUID, Refused]) -> list[str]:
    known = {lead.id: lead.customer_company for lead in among(refused, actor=at_work(request))}
    other = gettext("A lead")
    changed = gettext("Somebody changed it meanwhile. Look at it again.")
    return [
        f"{known.get(lead_id, other)}: {changed if isinstance(why, ChangedMeanwhile) else why}"
        for lead_id, why in refused.items()
    ]


def _told_nothing(request: HttpRequest) -> HttpResponse:
    messages.info(request, gettext("Select the leads first."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_list_url(request))


def _list_url(request: HttpRequest) -> str:
    return reverse("lead-list", args=kept(request).last.split("/"))
