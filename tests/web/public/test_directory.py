import pytest

from tests import people


@pytest.fixture
def world(db):
    return people.world()


def test_the_directory_answers_a_question_with_the_partner_it_names(client, world):
    page = client.get("/", {"what": "warehouse"})
    assert page.status_code == 200
    assert [card["name"] for card in page.context["cards"]] == ["Harbour IT"]
