import re

import pytest

from segue.leads.models import Type
from tests import make

pytestmark = pytest.mark.django_db

RECEIVED = "/leads/marketplace/received"


@pytest.fixture
def ada(client, world):
    client.force_login(world.person(world.ada))
    return client


@pytest.fixture(autouse=True)
def _at(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def customers(response):
    return re.findall(r'class="lead-link"[^>]*>([^<]+)<', response.content.decode())


def counts(response):
    return {part["label"]: part["count"] for part in response.context["stages"]}


def test_each_tab_and_stage_holds_its_own(ada, world):
    make.lead(world, customer_company="Asked")
    make.lead(world, customer_company="Sent", type=Type.SALES, by=world.sven)
    make.lead(world, "accepted", customer_company="Taken")
    make.lead(world, "declined", customer_company="Refused")
    assert customers(ada.get(RECEIVED)) == ["Asked"]
    assert customers(ada.get("/leads/qualified/received")) == ["Sent"]
    assert customers(ada.get("/leads/marketplace/accepted")) == ["Taken"]
    assert customers(ada.get("/leads/marketplace/archived")) == ["Refused"]
