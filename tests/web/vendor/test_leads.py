from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from segue.accounts.models import Partner, Person
from segue.kit.ids import new_id
from segue.leads import following
from segue.leads.actions import close, respond
from segue.leads.models import Lead, Type
from segue.requests.links import link_token
from segue.requests.models import Request
from tests import make
from tests.requests.asking import sent


def sent_by(actor, **more):
    return {"by": actor, "type": Type.SALES, "sender_person_id": actor.person_id, "sender_name": actor.name, **more}


@pytest.fixture
def leads(world):
    """One lead that nobody sent, one of Sven's at Fjord Cloud, one of Marta's at Harbour IT."""
    inquiry = make.lead(world, customer_company="Inquiry Srl")
    svens = make.lead(world, "lost", location=world.oslo, customer_company="Svens AS", **sent_by(world.sven))
    martas = make.lead(world, "accepted", customer_company="Martas SpA", **sent_by(world.marta))
    return {"Inquiry Srl": inquiry, "Svens AS": svens, "Martas SpA": martas}


@pytest.mark.parametrize(
    ("name", "query", "seen"),
    [
        ("vera", "", {"Inquiry Srl", "Svens AS", "Martas SpA"}),
        ("otto", "", {"Inquiry Srl", "Svens AS", "Martas SpA"}),
        ("paula", "", {"Inquiry Srl", "Martas SpA"}),
        ("sven", "", {"Svens AS"}),
        ("marta", "", {"Martas SpA"}),
        ("vera", "?view=sent", set()),
        ("vera", "?view=all&stage=accepted", {"Martas SpA"}),
        ("vera", "?stage=archived&page=forged", {"Svens AS"}),
    ],
)
def test_everybody_follows_what_is_theirs(as_, world, leads, name, query, seen):
    from segue.accounts.actions import assign_manager  # noqa: PLC0415 -- only this test needs it

    assign_manager(world.fjord.id, actor=world.vera, at=world.at, manager_id=None)
    page = as_(getattr(world, name)).get(f"/vendor/leads{query}").content.decode()
    assert {company for company in leads if company in page} == seen


def test_a_list_of_others_is_not_there(as_, world, leads):
    assert as_(world.sven).get("/vendor/leads?view=all").status_code == 404
    assert as_(world.sven).get("/vendor/leads?view=partners").status_code == 404
    assert as_(world.ada).get("/vendor/leads").status_code == 404


def test_pages_follow_each_other_without_gap_or_double(as_, world, monkeypatch):
    monkeypatch.setattr(following, "PAGE", 2)
    made = {str(make.lead(world, customer_company=f"Company {n}").id) for n in range(5)}
    client, seen, url = as_(world.vera), [], "/vendor/leads"
    while url:
        response = client.get(url)
        seen += [urlsplit(row["url"]).path.rsplit("/", 1)[1] for row in response.context["rows"]]
        url = response.context["older_url"]
    assert (len(seen), set(seen)) == (5, made)


def test_the_list_costs_the_same_for_many(as_, world, django_assert_max_num_queries):
    client = as_(world.vera)
    for _ in range(2):
        for _ in range(8):
            make.lead(world)
        with django_assert_max_num_queries(6):
            client.get("/vendor/leads")


def test_the_sender_reads_stage_reason_and_value_and_nothing_of_the_partners_own(as_, world, leads):
    Lead.objects.filter(id=leads["Svens AS"].id).update(
        deal_name="Secret deal", notes="Secret notes", crm_id="CRM-77", campaign_id="own-campaign"
    )
    page = as_(world.sven).get(f"/vendor/leads/{leads['Svens AS'].id}").content.decode()
    for said in ("Svens AS", "Lost", "Budget not adequate", "Fjord Cloud accepted", "Fjord Cloud marked it as lost"):
        assert said in page
    for hidden in ("Secret deal", "Secret notes", "CRM-77", "own-campaign", "anna@conti.example", "555 0101"):
        assert hidden not in page


