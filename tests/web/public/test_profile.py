"""The page of a partner: what the vendor confirms, where they are, how to reach them."""

import pytest

from segue.accounts.models import Location
from segue.directory.gazetteer.fill import fill
from segue.directory.models import PartnerSignals
from tests.towns import TOWNS

PAGE = "/partners/harbour-it"


@pytest.fixture
def on_the_map(world):
    fill(TOWNS)
    for place, point in ((world.bergen, (60.39299, 5.32415)), (world.trieste, (45.64953, 13.77678))):
        Location.objects.filter(id=place.id).update(latitude=point[0], longitude=point[1])
    return world


def test_it_says_how_far_each_location_is_the_nearest_first(on_the_map, client):
    page = client.get(PAGE, {"where": "Udine"})
    assert [(place["name"], place["distance"]) for place in page.context["places"]] == [
        ("Trieste", "63 km from Udine"),
        ("Bergen", "1,675 km from Udine"),
    ]
    assert page.context["company"]["distance"] == "63 km from Udine"
    assert f"location={on_the_map.trieste.id}" in page.context["ask"]["url"]
    assert f"location={on_the_map.bergen.id}" in client.get(PAGE).context["ask"]["url"]
    assert (
        "https://www.openstreetmap.org/?mlat=60.39299&amp;mlon=5.32415#map=15/60.39299/5.32415" in page.content.decode()
    )


def test_without_a_place_or_a_position_it_says_no_distance(world, client):
    Location.objects.update(latitude=None, longitude=None)
    for where in ({}, {"where": "Udine"}, {"where": "Atlantis"}):
        page = client.get(PAGE, where)
        assert [(place["name"], place["distance"], place["map_url"]) for place in page.context["places"]] == [
            ("Bergen", "", ""),
            ("Trieste", "", ""),
        ]


@pytest.mark.parametrize(("who", "sends"), [(None, False), ("sven", True), ("dora", True), ("ada", False)])
def test_the_vendors_people_and_other_partners_send_a_lead_from_it(as_, client, world, who, sends):
    page = (as_(getattr(world, who)) if who else client).get(PAGE).content.decode()
    assert ("Send a lead" in page) == sends
    assert "Send a request" in page


@pytest.mark.parametrize(
    ("language", "within", "words"),
    [
        ("en", "hours", "Usually answers within hours"),
        ("it", "two_days", "Di solito risponde entro due giorni lavorativi"),
        ("en", "", ""),
    ],
)
def test_it_says_how_soon_they_usually_answer_once_that_is_known(world, client, language, within, words):
    PartnerSignals.objects.create(partner=world.harbour, numbers={}, within=within, tier=0, at=world.at)
    page = client.get(PAGE, headers={"Accept-Language": language})
    assert page.context["answers"] == words
    assert words in page.content.decode()
