"""Why am I shown here: own points beside page one's, what would add most, and starting afresh."""

import re
from datetime import timedelta

import pytest

from segue.accounts.actions import NewPartner, add_partner, propose_ordering
from segue.accounts.actions.ordering import bring_into_force
from segue.accounts.models import Location, Partner
from segue.directory.actions import impression_writer as writer
from segue.directory.actions import pause, unpublish
from segue.directory.actions.impressions import Asked, Did, opened, record
from segue.directory.models import BusinessProfile
from segue.directory.ranking.order import Placed, Slot
from segue.directory.ranking.score import Scored
from segue.directory.ranking.terms import Terms
from segue.insights.actions.refold import refold
from segue.insights.actions.tell import tell_signals
from segue.insights.queries import afresh_of
from segue.insights.shown import standing_in, standing_without, typical_searches
from segue.programme.defaults import TENTHS
from segue.programme.ordering import Wanted
from segue.programme.queries import rules
from tests import make
from tests.insights.counting import facts

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NONE = Terms(*[0] * 9)
URL = "/leads/why-shown"


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at + DAY, tick=False)
    writer.clear()


def placed(partner, position, **points):
    of_each = NONE._replace(**points)
    x = Terms(*[0.5 if one else 0.0 for one in of_each])
    return Placed(Scored(partner.id, x, of_each, of_each, sum(of_each)), position, Slot.ORDINARY, 1.0)


def page_of(world, others):
    """A page one on which Harbour IT stands behind Fjord Cloud, before further partners: so many others together."""
    further = [
        add_partner(NewPartner(name=f"Partner {number}", status="active"), actor=world.vera, at=world.at)
        for number in range(others - 1)
    ]
    in_order = [world.fjord, world.harbour, *further]
    points = ({"text": 12_000, "responsiveness": 15_500}, {"text": 14_000, "responsiveness": 9_000})
    return [placed(partner, n + 1, **points[n % 2]) for n, partner in enumerate(in_order)]


@pytest.fixture
def shown(world):
    """Twice for ERP near Bergen behind Fjord Cloud, once for backup; one visitor opened it, and asked."""
    page = page_of(world, 5)
    erp = Asked(6, 0, "ERP", "Bergen", {"size": "5001+"})
    ids = [record(erp, page, at=world.at + n * MINUTE) for n in range(2)]
    opened(ids[1], world.harbour.id, Did.VIEWED, at=world.at + DAY)
    opened(ids[1], world.harbour.id, Did.ASKED, at=world.at + DAY)
    backup = record(Asked(1, 0, "backup"), [placed(world.harbour, 1, text=5_000)], at=world.at + 9 * MINUTE)
    writer.write()
    return [*ids, backup]


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<title>.*?</title>|<[^>]+>", " ", response.content.decode()))


def test_the_search_in_which_it_was_shown_most_comes_first(world, shown):
    first, second = typical_searches(actor=world.ada, at=world.at + DAY)
    assert (first.impression.id, first.times, first.viewed, first.asked, first.last.place) == (shown[1], 2, 1, 1, 2)
    assert (second.impression.id, second.times) == (shown[2], 1)
    assert typical_searches(actor=world.ada, at=world.at + 91 * DAY) == []


def test_own_points_stand_beside_the_middle_of_page_one(world, shown, as_):
    answer = as_(world.ada).get(URL)
    page = text(answer)
    assert "“erp”, near Bergen, More than 5,000 employees" in page
    assert "Shown 2 times in 90 days · last at place 2 of 6 · profile opened: 1 · requests: 1" in page
    assert "You 23.0 of 100 Middle of page one 25.2 of 100" in page
    assert "2.2 points are missing to the middle of page one." in page
    assert re.search(r"Words 14.0 13.0 \d+\.\d", page)
    assert re.search(r"Answer time 9.0 12.2 \d+\.\d", page)
    bars = re.findall(r'<rect class="term-(\w+)" x="(\d+)" width="(\d+)" height="10">', answer.content.decode())
    assert bars == [
        ("text", "0", "14000"), ("responsiveness", "14000", "9000"),
        ("text", "0", "13000"), ("responsiveness", "13000", "12250"),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "before"), [("ada", "/leads/more"), ("pia", "/profile")])
def test_the_way_back_is_to_a_page_the_reader_may_open(world, as_, name, before):
    client = as_(getattr(world, name))
    assert f'<a class="back-link" href="{before}">' in client.get(URL).content.decode()
    assert client.get(before).status_code == 200


