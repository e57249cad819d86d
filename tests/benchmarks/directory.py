"""`make bench B="--directory 100000"`: six kinds of questions to a directory of made-up partners, on both databases.

Prints p50 and p99 in ms of the answer (one client: who, with which points, in which order), and of the whole page; how
far the first 20 agree with the order of everybody scored; disk, memory and the time that filling it took. Beside p50
stands the CPU time of this process, which a busy machine makes no longer.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import sys
import time
from dataclasses import replace
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from segue.directory.search import Search
    from segue.programme.queries import Rules

TOP = 20
COMPARED = 5
"""So many questions of each kind are compared with the order of everybody scored: a common word takes half a minute."""
EVERYBODY = 10_000_000
"""More rows than there are."""
AT_ONCE = 5_000
"""So many of them are read at once for the exact order."""


def main(number: int, asked: int) -> None:
    """Fill the database that the environment names, and measure."""
    import django  # noqa: PLC0415 -- the environment must be complete before

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from segue.cli.run import make_what_is_missing  # noqa: PLC0415
    from segue.kit import clock  # noqa: PLC0415
    from segue.kit.sql import refresh_statistics  # noqa: PLC0415
    from segue.worlds import profiles  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    make_what_is_missing()
    since = time.monotonic()
    added = profiles.seed(number, at=clock.now(), tell=lambda *_: None)
    refresh_statistics()
    print(f"  {added:,} profiles made in {time.monotonic() - since:.0f} s; {_disk(connection) / 2**20:,.0f} MB on disk")
    asked_of = kinds(profiles, number, asked)
    heads = ("CPU ms", "p50 ms", "p99 ms", "page p50", "page p99")
    print(f"  {'question':<38}" + "".join(f"{head:>10}" for head in heads))
    for name, questions in asked_of.items():
        measure(name, questions)
    print(f"  memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:,.0f} MB at most")
    # Afterwards: to score everybody takes room, and the collector would look through it.
    print(f"  {'question':<38}" + "".join(f"{head:>10}" for head in ("first 20", "cut")))
    for name, questions in asked_of.items():
        compare(name, questions[:: max(1, len(questions) // COMPARED)])


def kinds(profiles: object, number: int, asked: int) -> dict[str, list[Search]]:
    """Return so many questions of each kind, drawn from what the profiles say."""
    from segue.directory.search import Search  # noqa: PLC0415
    from segue.kit import clock  # noqa: PLC0415
    from segue.programme.queries import rules  # noqa: PLC0415

    drawn = profiles.Drawn(rules())  # type: ignore[attr-defined] # a module
    luck = random.Random("questions")  # noqa: S311 -- the same each time
    at = clock.now()

    def ask(make: Callable[[object], dict[str, object]]) -> list[Search]:
        found = []
        for _ in range(asked):
            said = drawn.profile(luck.randrange(number))
            found.append(Search(at=at, **make(said)))  # type: ignore[arg-type]
        return found

    def words(said: object, many: int) -> str:
        return " ".join(luck.sample(said.description.split()[1:], many))  # type: ignore[attr-defined]

    def tag(said: object, *kinds: str) -> dict[str, str]:
        return {kind: next(code for of, code in said.tags if of == kind) for kind in kinds}  # type: ignore[attr-defined]

    def town(said: object) -> str:
        return f"{said.seats[0].city}, {said.seats[0].country}"  # type: ignore[attr-defined]

    return {
        "two words, country": ask(lambda one: {"what": words(one, 2), "country": one.seats[0].country}),  # type: ignore[attr-defined]
        "word, industry, 100 km": ask(
            lambda one: {"what": words(one, 1), "tags": tag(one, "industry"), "where": town(one), "within": 100}
        ),
        "product, industry, language, 50 km": ask(
            lambda one: {"tags": tag(one, "product", "industry", "language"), "where": town(one), "within": 50}
        ),
        "one very common word": ask(lambda _one: {"what": luck.choice(profiles.COMMON)}),  # type: ignore[attr-defined]
        "country, product": ask(lambda one: {"tags": tag(one, "product"), "country": one.seats[0].country}),  # type: ignore[attr-defined]
        "two words": ask(lambda one: {"what": words(one, 2)}),
    }


def measure(name: str, questions: list[Search]) -> None:
    """Print the times of one kind."""
    from django.test import Client  # noqa: PLC0415

    from segue.directory.search.answer import answer  # noqa: PLC0415
    from segue.programme.queries import rules  # noqa: PLC0415

    client = Client()
    for question in questions[:3]:
        answer(question, rules())
        client.get("/", parameters(question))
    gc.collect()
    gc.freeze()  # as `segue serve` does: what was loaded is looked through no more
    since = time.process_time()
    answers = sorted(timed(lambda one=question: answer(one, rules())) for question in questions)
    spent = (time.process_time() - since) / len(questions) * 1000
    pages = sorted(timed(lambda one=question: client.get("/", parameters(one))) for question in questions)
    figures = (spent, at(answers, 0.5), at(answers, 0.99), at(pages, 0.5), at(pages, 0.99))
    print(f"  {name:<38}" + "".join(f"{one:>10.1f}" for one in figures), flush=True)


def compare(name: str, questions: list[Search]) -> None:
    """Print how far the first 20 of one kind are those of everybody."""
    agreed = [agreement(question) for question in questions]
    share = sum(one for one, _cut in agreed) / len(agreed)
    cut = sum(cut for _one, cut in agreed) / len(agreed)
    print(f"  {name:<38}{share:>10.3f}{cut:>10.2f}", flush=True)


def parameters(question: Search) -> dict[str, str]:
    """Return the address that asks this."""
    return {**question.filters(), **({"within": str(question.within)} if question.within else {})}


def agreement(question: Search) -> tuple[float, bool]:
    """Return which share of the first 20 is among those with the most points of all, and whether it was cut."""
    from segue.directory.search import answer  # noqa: PLC0415
    from segue.programme.queries import rules  # noqa: PLC0415

    in_force = rules()
    found = answer.answer(replace(question, limit=TOP), in_force)
    cut = found.more or len(found.placed) < len(found.rows)
    ours = nlargest(TOP, (one.scored.total for one in found.placed))
    best = nlargest(TOP, points_of_everybody(question, in_force))
    if not best:
        return 1.0, cut
    # Equal points are as good: who of the tied is shown is drawn by the day.
    return sum(points >= best[-1] for points in ours) / len(best), cut


def points_of_everybody(question: Search, in_force: Rules) -> Iterator[int]:
    """Yield the points of all who answer, each scored: nothing is cut."""
    from segue.directory.ordering import weights_of  # noqa: PLC0415
    from segue.directory.ranking.score import scores  # noqa: PLC0415
    from segue.directory.search import answer, candidates  # noqa: PLC0415
    from segue.directory.search.asked import understood  # noqa: PLC0415
    from segue.directory.signals import means, signals_of  # noqa: PLC0415

    asked, today = understood(question, in_force), answer.today_of(question, in_force)
    need, statistics = asked.need(), asked.statistics()
    usual, weights = means(half=statistics.half), weights_of(in_force.ordering.tenths)
    walked, answer.WALKED = answer.WALKED, EVERYBODY
    try:
        rows, _more, _any_word = answer._walked(asked, today=today, rules=in_force)
    finally:
        answer.WALKED = walked
    for at in range(0, len(rows), AT_ONCE):
        some = {row.profile_id: row for row in rows[at : at + AT_ONCE]}
        told = candidates.eligible(some, question)
        maker = candidates.Maker(in_force, today, candidates.codes(in_force), signals_of(told), {})
        texts = dict(zip(some, candidates.texts(some.values(), need.words, statistics), strict=True))
        made = [maker.candidate(key, some[key], told[key], texts[key]) for key in told]
        yield from (one.total for one in scores(need, made, weights, usual))


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    since = time.perf_counter()
    act()
    return (time.perf_counter() - since) * 1000


def at(ordered: list[float], share: float) -> float:
    """Return a percentile of ordered times."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _disk(connection: object) -> int:
    if connection.vendor == "sqlite":  # type: ignore[attr-defined]
        return Path(connection.settings_dict["NAME"]).stat().st_size  # type: ignore[attr-defined]
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
    main(int(sys.argv[1]), int(sys.argv[2]))
