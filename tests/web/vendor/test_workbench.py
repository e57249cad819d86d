import pytest
from django.urls import reverse

from segue.accounts.actions import NewPerson, add_person, propose_ordering
from segue.accounts.queries import actor_for
from segue.accounts.roles import VendorRole
from segue.directory.actions import impression_writer as writer
from segue.directory.actions.impressions import Asked, record
from segue.directory.ranking.order import Placed, Slot
from segue.directory.ranking.score import Scored
from segue.directory.ranking.terms import Terms
from segue.programme.defaults import TENTHS
from segue.programme.models import Ordering
from segue.programme.ordering import Wanted
from segue.programme.queries import rules, versions_with_cap
from segue.web.vendor.weighing import shared_out

URL = "/vendor/programme/order"
QUICKER = {"tried": "1", "newcomers_slot": "1", **TENTHS, "responsiveness": 500, "fit": 0}


@pytest.fixture
def eva(world):
    """A second programme admin."""
    who = NewPerson(email="eva@aurora.example", name="Eva Holm")
    added = add_person(None, actor=world.vera, at=world.at, person=who, roles=[VendorRole.PROGRAMME_ADMIN])
    return actor_for(added.person)


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def search_for_erp(world):
    """Harbour IT stands first for its fit, Fjord Cloud second, which answers sooner."""
    x, points = Terms(*[0.0] * 9), Terms(*[0] * 9)
    shown = [
        (world.harbour, x._replace(fit=1.0), points._replace(fit=18_000)),
        (world.fjord, x._replace(responsiveness=0.9), points._replace(responsiveness=16_200)),
    ]
    placed = [
        Placed(Scored(partner.id, x, points, points, sum(points)), place, Slot.ORDINARY, 1.0)
        for place, (partner, x, points) in enumerate(shown, start=1)
    ]
    record(Asked(2, 0, "ERP", "Bergen", {"product": "erp"}), placed, at=world.at)
    writer.write()


def test_the_last_searches_are_tried_before_anybody_is_concerned(as_, world):
    search_for_erp(world)
    replay = as_(world.vera).get(URL, QUICKER).context["replay"]
    assert [figure["number"] for figure in replay["figures"]] == ["1", "1", "1", "0.0%"]
    (example,) = replay["examples"]
    assert example["question"] == "“erp” · “bergen” · Product: ERP"
    assert [row["name"] for row in example["before"]] == ["Harbour IT", "Fjord Cloud"]
    assert [(row["name"], row["by"]) for row in example["after"]] == [("Fjord Cloud", 1), ("Harbour IT", -1)]
    assert [(row["name"], row["before"], row["after"]) for row in replay["rising"]] == [
        ("Fjord Cloud", "38.7%", "61.3%")
    ]
    assert rules().ordering.version == 0


def test_a_search_that_changes_again_and_again_stands_once_with_how_often(as_, world):
    for _again in range(3):
        search_for_erp(world)
    replay = as_(world.vera).get(URL, QUICKER).context["replay"]
    assert replay["moved"] == 3
    assert [(one["question"], one["times"]) for one in replay["examples"]] == [
        ("“erp” · “bergen” · Product: ERP", "3 times")
    ]


def test_the_cap_on_views_is_part_of_the_replay_and_it_is_said_how_its_shares_are_counted(as_, world):
    search_for_erp(world)
    tried = {"tried": "1", "newcomers_slot": "1", **TENTHS, "exposure_cap": "1"}
    said = "Shares of the views are counted over these searches"
    page = as_(world.vera).get(URL, tried)
    assert (page.context["replay"]["views_counted"], page.context["replay"]["moved"]) == (True, 0)
    assert said in page.content.decode()
    assert "not part of the replay" not in page.content.decode()
    assert said not in as_(world.vera).get(URL, QUICKER).content.decode()
    propose_ordering(Wanted(tenths=TENTHS, exposure_cap=True), actor=world.vera, at=world.at, seen=0)
    assert versions_with_cap() == {1}


def test_what_is_in_force_changes_nothing(as_, world):
    page = as_(world.vera).get(URL, {"tried": "1", "newcomers_slot": "1", **TENTHS})
    assert (page.context["changed"], page.context["replay"]) == (False, None)
    assert "nothing would change" in page.content.decode()
    empty = as_(world.vera).get(URL, QUICKER)
    assert "Nobody has searched yet" in empty.content.decode()


