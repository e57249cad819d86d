"""What columns are called: names in several languages, folded, with the earlier role winning a draw."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a column says of a lead."""

    WINNER = "winner"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    PARTNER = "partner"
    """In a file with a row for each lead and partner: which partner; the next three belong to it."""
    OUTCOME = "outcome"
    DECISIONS = "decisions"
    """Several in one cell: "Harbour IT: declined; Fjord Cloud: won"."""
    REASON = "reason"
    ANSWERED = "answered"
    DECIDED = "decided"
    """When it became known who took it."""
    PUBLISHED = "published"
    TEXT = "text"
    CUSTOMER = "customer"
    PRODUCT = "product"
    SERVICE = "service"
    INDUSTRY = "industry"
    SIZE = "size"
    LANGUAGE = "language"
    COUNTRY = "country"
    ID = "id"
    FACETS = "facets"
    """Several in one cell: "product=erp; channel=fair"."""
    FACET = "facet"
    """Another thing leads are told apart by."""
    IGNORED = "ignored"


SEVERAL_TIMES = frozenset({Role.WINNER, Role.TEXT, Role.PRODUCT, Role.SERVICE, Role.INDUSTRY, Role.FACET, Role.IGNORED})
"""Roles that several columns may have; of the others, the one whose name fits best has it."""

ENDS = frozenset(
    {
        *(Role.WINNER, Role.ACCEPTED, Role.DECLINED, Role.EXPIRED, Role.PARTNER),
        *(Role.OUTCOME, Role.DECISIONS, Role.REASON, Role.ANSWERED, Role.DECIDED),
    }
)
"""Roles of what became of a lead."""


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in lines for name in line.split(","))


CALLED = {
    Role.WINNER: _names(
        "winner, winners, won, won by, winning, winning supplier, winning partner, winning vendor, winning bidder",
        "awarded to, awarded supplier, award supplier, awardee, supplier, suppliers, supplier name, contractor",
        "provider, chosen partner, selected partner, assigned partner, assigned to, vincitore, aggiudicatario",
        "assegnatario, fornitore, gewinner, auftragnehmer, lieferant, titulaire, fournisseur, adjudicatario",
        "proveedor, vinnare, leverantor, leverandor, vinner",
    ),
    Role.ACCEPTED: _names("accepted, accepted by, accepted partners, accettato da, accettati, angenommen von"),
    Role.DECLINED: _names("declined, declined by, declined partners, rejected by, rifiutato da, abgelehnt von"),
    Role.EXPIRED: _names("expired, expired at, unanswered, unanswered by, no answer, scaduto, scaduti"),
    Role.PARTNER: _names("partner, partner name, partner company, partner id, reseller, dealer, rivenditore"),
    Role.OUTCOME: _names("outcome, decision, stage, status, result, answer, esito, stato, decisione, ergebnis"),
    Role.DECISIONS: _names("decisions, outcomes, answers, partner decisions, decisioni"),
    Role.REASON: _names("reason, decline reason, status reason, lost reason, substatus, motivo, grund"),
    Role.ANSWERED: _names("answered at, answered, answer date, responded, response date, accepted at, risposto il"),
    Role.DECIDED: _names(
        "decided, decided at, decision date, award date, date awarded, awarded at, awarded on, closed, closed at",
        "close date, won at, data di aggiudicazione, chiuso il",
    ),
    Role.PUBLISHED: _names(
        "published, published at, publication date, date published, publish date, published date, received",
        "received at, date received, created, created at, created on, created date, date, posted, posted at",
        "submitted, submitted at, lead date, request date, timestamp, opened, opened at, data, pubblicato, ricevuto",
        "data di pubblicazione, creato il, datum, veroffentlicht, fecha, dato",
    ),
    Role.TEXT: _names(
        "text, title, description, need, needs, summary, details, subject, opportunity, request, requirement",
        "requirements, message, notes, what, brief, lead, name, headline, keywords, skills, testo, titolo",
        "descrizione, oggetto, richiesta, esigenza, note, beschreibung, titel, betreff, titre, objet, descripcion",
        "titulo, beskrivelse, beskrivning, tittel",
    ),
    Role.CUSTOMER: _names(
        "customer, customer name, customer company, customer id, client, client name, buyer, buyer name",
        "organisation, organization, organisation name, organization name, authority, contracting authority",
        "account, account name, company, company name, department, cliente, azienda, committente, kunde",
        "stazione appaltante, auftraggeber, acheteur, comprador, kund, oppdragsgiver",
    ),
    Role.PRODUCT: _names(
        "product, products, solution, solutions, prodotto, prodotti, produkt, produkte, produit, producto"
    ),
    Role.SERVICE: _names("service, services, service type, servizio, servizi, leistung, dienstleistung, servicio"),
    Role.INDUSTRY: _names(
        "industry, industries, sector, branch, vertical, settore, industria, branche, secteur, bransje"
    ),
    Role.SIZE: _names(
        "size, company size, customer size, employees, number of employees, organisation size, organization size",
        "dimensione, dipendenti, mitarbeiter, grosse",
    ),
    Role.LANGUAGE: _names("language, lingua, sprache, langue, idioma, locale"),
    Role.COUNTRY: _names("country, country code, customer country, paese, nazione, land, pays, pais"),
    Role.FACETS: _names("facets, tags, attributes, properties, faccette"),
    Role.ID: _names(
        "id, lead id, request id, reference, ref, opportunity id, notice id, number, no, key, codice, nummer, uuid"
    ),
}

TELLS_THE_END = frozenset(
    _names(
        "awarded, award, actual, final, winning, winner, won, lost, closed, signed, outcome, result, results, status",
        "stage, supplier, suppliers, vendor, bid, bids, bidders, applications, applicants, shortlisted, paid, invoice",
        "invoiced, spend, evaluated",
    )
)
"""Words of names of columns that tell what became of a lead, so that nobody knew them when it came."""
OF_THE_CONTRACT = frozenset(_names("amount, value, start, end, date, signature, number"))
"""The same beside the word contract; a contract's expected length may well be known."""
