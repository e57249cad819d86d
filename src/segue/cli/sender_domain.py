"""Whether the domain that mails are sent from says so in DNS: SPF, DKIM, DMARC. Without them mails end as spam."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING

import dns.exception
import dns.resolver

if TYPE_CHECKING:
    from dns.resolver import Resolver

LONGEST = 5.0
"""Seconds that one look-up may take."""

Texts = Callable[[str], list[str]]
"""Returns the TXT records of a name, none where there are none; raises Unreachable."""


class Unreachable(Exception):  # noqa: N818 -- it reads as what happened
    """No name server answers."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the domain that people read, that of the envelope, and the selector of the key mails are signed by."""

    domain: str
    envelope: str
    selector: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found: fine, not fine, or (None) not known; and a sentence."""

    fine: bool | None
    sentence: str


def sender(*, mail_from: str, bounce_address: str, selector: str) -> Sender:
    """Return who sends by these settings."""
    domain = _domain(mail_from)
    return Sender(domain, _domain(bounce_address) or domain, selector)


def look(who: Sender, *, texts: Texts) -> list[Found]:
    """Return what DNS says of a sender, a finding for each of SPF, DKIM and DMARC; one where no name server answers."""
    try:
        return [_spf(who.envelope, texts), _dkim(who, texts), _dmarc(who.domain, texts)]
    except Unreachable as error:
        what = f"Sender domain: DNS cannot be reached ({error}), so SPF, DKIM and DMARC of {who.domain} are not known."
        return [Found(None, what)]


def texts_of(name: str, *, resolver: Resolver | None = None) -> list[str]:
    """Return the TXT records of a name as the machine's name servers give them; raise Unreachable."""
    try:
        answer = (resolver or dns.resolver.Resolver()).resolve(name, "TXT", lifetime=LONGEST)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unreachable(type(error).__name__) from error
    return [b"".join(record.strings).decode(errors="replace") for record in answer]


def _spf(domain: str, texts: Texts) -> Found:
    found = [text for text in texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return Found(False, f"SPF: {domain} names no server that may send for it. Add a TXT record: v=spf1 mx -all")
    if len(found) > 1:
        return Found(False, f"SPF: {domain} has {len(found)} records, and receivers take none then. Leave one.")
    if found[0].lower().split()[-1] in {"+all", "all"}:
        return Found(False, f"SPF: {domain} lets everybody send for it ({found[0]}). End the record with -all or ~all.")
    return Found(True, f"SPF: {domain} says who may send for it: {found[0]}")


def _dkim(who: Sender, texts: Texts) -> Found:
    if not who.selector:
        return Found(None, "DKIM: SEGUE_DKIM_SELECTOR is not set, so the key that mails are signed by is not known.")
    name = f"{who.selector}._domainkey.{who.domain}"
    keys = [_tags(text).get("p") for text in texts(name)]
    if not any(key is not None for key in keys):
        return Found(False, f"DKIM: {name} holds no key. Publish that of your mail server, or mend the selector.")
    if not any(keys):
        return Found(False, f"DKIM: the key at {name} is empty, which means revoked. Publish a new one.")
    return Found(True, f"DKIM: {name} holds a key.")


def _dmarc(domain: str, texts: Texts) -> Found:
    for name in _upwards(domain):
        policies = [tags for text in texts(f"_dmarc.{name}") if (tags := _tags(text)).get("v") == "DMARC1"]
        if policies and policies[0].get("p", "").lower() in {"none", "quarantine", "reject"}:
            return Found(True, f"DMARC: {name} asks receivers for p={policies[0]['p']}.")
        if policies:
            return Found(
                False, f"DMARC: the record of _dmarc.{name} has no policy. Write p=none, quarantine or reject."
            )
    return Found(False, f"DMARC: _dmarc.{domain} says nothing. Add a TXT record: v=DMARC1; p=none; rua=mailto:...")


def _upwards(domain: str) -> list[str]:
    """Return a domain and those above it that could be an organisation's: two labels at least."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _equals, value in pairs if name.strip()}


def _domain(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()
