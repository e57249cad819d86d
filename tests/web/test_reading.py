"""What a reader reads: numbers in the writing of their language."""

import pytest
from django.utils import translation

from segue.web.reading import figure


@pytest.mark.parametrize(("language", "some", "many"), [("en", "1,204", "1,000+"), ("it", "1.204", "1.000+")])
def test_counts_are_written_as_the_language_does(language, some, many):
    with translation.override(language):
        assert (figure(1204), figure(1000, more=True)) == (some, many)
