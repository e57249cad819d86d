"""The sender's domain in DNS: each record is broken, and the sentence is read; a name server of our own answers."""

import socket
import threading

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from segue.cli import doctor, sender_domain
from segue.cli.sender_domain import look, sender, texts_of
from tests.processes import free_port

ADDRESS = "Aurora Partners <leads@mail.aurora.example>"
SOUND = {
    "mail.aurora.example": ["google-site-verification=x", "v=spf1 mx -all"],
    "s1._domainkey.mail.aurora.example": ["v=DKIM1; k=rsa; p=MIGf" + "A" * 300],
    "_dmarc.aurora.example": ["v=DMARC1; p=quarantine; rua=mailto:dmarc@aurora.example"],
}


@pytest.fixture
def name_server():
    """Answers on the loopback with what `records` holds; long texts come in pieces of 255, as real ones do."""
    records = dict(SOUND)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.1)
        stop = threading.Event()
        thread = threading.Thread(target=serve, args=(listening, records, stop))
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], listening.getsockname()[1]
        yield records, lambda name: texts_of(name, resolver=resolver)
        stop.set()
        thread.join()


def serve(listening, records, stop):
    while not stop.is_set():
        try:
            wire, client = listening.recvfrom(4096)
        except TimeoutError:
            continue
        asked = dns.message.from_wire(wire)
        answer = dns.message.make_response(asked)
        name = asked.question[0].name
        texts = records.get(name.to_text(omit_final_dot=True))
        if texts is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif texts:
            pieces = [" ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) for text in texts]
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *pieces))
        listening.sendto(answer.to_wire(), client)


def found(name_server, *, selector="s1", bounce_address=""):
    who = sender(mail_from=ADDRESS, bounce_address=bounce_address, selector=selector)
    return look(who, texts=name_server[1])


def test_a_sound_domain(name_server):
    assert [one.fine for one in found(name_server)] == [True, True, True]
    assert found(name_server)[2].sentence == "DMARC: aurora.example asks receivers for p=quarantine."


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (None, "SPF: mail.aurora.example names no server that may send for it."),
        ([], "SPF: mail.aurora.example names no server that may send for it."),
        (["v=spf10 -all"], "SPF: mail.aurora.example names no server that may send for it."),
        (["v=spf1 mx -all", "v=spf1 a -all"], "SPF: mail.aurora.example has 2 records, and receivers take none then."),
        (["v=spf1 +all"], "SPF: mail.aurora.example lets everybody send for it (v=spf1 +all)."),
    ],
)
def test_servers_that_may_send(name_server, texts, says):
    name_server[0]["mail.aurora.example"] = texts
    broken = found(name_server)[0]
    assert (broken.fine, broken.sentence.startswith(says)) == (False, True), broken.sentence


def test_the_servers_are_those_of_the_return_path(name_server):
    broken = found(name_server, bounce_address="bounces@back.aurora.example")[0]
    assert broken.sentence.startswith("SPF: back.aurora.example names no server")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (None, "DKIM: s1._domainkey.mail.aurora.example holds no key."),
        (["hello"], "DKIM: s1._domainkey.mail.aurora.example holds no key."),
        (["v=DKIM1; p="], "DKIM: the key at s1._domainkey.mail.aurora.example is empty, which means revoked."),
    ],
)
def test_the_key_that_mails_are_signed_by(name_server, texts, says):
    name_server[0]["s1._domainkey.mail.aurora.example"] = texts
    broken = found(name_server)[1]
    assert (broken.fine, broken.sentence.startswith(says)) == (False, True), broken.sentence


def test_without_a_selector_the_key_is_not_known(name_server):
    assert found(name_server, selector="")[1].fine is None


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (None, "DMARC: _dmarc.mail.aurora.example says nothing."),
        (["v=DMARC1; rua=mailto:x@aurora.example"], "DMARC: the record of _dmarc.aurora.example has no policy."),
    ],
)
def test_what_receivers_are_asked_to_do(name_server, texts, says):
    name_server[0]["_dmarc.aurora.example"] = texts
    broken = found(name_server)[2]
    assert (broken.fine, broken.sentence.startswith(says)) == (False, True), broken.sentence


def test_dns_that_cannot_be_reached_is_said_and_is_no_fault(monkeypatch, settings):
    nobody = dns.resolver.Resolver(configure=False)
    nobody.nameservers, nobody.port = ["127.0.0.1"], free_port()
    monkeypatch.setattr(sender_domain, "LONGEST", 0.3)
    monkeypatch.setattr(dns.resolver, "Resolver", lambda: nobody)
    settings.DEFAULT_FROM_EMAIL = ADDRESS
    [finding] = doctor.sender_domain_is_known(None)
    assert (finding.fine, finding.mark) == (None, "?    ")
    assert finding.sentence.startswith("Sender domain: DNS cannot be reached (")
    assert finding.sentence.endswith("so SPF, DKIM and DMARC of mail.aurora.example are not known.")


def test_a_sender_without_a_domain(settings):
    settings.DEMO, settings.BASE_URL = False, "https://leads.aurora.example"
    [finding] = doctor.sender_domain_is_known(None)
    assert finding.sentence.startswith("Sender domain: SEGUE_MAIL_FROM is segue@localhost; nobody takes mails from")
    assert finding.fine is False
