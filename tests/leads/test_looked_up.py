"""One lead, read by SQL that is written once for each kind of actor: everybody gets their own answer all the same."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.actor import SYSTEM, VISITOR, Customer
from segue.kit.errors import NotFound
from segue.kit.ids import new_id
from segue.leads.opened import opened
from segue.leads.queries import access
from tests import make


def test_each_member_finds_the_leads_of_the_own_company_and_scope(world):
    bergen, oslo = make.lead(world, location=world.bergen), make.lead(world, location=world.oslo)
    for lead, sees, not_there in ((bergen, world.ada, world.dora), (oslo, world.dora, world.ada)):
        assert access(lead.id, actor=sees) == lead
        with pytest.raises(NotFound):
            access(lead.id, actor=not_there)
    assert access(bergen.id, actor=world.cleo) == bergen
    with pytest.raises(NotFound):
        access(bergen.id, actor=world.giulia)
    both = replace(world.giulia, location_ids=frozenset({world.trieste.id, world.bergen.id}))
    assert access(bergen.id, actor=both) == bergen


def test_customer_staff_and_system_find_what_is_theirs(world):
    one, other = make.lead(world, location=world.bergen), make.lead(world, location=world.oslo)
    assert access(one.id, actor=Customer(one.request_id)) == one
    with pytest.raises(NotFound):
        access(other.id, actor=Customer(one.request_id))
    for lead in (one, other):
        assert access(lead.id, actor=world.vera) == lead
        assert access(str(lead.id), actor=SYSTEM) == lead
    with pytest.raises(NotFound):
        access(new_id(), actor=SYSTEM)


def test_who_may_see_nothing_at_all_finds_nothing(world):
    lead = make.lead(world)
    for actor in (world.pia, world.nora, VISITOR, replace(world.cleo, location_ids=frozenset())):
        with pytest.raises(NotFound):
            access(lead.id, actor=actor)


def test_what_is_read_along_is_the_leads_own(world):
    for place in (world.bergen, world.trieste):
        lead = make.lead(world, location=place, stage="accepted")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = access(lead.id, actor=world.ada)
            assert (found.location, found.partner, found.owner) == (place, world.harbour, lead.owner)
        assert len(asked) == 1
        lead.refresh_from_db()
        fields = [field.attname for field in lead._meta.concrete_fields]
        assert {name: getattr(found, name) for name in fields} == {name: getattr(lead, name) for name in fields}


def test_the_opened_lead_knows_how_many_were_asked_and_whose_heart_it_has(world):
    lead = make.lead(world, location=world.bergen)
    for actor, scope in ((world.ada, None), (world.cleo, frozenset({world.bergen.id}))):
        found = opened(lead.id, actor=actor)
        assert (actor.location_ids, found.asked, found.asked_accepted, bool(found.hearted)) == (scope, 1, 0, False)
