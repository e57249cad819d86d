"""Leads of before are found by their customer's address as new ones are, in small letters."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from segue.leads.models import Lead
from tests import make

pytestmark = pytest.mark.django_db


def test_the_addresses_of_before_are_written_in_small_letters_once(world, django_assert_num_queries):
    typed, plain = make.lead(world, customer_email="Anna@Conti.EXAMPLE"), make.lead(world)
    lower = import_module("segue.leads.migrations.0008_addresses_in_small_letters").lower
    lower(apps, connection.schema_editor())
    assert Lead.objects.get(id=typed.id).customer_email == "anna@conti.example"
    assert Lead.objects.get(id=plain.id).customer_email == plain.customer_email
    with django_assert_num_queries(2):
        lower(apps, connection.schema_editor())