NOTE = "We do not travel that far"


@pytest.mark.parametrize("outcome", ["declined", "lost"])
def test_the_note_for_the_vendor_reaches_who_sent_it_who_looks_after_it_and_who_checks(
    as_, world, outcome, monkeypatch
):
    monkeypatch.setattr(make, "LOST", replace(make.LOST, note=NOTE))
    lead = make.lead(world, outcome, **sent_by(world.sven))
    for name in ("sven", "paula", "vera", "otto"):
        page = as_(getattr(world, name)).get(f"/vendor/leads/{lead.id}").content.decode()
        assert NOTE in page, name
        assert "Note for the vendor" in page


def test_a_lead_without_a_note_shows_no_empty_place_for_one(as_, world):
    lead = make.lead(world, "lost", **sent_by(world.sven))
    page = as_(world.sven).get(f"/vendor/leads/{lead.id}").content.decode()
    assert "Lost" in page
    assert make.LOST.note == ""
    assert "Note for the vendor" not in page


@pytest.mark.parametrize("outcome", ["declined", "lost"])
def test_the_note_for_the_vendor_reaches_no_sending_partner_and_no_customer(as_, client, world, outcome):
    lead = sent(world, world.bergen, by=world.dora)
    if outcome == "declined":
        respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.NO, hold=False)
    else:
        respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
        close.lose(lead.id, actor=world.ada, at=world.at, seen=2, answer=replace(make.LOST, note=NOTE), hold=False)
    lead.refresh_from_db()
    assert lead.reason_note == NOTE
    page = as_(world.dora).get(f"/sent/{lead.id}").content.decode()
    assert outcome.capitalize() in page
    assert NOTE not in page
    client.logout()
    request = Request.objects.get(id=lead.request_id)
    letter = client.get(f"/r/{link_token(request.id, request.link_epoch)}")
    assert letter.status_code == 200
    assert NOTE not in letter.content.decode()


def test_a_lead_of_others_is_not_there(as_, world, leads):
    client = as_(world.sven)
    url = f"/vendor/leads/{leads['Martas SpA'].id}"
    gone = client.get(url)
    assert gone.status_code == 404
    assert "is yours to see only as long as you look after its partner." in gone.content.decode()
    assert 'href="/vendor/leads">Back to the list</a>' in gone.content.decode()
    assert client.post(f"{url}/withdrawal").status_code == 404
    nowhere = as_(world.vera).get(f"/vendor/leads/{new_id()}").content.decode()
    assert "as long as you look after its partner" not in nowhere  # she sees all there are


def test_a_held_answer_is_nobodys_business_yet(as_, world):
    from segue.leads.actions import respond  # noqa: PLC0415 -- only this test needs it

    lead = make.lead(world, **sent_by(world.sven))
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.NO)
    response = as_(world.sven).get(f"/vendor/leads/{lead.id}")
    assert response.context["stage"]["kind"] == "received"
    assert "declin" not in response.content.decode().lower()


