"""What a long text costs where a number is asked for: nothing."""

import pytest

from segue.kit.figures import number_typed
from segue.kit.money import parse_money


@pytest.mark.parametrize(
    "text", ["9" * 1_000_000, f"0.{'0' * 1_000_000}", "1," * 500_000], ids=["nines", "zeros", "commas"]
)
def test_a_text_longer_than_any_number_is_none(text):
    with pytest.raises(ValueError, match="no number has 100"):
        number_typed(text, language="en")
    with pytest.raises(ValueError, match="no number has 100"):
        parse_money(text, currency="EUR", language="en")