def test_a_proposal_is_approved_by_another_and_taken_back_to_what_was(as_, world, eva):
    tried = as_(world.vera).get(URL, QUICKER).context["panel"]["terms"]
    hidden = {term["name"]: term["tenths"] for term in tried}
    form = {"tried": "1", "newcomers_slot": "1", "seen": 0, "note": "Answers first", **hidden}
    as_(world.vera).post(reverse("ordering-proposal"), form)
    waiting = Ordering.objects.get(open=True)
    assert (sum(waiting.tenths.values()), waiting.tenths["fit"], waiting.note) == (1_000, 0, "Answers first")
    page = as_(world.vera).get(URL)
    assert (page.context["own"], "Another programme admin must approve it." in page.content.decode()) == (True, True)
    own = as_(world.vera).post(reverse("ordering-approval", args=[1]), follow=True).content.decode()
    assert "Somebody else must approve what you proposed." in own
    assert "ordering-approval" not in own
    as_(eva).post(reverse("ordering-approval", args=[1]))
    assert (rules().ordering.version, rules().ordering.tenths["fit"]) == (1, 0)
    page = as_(eva).get(URL)
    assert [(row["version"], row["may_return"]) for row in page.context["versions"]] == [(1, False), (0, True)]
    as_(eva).post(reverse("ordering-return", args=[0]), {"seen": 1})
    as_(world.vera).post(reverse("ordering-approval", args=[2]))
    assert (rules().ordering.version, dict(rules().ordering.tenths)) == (2, TENTHS)
    told = as_(world.vera).get(URL).context["versions"]
    assert told[0]["fate"] == "In force since Monday 7 September, 10:00, approved by Vera Lind"
    assert {"name": "Fit", "was": "0", "is": "18"} in told[0]["changes"]


def test_a_second_proposal_waits_and_a_stale_page_is_told(as_, world):
    propose_ordering(Wanted(tenths=TENTHS | {"text": 200, "load": 60}), actor=world.vera, at=world.at, seen=0)
    again = as_(world.vera).post(reverse("ordering-proposal"), {**QUICKER, "seen": 0}, follow=True)
    assert "Another change waits to be approved. Decide about that first." in again.content.decode()
    assert "it comes into force on Tuesday 8 September, 10:00" in again.content.decode()
    as_(world.vera).post(reverse("ordering-drop", args=[1]))
    stale = as_(world.vera).post(reverse("ordering-proposal"), {**QUICKER, "seen": 7}, follow=True)
    assert "Somebody changed the order of results meanwhile." in stale.content.decode()
    assert as_(world.vera).get(URL).context["versions"][0]["fate"] == "Dropped by Vera Lind"


def test_a_note_that_is_too_long_is_refused_whole_beside_what_was_tried(as_, world):
    search_for_erp(world)
    tried = as_(world.vera).get(URL, QUICKER).context["panel"]["terms"]
    long = "Answers first. " * 34
    form = {"tried": "1", "newcomers_slot": "1", "seen": 0, **{term["name"]: term["tenths"] for term in tried}}

    page = as_(world.vera).post(reverse("ordering-proposal"), form | {"note": long})

    assert page.status_code == 422
    assert page.context["form"].errors == {"note": ["Shorten this to 500 characters; it has 509."]}
    assert f">\n{long}</textarea>" in page.content.decode()
    assert [term["tenths"] for term in page.context["panel"]["terms"]] == [term["tenths"] for term in tried]
    assert not Ordering.objects.exists()


@pytest.mark.parametrize(("who", "reads", "changes"), [("otto", 200, 403), ("paula", 404, 404), ("marta", 404, 404)])
def test_the_auditor_reads_and_only_the_admin_changes(as_, world, who, reads, changes):
    client = as_(getattr(world, who))
    page = client.get(URL, QUICKER)
    assert page.status_code == reads
    assert "Propose this" not in page.content.decode()
    assert client.post(reverse("ordering-proposal"), {**QUICKER, "seen": 0}).status_code == changes
    assert client.post(reverse("ordering-return", args=[0]), {"seen": 0}).status_code == changes


@pytest.mark.parametrize(
    ("placed", "tenths"),
    [
        ({"text": 1, "fit": 1, "load": 1}, {"text": 334, "fit": 333, "load": 333}),
        ({"text": 500, "fit": 0}, {"text": 1000, "fit": 0}),
        ({"text": 0, "fit": 0}, {}),
    ],
)
def test_sliders_together_make_a_hundred_points(placed, tenths):
    assert shared_out(placed) == tenths
