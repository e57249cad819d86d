"""Values under names of their own, for queries that take any number of them."""

from segue.kit.compiled import several


def test_values_are_named_and_the_last_comes_again_until_there_are_a_multiple():
    assert several("key", []) == {}
    assert several("key", [7]) == {f"key{number}": 7 for number in range(25)}
    assert list(several("key", range(25)).values()) == list(range(25))
    assert list(several("key", range(26)).values()) == [*range(26), *[25] * 24]
