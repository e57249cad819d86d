"""Who owns new leads: the company's rules, which its admins set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actor import Member
from segue.accounts.queries import locations_of, people_who
from segue.accounts.roles import May
from segue.kit.errors import Forbidden, Refused
from segue.leads.actions.owner_rules import add_owner_rule, move_owner_rule, remove_owner_rule
from segue.leads.models import Type
from segue.leads.owner_rules import rules_of
from segue.leads.policy import may_set_owner_rules
from segue.web.entrance import enter
from segue.web.forms.refusals import put_back, status_of
from segue.web.partner.door import at_work
from segue.web.partner.words import TYPES

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.owner_rules import StandingRule


class RuleForm(forms.Form):
    """One rule more: leads of a location, of a type, or both belong to somebody."""

    location = forms.ChoiceField(label=_("Leads of"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    person = forms.ChoiceField(label=_("Owner"), error_messages={"required": _("Choose one of your colleagues.")})

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = people_who(May.ANSWER_LEADS, partner_id=actor.partner_id)
        options: dict[str, list[tuple[str, Any]]] = {
            "location": [
                ("", gettext("all locations")),
                *((str(place.id), place.name) for place in locations_of(actor.partner_id)),
            ],
            "type": [("", gettext("all types")), *((code.value, TYPES[code]) for code in Type)],
            "person": [("", ""), *((str(one.person_id), one.person.name) for one in colleagues)],
        }
        for name, choices in options.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def owner_rules(request: HttpRequest) -> HttpResponse:
    """List the rules in their order; an admin adds one behind them."""
    actor = at_work(request)
    may_set = may_set_owner_rules(actor)
    if request.method == "POST" and not may_set:
        raise Forbidden
    form = RuleForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            add_owner_rule(actor=actor, **form.cleaned_data)
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("The rule counts for leads that come in from now on."))
            return redirect("lead-owner-rules")
    context = {
        "rules": [_row(standing) for standing in rules_of(actor.partner_id)],
        "form": form,
        "may_set": may_set,
    }
    return render(request, "partner/owner_rules.html", context, status=status_of(form))


@require_POST
@enter(Member)
def owner_rule_place(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Move a rule up or down: the first that fits decides."""
    move_owner_rule(rule_id, actor=at_work(request), up=request.POST.get("to") != "down")
    return redirect("lead-owner-rules")


@require_POST
@enter(Member)
def owner_rule_removal(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Remove a rule."""
    remove_owner_rule(rule_id, actor=at_work(request))
    messages.success(request, gettext("The rule is removed. Leads keep the owner they have."))
    return redirect("lead-owner-rules")


def _row(standing: StandingRule) -> dict[str, Any]:
    rule = standing.rule
    return {
        "id": rule.id,
        "location": rule.location.name if rule.location else gettext("all locations"),
        "type": TYPES[Type(rule.type)] if rule.type else gettext("all types"),
        "person": rule.person.name if rule.person else "",
        "broken": standing.broken,
    }
