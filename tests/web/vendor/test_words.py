import pytest

from segue.directory.queries import profile_to_edit
from segue.programme.models import Term
from segue.programme.queries import rules

URL = "/vendor/programme/words"
MIGRATION = {
    "label_en": "Cloud migration",
    "label_it": "Migrazione al cloud",
    "product": ["cloud"],
    "service": ["migration"],
}


@pytest.fixture
def vera(as_, world):
    return as_(world.vera)


@pytest.mark.parametrize("kind", Term.Kind.values)
def test_each_list_is_shown_in_every_language(vera, kind):
    page = vera.get(f"{URL}/{kind}")
    assert page.status_code == 200
    shown = [row["labels"] for row in page.context["offered"]]
    assert shown == [[term.labels["en"], term.labels["it"]] for term in rules().terms_of(Term.Kind(kind))]


def test_a_competency_is_added_renamed_and_its_versions_are_kept(vera, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    assert vera.post(f"{URL}/add/competency", MIGRATION).url == f"{URL}/competency"
    assert "Cloud platform, Deployment or migration" in vera.get(f"{URL}/competency").content.decode()
    url = f"{URL}/competency/cloud_migration"
    assert vera.post(url, MIGRATION | {"label_en": "Moving to the cloud", "seen": "1"}).url == f"{URL}/competency"
    versions = vera.get(url).context["versions"]
    assert [(one["labels"], one["by"], one["when"]) for one in versions] == [
        (f"{name} · Migrazione al cloud", "Vera Lind", "Monday 7 September, 10:00")
        for name in ("Moving to the cloud", "Cloud migration")
    ]
    assert {one["covers"] for one in versions} == {"Cloud platform, Deployment or migration"}


def test_a_retired_word_stays_readable_where_it_stands(vera, as_, world):
    assert vera.post(f"{URL}/product/erp/retirement", {"seen": "1"}).url == f"{URL}/product"
    assert [row["code"] for row in vera.get(f"{URL}/product").context["retired"]] == ["erp"]
    assert profile_to_edit(world.harbour.id, actor=world.ada).tags["product"] == ["erp", "cloud"]
    assert '<li class="chip" data-kind="line">ERP</li>' in vera.get("/partners/harbour-it").content.decode()
    form = as_(world.dora).get("/profile/text").context["form"]
    assert "erp" not in dict(form.fields["product"].choices)
    as_(world.vera).post(f"{URL}/product/erp/retirement", {"seen": "2", "offer": "again"})
    assert rules().terms["product", "erp"].active


def test_a_word_with_a_sign_in_its_code_is_moved(vera):
    assert vera.post(f"{URL}/size/5001%2B/place", {"to": "up"}).url == f"{URL}/size"
    assert [term.code for term in rules().terms_of(Term.Kind.SIZE)][-2:] == ["5001+", "1001-5000"]


def test_what_is_wrong_is_said_at_its_question_and_an_old_page_saves_nothing(vera):
    page = vera.post(f"{URL}/add/product", {"label_en": "Robots", "label_it": "Sicurezza"})
    assert (page.status_code, page.context["form"].errors) == (422, {"label_it": ["Another one is called so already."]})
    page = vera.post(f"{URL}/product/erp", {"label_en": "Enterprise", "label_it": "Gestionale", "seen": "7"})
    assert "Somebody changed this word meanwhile." in page.content.decode()
    assert rules().label("product", "erp", "en") == "ERP"


@pytest.mark.parametrize(("who", "reads", "changes"), [("otto", 200, 403), ("paula", 404, 404), ("ada", 404, 404)])
def test_the_auditor_reads_and_nobody_else_finds_it(as_, world, who, reads, changes):
    client = as_(getattr(world, who))
    assert client.get(f"{URL}/product").status_code == reads
    for url in ("add/product", "product/erp", "product/erp/place", "product/erp/retirement"):
        assert client.post(f"{URL}/{url}", MIGRATION | {"seen": "1"}).status_code == changes, url
    assert Term.objects.filter(version__gt=1).count() == 0
