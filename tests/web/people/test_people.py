import pytest

from segue.accounts.models import Membership, Person

NEW = {"name": "Eva Lie", "email": "eva@harbour.example", "language": "en", "roles": ["referrals_user"]}


def test_a_visitor_signs_in_first(client, world):
    response = client.get("/people")
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/people"


@pytest.mark.parametrize(
    ("name", "target"),
    [("vera", "vendor-today"), ("otto", "vendor-today"), ("ada", "leads"), ("pia", "profile"), ("nora", "no-role")],
)
def test_home_is_the_desk_of_the_role(as_, world, name, target, monkeypatch):
    went = []
    monkeypatch.setattr("segue.web.people.home.redirect", lambda to: went.append(to) or _gone())
    as_(getattr(world, name)).get("/home")
    assert went == [target]


def _gone():
    from django.http import HttpResponse  # noqa: PLC0415 -- only after pytest-django has read the settings

    return HttpResponse(status=204)


def test_a_person_without_a_role_reads_who_can_give_one(as_, world):
    client = as_(world.nora)
    assert client.get("/people").url == "/no-role"
    page = client.get("/no-role").content.decode()
    assert "<title>You have no role yet · Aurora Partners</title>" in page
    assert "Harbour IT" in page
    assert "ada@harbour.example" in page
    assert "ben@harbour.example" not in page
    assert "dora@fjord.example" not in page
    assert 'href="/accounts/logout/"' in page
    assert 'href="/accounts/login/"' not in page
    assert 'href="/home"' in page


def test_a_person_of_no_company_is_sent_to_the_programme_admins(client, world):
    stranger = Person.objects.create_user("eva@nowhere.example", name="Eva", created_at=world.at)
    client.force_login(stranger)
    page = client.get("/no-role").content.decode()
    assert "vera@aurora.example" in page
    assert "ada@harbour.example" not in page


def test_the_list_shows_ones_own_company_only(as_, world):
    page = as_(world.ada).get("/people").content.decode()
    for name in ("Ada Berg", "Ben Haugen", "Cleo Dahl", "Giulia Ferri", "Pia Nilsen", "Nora Nilssen"):
        assert name in page
    assert "Dora Vik" not in page
    assert "Vera Lind" not in page
    assert "/people/add" in page


def test_a_colleague_who_manages_nobody_reads_the_list(as_, world):
    client = as_(world.cleo)
    page = client.get("/people").content.decode()
    assert "Ada Berg" in page
    assert "/people/add" not in page
    assert f"/people/{world.ada.membership_id}" not in page
    assert client.get("/people/add").status_code == 403
    assert client.post("/people/add", NEW | {"scope": "whole"}).status_code == 403
    assert client.post(f"/people/{world.ben.membership_id}/removal").status_code == 403
    assert Membership.objects.filter(partner=world.harbour).count() == 6


def test_a_partner_admin_adds_a_colleague_for_one_location(as_, world):
    answers = NEW | {"scope": "some", "locations": [str(world.bergen.id)]}
    response = as_(world.ada).post("/people/add", answers)
    assert (response.status_code, response.url) == (302, "/people")
    added = Membership.objects.get(person__email="eva@harbour.example")
    assert (added.partner_id, added.roles, added.whole_company) == (world.harbour.id, ["referrals_user"], False)
    assert list(added.locations.all()) == [world.bergen]


def test_what_is_wrong_stands_beside_its_answer(as_, world):
    client = as_(world.ada)
    response = client.post("/people/add", NEW | {"scope": "some"})
    assert response.status_code == 422
    assert "Choose at least one location of this company." in response.content.decode()
    response = client.post("/people/add", NEW | {"scope": "whole", "email": "cleo@harbour.example"})
    assert response.status_code == 422
    assert "Cleo Dahl is in this company already." in response.content.decode()
    assert not Person.objects.filter(email="eva@harbour.example").exists()


