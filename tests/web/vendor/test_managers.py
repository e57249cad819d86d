"""Partner managers and their partners: several at once, the own list with numbers, and what happens when one leaves."""

from datetime import timedelta

import pytest

from segue.accounts.actions import (
    NewPerson,
    add_person,
    assign_manager,
    assign_managers,
    change_roles,
    remove_membership,
)
from segue.accounts.models import Partner
from segue.accounts.roles import VendorRole
from segue.kit.errors import Forbidden, Invalid
from segue.leads.actions import respond
from tests import make
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def nils(world):
    new = NewPerson(email="nils@aurora.example", name="Nils Moe")
    return add_person(None, actor=world.vera, at=world.at, person=new, roles=[VendorRole.PARTNER_MANAGER])


def looked_after_by(person_id):
    return sorted(Partner.objects.filter(manager_id=person_id).values_list("name", flat=True))


def test_an_admin_gives_several_companies_to_a_manager(world, nils, as_):
    ids = [world.harbour.id, world.fjord.id]
    for actor in (world.paula, world.otto, world.marta):
        with pytest.raises(Forbidden):
            assign_managers(ids, actor=actor, at=world.at, manager_id=nils.person_id)
    for wrong in ([], ids):
        with pytest.raises(Invalid):
            assign_managers(wrong, actor=world.vera, at=world.at, manager_id=world.marta.person_id)
    page = as_(world.vera).post("/vendor/partners/managers", {"partner": ids, "manager": nils.person_id}, follow=True)
    assert "2 companies have changed hands." in page.content.decode()
    assert looked_after_by(nils.person_id) == ["Fjord Cloud", "Harbour IT"]
    as_(world.vera).post("/vendor/partners/managers", {"partner": ids[:1], "manager": "nobody"})
    assert looked_after_by(nils.person_id) == ["Fjord Cloud"]
    as_(world.vera).post("/vendor/partners/managers", {"partner": ids, "manager": "x"})
    assert looked_after_by(nils.person_id) == ["Fjord Cloud"]


def test_a_manager_sees_the_own_partners_with_their_numbers(world, as_, time_machine):
    time_machine.move_to(world.at + timedelta(days=13, hours=1), tick=False)
    assign_manager(world.fjord.id, actor=world.vera, at=world.at, manager_id=None)
    asked(world, world.bergen, form_key="1")
    make.lead(world)
    make.lead(world, "accepted")
    lead = make.lead(world, at=world.at + timedelta(days=5))
    respond.decline(lead.id, actor=world.ada, at=world.at + timedelta(days=6), seen=1, answer=make.NO, hold=False)
    page = as_(world.paula).get("/vendor/partners?manager=mine").content.decode()
    row = page[page.index("Harbour IT") : page.index("</tbody>")]
    numbers = [cell.split("<")[0] for cell in row.split('<td class="number" data-label="')[1:]]
    assert [text.split(">")[1] for text in numbers] == ["2", "2", "1", "0%"]
    assert "Fjord Cloud" not in page
    assert "In time" not in as_(world.paula).get("/vendor/partners").content.decode()
    assert "In time" not in as_(world.marta).get(f"/vendor/partners?manager={world.paula.person_id}").content.decode()
    assert "Fjord Cloud" in as_(world.vera).get("/vendor/partners?manager=nobody").content.decode()


@pytest.mark.parametrize("how", ["removed", "another role"])
def test_when_a_manager_leaves_the_companies_wait_for_another(world, nils, as_, how):
    assign_managers([world.harbour.id], actor=world.vera, at=world.at, manager_id=nils.person_id)
    if how == "removed":
        remove_membership(nils.id, actor=world.vera, at=world.at)
    else:
        change_roles(nils.id, actor=world.vera, at=world.at, roles=[VendorRole.MARKETER])
    world.harbour.refresh_from_db()
    assert world.harbour.manager_id is None
    assert looked_after_by(world.paula.person_id) == ["Fjord Cloud"]
    assert "1 company has no partner manager." in as_(world.vera).get("/vendor/today").content.decode()
    assert "no partner manager." not in as_(world.paula).get("/vendor/today").content.decode()
