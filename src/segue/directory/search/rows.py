"""Write the rows by which profiles are found: one with each change of its profile, or all of them anew."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from segue.directory.models import SearchRow, SearchWord
from segue.directory.search.lexemes import written
from segue.directory.search.said import said_by, tiers_of
from segue.directory.search.wanted import spot, tier_lexemes
from segue.kit.statement import run
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from segue.directory.search.lexemes import Written
    from segue.outbox.dispatch import Heard

ROWS = "#profiles"
FIELDS = ("#name", "#keywords", "#offers", "#description")
AT_ONCE = 1_000


def rewrite(profile_ids: Sequence[UUID]) -> None:
    """Make the rows of some profiles anew from what they say now; a draft has none. Call it with what changed them."""
    in_force = rules()
    with transaction.atomic():
        _lock()
        before = {row.profile_id: row for row in SearchRow.objects.filter(profile__in=profile_ids)}
        said = said_by(profile_ids)
        tiers = tiers_of(profile_ids)
        changed = Counter[str]()
        changed.subtract(counted(before.values()))
        numbers = _numbers({key: row.number for key, row in before.items()}, said)
        made = {key: written(one, in_force) for key, one in said.items()}
        rows = [as_row(key, one, number=numbers[key], tier=tiers[key]) for key, one in made.items()]
        SearchRow.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
        SearchRow.objects.bulk_create(rows)
        changed.update(counted(rows))
        add_counts(changed)
        add_words({word: stem for one in made.values() for word, stem in one.spelled.items()})


def follow_tier(heard: Heard) -> None:
    """Move a partner's row to the tier it has come into; doing it twice does no harm."""
    rewrite([UUID(heard.payload["partner"])])


def _numbers(known: Mapping[UUID, int], wanted: Iterable[UUID]) -> dict[UUID, int]:
    """Return the number of each row: the one it has, else the next free one."""
    free = count(1 + (SearchRow.objects.aggregate(last=Max("number"))["last"] or 0))
    return {key: known[key] if key in known else next(free) for key in wanted}


def as_row(profile_id: UUID, made: Written, *, number: int, tier: int) -> SearchRow:
    """Return the row of a profile with a number in a tier; it is not saved."""
    return SearchRow(
        number=number,
        profile_id=profile_id,
        spot=spot(tier, number),
        name=made.name,
        words=made.words,
        marks=made.marks,
        places=made.places,
        vouched=made.vouched,
        lexemes=" ".join((*made.lexemes, *tier_lexemes(tier, number))),
    )


def counted(rows: Iterable[SearchRow]) -> Counter[str]:
    """Return what rows add to the counts."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update(one for one in row.lexemes.split(" ") if not one.startswith("+"))
        found[ROWS] += 1
        for field, words in zip(FIELDS, row.words.split("\n"), strict=True):
            found[field] += len(words.split())
    return found


def add_counts(changed: Mapping[str, int]) -> None:
    """Add to the counts, in one order, so that two who do so at once never wait for each other in a circle."""
    rows = [(key, number) for key, number in sorted(changed.items()) if number]
    for since in range(0, len(rows), AT_ONCE):
        _add(rows[since : since + AT_ONCE])


def _add(rows: Sequence[tuple[str, int]]) -> None:
    values = ", ".join(["(%s, %s)"] * len(rows))
    run(
        f"INSERT INTO directory_searchcount (key, number) VALUES {values} ON CONFLICT (key)"  # noqa: S608 -- no values
        " DO UPDATE SET number = directory_searchcount.number + excluded.number",
        [value for row in rows for value in row],
    )


def add_words(spelled: Mapping[str, str]) -> None:
    """Let the dictionary know words; one that it has stays as it is."""
    words = [SearchWord(word=word, stem=stem) for word, stem in sorted(spelled.items())]
    SearchWord.objects.bulk_create(words, batch_size=AT_ONCE, ignore_conflicts=True)


def _lock() -> None:
    """Let one transaction at a time number and count rows."""
    _add([(ROWS, 0)])
