"""The vendor's morning: from the 8 o'clock mail and five red numbers to "Everyone is being looked after."."""

import re
from datetime import timedelta

from segue.kit import clock
from segue.kit.working_time import office_hours
from segue.leads.actions import respond
from segue.leads.models import Lead, Type
from segue.programme.queries import rules
from tests import make
from tests.journeys.conftest import kinds, link_in, main_of
from tests.requests.asking import asked, sent


def next_eight():
    """8 o'clock on the programme's next working day."""
    programme = rules().programme
    return office_hours(programme.time_zone, programme.country).morning_after(clock.now(), days=1, hour=8)


def troubled(aurora):
    """What a night can bring: nobody chosen, a lead back, a hot one uncalled, one about to expire, a quiet deal."""
    eight = next_eight()
    asked(aurora, form_key="nobody", at=clock.now(), company="Gasthof Lindner", email="l@lindner.example")
    sent(aurora, aurora.oslo, by=aurora.sven, type=Type.SALES, at=clock.now(), form_key="back",
         typed={"company": "Porto Azul", "email": "p@porto.example"})  # fmt: skip
    back = Lead.objects.get(customer_company="Porto Azul")
    respond.decline(back.id, actor=aurora.dora, at=clock.now(), seen=1, answer=make.NO, hold=False)
    make.lead(aurora, at=eight - timedelta(hours=5), customer_company="Hotel Miramar", direct_contact=True)
    make.lead(aurora, at=eight - timedelta(days=13, hours=20), customer_company="Nordlys AS", location=aurora.oslo)
    make.lead(aurora, "accepted", at=eight - timedelta(days=5), customer_company="Mulino Bianchi")


def row_of(page, company):
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=company, exact=True))


def test_from_red_to_everyone_is_being_looked_after(aurora, sit_down, mails_to, pass_time):
    troubled(aurora)
    mails_to("paula@aurora.example")
    pass_time(seconds=(next_eight() - clock.now()).total_seconds() + 60)
    morning = mails_to("paula@aurora.example")[-1]
    assert morning.subject == "Today: 5 things need you"

    paula = sit_down(aurora.paula)
    paula.goto(link_in(morning))
    names = [row.inner_text().split("\n")[0] for row in paula.locator(".need-title > a").all()]
    assert names == ["Gasthof Lindner", "Porto Azul", "Hotel Miramar", "Nordlys AS", "Mulino Bianchi"]

    # A request nobody has: a partner is chosen.
    row_of(paula, "Gasthof Lindner").get_by_role("link", name="Choose a partner").click()
    paula.get_by_role("button", name="Send to Bergen (Harbour IT)").click()
    paula.get_by_role("link", name="Today").first.click()
    # A lead that came back: the next one gets it.
    row_of(paula, "Porto Azul").get_by_role("link", name="Send to next").click()
    paula.get_by_role("button", name="Send to Harbour IT").click()
    paula.get_by_text("Harbour IT has the lead.").wait_for()
    # A hot lead: the partner is called.
    row_of(paula, "Hotel Miramar").get_by_role("link", name="Call").click()
    assert "ada@harbour.example" in main_of(paula)
    paula.get_by_role("button", name="I called them").click()
    paula.get_by_text("You called Harbour IT.").wait_for()
    # One that expires today: nudged, taken back, nudged again.
    row_of(paula, "Nordlys AS").get_by_role("button", name="Nudge").click()
    paula.get_by_text(re.compile(r"Fjord Cloud is asked at \d\d:\d\d\.")).wait_for()
    assert row_of(paula, "Nordlys AS").count() == 0
    paula.get_by_role("button", name="Undo").click()
    row_of(paula, "Nordlys AS").get_by_role("button", name="Nudge").click()
    # A quiet deal: it can wait, and says why.
    mulino = row_of(paula, "Mulino Bianchi")
    mulino.locator("summary").click()
    mulino.get_by_role("link", name="Snooze").click()
    paula.get_by_label("Why it can wait").fill("Their fair ends on Friday")
    paula.get_by_role("button", name="Snooze").click()

    paula.get_by_text("Everyone is being looked after.").wait_for()
    pass_time(minutes=6)
    asked_for = mails_to("dora@fjord.example")[-1]
    assert kinds([asked_for]) == ["lead_nudged"]
    assert asked_for.subject == "Paula Meyer asks for your answer: Nordlys AS"

    # What was put off is still there for others.
    vera = sit_down(aurora.vera)
    assert "Mulino Bianchi" in main_of(vera)
    assert "Nordlys AS" not in main_of(vera)