def test_of_fewer_than_five_others_no_middle_is_told(world, as_):
    record(Asked(5, 0, "ERP"), page_of(world, 4), at=world.at)
    writer.write()
    [only] = typical_searches(actor=world.ada, at=world.at + DAY)
    standing = standing_in(only, at=world.at + DAY, rules=rules())
    assert {standing.middle, *(line.middle for line in standing.lines)} == {None}
    page = text(as_(world.ada).get(URL))
    assert "Fewer than 5 others stood on page one" in page
    assert "iddle of page one" not in page


def test_the_most_is_of_the_weights_it_was_shown_by(world, as_):
    record(Asked(6, 0, "ERP", filters={"remote": "1"}), page_of(world, 5), at=world.at)
    writer.write()
    # Words, distance and what always counts were judged, so that 63 points were shared out as 100.
    judged = {"text": 33_333, "proximity": 12_698, "responsiveness": 28_571, "outcome": 9_524, "report": 7_937}
    [only] = typical_searches(actor=world.ada, at=world.at + DAY)
    before = standing_in(only, at=world.at + DAY, rules=rules())
    assert ({line.term.value: line.most for line in before.lines if line.most}, before.reordered) == (
        {**judged, "load": 7_937},
        False,
    )
    quicker = Wanted(tenths=TENTHS | {"text": 110, "responsiveness": 280})
    propose_ordering(quicker, actor=world.vera, at=world.at, seen=0)
    bring_into_force(at=world.at + DAY)
    after = standing_in(only, at=world.at + DAY, rules=rules())
    assert (after.lines, after.own, after.middle, after.reordered) == (before.lines, before.own, before.middle, True)
    assert after.advice != before.advice
    assert "changed the order of results since then" in text(as_(world.ada).get(URL))
    # Found on the second page by the new weights: the first page of before is of other points.
    record(Asked(12, 1, "ERP", filters={"remote": "1"}), [placed(world.harbour, 11, text=9_000)], at=world.at + MINUTE)
    writer.write()
    [only] = typical_searches(actor=world.ada, at=world.at + DAY)
    second = standing_in(only, at=world.at + DAY, rules=rules())
    assert (second.own, second.middle, second.reordered) == (9_000, None, False)


def test_another_search_can_be_chosen_and_a_strange_one_is_the_first(world, shown, as_):
    backup = text(as_(world.ada).get(URL, {"search": shown[2].hex}))
    assert "last at place 1 of 1" in backup
    assert "Fewer than 5 others stood on page one: too few to compare you with." in backup
    for strange in ("", "x", shown[0].hex):
        assert "Shown 2 times" in text(as_(world.ada).get(URL, {"search": strange}))


def test_advice_says_what_would_bring_how_much_at_most_three_things(world, shown):
    make.lead(world, "expired")
    make.lead(world, customer_email="x@conti.example")
    for fact in facts():
        refold(fact)
    tell_signals(at=world.at + 15 * DAY)
    at = world.at + DAY
    [first, _backup] = typical_searches(actor=world.ada, at=at)
    told = standing_in(first, at=at, rules=rules()).advice
    assert {one.do for one in told} == {"answer_next", "answer_waiting"}
    assert all(one.points > 0 for one in told)
    assert len(told) <= 3


def test_the_advice_is_read_in_ones_own_language(world, shown, as_):
    giulia = as_(world.giulia)
    giulia.cookies["django_language"] = "it"
    page = text(giulia.get(URL))
    assert "Perché compaio qui" in page
    assert "Rispondere entro la giornata ai prossimi 5 lead" in page
    assert "«erp», vicino a Bergen" in page


def test_who_was_shown_nowhere_sees_how_it_would_stand(world, as_):
    standing = standing_without(world.fjord.id, at=world.at, rules=rules())
    assert standing.middle is None
    assert sum(line.own for line in standing.lines) == standing.own > 0
    assert sum(line.most for line in standing.lines) == 100_000
    page = text(as_(world.dora).get(URL))
    assert "nobody who searched was shown your company" in page
    assert "Middle of page one" not in page


