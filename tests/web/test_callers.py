"""Who asks too often is counted by their address; which address that is can be read nowhere afterwards."""

from datetime import timedelta

import pytest

from segue.kit import clock
from segue.kit.ids import new_secret
from segue.requests import bots
from segue.store.models import Counter
from tests.requests.asking import asked

CALLER = "192.0.2.77"


@pytest.mark.django_db
def test_no_counter_says_who_called(client, world):
    stamp = bots.stamp(new_secret(), at=clock.now() - timedelta(minutes=1))
    client.get("/sitemap.xml", REMOTE_ADDR=CALLER)
    client.get("/directory.json", REMOTE_ADDR=CALLER)
    client.post("/become-a-partner", {"stamp": stamp, "email": "kari@fjell.example"}, REMOTE_ADDR=CALLER)
    client.get("/answer/nothing", REMOTE_ADDR=CALLER)
    asked(world, address=CALLER)
    kinds = {key.rpartition(":")[0] for key in Counter.objects.values_list("key", flat=True)}
    assert {"sitemap", "directory", "answer-link", "apply", "apply:mail", "ask:address", "ask:mail"} <= kinds
    assert [key for key in Counter.objects.values_list("key", flat=True) if CALLER in key or "@" in key] == []
