"""Who changed which setting when, from what to what; and the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from segue.accounts.actions import Settings, change_programme, return_to_version
from segue.programme.actions import NoSuchVersion, ProgrammeChanged
from segue.programme.models import Programme
from segue.programme.queries import rules

pytestmark = pytest.mark.django_db

AURORA = Settings(name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example")


def test_the_history_says_who_changed_what_and_goes_back(world, as_):
    ten = replace(AURORA, answer_days=10, country="NO")
    change_programme(ten, actor=world.vera, at=world.at, seen=1)
    change_programme(replace(ten, hot_hours=48), actor=world.vera, at=world.at + timedelta(hours=1), seen=2)

    page = as_(world.otto).get("/vendor/programme/history").content.decode()
    assert "14 → <strong>10</strong>" in page
    assert "Italy → <strong>Norway</strong>" in page
    assert "72 → <strong>48</strong>" in page
    assert "Vera Lind, <time" in page
    assert "Return to this" not in page
    assert as_(world.otto).post("/vendor/programme/history/1", {"seen": 3}).status_code == 403
    assert as_(world.paula).get("/vendor/programme/history").status_code == 404

    vera = as_(world.vera)
    assert vera.post("/vendor/programme/history/1", {"seen": 3}).status_code == 302
    now = rules().programme
    assert (now.version, now.answer_days, now.hot_hours, now.country) == (4, 14, 72, "IT")
    assert "10 → <strong>14</strong>" in vera.get("/vendor/programme/history").content.decode()


def test_what_cannot_be_returned_to_is_refused(world, as_):
    change_programme(replace(AURORA, answer_days=10), actor=world.vera, at=world.at, seen=1)
    for version, seen, refused in ((2, 2, NoSuchVersion), (9, 2, NoSuchVersion), (2, 1, ProgrammeChanged)):
        with pytest.raises(refused):
            return_to_version(version, actor=world.vera, at=world.at, seen=seen)
    for nonsense in ("x", "9" * 5000):
        as_(world.vera).post("/vendor/programme/history/1", {"seen": nonsense})
    assert Programme.objects.count() == 2
