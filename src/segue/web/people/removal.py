"""Take somebody out of their company: who gets the leads and the alerts is asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from segue.accounts.actions import Heirs, remove_membership
from segue.accounts.actor import Member, Staff
from segue.accounts.policy import may_manage_people
from segue.accounts.queries import colleagues, people_who
from segue.accounts.records import membership_to_change
from segue.accounts.roles import May
from segue.directory.queries import told_at
from segue.kit.errors import Forbidden, NotFound, Refused
from segue.leads.queries import open_leads_of
from segue.web.entrance import at_of, enter, who
from segue.web.forms.refusals import put_back, status_of
from segue.web.people.views import back_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Membership

NOBODY = ""


class RemovalForm(forms.Form):
    """Which colleagues take over; what the person has not is not asked about."""

    leads_to = forms.ChoiceField(label=gettext_lazy("Who gets their open leads?"), required=False)
    alerts_to = forms.ChoiceField(label=gettext_lazy("Who is told of new requests instead?"), required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner_id, person = membership.partner_id, membership.person
        leads = open_leads_of(person.id, partner_id=partner_id) if partner_id else 0
        alerts = told_at(person.email, partner_id=partner_id) if partner_id else []
        if leads:
            at_work = [other.person for other in people_who(May.ANSWER_LEADS, partner_id=partner_id)]
            nobody = _("Nobody: whoever sees the location can take them")
            self._offer("leads_to", nobody, [(other.id, other.name) for other in at_work if other.id != person.id])
            self.fields["leads_to"].help_text = _("Open leads they own: %(number)s.") % {"number": leads}
        if partner_id and alerts:
            others = colleagues(partner_id).exclude(id=person.id).values_list("id", "name")
            self._offer("alerts_to", _("Nobody: the contacts that stay, else the partner admins"), list(others))
            self.fields["alerts_to"].help_text = _("They are told of new requests at: %(places)s.") % {
                "places": ", ".join(alerts)
            }
        for name, there in (("leads_to", leads), ("alerts_to", alerts)):
            if not there:
                del self.fields[name]

    def _offer(self, name: str, nobody: str, people: list[tuple[UUID, str]]) -> None:
        choices = [(NOBODY, nobody), *((str(number), called) for number, called in people)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def heirs(self) -> Heirs:
        """Return who was chosen."""
        chosen = {name: self.cleaned_data.get(name) or None for name in ("leads_to", "alerts_to")}
        leads, alerts = (UUID(value) if value else None for value in chosen.values())
        return Heirs(leads=leads, alerts=alerts)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff)
def removal(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Ask who takes over, and take somebody out of their company; pressed again, say so again."""
    actor = who(request)
    try:
        membership = membership_to_change(membership_id, actor=actor)
    except NotFound:
        if request.method != "POST":
            raise
        return _removed(request, membership_id, Heirs())
    if not may_manage_people(actor, partner_id=membership.partner_id):
        raise Forbidden
    form = RemovalForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            return _removed(request, membership_id, form.heirs())
        except Refused as refused:
            put_back(form, refused)
    context = {"form": form, "person": membership.person, "membership": membership}
    return render(request, "people/removal.html", context, status=status_of(form))


def _removed(request: HttpRequest, membership_id: UUID, heirs: Heirs) -> HttpResponse:
    actor = who(request)
    removed = remove_membership(membership_id, actor=actor, at=at_of(request), heirs=heirs)
    messages.success(request, _("%(name)s was removed.") % {"name": removed.person.name})
    return redirect("home" if removed.person.id == actor.person_id else back_to(actor, removed.partner_id))
