"""A killed web server keeps whatever it had answered; whatever it had not can be sent again, and counts once."""

import random
import time
from threading import Event

import pytest

from segue.leads.models import Lead, LeadEvent
from segue.serve import web_command
from tests import make
from tests.processes import await_that, environment, free_port, healthy, kill, running
from tests.web.writers import Writer, signed_in

WRITERS = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_a_killed_web_server_keeps_what_it_answered(world, tmp_path, figure, kills):
    port = free_port()
    address = f"http://localhost:{port}"
    command, env = web_command(host="127.0.0.1", port=port, workers=1 if kills == 1 else 2), environment(tmp_path)
    (tmp_path / "static").mkdir()
    stop = Event()
    leads = [make.lead(world, "accepted") for _ in range(WRITERS)]
    writers = [Writer(lead, address, signed_in(world.person(world.ada)), stop) for lead in leads]
    for writer in writers:
        writer.start()

    dice = random.Random(5)  # noqa: S311 -- when to kill, not a secret
    for _ in range(kills):
        before = [writer.kept for writer in writers]
        with running(command, env) as server:
            assert await_that(lambda before=before: all(w.kept > n for w, n in zip(writers, before, strict=True)))
            time.sleep(dice.uniform(0, 0.5))
            kill(server)
        for writer in writers:
            assert kept(writer) >= writer.kept > 0
    with running(command, env):
        assert await_that(lambda: healthy(address))
        stop.set()
        for writer in writers:
            writer.join(timeout=60)

    assert not [writer.odd for writer in writers if writer.odd]
    assert not [writer.put_off for writer in writers if writer.put_off]
    for writer in writers:
        steps = list(LeadEvent.objects.filter(lead=writer.lead).order_by("version").values_list("step", flat=True))
        assert steps == ["receive", "accept", *["edit"] * writer.kept]
        assert kept(writer) == writer.kept
    answered, again = sum(writer.kept for writer in writers), sum(writer.sent_again for writer in writers)
    figure(f"{kills} kills of the web server: {answered} writes answered, 0 lost, 0 doubled ({again} times sent again)")


def kept(writer):
    """The number of the last write that the database has."""
    return int(Lead.objects.get(id=writer.lead.id).deal_name.removeprefix("Deal "))
