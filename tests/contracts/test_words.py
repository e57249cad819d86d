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


NEVER_IN_ITALIAN = {
    r"[\w,] (Lei|Le|Suo|Suoi|Sua|Sue)\b|rLe\b": "lei, le, suo in small letters",
    r"[“”’]": "« » and '",
    r"\bpaes[ei]\b": "Paese",
}
"""The form of address, the quotation marks and the country as they are written everywhere."""


def sentences(begin=r"msgid(?:_plural)?"):
    text = CATALOGUE.read_text(encoding="utf-8")
    for entry in re.findall(rf'^{begin} ((?:".*"\n)+)', text, flags=re.MULTILINE):
        # Names of placeholders are not read by anybody.
        yield re.sub(r"%\(\w+\)", "%", "".join(line[1:-1] for line in entry.splitlines()))


@pytest.mark.parametrize("word", NEVER)
def test_nothing_is_called_by_another_word(word):
    found = [sentence for sentence in sentences() if re.search(word, sentence)]
    assert found == [], f"say “{NEVER[word]}”"


@pytest.mark.parametrize("word", NEVER_IN_ITALIAN)
def test_italian_speaks_in_one_voice(word):
    found = [sentence for sentence in sentences(r"msgstr(?:\[\d\])?") if re.search(word, sentence)]
    assert found == [], f"say {NEVER_IN_ITALIAN[word]}"


def test_the_words_are_looked_for_where_they_are():
    assert sum("e-mail address" in sentence for sentence in sentences()) > 10
