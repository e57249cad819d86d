from datetime import timedelta

import pytest

from segue.accounts.actor import VISITOR
from segue.directory.actions import pause
from segue.directory.policy import NotReceiving
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.leads.models import Lead, Type
from segue.requests.actions.send import OwnCompany
from segue.requests.models import Request
from tests.requests.asking import sent

pytestmark = pytest.mark.django_db


def test_a_marketer_sends_with_channel_and_campaign(world):
    lead = sent(world, world.trieste, by=world.marta, type=Type.MARKETING)
    request = Request.objects.get(id=lead.request_id)
    assert (lead.type, lead.channel, lead.campaign) == ("marketing", "webinar", "Spring 2026")
    assert (lead.sender_person_id, lead.sender_partner_id) == (world.marta.person_id, None)
    assert (lead.sender_name, lead.sender_note) == ("Marta Rossi", "They know Trieste")
    assert (lead.consent_how, lead.consent_at) == ("On the phone", world.at - timedelta(days=1))
    assert lead.email_confirmed is True
    assert request.confirmed_at == world.at


def test_a_seller_and_a_partner_send_sales_qualified_ones(world):
    by_sven = sent(world, world.bergen, by=world.sven, campaign="")
    assert (by_sven.type, by_sven.channel, by_sven.sender_name) == ("sales", "", "Sven Olsen")
    by_ada = sent(world, world.oslo, by=world.ada, form_key="sent-2")
    assert (by_ada.type, by_ada.sender_name) == ("sales", "Harbour IT")
    assert (by_ada.sender_person_id, by_ada.sender_partner_id) == (world.ada.person_id, world.harbour.id)


def test_the_same_form_again_sends_once(world):
    first = sent(world, world.bergen, by=world.sven)
    again = sent(world, world.oslo, by=world.sven)
    assert again.id == first.id
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "type_", "refusal"),
    [
        ("marta", Type.SALES, Forbidden),
        ("sven", Type.MARKETING, Forbidden),
        ("marta", Type.INQUIRY, Forbidden),
        ("vera", Type.INQUIRY, Forbidden),
        ("otto", Type.SALES, Forbidden),
        ("paula", Type.SALES, Forbidden),
        ("ada", Type.MARKETING, Forbidden),
        ("cleo", Type.SALES, Forbidden),
        ("pia", Type.SALES, Forbidden),
        ("nora", Type.SALES, NotFound),
    ],
)
def test_each_role_sends_its_own_type_only(world, who, type_, refusal):
    with pytest.raises(refusal):
        sent(world, world.oslo, by=getattr(world, who), type=type_)
    assert Request.objects.count() == 0


def test_a_visitor_sends_nothing(world):
    with pytest.raises(NotFound):
        sent(world, world.oslo, by=VISITOR)


def test_not_to_the_own_company(world):
    with pytest.raises(OwnCompany):
        sent(world, world.trieste, by=world.ada)


def test_without_consent_it_cannot_be_sent(world):
    with pytest.raises(Invalid) as refused:
        sent(world, world.bergen, by=world.marta, type=Type.MARKETING, consent_how=" ", consent_at=None, channel="fax")
    assert {name: str(sentence) for name, sentence in refused.value.fields.items()} == {
        "consent_how": "Say how the customer agreed to be passed on; without it this cannot be sent.",
        "consent_at": "Say when the customer agreed.",
        "channel": "Choose the channel the customer came through.",
    }
    with pytest.raises(Invalid) as refused:
        sent(world, world.bergen, by=world.sven, consent_at=world.at + timedelta(seconds=1))
    assert set(refused.value.fields) == {"consent_at"}
    assert Request.objects.count() == 0


def test_an_unpublished_partner_is_refused_with_the_reason(world):
    pause(world.fjord.id, actor=world.dora, at=world.at)
    with pytest.raises(NotReceiving) as refused:
        sent(world, world.oslo, by=world.sven)
    assert str(refused.value) == "Fjord Cloud is taking a break."


def test_a_customer_without_a_mail_address_can_be_sent(world):
    lead = sent(world, world.bergen, by=world.sven, typed={"email": "", "phone": "+39 040 366 1234"})
    assert (lead.customer_email, lead.customer_phone) == ("", "+39 040 366 1234")
