"""Links that are derived: each opens its own thing for its own purpose, and no other."""

import pytest

from segue.kit.derived import link_of, require_same, thing_in
from segue.kit.errors import NotFound
from segue.kit.ids import id_from, ids_from, new_id, required_id

THING, OTHER = new_id(), new_id()
LINK = link_of(THING, purpose="letter", parts=(1,))


def test_a_link_names_its_thing_and_is_recognised():
    assert thing_in(LINK) == THING
    assert len(LINK) == 32 + 1 + 32
    require_same(LINK, link_of(THING, purpose="letter", parts=(1,)))


@pytest.mark.parametrize(
    "other",
    [
        link_of(OTHER, purpose="letter", parts=(1,)),
        link_of(THING, purpose="thanks", parts=(1,)),
        link_of(THING, purpose="letter", parts=(2,)),
        f"{THING.hex}-",
        "",
        "è",
    ],
    ids=["of another thing", "for another purpose", "of another epoch", "cut short", "empty", "no link"],
)
def test_no_other_link_opens_it(other):
    with pytest.raises(NotFound):
        require_same(other, LINK)


@pytest.mark.parametrize("text", ["", "-", "Bergen", "0" * 31, "è" * 32])
def test_what_names_nothing_is_not_found(text):
    assert id_from(text) is None
    with pytest.raises(NotFound):
        thing_in(text)
    with pytest.raises(NotFound):
        required_id(text)


def test_ids_are_read_in_their_order_and_the_rest_is_passed_over():
    assert ids_from([str(OTHER), "Bergen", THING.hex]) == [OTHER, THING]
