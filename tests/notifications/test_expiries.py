"""After a month without a worker everything expires at once: each lead once, named once to each, in few mails."""

import re
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from segue.leads.actions.expire import sweep
from segue.leads.models import Lead, LeadEvent, Type
from segue.outbox.models import Message
from segue.work.loop import drain
from tests import make
from tests.leads.crowd import crowd

MOST_MAILS = 11
"""Ten singly, and one list of what a second sweep brings."""
PEOPLE = {
    "inquiry": ["ada@harbour.example", "paula@aurora.example"],
    "sales": ["ada@harbour.example", "ben@harbour.example", "sven@aurora.example"],
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [36, pytest.param(720, marks=pytest.mark.soak)])
def test_after_30_days_off_each_lead_expires_once_and_is_named_once(world, mailoutbox, figure, number):
    kinds = {f"Firm {n:03}": "sales" if n % 3 else "inquiry" for n in range(number)}
    for n, (firm, kind) in enumerate(kinds.items()):
        a_lead(world, firm, kind, at=world.at + n * timedelta(minutes=10))
    drain(at=world.at + timedelta(days=13))
    mailoutbox.clear()
    at = world.at + timedelta(days=14 + 30)
    with crowd(5) as threads:
        for _twice in range(2):
            results = threads.together([*[partial(drain, at=at)] * 3, *[partial(sweep, at=at)] * 2])
            assert not [result for result in results if isinstance(result, Exception)]
    drain(at=at)

    assert Lead.objects.filter(outcome="expired", version=2).count() == number
    assert LeadEvent.objects.filter(step="expire").count() == number
    assert Message.objects.filter(fact="lead.expired").count() == number
    expected = {
        person: Counter(firm for firm, kind in kinds.items() if person in PEOPLE[kind])
        for person in {person for people in PEOPLE.values() for person in people}
    }
    expected |= {customer_of(firm): None for firm in kinds}
    # The vendor's mail of the morning comes whenever a day passes.
    sent = [mail for mail in mailoutbox if mail.extra_headers["X-Segue-Kind"] != "today"]
    mails = Counter(mail.to[0] for mail in sent)
    assert set(mails) == set(expected)
    for person, firms in expected.items():
        bodies = [f"{mail.subject}\n{mail.body}" for mail in sent if mail.to == [person]]
        named = Counter(firm for body in bodies for firm in set(re.findall(r"Firm \d+", body)))
        assert named == firms if firms is not None else mails[person] == 1
    assert max(mails.values()) <= MOST_MAILS
    most = {person: mails[person] for person in sorted(expected) if not person.startswith("firm")}
    figure(f"{number} leads 30 days overdue, 3 workers and 2 sweeps at once, twice: each expired once, mails {most}")


def a_lead(world, firm, kind, *, at):
    copy = {"customer_company": firm, "customer_email": customer_of(firm), "customer_language": "en"}
    if kind == "sales":
        copy |= {"type": Type.SALES, "by": world.sven, "sender_person_id": world.sven.person_id}
    make.lead(world, at=at, **copy)


def customer_of(firm):
    return f"{firm.replace(' ', '').lower()}@conti.example"
