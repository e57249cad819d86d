from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.actions import remove_membership
from segue.accounts.models import Partner
from segue.accounts.roles import PartnerRole
from segue.leads.models import OwnerRule, Type
from segue.notifications.models import Mail
from segue.work.loop import drain
from tests import make
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db

PAGE = "/leads/owner-rules"


def add(client, person, location=None, kind=""):
    data = {"person": str(person.person_id), "location": str(location.id) if location else "", "type": kind}
    return client.post(PAGE, data)


def owners(*leads):
    return [lead.owner.name if lead.owner else "" for lead in leads]


def test_the_first_rule_that_fits_says_who_owns_a_new_lead(ada, world):
    before = make.lead(world, location=world.trieste)
    add(ada, world.giulia, location=world.trieste)
    add(ada, world.ben, kind="sales")
    add(ada, world.cleo, location=world.bergen, kind="sales")
    made = [
        make.lead(world, location=world.trieste, type=Type.SALES, by=world.sven),
        make.lead(world, type=Type.SALES, by=world.sven),
        make.lead(world),
        make.lead(world, location=world.oslo),
    ]
    assert owners(*made) == ["Giulia Ferri", "Ben Haugen", "", ""]
    before.refresh_from_db()
    assert before.owner is None
    event = made[0].events.get()
    assert (event.changes, event.frozen["to"]) == ({"owner_id": None}, str(world.giulia.person_id))
    assert "A rule of your company said who owns it" in ada.get(f"/leads/{made[0].id}").content.decode()

    third = OwnerRule.objects.get(position=3)
    ada.post(f"{PAGE}/{third.id}/place", {"to": "up"})
    assert owners(make.lead(world, type=Type.SALES, by=world.sven)) == ["Cleo Dahl"]
    ada.post(f"{PAGE}/{third.id}/removal")
    assert owners(make.lead(world, type=Type.SALES, by=world.sven)) == ["Ben Haugen"]


def test_the_owner_by_rule_is_told_like_who_always_is(ada, world):
    add(ada, world.ben)
    asked(world, world.bergen)
    drain(at=world.at + timedelta(minutes=1))
    assert set(Mail.objects.filter(kind="lead_new").values_list("to", flat=True)) == {
        "ada@harbour.example",
        "ben@harbour.example",
    }


def test_a_rule_whose_person_left_is_skipped_and_shown_so(ada, world):
    add(ada, world.cleo)
    add(ada, world.ben)
    assert "skipped" not in ada.get(PAGE).content.decode()
    remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at)
    page = ada.get(PAGE).content.decode()
    assert page.count("skipped: works on leads here no more") == 1
    assert "Cleo Dahl" in page
    assert owners(make.lead(world)) == ["Ben Haugen"]


def test_only_admins_of_the_whole_company_set_rules(ada, as_, world):
    add(ada, world.ben)
    rule = OwnerRule.objects.get()
    ben = as_(world.ben)
    assert "An admin of your company sets these rules." in ben.get(PAGE).content.decode()
    assert add(ben, world.ben).status_code == 403
    assert ben.post(f"{PAGE}/{rule.id}/removal").status_code == 403
    dora = as_(world.dora)
    assert "Ben Haugen" not in dora.get(PAGE).content.decode()
    assert dora.post(f"{PAGE}/{rule.id}/removal").status_code == 404
    assert OwnerRule.objects.count() == 1
    assert PartnerRole.PARTNER_ADMIN not in world.ben.roles


def test_a_rule_names_ones_own_places_and_people(ada, world):
    refused = add(ada, world.dora, location=world.oslo)
    assert refused.status_code == 422
    unnamed = ada.post("/leads/owner-rules", {"location": "", "type": "", "person": ""}).content.decode()
    assert "Owner · Choose one of your colleagues." in unnamed
    assert not OwnerRule.objects.exists()
    add(ada, world.ben)
    add(ada, world.ben)
    assert OwnerRule.objects.count() == 1


def test_a_partner_without_rules_is_not_asked_for_them(ada, world):
    def statements():
        with CaptureQueriesContext(connection) as taken:
            asked(world, world.bergen, form_key=str(len(seen)), email=f"anna{len(seen)}@conti.example")
        seen.append([query["sql"] for query in taken.captured_queries if "leads_ownerrule" in query["sql"]])
        return len(seen[-1])

    seen = []
    assert statements() == 0
    add(ada, world.ben)
    assert statements() == 1
    ada.post(f"{PAGE}/{OwnerRule.objects.get().id}/removal")
    assert statements() == 0
    assert Partner.objects.get(id=world.harbour.id).owner_rules == 0
