import pytest


@pytest.fixture
def at(world, time_machine):
    """Pages ask the clock; here it stands still, an hour after the leads came in."""
    time_machine.move_to(world.at.replace(hour=world.at.hour + 1), tick=False)
    return time_machine


@pytest.fixture
def ada(as_, world, at):
    """Ada, signed in."""
    return as_(world.ada)
