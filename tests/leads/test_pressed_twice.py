"""Pressing twice is pressing once; but what somebody typed in a second tab is never called done without being kept."""

from datetime import timedelta

import pytest

from segue.kit.errors import Invalid
from segue.leads.actions import close, employees, respond, work
from segue.leads.actions._advance import ChangedMeanwhile
from segue.leads.actions.answers import Acceptance, Closing, Colleague, Deal, Refusal
from segue.leads.models import Employee, LeadEvent
from tests import make

pytestmark = pytest.mark.django_db

IVO, EVA = Colleague("Ivo Berg", "ivo@harbour.example"), Colleague("Eva Lie", "eva@harbour.example")
STEPS = {
    "accept": (respond.accept, {"answer": make.YES}, {"answer": Acceptance(Deal(deal_name="Another"))}),
    "accept with people": (
        respond.accept,
        {"answer": Acceptance(make.YES.deal, (IVO,))},
        {"answer": Acceptance(make.YES.deal, (IVO, EVA))},
    ),
    "decline": (
        respond.decline,
        {"answer": make.NO, "hold": False},
        {"answer": Refusal("no_capacity"), "hold": False},
    ),
    "edit": (work.edit, {"deal": Deal(deal_name="One")}, {"deal": Deal(deal_name="Two")}),
    "log a contact": (work.log_contact, {"how": "called"}, {"how": "met"}),
    "add an employee": (employees.add_employee, {"colleague": IVO}, {"colleague": EVA}),
    "win": (
        close.win,
        {"answer": make.WON, "hold": False},
        {"answer": Closing(make.WON.closed_on, make.YES.deal.money), "hold": False},
    ),
    "lose": (
        close.lose,
        {"answer": make.LOST, "hold": False},
        {"answer": Closing(make.LOST.closed_on, reason="no_response"), "hold": False},
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_same_twice_is_once_and_something_else_is_refused(world, step):
    act, same, other = STEPS[step]
    stage = "received" if step.startswith(("accept", "decline")) else "accepted"
    lead = make.lead(world, stage)
    asking = {"actor": world.ada, "at": world.at + timedelta(hours=3), "seen": lead.version}

    first = act(lead.id, **asking, **same)
    again = act(lead.id, **asking, **same)
    with pytest.raises(ChangedMeanwhile):
        act(lead.id, **asking, **other)

    assert (first.version, again.version) == (lead.version + 1, lead.version + 1)
    assert LeadEvent.objects.filter(lead=lead).count() == lead.version + 1
    assert not Employee.objects.filter(lead=lead, email=EVA.email).exists()


def test_handing_a_lead_to_nobody_is_refused_by_field(world):
    lead = make.lead(world)

    # Dora is another company's, Pia's role is the profile only: she would never see what is hers.
    for nobody in ("", "nobody", str(world.dora.person_id), str(world.pia.person_id)):
        with pytest.raises(Invalid) as refused:
            work.hand_to(lead.id, actor=world.ada, at=world.at, seen=1, person_id=nobody)
        assert set(refused.value.fields) == {"person"}
