"""No page takes the name of a person or a company that a character one cannot see makes read as another one."""

import pytest
from django.db import transaction
from django.urls import reverse

from segue.kit.names import NOTHING_TO_READ, TURNED, unreadable
from tests import make
from tests.contracts.everyone import clients, text_of, things
from tests.contracts.test_hostile_input import filled_in, forms_of, pages

NAMES = {"name", "company", "vendor_name", "group"}
OF_A_LIST = "/leads/views"
"""What somebody calls a list of theirs is read by nobody else."""
READERS = ("visitor", "ada", "vera", "sven")


def said_to(browser, url, data):
    """What is said to a form; what it wrote is taken back."""
    with transaction.atomic():
        said = text_of(browser.post(url, data, follow=True))
        transaction.set_rollback(True)
    return said


def more_pages(world):
    accepted = make.lead(world, "accepted")
    return [reverse("lead-employees", args=[accepted.id]), f"{reverse('send')}?location={world.bergen.id}"]


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


def test_a_name_of_unseen_characters_only_is_no_name():
    given = {"name": "\u200b", "company": "\u2800 \u00ad", "group": "", "vendor_name": "\u05e9\u05dc\u05d5\u05dd"}
    assert unreadable(given) == {"name": NOTHING_TO_READ, "company": NOTHING_TO_READ}
