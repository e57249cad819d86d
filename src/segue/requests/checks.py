"""What a request needs before it is taken: every field cleaned, or named with a sentence that says how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Invalid, Sentence
from segue.kit.lengths import too_long
from segue.kit.mail_address import is_mail_address
from segue.kit.money import Money, NotAnAmount, parse_money
from segue.kit.names import unreadable
from segue.kit.places import country_codes
from segue.kit.text import cleaned
from segue.programme.models import Term

if TYPE_CHECKING:
    from segue.programme.queries import Rules

MOST_NEED = 4000
"""Characters of a need: two pages. More belongs into a talk."""

E164_LONGEST = 20
_CODES = {"industries": Term.Kind.INDUSTRY, "products": Term.Kind.PRODUCT, "services": Term.Kind.SERVICE}
_MOST = {
    "company": 120,
    "name": 120,
    "email": 254,
    "phone": 40,
    "street": 200,
    "postal_code": 20,
    "city": 80,
    "wanted_by": 80,
}
"""Characters a line may have: what the columns hold."""


_LONG_NUMBER = re.compile(r"\+?\d(?:[\s().-]*\d){4,}")
"""Five figures and more, however they are spaced: a phone number, a customer number, a card."""
_OWN_SIGNS = frozenset("@/\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who asks and what for, as it was typed; the words of lists are codes of the programme's vocabulary."""

    company: str
    name: str
    need: str
    country: str
    email: str = ""
    phone: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    size: str = ""
    language: str = "en"
    direct_contact: bool = False
    industries: tuple[str, ...] = field(default=())
    products: tuple[str, ...] = field(default=())
    services: tuple[str, ...] = field(default=())
    wanted_by: str = ""
    budget: str = ""
    """An amount as it is written in `language`; empty: not said."""
    budget_currency: str = ""
    found_what: str = ""
    """What was searched for in the directory, and where."""
    found_where: str = ""


def checked(wanted: Wanted, rules: Rules, *, email_needed: bool) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """Return the columns of a request and what is wrong with them, a sentence per field; nothing wrong: empty."""
    lines = {name: " ".join(cleaned(getattr(wanted, name)).split()) for name in _MOST}
    # Who wrote it in capitals is the same customer; no mail server tells them apart.
    lines["email"] = lines["email"].lower()
    need = cleaned(wanted.need)
    wrong = {
        **too_long(lines, _MOST),
        **_asked_for(lines, need, email_needed=email_needed),
        **_about_contact(wanted, lines),
        **_choices(wanted, rules),
        **unreadable({"company": wanted.company, "name": wanted.name}),
    }
    budget = _budget(wanted, rules, wrong)
    columns = {f"customer_{name}": text for name, text in lines.items() if name != "wanted_by"}
    return {
        **columns,
        "customer_phone_e164": e164(lines["phone"], country=wanted.country),
        "customer_country": wanted.country,
        "customer_size": wanted.size,
        "language": wanted.language,
        "direct_contact": wanted.direct_contact,
        "need": need,
        **{name: list(dict.fromkeys(getattr(wanted, name))) for name in _CODES},
        "wanted_by": lines["wanted_by"],
        "budget_minor": budget.minor if budget else None,
        "budget_currency": budget.currency if budget else "",
        "found_what": searched(wanted.found_what)[:80],
        "found_where": searched(wanted.found_where)[:60],
    }, wrong


def searched(text: str) -> str:
    """Return the words of a search without what may be somebody's: e-mail addresses, links and long numbers."""
    without_numbers = _LONG_NUMBER.sub(" ", cleaned(text))
    return " ".join(word for word in without_numbers.split() if not _OWN_SIGNS & set(word))


def require(wrong: dict[str, Sentence]) -> None:
    """Raise Invalid when anything is wrong."""
    if wrong:
        raise Invalid(wrong)


def e164(phone: str, *, country: str) -> str:
    """Return a phone number as +390401234567 when it can be read as one, else nothing; nobody is refused for it."""
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[:E164_LONGEST]


def _budget(wanted: Wanted, rules: Rules, wrong: dict[str, Sentence]) -> Money | None:
    if not wanted.budget.strip():
        return None
    currency = wanted.budget_currency or rules.programme.currency
    try:
        return parse_money(wanted.budget, currency=currency, language=wanted.language)
    except NotAnAmount as error:
        wrong["budget"] = error.sentence or _("Write the budget as a number, such as 20000, or leave it empty.")
        return None


def _asked_for(lines: dict[str, str], need: str, *, email_needed: bool) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if not need:
        wrong["need"] = _("Say in a sentence or two what you need.")
    elif len(need) > MOST_NEED:
        wrong["need"] = _("Shorten what you need to %(most)s characters; the rest can wait for the talk.") % {
            "most": MOST_NEED
        }
    if not lines["company"]:
        wrong["company"] = _("Say which company this is for. If there is none, write your name.")
    if not lines["name"]:
        wrong["name"] = _("Say whom to talk to.")
    if email_needed and not lines["email"]:
        wrong["email"] = _("Give an e-mail address, so that the answer can reach you.")
    return wrong


def _about_contact(wanted: Wanted, lines: dict[str, str]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if lines["email"] and not is_mail_address(lines["email"]):
        wrong["email"] = _("Look at the e-mail address again; it should look like anna@conti.example.")
    if wanted.direct_contact and not lines["phone"]:
        wrong["phone"] = _("To be contacted directly, give a phone number.")
    if wanted.country not in country_codes():
        wrong["country"] = _("Choose your country.")
    return wrong


def _choices(wanted: Wanted, rules: Rules) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    for name, kind in _CODES.items():
        if any((kind, code) not in rules.terms for code in getattr(wanted, name)):
            wrong[name] = _("Choose from the list.")
    if wanted.size and (Term.Kind.SIZE, wanted.size) not in rules.terms:
        wrong["size"] = _("Choose from the list.")
    if wanted.language not in rules.programme.languages:
        wrong["language"] = _("Choose one of the languages offered.")
    return wrong
