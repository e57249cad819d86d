import pytest

from segue.accounts import actions
from segue.directory.models import SearchRow
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.programme.models import Term
from segue.programme.queries import rules
from segue.programme.terms import TermChanged, Word, term_versions
from segue.work.loop import drain

PRODUCT, COMPETENCY = Term.Kind.PRODUCT, Term.Kind.COMPETENCY
ROBOTS = Word(labels={"en": "Robots", "it": "Robot"})


def offered(kind=PRODUCT):
    return [term.code for term in rules().terms_of(kind)]


def tokens(partner):
    return set(SearchRow.objects.get(profile_id=partner.id).words.split())


def test_a_word_of_ones_own_is_offered_at_the_end(world):
    made = actions.add_term(PRODUCT, ROBOTS, actor=world.vera, at=world.at)
    assert (made.code, made.labels, made.version, made.changed_by) == (
        "robots", {"en": "Robots", "it": "Robot"}, 1, world.vera.person_id,
    )  # fmt: skip
    assert offered()[-1] == "robots"


def test_a_new_name_is_a_new_version_by_which_profiles_are_found(world):
    new = Word(labels={"en": "Sky hosting", "it": "Hosting celeste"})
    actions.change_term(PRODUCT, "cloud", new, actor=world.vera, at=world.at, seen=1)
    assert "sky" not in tokens(world.harbour)
    drain(at=world.at)
    assert {"sky", "celest"} <= tokens(world.harbour) & tokens(world.fjord)
    assert "piattaform" not in tokens(world.harbour) | tokens(world.fjord)
    assert [(term.version, term.current, term.labels["en"]) for term in term_versions(PRODUCT, "cloud")] == [
        (2, True, "Sky hosting"),
        (1, False, "Cloud platform"),
    ]
    assert offered()[2] == "cloud"


def test_a_retired_word_is_offered_no_more_and_keeps_its_name(world):
    actions.retire_term(PRODUCT, "erp", actor=world.vera, at=world.at, seen=1)
    assert "erp" not in offered()
    assert [term.code for term in rules().terms_retired(PRODUCT)] == ["erp"]
    assert rules().label(PRODUCT, "erp") == "ERP"
    actions.restore_term(PRODUCT, "erp", actor=world.vera, at=world.at, seen=2)
    assert offered()[0] == "erp"


def test_words_change_places(world):
    before = offered()
    actions.move_term(PRODUCT, before[1], actor=world.vera, up=True)
    assert offered() == [before[1], before[0], *before[2:]]
    actions.move_term(PRODUCT, before[1], actor=world.vera, up=True)
    assert offered()[0] == before[1]
    with pytest.raises(NotFound):
        actions.move_term(PRODUCT, "nothing", actor=world.vera, up=False)


def test_who_saw_an_old_version_changes_nothing(world):
    actions.retire_term(PRODUCT, "erp", actor=world.vera, at=world.at, seen=1)
    with pytest.raises(TermChanged):
        actions.change_term(PRODUCT, "erp", ROBOTS, actor=world.vera, at=world.at, seen=1)
    assert rules().label(PRODUCT, "erp") == "ERP"


@pytest.mark.parametrize(
    ("word", "fields"),
    [
        (Word(labels={"en": "Robots"}), ["label_it"]),
        (Word(labels={"en": "x" * 61, "it": "Robot"}), ["label_en"]),
        (Word(labels={"en": "Robots", "it": "Sicurezza"}), ["label_it"]),
    ],
)
def test_a_word_needs_a_name_of_its_own_in_each_language(world, word, fields):
    with pytest.raises(Invalid) as refused:
        actions.add_term(PRODUCT, word, actor=world.vera, at=world.at)
    assert list(refused.value.fields) == fields


def test_a_competency_covers_products_and_services_that_there_are(world):
    labels = {"en": "Cloud migration", "it": "Migrazione al cloud"}
    covers = {"product": ["cloud"], "service": ["migration"]}
    assert (
        actions.add_term(COMPETENCY, Word(labels=labels, covers=covers), actor=world.vera, at=world.at).covers == covers
    )
    wrong = Word(labels={"en": "Other", "it": "Altra"}, covers={"product": ["clod"]})
    with pytest.raises(Invalid) as refused:
        actions.add_term(COMPETENCY, wrong, actor=world.vera, at=world.at)
    assert list(refused.value.fields) == ["product"]
    assert (
        actions.add_term(PRODUCT, Word(labels=ROBOTS.labels, covers=covers), actor=world.vera, at=world.at).covers == {}
    )


@pytest.mark.parametrize(("who", "refusal"), [("otto", Forbidden), ("paula", NotFound), ("ada", NotFound)])
def test_the_vocabulary_is_the_programme_admins(world, who, refusal):
    actor = getattr(world, who)
    with pytest.raises(refusal):
        actions.add_term(PRODUCT, ROBOTS, actor=actor, at=world.at)
    with pytest.raises(refusal):
        actions.change_term(PRODUCT, "erp", ROBOTS, actor=actor, at=world.at, seen=1)
    with pytest.raises(refusal):
        actions.retire_term(PRODUCT, "erp", actor=actor, at=world.at, seen=1)
    with pytest.raises(refusal):
        actions.restore_term(PRODUCT, "erp", actor=actor, at=world.at, seen=1)
    with pytest.raises(refusal):
        actions.move_term(PRODUCT, "erp", actor=actor, up=True)
    assert Term.objects.filter(version__gt=1).count() == 0