def test_the_page_costs_the_same_however_often_it_was_shown(world, shown, as_, django_assert_max_num_queries):
    client = as_(world.ada)
    client.get(URL)
    with django_assert_max_num_queries(40) as before:
        client.get(URL)
    for number in range(30):
        record(Asked(1, 0, "erp", "bergen", {"size": "5001+"}), [placed(world.harbour, 1, text=1)], at=world.at + DAY)
        record(Asked(1, 0, f"word{number}"), [placed(world.harbour, 1, text=1)], at=world.at + DAY)
    writer.write()
    with django_assert_max_num_queries(len(before)):
        client.get(URL)


# --- starting afresh ---------------------------------------------------------------------------------------------


@pytest.fixture
def declined(world):
    make.lead(world, "declined")
    for fact in facts():
        refold(fact)
    tell_signals(at=world.at + DAY)


def test_a_company_starts_afresh_and_takes_it_back(world, declined, as_):
    client = as_(world.pia)
    page = text(client.get(URL))
    assert "Kinds of deals you turned down" in page
    assert "ERP 0.0 1.0 Start afresh for ERP" in page
    assert client.post(f"{URL}/afresh", {"facet": "product:erp"}).url == f"{URL}#kinds"
    assert list(afresh_of(world.harbour.id)) == ["product:erp"]
    assert "counts since" in text(client.get(URL))

    client.post(f"{URL}/afresh", {"facet": "product:erp", "again": "1"})
    assert afresh_of(world.harbour.id) == {}


def test_who_does_not_keep_the_profile_sees_it_without_the_button(world, declined, as_):
    client = as_(world.cleo)
    assert "Start afresh" not in text(client.get(URL))
    assert client.post(f"{URL}/afresh", {"facet": "product:erp"}).status_code == 403
    assert client.post(f"{URL}/afresh", {"facet": "nothing"}).status_code == 403
    assert as_(world.ada).post(f"{URL}/afresh", {"facet": "nothing"}).status_code == 404
    assert as_(world.nora).get(URL).status_code in {302, 403}


@pytest.mark.parametrize(("name", "room"), [("ada", "Leads"), ("pia", "Profile")])
def test_the_rail_marks_the_room_behind_which_it_stands(as_, world, name, room):
    page = as_(getattr(world, name)).get("/leads/why-shown").content.decode()
    assert re.findall(r'aria-current="page"[^>]*>(?:<svg.*?</svg>)?\s*(?:<span[^>]*>)?(\w+)', page) == [room]


def test_who_is_not_seen_reads_why_and_where_to_mend_it(as_, world):
    client = as_(world.ada)
    assert client.get("/leads/why-shown").context["unseen"] is None
    pause(world.harbour.id, actor=world.ada, at=world.at)
    assert "Your business profile is paused." in client.get("/leads/why-shown").content.decode()
    assert "Nobody can ask you at present" in client.get("/leads/marketplace/received").content.decode()
    unpublish(world.harbour.id, actor=world.ada, at=world.at)
    page = client.get("/leads/why-shown").content.decode()
    assert '<a class="button notice-step" data-size="small" href="/profile">Write the profile</a>' in page


def test_everything_that_keeps_a_company_out_is_named_with_the_way_to_mend_the_first(as_, world, time_machine):
    time_machine.move_to(world.at, tick=False)

    def told(who="ada"):
        found = as_(getattr(world, who)).get(URL).context["unseen"]
        return found["title"], found["text"], found.get("url")

    full = "Unanswered requests: 1 of the 1 you take at a time."
    BusinessProfile.objects.filter(partner=world.harbour).update(capacity=1)
    make.lead(world)
    assert told() == ("Nobody can ask you at present", full, "/profile/text#id_capacity")
    assert told("cleo") == ("Nobody can ask you at present", full, None)
    pause(world.harbour.id, actor=world.ada, at=world.at)
    paused = "Your business profile is paused. Leads come again when the break ends."
    assert told() == ("Nobody can ask you at present", f"{paused} {full}", "/profile")
    Location.objects.filter(partner=world.harbour).update(published=False)
    placeless = "None of your locations is published. Customers find you, and leads are sent to you, at one that is."
    assert told() == ("Nobody can find you yet", f"{placeless} {paused} {full}", "/profile#places")
    Partner.objects.filter(id=world.harbour.id).update(status="suspended")
    apart = "Your company does not take part in the programme now; those who run it can say why."
    assert told() == ("Nobody can find you at present", f"{apart} {paused} {full}", None)
    BusinessProfile.objects.filter(partner=world.harbour).delete()
    assert told()[1].startswith(f"{apart} Customers find you")
