import pytest

from segue.accounts.models import Membership, Partner
from segue.programme.models import Programme

BRESCIA = {
    "name": "Brescia",
    "city": "Brescia",
    "country": "IT",
    "time_zone": "Europe/Rome",
    "day_0": "9-12:30, 14-18",
}


def test_partners_find_nothing_of_the_vendors_desk(as_, world):
    for actor in (world.ada, world.cleo):
        client = as_(actor)
        own = f"/{world.harbour.id}"
        for path in ("", "/add", own, f"{own}/people/add", f"{own}/record", f"{own}/locations/add"):
            assert client.get(f"/vendor/partners{path}").status_code == 404, path
        assert client.get(f"/vendor/locations/{world.bergen.id}").status_code == 404
        assert client.post(f"/vendor/locations/{world.bergen.id}", BRESCIA).status_code == 404
        assert client.post(f"/vendor/partners/{world.harbour.id}/status", {"status": "left"}).status_code == 404
        assert client.get("/vendor/programme").status_code == 404
    assert Partner.objects.get(id=world.harbour.id).status == "active"


def test_the_list_names_every_company_and_who_looks_after_it(as_, world):
    page = as_(world.marta).get("/vendor/partners").content.decode()
    assert "Harbour IT" in page
    assert "Fjord Cloud" in page
    assert "Paula Meyer" in page
    assert "/vendor/partners/add" not in page


def test_the_list_costs_the_same_for_many(as_, world, django_assert_num_queries):
    client = as_(world.vera)
    client.get("/vendor/partners")
    with django_assert_num_queries(6):
        client.get("/vendor/partners")
    Partner.objects.bulk_create(
        Partner(name=f"Company {n}", slug=f"company-{n}", created_at=world.at, updated_at=world.at) for n in range(40)
    )
    with django_assert_num_queries(6):
        client.get("/vendor/partners")


def _crowd(world, number):
    Partner.objects.bulk_create(
        Partner(
            name=f"Crowd {n:03}", name_key=f"crowd {n:03}", slug=f"crowd-{n}",
            status="suspended" if n % 2 else "active", created_at=world.at, updated_at=world.at,
        )
        for n in range(number)
    )  # fmt: skip


def _names(page):
    return [row["partner"].name for row in page.context["rows"]]


def test_every_company_is_on_one_page_of_the_list(as_, world):
    _crowd(world, 120)
    client = as_(world.marta)
    page = client.get("/vendor/partners")
    names = _names(page)
    assert len(names) == 50
    while page.context["more_url"]:
        page = client.get(page.context["more_url"])
        names += _names(page)
    assert names == [*(f"Crowd {n:03}" for n in range(120)), "Fjord Cloud", "Harbour IT"]


def test_the_list_is_narrowed_by_words_and_status_on_every_page(as_, world):
    _crowd(world, 120)
    client = as_(world.marta)
    assert _names(client.get("/vendor/partners?q=CLOUD fj")) == ["Fjord Cloud"]
    assert _names(client.get("/vendor/partners?q=loud")) == []
    first = client.get("/vendor/partners?q=crowd&status=suspended")
    second = client.get(first.context["more_url"])
    assert _names(first) + _names(second) == [f"Crowd {n:03}" for n in range(120) if n % 2]
    token = first.context["more_url"].rpartition("page=")[2]
    assert _names(client.get(f"/vendor/partners?page={token}"))[0] == "Crowd 000"
    assert "No company fits this" in client.get("/vendor/partners?q=loud").content.decode()


def test_a_renamed_company_is_found_by_its_new_name(as_, world):
    client = as_(world.vera)
    record = {"name": "Ørland Systems", "website": "", "seen": world.harbour.version}
    assert client.post(f"/vendor/partners/{world.harbour.id}/record", record).status_code == 302
    assert _names(client.get("/vendor/partners?q=orland")) == ["Ørland Systems"]


def test_the_programme_admin_adds_a_company_and_its_admin(as_, world):
    client = as_(world.vera)
    answers = {"name": "Sørlandet Data", "website": "", "status": "approved"}
    response = client.post("/vendor/partners/add", answers)
    made = Partner.objects.get(name="Sørlandet Data")
    assert (response.url, made.status, made.slug) == (f"/vendor/partners/{made.id}", "approved", "sorlandet-data")
    answers = {"name": "Eva", "email": "eva@data.example", "language": "en", "roles": ["partner_admin"]}
    response = client.post(f"/vendor/partners/{made.id}/people/add", answers)
    assert response.url == f"/vendor/partners/{made.id}"
    assert Membership.objects.get(person__email="eva@data.example").partner == made


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Write the company&#x27;s name."),
        ({"website": "not an address"}, "Write an address such as https://harbour.example, or leave it empty."),
        ({"website": "ftp://data.example"}, "Write an address such as https://harbour.example, or leave it empty."),
        ({"status": "left"}, "Choose a status."),
    ],
)
def test_a_company_that_cannot_be_is_explained(as_, world, change, sentence):
    answers = {"name": "Sørlandet Data", "website": "", "status": "approved"} | change
    response = as_(world.vera).post("/vendor/partners/add", answers)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Partner.objects.count() == 2


