"""Who is removed from a company leaves leads and alerts to the colleagues named, or to nobody."""

from datetime import timedelta

import pytest

from segue.accounts.actions import Heirs, add_person, remove_membership
from segue.accounts.actions.people import NewPerson
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole
from segue.directory.models import AlertContact
from segue.kit.errors import Invalid
from segue.leads.actions import work
from segue.leads.models import Lead, LeadEvent
from segue.leads.queries import visible_to
from segue.notifications.models import Mail
from segue.work.loop import drain
from tests import make

HOUR = timedelta(hours=1)
STAGES = ("received", "accepted", "won", "declined")


@pytest.fixture
def cleos(world):
    """A lead of Cleo's in each stage."""
    return {stage: make.lead(world, stage, owner_id=world.cleo.person_id).id for stage in STAGES}


def owners(leads):
    return {stage: Lead.objects.get(id=lead_id).owner_id for stage, lead_id in leads.items()}


def test_open_leads_go_to_the_colleague_named_who_is_told(world, cleos):
    heirs = Heirs(leads=world.giulia.person_id)
    remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at, heirs=heirs)
    drain(at=world.at)

    giulia, cleo = world.giulia.person_id, world.cleo.person_id
    assert owners(cleos) == {"received": giulia, "accepted": giulia, "won": cleo, "declined": cleo}
    event = LeadEvent.objects.filter(lead=cleos["accepted"]).latest("version")
    assert (event.step, event.by, event.person_id) == ("hand_over", "system", world.ada.person_id)
    told = Mail.objects.filter(kind="lead_handed_over", to="giulia@harbour.example")
    assert told.count() == 2
    assert visible_to(world.giulia).filter(id=cleos["received"]).exists()


def test_what_is_heard_late_happens_then_and_not_before_what_was_done_meanwhile(world, cleos):
    heirs = Heirs(leads=world.giulia.person_id)
    remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at + 3 * HOUR, heirs=heirs)
    work.log_contact(cleos["accepted"], actor=world.ada, at=world.at + 4 * HOUR, seen=None, how="called")
    drain(at=world.at + 5 * HOUR)
    lead = Lead.objects.get(id=cleos["accepted"])
    assert (lead.owner_id, lead.updated_at) == (world.giulia.person_id, world.at + 5 * HOUR)
    moments = list(LeadEvent.objects.filter(lead=lead).order_by("version").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_without_an_heir_nobody_owns_them_and_the_scope_sees_them(world, cleos):
    remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at)
    drain(at=world.at)
    assert owners(cleos)["received"] is None
    assert owners(cleos)["accepted"] is None
    nils = add_person(
        world.harbour.id,
        actor=world.ada,
        at=world.at,
        person=NewPerson(email="nils@harbour.example", name="Nils Lie"),
        roles=[PartnerRole.REFERRALS_USER],
    )
    assert visible_to(actor_for(nils.person)).filter(id=cleos["received"]).exists()
    assert Mail.objects.filter(kind="lead_handed_over").count() == 0


@pytest.mark.parametrize("heir", ["cleo", "pia", "nora", "dora", "vera"])
def test_an_heir_works_with_leads_in_the_company(world, heir):
    with pytest.raises(Invalid) as refused:
        remove_membership(
            world.cleo.membership_id,
            actor=world.ada,
            at=world.at,
            heirs=Heirs(leads=getattr(world, heir).person_id),
        )
    assert list(refused.value.fields) == ["leads_to"]
    assert world.person(world.cleo).memberships.filter(id=world.cleo.membership_id).exists()


def test_alerts_go_to_the_colleague_named_without_a_mailed_link(world):
    place = {"partner_id": world.harbour.id, "location": world.trieste, "verified_at": world.at}
    AlertContact.objects.filter(partner_id=world.harbour.id).delete()
    AlertContact.objects.create(name="Giulia Ferri", email="giulia@harbour.example", **place)
    heirs = Heirs(alerts=world.pia.person_id)
    remove_membership(world.giulia.membership_id, actor=world.ada, at=world.at, heirs=heirs)
    drain(at=world.at)
    [contact] = AlertContact.objects.filter(partner_id=world.harbour.id)
    assert (contact.email, contact.location_id, contact.verified_at) == (
        "pia@harbour.example",
        world.trieste.id,
        world.at,
    )


def test_the_page_asks_only_about_what_there_is(world, cleos, as_):
    client = as_(world.ada)
    page = client.get(f"/people/{world.cleo.membership_id}/removal").content.decode()
    assert "Open leads they own: 2." in page
    assert "Ben Haugen" in page
    assert "Pia Nilsen" not in page
    nora = world.harbour.memberships.get(person__email="nora@harbour.example")
    assert "leads_to" not in client.get(f"/people/{nora.id}/removal").content.decode()

    answer = client.post(
        f"/people/{world.cleo.membership_id}/removal", {"leads_to": str(world.ben.person_id)}, follow=True
    )
    assert "Cleo Dahl was removed." in answer.content.decode()
    drain(at=world.at)
    assert owners(cleos)["received"] == world.ben.person_id
