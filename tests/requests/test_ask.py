from datetime import timedelta

import pytest

from segue.accounts.actor import VISITOR, Customer
from segue.directory.actions import pause
from segue.kit.errors import Invalid, NotFound, TooMany
from segue.leads import queries as leads
from segue.leads.models import Lead
from segue.outbox.models import Message
from segue.requests.actions.confirm import confirm, confirm_by_code
from segue.requests.links import code_for, link_token, request_of, thanked, thanks_token
from segue.requests.models import Request, Wish
from tests.requests.asking import asked


def facts(prefix):
    return [m.fact for m in Message.objects.order_by("id") if m.fact.startswith(prefix)]


def test_the_first_partner_gets_the_lead_at_once_and_the_others_on_confirmation(world):
    request = asked(world, world.bergen, world.oslo)

    (lead,) = leads.of_request(request.id)
    assert lead.partner_id == world.harbour.id
    assert lead.location_id == world.bergen.id
    assert lead.type == "inquiry"
    assert lead.email_confirmed is False
    assert lead.customer_name == "Anna Conti"
    assert lead.need == "Move our warehouse planning into the cloud before the summer"
    assert lead.consent_how == "Ticked on the request form: Harbour IT may get these data."
    assert [(w.location_id, w.lead_id) for w in Wish.objects.order_by("position")] == [
        (world.bergen.id, lead.id),
        (world.oslo.id, None),
    ]

    confirm(request.id, actor=Customer(request.id), at=world.at + timedelta(minutes=5))

    first, second = leads.of_request(request.id)
    assert (first.partner_id, first.email_confirmed) == (world.harbour.id, True)
    assert (second.partner_id, second.email_confirmed) == (world.fjord.id, True)
    assert second.consent_how == "Ticked on the request form: Fjord Cloud may get these data."
    assert facts("request.") == ["request.received", "request.confirmed"]


def test_the_same_form_sent_twice_asks_once(world):
    first = asked(world, world.bergen)
    second = asked(world, world.bergen, at=world.at + timedelta(seconds=1))
    assert second.id == first.id
    assert Request.objects.count() == 1
    assert Lead.objects.count() == 1


def test_every_field_that_cannot_be_taken_is_named_with_how_to_mend_it(world):
    with pytest.raises(Invalid) as refused:
        asked(
            world,
            world.bergen,
            agreed=False,
            company=" ",
            name="",
            email="anna at conti",
            need="x" * 4001,
            country="XX",
            size="huge",
            budget="much",
            direct_contact=True,
            phone=" ",
            city="y" * 81,
        )
    assert {name: str(sentence) for name, sentence in refused.value.fields.items()} == {
        "company": "Say which company this is for. If there is none, write your name.",
        "name": "Say whom to talk to.",
        "email": "Look at the e-mail address again; it should look like anna@conti.example.",
        "need": "Shorten what you need to 4000 characters; the rest can wait for the talk.",
        "country": "Choose your country.",
        "size": "Choose from the list.",
        "budget": "Write the budget as a number, such as 20000, or leave it empty.",
        "phone": "To be contacted directly, give a phone number.",
        "city": "Shorten this to 80 characters.",
        "consent": "Tick this, so that we may pass on what you wrote.",
    }
    assert Request.objects.count() == 0


def test_a_phone_is_kept_as_given_with_a_copy_that_can_be_dialled(world):
    request = asked(world, world.bergen, phone="040 / 366 1234", direct_contact=True)
    assert request.customer_phone == "040 / 366 1234"
    assert request.customer_phone_e164 == "+390403661234"
    (lead,) = leads.of_request(request.id)
    assert lead.hot_until == world.at + timedelta(hours=72)


def test_an_odd_phone_is_not_refused(world):
    request = asked(world, world.bergen, phone="ask for Anna")
    assert (request.customer_phone, request.customer_phone_e164) == ("ask for Anna", "")


