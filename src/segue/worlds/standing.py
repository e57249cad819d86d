"""What the demo's vendor says of its partners: its words for it, and who has what since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from segue.accounts.actions import add_term
from segue.directory.actions import Said, change_group, give_distinction
from segue.directory.models import Distinction
from segue.programme.models import Term
from segue.programme.terms import Word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from segue.accounts.actor import Staff
    from segue.accounts.models import Partner

COMPETENCY, BADGE, ENDORSEMENT = Distinction.Kind.COMPETENCY, Distinction.Kind.BADGE, Distinction.Kind.ENDORSEMENT
EXPERT, ADVANCED, FOUNDATION = Distinction.Level

WORDS = (
    (COMPETENCY, "Cloud migration", "Migrazione al cloud", "cloud erp", "migration"),
    (COMPETENCY, "ERP integration", "Integrazione ERP", "erp", "integration consulting"),
    (COMPETENCY, "Security operations", "Sicurezza operativa", "security", "managed consulting"),
    (COMPETENCY, "Data and reporting", "Dati e report", "analytics", "consulting training"),
    (COMPETENCY, "Online commerce", "Commercio online", "commerce", "development integration"),
    (COMPETENCY, "Modern workplace", "Ufficio moderno", "productivity devices", "migration training"),
    (ENDORSEMENT, "Warehouse projects", "Progetti di magazzino", "erp cloud", "migration integration"),
    (ENDORSEMENT, "Online shops", "Negozi online", "commerce", "development"),
    (ENDORSEMENT, "Security reviews", "Verifiche di sicurezza", "security", "consulting"),
    (BADGE, "Founding partner", "Partner fondatore", "", ""),
    (BADGE, "Green hosting", "Hosting sostenibile", "", ""),
    (BADGE, "Trains apprentices", "Forma apprendisti", "", ""),
)
"""Kind, English, Italian, the products and the services it covers."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a company has: since so many days, for so many days more (None: no end), and what a word of it needs."""

    company: str
    kind: Distinction.Kind
    code: str
    days: int
    more: int | None = None
    level: int | None = None
    endorser: str = ""
    sentence: str = ""


GIVEN = (
    Given("Harbour IT", COMPETENCY, "cloud_migration", 900, level=EXPERT),
    Given("Harbour IT", COMPETENCY, "erp_integration", 410, more=24, level=ADVANCED),
    Given("Harbour IT", BADGE, "founding_partner", 2100),
    Given("Harbour IT", BADGE, "trains_apprentices", 300),
    Given(
        "Harbour IT", ENDORSEMENT, "warehouse_projects", 200,
        endorser="Ida Lund, head of operations, Norden Freight",
        sentence="They moved our warehouse over a weekend, and on Monday the night shift asked what had changed.",
    ),
    Given(
        "Harbour IT", ENDORSEMENT, "warehouse_projects", 60,
        endorser="Paolo Riva, Cantieri Riva",
        sentence="Hanno capito il porto prima ancora di aprire il computer.",
    ),
    Given("Fjord Cloud", COMPETENCY, "security_operations", 700, level=EXPERT),
    Given("Fjord Cloud", COMPETENCY, "cloud_migration", 700, level=ADVANCED),
    Given("Fjord Cloud", BADGE, "green_hosting", 520),
    Given("Adria Sistemi", COMPETENCY, "online_commerce", 150, level=FOUNDATION),
    Given("Lagune Digital", COMPETENCY, "online_commerce", 620, level=EXPERT),
    Given(
        "Lagune Digital", ENDORSEMENT, "online_shops", 120,
        endorser="Sara Bianchi, Studio Bianchi",
        sentence="Il negozio è rimasto aperto anche il giorno in cui abbiamo cambiato tutto.",
    ),
    Given("Kontor Nord", COMPETENCY, "erp_integration", 1900, level=EXPERT),
    Given("Kontor Nord", BADGE, "founding_partner", 2100),
    Given("Werkbank Software", COMPETENCY, "erp_integration", 380, level=FOUNDATION),
    Given("Werkbank Software", BADGE, "trains_apprentices", 800),
    Given("Atelier Données", COMPETENCY, "data_and_reporting", 560, level=EXPERT),
    Given("Meseta Seguridad", COMPETENCY, "security_operations", 330, level=ADVANCED),
    Given(
        "Meseta Seguridad", ENDORSEMENT, "security_reviews", 90,
        endorser="Nils Aas, Fjellbank",
        sentence="They found the open door on the first day, and told us how to close it on the second.",
    ),
    Given("Polder & Co", COMPETENCY, "modern_workplace", 460, level=ADVANCED),
    Given("Öresund Partner", BADGE, "founding_partner", 2000),
    Given("Wiener Werkstatt IT", COMPETENCY, "modern_workplace", 900, more=-40, level=FOUNDATION),
    Given("Tagus Labs", COMPETENCY, "cloud_migration", 75, level=FOUNDATION),
)  # fmt: skip
"""Made up, as everything here."""

GROUPS = {"Nordhavn Group": ("Kontor Nord", "Öresund Partner")}


def give(partners: Mapping[str, Partner], *, actor: Staff, at: datetime, now: datetime) -> None:
    """Add the words to the vocabulary and say of each company what it has; days are counted from `now`."""
    for kind, english, italian, products, services in WORDS:
        covers = {"product": products.split(), "service": services.split()} if products else {}
        add_term(Term.Kind(kind), Word(labels={"en": english, "it": italian}, covers=covers), actor=actor, at=at)
    today = now.date()
    for one in GIVEN:
        said = Said(
            kind=one.kind,
            code=one.code,
            since=today - timedelta(days=one.days),
            until=None if one.more is None else today + timedelta(days=one.more),
            level=one.level,
            endorser=one.endorser,
            sentence=one.sentence,
        )
        give_distinction(partners[one.company].id, said, actor=actor, at=at)
    for group, companies in GROUPS.items():
        for company in companies:
            change_group(partners[company].id, actor=actor, at=at, group=group)
