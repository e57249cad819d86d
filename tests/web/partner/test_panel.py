"""A lead beside its list: the panel's parts, and the row that stays."""

import pytest

from segue.leads.actions import respond
from segue.leads.actions._hold import commit_held
from tests import make

pytestmark = pytest.mark.django_db

RECEIVED = "/leads/marketplace/received"
PANEL = {"HX-Request": "true", "Segue-Panel": "1"}
NO = {"seen": 1, "reason": "no_capacity"}


def text(response):
    return response.content.decode()


@pytest.fixture
def listed(ada, world):
    """Ada's list of received leads, and the lead on it."""
    lead = make.lead(world)
    ada.get(RECEIVED)
    return lead


def test_the_panel_gets_the_lead_without_a_page_around_it(ada, listed):
    answer = ada.get(f"/leads/{listed.id}", headers=PANEL)
    assert "<html" not in text(answer)
    assert "<title>Conti Logistica · Aurora Partners</title>" in text(answer)
    assert "Move our warehouse planning" in text(answer)
    assert "hx-push-url" not in text(answer)
    assert "data-row" not in text(answer)
    assert answer["Cache-Control"] == "no-store"
    assert 'hx-push-url="true"' in text(ada.get(f"/leads/{listed.id}"))


def test_an_answer_comes_back_with_its_row_and_can_be_undone_there(ada, listed):
    url = f"/leads/{listed.id}"
    answer = ada.post(f"{url}/declination", NO, headers=PANEL)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#lead-panel-content")
    assert "nobody has been told yet" in text(answer)
    row = text(answer).split("<template data-row>")[1]
    assert row.startswith(f'<tr id="lead-{listed.id}">')
    assert "Declining at 11:05" in row
    assert f'hx-post="{url}/undo"' in row
    back = text(ada.post(f"{url}/undo", {"next": RECEIVED}, headers={"HX-Request": "true"}))
    assert back.startswith(f'<tr id="lead-{listed.id}">')
    assert "Answer by 21 Sep" in back


def test_what_left_the_list_stays_greyed_with_what_became_of_it(ada, listed):
    typed = {"seen": 1, "currency": "EUR", "deal_name": "Planning"}
    row = text(ada.post(f"/leads/{listed.id}/acceptance", typed, headers=PANEL)).split("<template data-row>")[1]
    assert row.startswith(f'<tr id="lead-{listed.id}" data-quiet>')
    assert ">Accepted</span>" in row
    assert "Undo" not in row


def test_a_refused_form_comes_back_into_the_panel_with_what_was_typed(ada, world, listed):
    url = f"/leads/{listed.id}/declination"
    unsaid = ada.post(url, {"seen": 1, "note": "My long note"}, headers=PANEL)
    assert (unsaid.status_code, unsaid["HX-Retarget"]) == (422, "#lead-panel-content")
    assert "My long note" in text(unsaid)
    respond.decline(listed.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)
    faster = ada.post(url, NO | {"note": "My long note"}, headers=PANEL)
    assert faster.status_code == 409
    assert "Ben Haugen is answering this lead right now." in text(faster)
    assert "My long note" in text(faster)


def test_too_late_to_undo_the_list_is_loaded_again_and_says_so(ada, world, at, listed):
    respond.decline(listed.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)
    commit_held(at=world.at.replace(hour=world.at.hour + 1))
    late = ada.post(f"/leads/{listed.id}/undo", headers={"HX-Request": "true"})
    assert (late.status_code, late["HX-Refresh"], late.content) == (409, "true", b"")
    assert "There is nothing to undo any more." in text(ada.get(RECEIVED))


def test_a_lead_that_is_gone_takes_the_whole_window(as_, world, at):
    lead = make.lead(world)
    answer = as_(world.giulia).post(f"/leads/{lead.id}/taking", headers=PANEL)
    assert (answer.status_code, answer["HX-Refresh"]) == (404, "true")
    shown = as_(world.giulia).get(f"/leads/{lead.id}", headers=PANEL)
    assert (shown.status_code, shown["HX-Redirect"]) == (404, f"/leads/{lead.id}")