def test_text_is_kept_without_what_nobody_typed(world):
    request = asked(world, world.bergen, company="Conti Logistica\x00", need="ERP\r\nand\x07 stock")
    assert request.customer_company == "Conti Logistica"
    assert request.need == "ERP\nand stock"


def test_a_budget_is_read_as_the_customer_writes_it(world):
    request = asked(world, world.bergen, budget="20.000,50", budget_currency="EUR")
    assert (request.budget_minor, request.budget_currency) == (2_000_050, "EUR")


def test_two_locations_of_one_partner_are_one_question(world):
    request = asked(world, world.trieste, world.bergen)
    confirm(request.id, actor=Customer(request.id), at=world.at)
    (lead,) = leads.of_request(request.id)
    assert lead.location_id == world.trieste.id


def test_a_partner_that_takes_none_is_named_with_the_reason(world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    with pytest.raises(Invalid) as refused:
        asked(world, world.bergen)
    assert {k: str(v) for k, v in refused.value.fields.items()} == {"locations": "Harbour IT is taking a break."}


def test_without_a_partner_it_waits_in_the_vendors_inbox(world):
    request = asked(world)
    assert (request.held, request.held_at, request.release_at) == ("no_partner", world.at, None)
    assert Lead.objects.count() == 0
    assert request.consent_how == "Ticked on the request form: Aurora Software may get these data."
    assert facts("request.") == ["request.received", "request.held"]


def test_the_code_of_the_mail_confirms_and_a_wrong_one_says_so(world):
    request = asked(world, world.bergen)
    code = code_for(request)
    assert len(code) == 6
    assert code.isdigit()
    wrong = "000000" if code != "000000" else "000001"
    with pytest.raises(Invalid) as refused:
        confirm_by_code(request, wrong, actor=VISITOR, at=world.at)
    assert str(refused.value.fields["code"]) == "That is not the code of our mail. Look again: it has six figures."
    done = confirm_by_code(request, f"{code[:3]} {code[3:]}", actor=VISITOR, at=world.at)
    assert done.confirmed_at == world.at


def test_codes_cannot_be_guessed(world):
    request = asked(world, world.bergen)
    wrong = "000000" if code_for(request) != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(Invalid):
            confirm_by_code(request, wrong, actor=VISITOR, at=world.at)
    with pytest.raises(TooMany):
        confirm_by_code(request, code_for(request), actor=VISITOR, at=world.at)
    later = confirm_by_code(request, code_for(request), actor=VISITOR, at=world.at + timedelta(hours=1))
    assert later.confirmed_at == world.at + timedelta(hours=1)


def test_only_its_own_customer_confirms_a_request(world):
    mine, other = asked(world, world.bergen), asked(world, world.oslo, form_key="form-2")
    for stranger in (Customer(other.id), VISITOR, world.dora, world.vera):
        with pytest.raises(NotFound):
            confirm(mine.id, actor=stranger, at=world.at)
    mine.refresh_from_db()
    assert mine.confirmed_at is None


def test_the_thank_you_link_does_not_open_the_private_page(world):
    request = asked(world, world.bergen)
    private, thanks = link_token(request.id, request.link_epoch), thanks_token(request)
    assert request_of(private).id == request.id
    assert thanked(thanks).id == request.id
    other = asked(world, world.bergen, form_key="form-2")
    for token in (
        thanks,
        private[:-1] + ("0" if private[-1] != "0" else "1"),
        "",
        "x-y",
        f"{other.id.hex}-{private[33:]}",
    ):
        with pytest.raises(NotFound):
            request_of(token)
    with pytest.raises(NotFound):
        thanked(private)


def test_a_moved_epoch_ends_links_and_codes(world):
    request = asked(world, world.bergen)
    private, code = link_token(request.id, request.link_epoch), code_for(request)
    Request.objects.filter(id=request.id).update(link_epoch=2)
    request.refresh_from_db()
    with pytest.raises(NotFound):
        request_of(private)
    assert code_for(request) != code
