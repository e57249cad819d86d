"""Characters one cannot see make nothing read as something else: a name is refused with them, a text kept without."""

import json

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from segue.kit.names import NOTHING_TO_READ, TURNED, unreadable
from segue.kit.text import TURNS_DIRECTION
from tests import make
from tests.contracts.everyone import HOUR, clients, text_of, things
from tests.contracts.test_hostile_input import filled_in, forms_of, pages, taken_back

NAMES = {"name", "company", "vendor_name", "group"}
OF_A_LIST = "/leads/views"
"""What somebody calls a list of theirs is read by nobody else."""
TEXTS = {
    *(
        "about",
        "campaign",
        "campaign_id",
        "city",
        "consent_how",
        "crm_id",
        "deal_name",
        "description",
        "keyword",
        "message",
    ),
    *("need", "note", "notes", "phone", "postal_code", "reason", "sentence", "street", "wanted_by"),
}
TURNING = "Move \u202ekcots\u202c \u2066soon\u2069"
READERS = ("visitor", "ada", "vera", "sven")


def said_to(browser, url, data):
    """What is said to a form; what it wrote is taken back."""
    with taken_back(browser):
        return text_of(browser.post(url, data, follow=True))


def kept_from(browser, url, data):
    """What is kept of the texts in a form that was sent: every text of the database with a word of them; taken back."""
    with taken_back(browser):
        browser.post(url, data)
        return [text for model in apps.get_models() for text in texts_of(model) if "kcots" in text]


def texts_of(model):
    kinds = models.CharField | models.TextField | models.JSONField
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
    return [
        json.dumps(value, ensure_ascii=False, default=str) for row in model.objects.values_list(*names) for value in row
    ]


def more_pages(world):
    accepted = make.lead(world, "accepted")
    steps = [reverse(f"lead-{step}", args=[accepted.id]) for step in ("employees", "details", "won", "lost")]
    return [*steps, f"{reverse('send')}?location={world.bergen.id}"]


@pytest.fixture(autouse=True)
def _while_leads_can_be_answered(world, time_machine):
    time_machine.move_to(world.at + 2 * HOUR, tick=False)


@pytest.mark.django_db
def test_a_name_in_which_the_writing_turns_is_refused_wherever_one_is_typed(world):
    urls = [*pages(things(world)).values(), *more_pages(world)]
    browsers, asked, taken = clients(world), 0, []
    for who in READERS:
        for url, fields in forms_of(browsers[who], urls).items():
            for name in sorted(NAMES & fields.keys()) if not url.startswith(OF_A_LIST) else ():
                asked += 1
                if str(TURNED) not in said_to(browsers[who], url, filled_in(fields) | {name: "Harbour \u202eTI"}):
                    taken.append((who, url, name))

    assert not taken
    assert asked > 30  # of whole forms, by each who can reach them


@pytest.mark.django_db
def test_a_text_in_which_the_writing_turns_is_kept_without_what_turns_it(world):
    urls = [*pages(things(world)).values(), *more_pages(world)]
    browsers, taking, turned = clients(world), set(), []
    for who in READERS:
        for url, fields in forms_of(browsers[who], urls).items():
            chosen = {"reason"} if fields.get("reason") else set()  # from a list
            if texts := dict.fromkeys(TEXTS & fields.keys() - chosen, TURNING):
                kept = kept_from(browsers[who], url, filled_in(fields) | texts)
                taking |= {url} if kept else set()
                turned += [(who, url, text) for text in kept if TURNS_DIRECTION.intersection(text)]

    assert not turned
    assert len(taking) > 15, taking


def test_a_name_of_unseen_characters_only_is_no_name():
    assert unreadable({"name": "Harbour\u200e IT", "company": "IT\u200f", "group": "\u061cIT"}) == dict.fromkeys(
        ("name", "company", "group"), TURNED
    )
    given = {"name": "\u200b", "company": "\u2800 \u00ad", "group": "", "vendor_name": "\u05e9\u05dc\u05d5\u05dd"}
    assert unreadable(given) == {"name": NOTHING_TO_READ, "company": NOTHING_TO_READ}
