"""What speaks for a partner, in sentences; what each brings is a part of what it has in all."""

import pytest

from segue.accounts.models import Location
from segue.directory.models import Tag
from segue.directory.ranking.order import Placed, Slot
from segue.directory.ranking.reasons import Because, Reason
from segue.directory.ranking.score import Scored
from segue.directory.ranking.terms import Terms
from segue.directory.search import Result
from segue.kit.ids import new_id
from segue.programme.models import Term
from segue.programme.queries import Rules
from segue.web.public.why import why

VOCABULARY = (
    (Term.Kind.PRODUCT, "erp", "ERP"),
    (Term.Kind.SERVICE, "migration", "Migration"),
    (Term.Kind.SIZE, "10-50", "10 to 50 employees"),
)
TERMS = {(kind, code): Term(kind=kind, code=code, labels={"en": label}) for kind, code, label in VOCABULARY}
RULES = Rules(revision=0, programme=None, reasons={}, terms=TERMS, rates={}, ordering=None)
ERP = Tag(kind="product", code="erp")


def result(*reasons, total=62_500, tags=(ERP,)):
    scored = Scored(new_id(), Terms(*[0.0] * 9), Terms(*[0] * 9), Terms(*[0] * 9), total)
    return Result(
        profile=None,
        location=Location(name="Bergen", city="Bergen", country="NO"),
        near=True,
        matched_tags=list(tags),
        matches_name=False,
        closed=None,
        placed=Placed(scored, 1, Slot.ORDINARY, 1.0) if total else None,
        reasons=list(reasons),
    )


@pytest.mark.parametrize(
    ("because", "facts", "sentence"),
    [
        (Because.WORDS, {}, "Has the words you typed: ERP."),
        (Because.PRODUCTS, {"codes": ("erp",)}, "Offers what you look for: ERP."),
        (Because.SERVICES, {"codes": ("migration",)}, "Offers what you look for: Migration."),
        (Because.INDUSTRIES, {"codes": ("gone",)}, "Knows your industry: gone."),
        (Because.SIZE, {"size": "10-50"}, "Works with companies of your size: 10 to 50 employees."),
        (Because.LANGUAGE, {"language": "it"}, "Speaks your language: Italian."),
        (
            Because.COMPETENCY,
            {"codes": ("erp", "migration")},
            "The programme has examined it for this: ERP, Migration.",
        ),
        (Because.NEAR, {"km": 12}, "12 km from Trieste."),
        (Because.NEAR, {"km": 0}, "In Trieste."),
        (Because.IN_COUNTRY, {"country": "NO"}, "Has a location where you look: Norway."),
        (Because.REMOTE, {}, "Works remotely, as you accept."),
        (Because.ANSWERS, {}, "Answers in time, and soon."),
        (Because.SIMILAR_DEALS, {}, "Took requests like this one before."),
        (Because.WINS, {}, "A good share of its deals comes about."),
        (Because.REPORTS, {}, "Says what became of its deals."),
        (Because.FREE, {}, "Has room for your request."),
    ],
)
def test_every_reason_has_its_sentence(because, facts, sentence):
    (told,) = why(result(Reason(because, 1_000, facts)), RULES, near="Trieste")["reasons"]
    assert told["sentence"] == sentence


def test_no_reason_is_without_a_sentence():
    facts = {"codes": (), "size": "", "language": "", "country": "", "km": 0}
    said = [why(result(Reason(because, 0, facts)), RULES, near="")["reasons"][0]["sentence"] for because in Because]
    assert len({*said}) == len(Because) - 1, "products and services are told alike"


def test_points_are_a_part_of_the_whole():
    told = why(result(Reason(Because.WORDS, 15_400), Reason(Because.FREE, 5_000)), RULES, near="")
    assert [(one["points"], one["share"]) for one in told["reasons"]] == [("15", 25), ("5", 8)]
    assert told["total"] == "62 of 100 points in all"


def test_who_is_found_by_name_only_has_words_and_no_points():
    told = why(result(total=0), RULES, near="")
    assert (told["reasons"], told["total"]) == ([{"sentence": "Has the words you typed: ERP."}], "")