def test_recalling_is_for_sender_manager_and_programme_admin(as_, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    for name, expected in (("sven", 302), ("paula", 302), ("vera", 302), ("otto", 403)):
        lead = make.lead(world, **sent_by(world.sven))
        client = as_(getattr(world, name))
        assert ("Recall the lead" in client.get(f"/vendor/leads/{lead.id}").content.decode()) == (expected == 302)
        assert client.post(f"/vendor/leads/{lead.id}/withdrawal").status_code == expected
        lead.refresh_from_db()
        assert lead.outcome == ("withdrawn" if expected == 302 else None), name


def test_who_looks_after_a_lead_does_on_its_page_what_today_offers(as_, world, leads, time_machine):
    time_machine.move_to(world.at, tick=False)
    page = f"/vendor/leads/{leads['Inquiry Srl'].id}"

    def offered(name, url=page):
        return [step["label"] for step in as_(getattr(world, name)).get(url).context["care"]]

    assert offered("otto") == []
    assert offered("sven", f"/vendor/leads/{leads['Svens AS'].id}") == []  # it is closed
    assert offered("marta", f"/vendor/leads/{leads['Martas SpA'].id}") == ["Nudge", "Call", "Snooze"]
    assert offered("paula") == ["Nudge", "Call", "Send to next", "Snooze"]

    client = as_(world.paula)
    nudged = client.post(f"{page}/nudge", {"next": page}, follow=True)
    assert nudged.redirect_chain == [(page, 302)]
    assert nudged.context["undo"]["url"] == f"{page}/nudge/undo"
    assert client.get(page).context["undo"] is None
    [[tomorrow, _], *_] = client.get(f"{page}/snooze").context["form"].fields["wait"].choices
    put_off = {"wait": tomorrow, "reason": "They are moving house."}
    for verb, typed in (("call", {}), ("snooze", put_off)):
        assert client.get(f"{page}/{verb}?from=lead").context["back"]["url"] == page
        assert client.post(f"{page}/{verb}?from=lead", typed).url == page
    assert client.get(f"{page}/recall").context["back"]["url"] == "/vendor/today"


def test_a_partner_reads_what_recalling_does_before_it_does(as_, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    lead = make.lead(world, location=world.oslo, type=Type.SALES, sender_partner_id=world.harbour.id)
    client = as_(world.ben)
    assert f'href="/sent/{lead.id}/withdrawal"' in client.get(f"/sent/{lead.id}").content.decode()
    assert "The partner can no longer answer" in client.get(f"/sent/{lead.id}/withdrawal").content.decode()
    lead.refresh_from_db()
    assert lead.stage == "received"


def test_an_ended_lead_is_sent_to_its_partner_again(as_, world):
    handed = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    first, client = Lead.objects.get(request_id=handed.request_id), as_(world.marta)
    page = f"/vendor/leads/{first.id}"
    assert f"{page}/again" not in client.get(page).content.decode()
    assert client.get(f"{page}/again").url == page

    respond.decline(first.id, actor=world.ada, at=world.at, seen=1, answer=make.NO, hold=False)
    assert f"{page}/again" in client.get(page).content.decode()
    assert "Send it to Harbour IT again" in client.get(f"{page}/again").content.decode()
    response = client.post(f"{page}/again", follow=True)
    second = Lead.objects.get(request_id=handed.request_id, attempt=2)
    assert response.redirect_chain == [(f"/vendor/leads/{second.id}", 302)]
    assert "Sent to Harbour IT again." in response.content.decode()
    # By the way back, and from an old page: it is the same one.
    assert client.get(f"{page}/again").url == page
    assert client.post(f"{page}/again").url == f"/vendor/leads/{second.id}"
    assert as_(world.otto).post(f"{page}/again").status_code == 403
    assert Lead.objects.filter(request_id=handed.request_id).count() == 2


def test_whom_to_call_says_who_has_given_no_number_and_where_one_may_be(as_, world, leads):
    page = as_(world.paula).get(f"/vendor/leads/{leads['Martas SpA'].id}/call").content.decode()
    assert "Nobody at Harbour IT has given a phone number here." in page
    assert page.count("No phone number") == page.count("mailto:")
    Person.objects.filter(id=world.ada.person_id).update(phone="+47 55 55 01 01")
    Partner.objects.filter(id=world.harbour.id).update(website="https://harbour.example")
    page = as_(world.paula).get(f"/vendor/leads/{leads['Martas SpA'].id}/call").content.decode()
    assert 'href="tel:+47 55 55 01 01"' in page
    assert "Nobody at Harbour IT" not in page
    Person.objects.filter(id=world.ada.person_id).update(phone="")
    page = as_(world.paula).get(f"/vendor/leads/{leads['Martas SpA'].id}/call").content.decode()
    assert 'Perhaps <a href="https://harbour.example" rel="noopener">their website</a> names one.' in page
