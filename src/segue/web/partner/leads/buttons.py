"""What can be done with a lead now, as buttons; they follow from `leads.policy.allowed_steps` only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from segue.leads.lifecycle import Step
from segue.leads.policy import shows_person
from segue.web.initials import initials
from segue.web.partner.words import first_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from segue.leads.models import Employee, Lead

Part = dict[str, Any]
FORM = "answer-form"


def buttons(lead: Lead, steps: Collection[Step], *, team: Sequence[Employee], open_form: bool) -> Part:
    """Return every button of the page; one for an open form would only repeat it."""

    def link(step: Step, name: str, label: str, **look: str) -> list[Part]:
        url = reverse(name, args=[lead.id])
        return [{"label": label, "url": url, "panel": FORM, **look}] if step in steps else []

    answers = [
        *link(Step.ACCEPT, "lead-acceptance", gettext("Accept"), kind="primary", icon="check"),
        *link(Step.DECLINE, "lead-declination", gettext("Decline")),
        *link(Step.WIN, "lead-won", gettext("Won"), kind="primary", icon="check"),
        *link(Step.LOSE, "lead-lost", gettext("Lost")),
    ]
    promise = gettext(
        "Accepting means you will contact %(name)s. Value, date and kind of deal steer which leads you get next."
    )
    return {
        "actions": [] if open_form else answers,
        "answer_promise": promise % {"name": first_name(lead.customer_name)} if Step.ACCEPT in steps else "",
        "deal_actions": link(Step.EDIT, "lead-details", gettext("Edit"), icon="edit"),
        "team": _team(lead, team, steps),
        "team_actions": [
            *_take(lead, steps),
            *link(Step.HAND_OVER, "lead-ownership", gettext("Hand to …")),
            *link(Step.ADD_EMPLOYEE, "lead-employees", gettext("Add a colleague"), icon="plus"),
        ],
        **_reach(lead, steps),
    }


def _take(lead: Lead, steps: Collection[Step]) -> list[Part]:
    if Step.TAKE not in steps or lead.owner_id is not None:
        return []
    url = reverse("lead-taking", args=[lead.id])
    return [{"label": gettext("Take it"), "url": url, "method": "post", "icon": "person"}]


def _team(lead: Lead, team: Sequence[Employee], steps: Collection[Step]) -> list[Part]:
    owner = (
        [{"name": lead.owner.name, "initials": initials(lead.owner.name), "role": gettext("Owner")}]
        if lead.owner
        else []
    )
    return owner + [
        {
            "name": person.name,
            "initials": initials(person.name),
            "role": ", ".join(filter(None, (person.email, person.phone))),
            "url": reverse("lead-employee", args=[lead.id, person.id]) if Step.CORRECT_EMPLOYEE in steps else "",
        }
        for person in team
    ]


def _reach(lead: Lead, steps: Collection[Step]) -> Part:
    if Step.LOG_CONTACT not in steps or not shows_person(lead):
        return {}
    question = gettext("Did you reach %(name)s?") % {"name": first_name(lead.customer_name)}
    ways = {
        "called": gettext("Called"),
        "mailed": gettext("Mailed"),
        "met": gettext("Met"),
        "no_answer": gettext("No answer"),
    }
    return {
        "reach_question": question,
        "reach_url": reverse("lead-contact-log", args=[lead.id]),
        "reach": [{"label": label, "how": how} for how, label in ways.items()],
    }
