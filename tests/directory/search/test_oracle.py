"""What is found among made-up profiles, beside a plain look at what each of them says. The data is synthetic."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from segue.directory.labels import labels
from segue.directory.models import SearchRow
from segue.directory.ranking.ties import BAND
from segue.directory.search import Search, search
from segue.directory.search import answer as answers
from segue.directory.search.asked import understood
from segue.directory.search.rows import counted
from segue.directory.search.stems import stems
from segue.directory.search.wanted import tier_at
from segue.programme.models import Programme
from segue.programme.queries import forget, rules
from segue.worlds import profiles
from tests.people import MONDAY_MORNING

NUMBER = 60
QUESTIONS = 60
AT = MONDAY_MORNING
DAY = timedelta(days=1)


@pytest.fixture
def crowd(db):
    """Sixty made-up profiles, made in two goes as if the first had been interrupted; and what each says by name."""
    forget()
    profiles.seed(NUMBER // 2, at=AT, tell=lambda *_: None)
    assert profiles.seed(NUMBER, at=AT, tell=lambda *_: None) == NUMBER - NUMBER // 2
    drawn = profiles.Drawn(rules())
    yield [drawn.profile(n) for n in range(NUMBER)]
    forget()


def questions(crowd):
    luck = random.Random("oracle")  # noqa: S311 -- the same each time
    for n in range(QUESTIONS):
        said = luck.choice(crowd)
        words = luck.sample(said.description.split()[1:], n % 3)
        tags = dict(luck.sample([tag for tag in said.tags if tag[0] != "keyword"], n % 2))
        yield Search(at=AT, what=" ".join(words), tags=tags, remote=n % 10 == 9, limit=NUMBER)


def says(said, query):
    """Whether a profile meets all filters, and which of the question's stems it has."""
    languages = tuple(rules().programme.languages)
    met = all(tag in said.tags for tag in query.tags.items()) and (said.remote or not query.remote)
    called = [label for kind, code in said.tags if kind != "size" for label in labels(kind, code, rules())]
    own = set(stems(" ".join([said.name, said.description, *called, *(seat.city for seat in said.seats)]), languages))
    return met, own & set(stems(query.what, languages))


def test_everybody_who_answers_is_found_and_nobody_else_in_the_order_of_points(crowd):
    for query in questions(crowd):
        found = search(query)
        met = {said.name: words for said in crowd for meets, words in [says(said, query)] if meets}
        wanted = set(stems(query.what, tuple(rules().programme.languages)))
        every = {name for name, words in met.items() if words == wanted}
        some = {name for name, words in met.items() if words}
        expected = some if len(every) < answers.ENOUGH and len(wanted) > 1 else every
        assert {one.profile.partner.name for one in found.results} == expected, query
        points = [one.placed.scored.total for one in found.results if one.placed.slot == "ordinary"]
        assert all(later - earlier < BAND for earlier, later in pairwise(points)), query
        assert all(sum(one.placed.scored.points) == one.placed.scored.total for one in found.results)
        assert found.total == len(expected)


def shown(query, at):
    return [one.profile.pk for one in search(replace(query, at=at)).results]


def test_who_is_as_good_as_tied_takes_turns_by_day(crowd):
    query = Search(at=AT, what="service", limit=NUMBER)
    today = shown(query, AT)
    assert shown(query, AT + timedelta(hours=3)) == today
    orders = [shown(query, AT + n * DAY) for n in range(1, 8)]
    assert all(sorted(order) == sorted(today) for order in orders)
    assert len({tuple(order) for order in [today, *orders]}) == 8


def test_who_has_all_the_words_is_found_also_where_many_have_some_of_them(crowd, monkeypatch):
    """Few have a rare word and a common one; of those with any, more than are looked at stand before them."""
    rows = list(SearchRow.objects.order_by("spot"))
    every = Counter(word for row in rows for word in set(row.words.split()))
    last = next(row for row in reversed(rows) if any(every[word] == 1 for word in row.words.split("\n")[3].split()))
    rare = next(word for word in last.words.split("\n")[3].split() if every[word] == 1)
    common = next(word for word, _many in every.most_common() if word in last.words.split())
    monkeypatch.setattr(answers, "WALKED", 10)
    placed = answers.answer(Search(at=AT, what=f"{rare} {common}", limit=NUMBER), rules()).placed
    assert last.profile_id in [one.partner_id for one in placed]


def test_those_who_promise_as_much_take_turns_in_being_looked_at(crowd, monkeypatch):
    """No words: all of one tier promise the same, and there is room for a third of them."""
    query = Search(at=AT, remote=True, limit=NUMBER)
    everybody = shown(query, AT)
    room = len(everybody) // 3
    monkeypatch.setattr(answers, "MOST_CANDIDATES", room)
    days = [shown(query, AT + n * DAY) for n in range(30)]
    assert shown(query, AT + timedelta(hours=3)) == days[0]
    assert {len(day) for day in days} == {room}
    often = Counter(key for day in days for key in day)
    assert often.keys() == set(everybody)
    tiers = {row.profile_id: tier_at(row.spot) for row in SearchRow.objects.filter(profile__in=everybody)}
    usual = Counter(tiers.values()).most_common(1)[0][0]
    assert max(often[key] for key in everybody if tiers[key] == usual) < 25


def test_each_choice_offered_leads_to_as_many_as_it_says(crowd):
    for facet in search(Search(at=AT, what="service")).facets:
        for code, number in facet.counts:
            if facet.name != "remote":
                chosen = {"country": code} if facet.name == "country" else {"tags": {facet.name: code}}
                assert search(Search(at=AT, what="service", **chosen)).total == number > 0


def test_the_counts_of_a_seeded_crowd_are_those_of_its_rows(crowd):
    found = counted(SearchRow.objects.all())
    asked = understood(Search(at=AT, what="service company"), rules())
    assert {key: found[key] for key in asked.counts.number} == asked.counts.number


def test_made_up_profiles_are_never_put_among_real_ones(world):
    assert Programme.objects.exists()
    with pytest.raises(profiles.RealData):
        profiles.seed(10, at=AT, tell=lambda *_: None)
