"""Who a session belongs to, and where they work, in one statement: every page asks for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.models import Person
from segue.accounts.queries import memberships_of
from segue.accounts.sessions import Backend

pytestmark = pytest.mark.django_db


def test_a_person_is_read_with_their_companies(world):
    ada = world.person(world.ada)
    with CaptureQueriesContext(connection) as asked:
        found = Backend().get_user(ada.id)
    assert len(asked) == 1
    assert {field.attname: getattr(found, field.attname) for field in Person._meta.concrete_fields} == {
        field.attname: getattr(ada, field.attname) for field in Person._meta.concrete_fields
    }
    assert found.companies == memberships_of(ada.id)
    assert [membership.partner.name for membership in found.companies] == ["Harbour IT"]


def test_somebody_without_a_role_is_found_too_and_somebody_barred_is_not(world):
    nora, ada = world.person(world.nora), world.person(world.ada)
    found = Backend().get_user(nora.id)
    assert (found, found.companies) == (nora, [])
    Person.objects.filter(id__in=[nora.id, ada.id]).update(is_active=False)
    assert Backend().get_user(nora.id) is None
    assert Backend().get_user(ada.id) is None
