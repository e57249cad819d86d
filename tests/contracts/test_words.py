"""One thing has one word: what people read never calls it by another one."""

import re
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).resolve().parents[2] / "src" / "segue" / "locale" / "it" / "LC_MESSAGES" / "django.po"
NEVER = {
    r"(?<![Ee]-)\bmail address": "e-mail address",
    r"\bemail\b": "e-mail",
    r"\bE-Mail": "E-mail",
}
"""What is not said -> what is said instead."""


def sentences():
    text = CATALOGUE.read_text(encoding="utf-8")
    for entry in re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', text, flags=re.MULTILINE):
        # Names of placeholders are not read by anybody.
        yield re.sub(r"%\(\w+\)", "%", "".join(line[1:-1] for line in entry.splitlines()))


@pytest.mark.parametrize("word", NEVER)
def test_nothing_is_called_by_another_word(word):
    found = [sentence for sentence in sentences() if re.search(word, sentence)]
    assert found == [], f"say “{NEVER[word]}”"


def test_the_words_are_looked_for_where_they_are():
    assert sum("e-mail address" in sentence for sentence in sentences()) > 10
