"""Anna asks three one after the other; one says no, one says nothing, and each time the next one is asked by itself."""

import re

from segue.kit import clock
from segue.leads.models import Lead
from segue.requests.bots import FASTEST
from tests.journeys.conftest import link_in, main_of
from tests.requests.asking import nordlicht


def test_a_no_and_silence_pass_it_on_by_itself_without_script(new_page, sit_down, aurora, mails_to, pass_time):
    hamburg = nordlicht(aurora)
    places = (aurora.bergen, aurora.oslo, hamburg)
    anna = new_page(java_script_enabled=False)
    anna.goto("/ask?" + "&".join(f"location={place.id}" for place in places))
    anna.get_by_label("What do you need?").fill("Move our warehouse planning into the cloud before the summer")
    anna.get_by_label("Company", exact=True).fill("Conti Logistica")
    anna.get_by_label("Country").select_option("IT")
    anna.get_by_label("Your name").fill("Anna Conti")
    anna.get_by_role("textbox", name="E-mail address").fill("anna@conti.example")
    anna.get_by_label("One after the other").check()
    anna.get_by_label("may get what I wrote here").check()
    pass_time(seconds=FASTEST.total_seconds())
    anna.get_by_role("button", name="Send the request").click()
    assert "Fjord Cloud is asked afterwards" in main_of(anna)
    [thanks] = mails_to("anna@conti.example")
    anna.get_by_label("Code from our mail").fill(re.search(r"^ {4}(\d{6})$", thanks.body, re.MULTILINE)[1])
    anna.get_by_role("button", name="Confirm").click()
    anna.get_by_text("Harbour IT has it until").first.wait_for()
    assert "then Fjord Cloud is asked. After that: Nordlicht." in main_of(anna)

    ada = sit_down(aurora.ada, java_script_enabled=False)
    ada.goto(link_in(mails_to("ada@harbour.example")[-1]))
    assert "Fjord Cloud" not in ada.content()
    ada.get_by_role("link", name="Decline", exact=True).click()
    ada.get_by_label("No capacity now").check()
    ada.get_by_role("button", name="Decline and close").click()
    pass_time(minutes=6)
    pass_time(seconds=5)
    anna.reload()
    assert "Harbour IT cannot take this on: they have no capacity at the moment." in main_of(anna)
    assert "Fjord Cloud has it until" in main_of(anna)

    pass_time(days=6)
    pass_time(seconds=5)
    assert mails_to("anna@conti.example")[-1].subject == "Nordlicht has your request now"
    anna.reload()
    assert "Nordlicht has your request and answers by" in main_of(anna)
    asked = Lead.objects.order_by("received_at").values_list("partner__name", "stage")
    assert list(asked) == [("Harbour IT", "archived"), ("Fjord Cloud", "received"), ("Nordlicht", "received")]
    assert max(Lead.objects.values_list("received_at", flat=True)) <= clock.now()