def test_all_that_is_wrong_with_a_company_is_said_at_once(as_, world):
    answers = {"name": "---", "website": "not an address", "status": ""}
    assert as_(world.vera).post("/vendor/partners/add", answers).context["form"].errors == {
        "name": ["Write this name with letters or digits."],
        "website": ["Write an address such as https://harbour.example, or leave it empty."],
        "status": ["Choose a status."],
    }


def test_a_company_that_applied_is_approved_by_a_button(as_, world):
    client = as_(world.vera)
    client.post("/vendor/partners/add", {"name": "Sørlandet Data", "status": "applied"})
    made = Partner.objects.get(name="Sørlandet Data")
    assert made.status == "applied"
    page = client.get(f"/vendor/partners/{made.id}").content.decode()
    assert "it gets no leads until it is approved" in page
    assert "Approve" in page
    client.post(f"/vendor/partners/{made.id}/status", {"status": "approved", "seen": "1"})
    made.refresh_from_db()
    assert made.status == "approved"


def test_a_company_gets_another_name_and_is_found_by_it(as_, world, client):
    url = f"/vendor/partners/{world.harbour.id}"
    seen = Partner.objects.get(id=world.harbour.id).version
    answers = {"name": "Lighthouse IT", "website": "https://lighthouse.example", "seen": seen}
    vera = as_(world.vera)
    assert "Harbour IT" in vera.get(f"{url}/record").content.decode()
    assert vera.post(f"{url}/record", answers).url == url
    found = client.get("/", {"what": "lighthouse"}).content.decode()
    assert "/partners/harbour-it" in found
    assert "Lighthouse IT" in found
    response = vera.post(f"{url}/record", answers | {"name": "Too late"})
    assert response.status_code == 422
    assert "Somebody changed this company meanwhile." in response.content.decode()
    assert Partner.objects.get(id=world.harbour.id).name == "Lighthouse IT"


def test_the_programme_admin_adds_and_changes_a_location_for_a_company(as_, world):
    client = as_(world.vera)
    url = f"/vendor/partners/{world.harbour.id}"
    assert client.post(f"{url}/locations/add", BRESCIA).url == url
    added = world.harbour.locations.get(name="Brescia")
    assert (added.hours, added.published, added.is_main) == ({"0": [[540, 750], [840, 1080]]}, False, False)
    page = client.get(url).content.decode()
    assert f"/vendor/locations/{added.id}" in page
    response = client.post(f"/vendor/locations/{added.id}", BRESCIA | {"city": "", "day_0": "whenever"})
    assert response.status_code == 422
    assert "Say in which town it is." in response.content.decode()
    assert client.post(f"/vendor/locations/{added.id}", BRESCIA | {"name": "Brescia Due"}).url == url
    added.refresh_from_db()
    assert added.name == "Brescia Due"


def test_leaving_says_what_happens_and_is_done_by_one_button(as_, world):
    client = as_(world.vera)
    url = f"/vendor/partners/{world.harbour.id}"
    page = client.get(url).content.decode()
    assert "Leads it has not answered are recalled, and their requests wait in the inbox" in page
    assert "Harbour IT has left" in page
    client.post(f"{url}/status", {"status": "left", "seen": Partner.objects.get(id=world.harbour.id).version})
    page = client.get(url).content.decode()
    assert "Harbour IT has left" not in page
    assert "Take in again" in page


def test_status_and_manager_are_changed_by_the_programme_admin(as_, world):
    client = as_(world.vera)
    url = f"/vendor/partners/{world.harbour.id}"
    page = client.get(url).content.decode()
    assert "Suspend" in page
    assert "Approve" not in page
    assert client.post(f"{url}/status", {"status": "suspended", "seen": world.harbour.version}).url == url
    assert client.post(f"{url}/manager", {"manager": ""}).url == url
    harbour = Partner.objects.get(id=world.harbour.id)
    assert (harbour.status, harbour.manager) == ("suspended", None)
    assert client.post(f"{url}/status", {"status": "active", "seen": world.harbour.version}).status_code == 409
    assert client.post(f"{url}/status", {"status": "approved"}).status_code == 409
    assert client.post(f"{url}/status", {"status": "?"}).status_code == 422
    assert client.post(f"{url}/manager", {"manager": "?"}).status_code == 422
    assert Partner.objects.get(id=world.harbour.id).status == "suspended"


