from hypothesis import given
from hypothesis import strategies as st

from segue.kit.spelling import LATIN, one_slip_away

WORDS = st.text(LATIN, min_size=4, max_size=12)


@given(WORDS, st.data())
def test_each_kind_of_slip_is_one_away_both_ways(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LATIN))
    swapped = word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]
    slips = {word[:place] + letter + word[place:], word[:place] + letter + word[place + 1 :], swapped} - {word}
    if len(word) > 4:
        slips |= {word[:place] + word[place + 1 :]} - {word}
    assert slips <= one_slip_away(word)
    assert all(word in one_slip_away(slip) for slip in slips)


@given(WORDS)
def test_nothing_is_more_than_one_letter_longer_or_shorter(word):
    assert {len(other) - len(word) for other in one_slip_away(word)} == {-1, 0, 1}
    assert word not in one_slip_away(word)


def test_short_words_are_left_alone_and_other_letters_known():
    assert one_slip_away("erp") == frozenset()
    assert "минхен" in one_slip_away("мюнхен")
    assert "ελλαδα" in one_slip_away("ελαδα")
