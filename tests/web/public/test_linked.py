"""What search engines and previews of links read about the pages that everybody may find."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from segue.accounts.models import Location, Partner
from segue.directory.actions import edit_profile, pause, unpublish
from segue.directory.addresses import portion, portions
from segue.web.public import sitemap
from tests import people

HERE = "http://localhost:8000"
SAYS = "We move stock, time and payroll systems of mid-sized companies and stay as long as we are useful."
OFFER = {"product": ["erp"]}


@pytest.fixture
def world(db):
    return people.world()


def head_of(client, url):
    """The canonical address, the others by language, the properties and the data of a page."""
    text = client.get(url).content.decode()
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)">', text)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    others = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text))
    properties = dict(re.findall(r'<meta property="og:([^"]+)" content="([^"]*)">', text))
    return unescape(canonical), {code: unescape(one) for code, one in others.items()}, properties, json.loads(data)


def test_a_profile_is_an_organization_with_its_places_and_without_its_people(client, world):
    Location.objects.filter(id=world.bergen.id).update(street="Bryggen 1", latitude=60.397, longitude=5.323)
    canonical, others, properties, data = head_of(client, "/partners/harbour-it?what=erp")
    address = f"{HERE}/partners/harbour-it"
    assert canonical == address
    assert others == {"en": f"{address}?lang=en", "it": f"{address}?lang=it", "x-default": address}
    assert properties == {
        "type": "website",
        "title": "Harbour IT",
        "description": SAYS,
        "url": address,
        "site_name": "Aurora Partners",
        "locale": "en_GB",
    }
    postal = {"@type": "PostalAddress"}
    bergen = postal | {"streetAddress": "Bryggen 1", "addressLocality": "Bergen", "addressCountry": "NO"}
    trieste = postal | {"addressLocality": "Trieste", "addressCountry": "IT"}
    assert data == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{address}#partner",
        "name": "Harbour IT",
        "url": "https://harbour.example",
        "mainEntityOfPage": address,
        "description": SAYS,
        "address": [bergen, trieste],
        "location": [
            {
                "@type": "Place", "name": "Bergen", "address": bergen,
                "geo": {"@type": "GeoCoordinates", "latitude": 60.397, "longitude": 5.323},
            },
            {
                "@type": "Place", "name": "Trieste", "address": trieste,
                "geo": {"@type": "GeoCoordinates", "latitude": 45.64953, "longitude": 13.77678},
            },
        ],
        "knowsAbout": [
            *("Travel and transport", "Manufacturing", "warehouse", "ERP", "Cloud platform"),
            *("Deployment or migration", "Training"),
        ],
        "knowsLanguage": ["en", "no", "it"],
        "memberOf": {"@type": "ProgramMembership", "programName": "Aurora Partners"},
    }  # fmt: skip


def test_the_directory_is_a_list_in_the_order_shown(client, world):
    canonical, _others, _properties, data = head_of(client, "/?product=cloud&location=ticked")
    assert canonical == f"{HERE}/?product=cloud"
    shown = [card["name"] for card in client.get("/?product=cloud").context["cards"]]
    assert [(one["position"], one["name"]) for one in data["itemListElement"]] == list(enumerate(shown, start=1))
    assert data["itemListElement"][0]["url"].startswith(f"{HERE}/partners/")


@pytest.mark.parametrize(
    ("url", "listed"),
    [("/", True), ("/?product=erp", True), ("/?product=erp&country=NO", False), ("/?what=cloud", False)],
)
def test_what_somebody_typed_and_filters_together_are_no_pages_to_list(client, world, url, listed):
    assert ('<meta name="robots" content="noindex, follow">' in client.get(url).content.decode()) is not listed


def test_what_a_profile_says_cannot_leave_the_data(client, world):
    nasty = "</script><script>alert(1)</script> & <!-- \u2028 end"
    edit_profile(world.harbour.id, actor=world.ada, at=world.at, seen=None, description=nasty, tags=OFFER)
    page = client.get("/partners/harbour-it")
    assert "<script>alert" not in page.content.decode()
    assert head_of(client, "/partners/harbour-it")[3]["description"] == nasty


def test_an_address_may_name_its_language_and_the_switch_lets_go_of_it(client, world):
    page = client.get("/?lang=it&product=erp", headers={"Accept-Language": "en"})
    assert (page["Content-Language"], 'lang="it"' in page.content.decode()) == ("it", True)
    assert head_of(client, "/?lang=it&product=erp")[0] == f"{HERE}/?product=erp&lang=it"
    assert client.get("/?lang=xx")["Content-Language"] == "en"
    switched = client.post("/preferences/language", {"language": "en", "next": "/?lang=it&product=erp"})
    assert switched["Location"] == "/?product=erp"
    plain = client.post("/preferences/language", {"language": "en", "next": "/?what=a%20b"})
    assert plain["Location"] == "/?what=a%20b"


def addresses(client, url):
    text = client.get(url).content.decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    return [unescape(one) for one in re.findall("<loc>(.*?)</loc>", text)]


def test_the_sitemap_leads_to_every_page_that_is_open_and_to_no_other(client, world):
    pause(world.fjord.id, actor=world.dora, at=world.at)
    maps = addresses(client, "/sitemap.xml")
    assert maps == [f"{HERE}/sitemap/pages.xml", f"{HERE}/sitemap/partners.xml?from=fjord-cloud"]
    found = [one for page in maps for one in addresses(client, page.removeprefix(HERE))]
    assert [one.removeprefix(HERE) for one in found] == [
        "/", "/how-results-are-ordered", "/become-a-partner", "/privacy",
        "/partners/fjord-cloud", "/partners/harbour-it",
    ]  # fmt: skip
    assert {client.get(one.removeprefix(HERE)).status_code for one in found} == {200}
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    Partner.objects.filter(id=world.harbour.id).update(status="suspended")
    assert addresses(client, "/sitemap.xml") == [f"{HERE}/sitemap/pages.xml"]


def test_a_sitemap_says_when_a_profile_was_changed(client, world):
    at = world.at + timedelta(hours=3)
    edit_profile(world.harbour.id, actor=world.ada, at=at, seen=None, description="Anew.", tags=OFFER)
    text = client.get("/sitemap/partners.xml?from=harbour").content.decode()
    assert re.findall("<lastmod>(.*?)</lastmod>", text) == ["2026-09-07T11:00:00Z"]


def test_portions_follow_one_another_without_a_gap(world):
    assert portions(most=1) == ["fjord-cloud", "harbour-it"]
    assert portions(most=2) == ["fjord-cloud"]
    assert [slug for slug, _ in portion("fjord-cloud", most=1)] == ["fjord-cloud"]
    assert [slug for slug, _ in portion("g", most=2)] == ["harbour-it"]


def test_whoever_asks_for_too_many_sitemaps_is_told_when_to_come_back(client, world, time_machine, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_IN_AN_HOUR", 3)
    time_machine.move_to(world.at + timedelta(minutes=50), tick=False)
    for _ in range(3):
        assert client.get("/sitemap.xml").status_code == 200
    refused = client.get("/sitemap/partners.xml?from=a")
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")


def test_robots_are_told_where_the_sitemap_is_and_kept_from_forms_and_desks(client, world):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {HERE}/sitemap.xml" in lines
    assert {"Disallow: /ask", "Disallow: /vendor/", "Disallow: /leads/"} <= set(lines)
    assert "Disallow: /" not in lines