@pytest.mark.parametrize("name", ["otto", "paula", "marta", "sven"])
def test_other_people_of_the_vendor_read_a_company_and_change_nothing(as_, world, name):
    client = as_(getattr(world, name))
    url = f"/vendor/partners/{world.harbour.id}"
    page = client.get(url).content.decode()
    assert "Trieste" in page
    assert "Cleo Dahl" in page
    assert "<select" not in page
    for change in ("status", "record", "locations/add", "people/add"):
        assert f"{url}/{change}" not in page
    assert f"/vendor/locations/{world.bergen.id}" not in page
    assert "has left" not in page
    assert client.get(f"{url}/record").status_code == 403
    assert client.post(f"{url}/record", {"name": "New", "seen": "1"}).status_code == 403
    assert client.get(f"{url}/locations/add").status_code == 403
    assert client.post(f"{url}/locations/add", BRESCIA).status_code == 403
    assert client.post(f"/vendor/locations/{world.bergen.id}", BRESCIA).status_code == 403
    assert client.post(f"{url}/status", {"status": "suspended"}).status_code == 403
    assert client.post(f"{url}/manager", {"manager": ""}).status_code == 403
    assert client.get(f"{url}/people/add").status_code == 403
    assert client.get("/vendor/partners/add").status_code == 403
    assert client.post("/vendor/partners/add", {"name": "New"}).status_code == 403
    harbour = Partner.objects.get(id=world.harbour.id)
    assert (harbour.status, harbour.manager_id) == ("active", world.paula.person_id)


SETTINGS = {
    "name": "Aurora Partners",
    "vendor_name": "Aurora Software",
    "inbox": "partners@aurora.example",
    "answer_days": "10",
    "hot_hours": "48",
    "hold_minutes": "0",
    "open_leads_per_request": "2",
    "leads_per_request": "4",
    "currency": "NOK",
    "time_zone": "Europe/Oslo",
    "country": "NO",
    "languages": ["en", "it"],
    "seen": "1",
}


def test_changed_settings_are_in_force_and_the_old_ones_kept(as_, world):
    client = as_(world.vera)
    assert client.post("/vendor/programme", SETTINGS).url == "/vendor/programme"
    assert list(Programme.objects.order_by("version").values_list("answer_days", "currency", "changed_by")) == [
        (14, "EUR", None),
        (10, "NOK", world.vera.person_id),
    ]
    response = client.post("/vendor/programme", SETTINGS)
    assert response.status_code == 422
    assert "Somebody changed the settings meanwhile." in response.content.decode()


def test_what_is_wrong_with_the_settings_is_said_in_our_words(as_, world):
    response = as_(world.vera).post("/vendor/programme", SETTINGS | {"inbox": "partners", "time_zone": ""})
    assert response.context["form"].errors == {
        "inbox": ["Write an e-mail address such as name@company.example."],
        "time_zone": ["Choose the time zone, such as Europe/Rome."],
    }


def test_a_setting_that_cannot_be_is_explained(as_, world):
    response = as_(world.vera).post("/vendor/programme", SETTINGS | {"time_zone": "Rome"})
    assert response.status_code == 422
    assert "Choose the time zone, such as Europe/Rome." in response.content.decode()
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("answer_days", "ten", "Write a whole number from 1 to 90."),
        ("hold_minutes", "16", "Write a whole number from 0 to 15."),
        ("open_leads_per_request", "0", "Write a whole number from 2 to 10."),
        ("leads_per_request", "21", "Write a whole number from 2 to 20."),
        ("leads_per_request", "", "Write a whole number from 2 to 20."),
    ],
)
def test_a_number_out_of_bounds_is_answered_with_its_bounds(as_, world, name, typed, words):
    response = as_(world.vera).post("/vendor/programme", SETTINGS | {name: typed})
    assert response.status_code == 422
    assert response.context["form"].errors == {name: [words]}


def test_the_auditor_reads_the_settings_and_others_do_not(as_, world):
    client = as_(world.otto)
    page = client.get("/vendor/programme").content.decode()
    assert "partners@aurora.example" in page
    assert "English, Italian" in page
    assert "<form" not in page.split("<main")[1]
    assert client.post("/vendor/programme", SETTINGS).status_code == 403
    for actor in (world.marta, world.sven, world.paula):
        assert as_(actor).get("/vendor/programme").status_code == 404
        assert as_(actor).post("/vendor/programme", SETTINGS).status_code == 404
