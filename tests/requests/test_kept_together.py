"""The database itself keeps a request and its leads together: what names a lead names one that is there."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from segue.kit.ids import new_id
from segue.leads.models import Lead
from segue.requests.models import Feedback, Request, Wish
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db


def written(change):
    with transaction.atomic():
        change()
        connection.check_constraints()


def test_nothing_names_a_lead_that_is_not_there(world):
    request, nowhere = asked(world, world.bergen), new_id()
    changes = (
        lambda: Wish.objects.filter(request=request).update(lead_id=nowhere),
        lambda: Request.objects.filter(id=request.id).update(chosen_lead_id=nowhere),
        lambda: Feedback.objects.create(request=request, lead_id=nowhere, contacted=True, at=world.at),
    )
    for change in changes:
        with pytest.raises(IntegrityError):
            written(change)


def test_a_lead_that_a_request_was_put_to_does_not_vanish_from_under_it(world):
    request = asked(world, world.bergen)
    lead = Lead.objects.get(request_id=request.id)
    assert Wish.objects.get(request=request).lead == lead
    with pytest.raises(ProtectedError):
        lead.delete()