def test_roles_are_changed_and_people_removed(as_, world):
    client = as_(world.ada)
    url = f"/people/{world.cleo.membership_id}"
    assert "Cleo Dahl" in client.get(url).content.decode()
    response = client.post(url, {"roles": ["referrals_admin"], "scope": "whole", "seen": 1})
    assert (response.status_code, response.url) == (302, "/people")
    cleo = Membership.objects.get(id=world.cleo.membership_id)
    assert (cleo.roles, cleo.whole_company) == (["referrals_admin"], True)
    assert client.post(f"{url}/removal").url == "/people"
    assert not Membership.objects.filter(id=cleo.id).exists()
    again = client.post(f"{url}/removal", follow=True)
    assert again.redirect_chain == [("/people", 302)]
    assert "Cleo Dahl was removed." in again.content.decode()


def test_a_location_ticked_beside_the_whole_company_gives_no_wider_right_than_meant(as_, world):
    client = as_(world.ada)
    answers = {"scope": "whole", "locations": [str(world.bergen.id)]}
    sentence = (
        "You ticked locations, but the roles count in the whole company. "
        "Untick them, or choose “In these locations only”."
    )
    response = client.post("/people/add", NEW | answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert f"Locations · {sentence}" in page
    assert 'value="eva@harbour.example"' in page
    assert not Person.objects.filter(email="eva@harbour.example").exists()
    ben = client.post(f"/people/{world.ben.membership_id}", answers | {"roles": ["referrals_admin"], "seen": 1})
    assert ben.status_code == 422
    assert sentence in ben.content.decode()


def test_the_whole_company_is_picked_for_somebody_of_one_location(as_, world):
    url = f"/people/{world.cleo.membership_id}"
    answers = {"roles": ["referrals_user"], "scope": "whole", "locations": [str(world.bergen.id)], "seen": 1}
    assert as_(world.ada).post(url, answers).status_code == 302
    assert Membership.objects.get(id=world.cleo.membership_id).whole_company


def test_roles_that_another_admin_changed_meanwhile_are_not_overwritten(as_, world):
    url = f"/people/{world.cleo.membership_id}"
    form = as_(world.ada).get(url).context["form"]
    seen = {"scope": "whole", "seen": form["seen"].value()}
    assert as_(world.vera).post(url, seen | {"roles": ["referrals_admin"]}).status_code == 302
    page = as_(world.ada).post(url, seen | {"roles": ["profile_admin"]})
    assert page.status_code == 422
    assert "Somebody changed the roles of Cleo Dahl meanwhile." in page.content.decode()
    assert Membership.objects.get(id=world.cleo.membership_id).roles == ["referrals_admin"]


def test_the_last_admin_is_kept_with_a_sentence(as_, world):
    client = as_(world.ada)
    url = f"/people/{world.ada.membership_id}"
    response = client.post(url, {"roles": [], "scope": "whole", "seen": 1})
    assert response.status_code == 422
    assert "There must be one admin left." in response.content.decode()
    response = client.post(f"{url}/removal")
    assert response.status_code == 422
    assert "There must be one admin left." in response.content.decode()


def test_people_of_others_are_not_there(as_, world):
    client = as_(world.dora)
    for membership_id in (world.cleo.membership_id, world.vera.membership_id):
        assert client.get(f"/people/{membership_id}").status_code == 404
        assert client.post(f"/people/{membership_id}", {"roles": [], "scope": "whole"}).status_code == 404
        assert client.post(f"/people/{membership_id}/removal").status_code == 404


def test_the_vendor_has_no_locations_to_ask_about(as_, world):
    client = as_(world.vera)
    page = client.get("/people/add").content.decode()
    assert "Programme admin" in page
    assert "Where the roles count" not in page
    answers = {"name": "Eva", "email": "eva@aurora.example", "language": "it", "roles": ["seller"]}
    assert client.post("/people/add", answers).url == "/people"
    added = Membership.objects.get(person__email="eva@aurora.example")
    assert (added.partner, added.roles, added.person.language) == (None, ["seller"], "it")
