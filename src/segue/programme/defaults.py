"""What a new programme starts with: the reference's reasons, ours, and a vocabulary to edit."""

from __future__ import annotations

from dataclasses import dataclass

from segue.programme.models import Reason, Term

FOR, MEANS, KIND = Reason.For, Reason.Meaning, Reason.Kind


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason: code, where it is offered, label, one sentence, what the customer reads; English, then Italian."""

    code: str
    used_for: Reason.For
    labels: tuple[str, str]
    sentences: tuple[str, str]
    told: tuple[str, str] = ("", "")
    meaning: Reason.Meaning = MEANS.NOTHING
    kind: Reason.Kind = KIND.ORDINARY
    customer_hears: bool = True
    onward: bool = True


REASONS = [
    ReasonRow(
        "no_capacity",
        FOR.DECLINE,
        ("No capacity now", "Nessuna disponibilità ora"),
        (
            "It is our kind of work, but we cannot take it on in time.",
            "È il nostro lavoro, ma ora non riusciamo a prenderlo.",
        ),
        ("they have no capacity at the moment", "al momento non hanno disponibilità"),
    ),
    ReasonRow(
        "not_our_field",
        FOR.DECLINE,
        ("Not our field", "Non è il nostro campo"),
        ("We do not do this kind of work.", "Non facciamo questo tipo di lavoro."),
        ("it is not their field", "non è il loro campo"),
        meaning=MEANS.NOT_A_FIT,
    ),
    ReasonRow(
        "not_our_region",
        FOR.DECLINE,
        ("Not our region", "Non è la nostra zona"),
        ("We do not work where the customer is.", "Non lavoriamo dove si trova il cliente."),
        ("they do not work in your region", "non lavorano nella sua zona"),
        meaning=MEANS.WRONG_REGION,
    ),
    ReasonRow(
        "budget",
        FOR.BOTH,
        ("Budget not adequate", "Budget non adeguato"),
        ("What is asked for cannot be done for this money.", "Quanto richiesto non si può fare con questa cifra."),
        ("the budget does not match the work", "il budget non corrisponde al lavoro"),
        meaning=MEANS.NOT_A_FIT,
    ),
    ReasonRow(
        "timeline",
        FOR.BOTH,
        ("Timeline too short", "Tempi troppo stretti"),
        ("It is wanted sooner than anybody could do it well.", "È richiesto prima di quanto si possa fare bene."),
        ("the time is too short for them", "i tempi sono troppo stretti per loro"),
    ),
    ReasonRow(
        "requirement",
        FOR.BOTH,
        ("Requirement not met", "Requisito non soddisfatto"),
        ("Something the customer insists on, we cannot offer.", "Il cliente chiede qualcosa che non possiamo offrire."),
        ("they cannot meet one of the requirements", "non possono soddisfare uno dei requisiti"),
        meaning=MEANS.NOT_A_FIT,
    ),
    ReasonRow(
        "no_response",
        FOR.BOTH,
        ("Customer did not respond", "Il cliente non ha risposto"),
        ("We tried to reach the customer and got no answer.", "Abbiamo cercato il cliente senza ricevere risposta."),
        ("they could not reach you", "non sono riusciti a contattarla"),
    ),
    ReasonRow(
        "other_vendor",
        FOR.BOTH,
        ("Customer chose another vendor", "Il cliente ha scelto un altro fornitore"),
        ("The customer told us that somebody else does it.", "Il cliente ci ha detto che lo farà qualcun altro."),
        ("they understood that you chose another provider", "risulta loro che ha scelto un altro fornitore"),
        onward=False,
    ),
    ReasonRow(
        "duplicate",
        FOR.DECLINE,
        ("Duplicate", "Duplicato"),
        ("We have this request already.", "Abbiamo già questa richiesta."),
        ("they have this request from you already", "hanno già questa sua richiesta"),
        kind=KIND.DUPLICATE,
        onward=False,
    ),
    ReasonRow(
        "not_a_customer",
        FOR.DECLINE,
        ("Not a customer", "Non è un cliente"),
        (
            "An applicant, a student, a seller: nobody is told, the vendor has a look.",
            "Un candidato, uno studente, un venditore: nessuno viene avvisato, il fornitore controlla.",
        ),
        kind=KIND.NOT_A_CUSTOMER,
        customer_hears=False,
        onward=False,
    ),
    ReasonRow(
        "spam",
        FOR.DECLINE,
        ("Abuse, spam or phishing", "Abuso, spam o phishing"),
        ("Nobody is told; the vendor reviews it.", "Nessuno viene avvisato; il fornitore controlla."),
        kind=KIND.SPAM,
        customer_hears=False,
        onward=False,
    ),
    ReasonRow(
        "accepted_by_mistake",
        FOR.LOST,
        ("Accepted by mistake", "Accettato per errore"),
        ("We should have declined it.", "Avremmo dovuto rifiutarlo."),
        meaning=MEANS.NOT_A_FIT,
    ),
    ReasonRow(
        "customer_withdrew",
        FOR.LOST,
        ("Customer withdrew", "Il cliente si è ritirato"),
        ("The customer no longer wants it.", "Il cliente non lo desidera più."),
    ),
    ReasonRow(
        "other",
        FOR.BOTH,
        ("Other", "Altro"),
        ("Please say it in a note.", "Per favore, lo scriva in una nota."),
        ("for another reason", "per un altro motivo"),
    ),
]

TERMS: dict[Term.Kind, list[tuple[str, str, str]]] = {
    Term.Kind.INDUSTRY: [
        ("agriculture", "Agriculture and food", "Agricoltura e alimentare"),
        ("construction", "Construction", "Edilizia"),
        ("education", "Education", "Istruzione"),
        ("finance", "Financial services", "Servizi finanziari"),
        ("government", "Government", "Pubblica amministrazione"),
        ("health", "Healthcare", "Sanità"),
        ("hospitality", "Hospitality", "Turismo e ristorazione"),
        ("manufacturing", "Manufacturing", "Manifattura"),
        ("media", "Media and communications", "Media e comunicazioni"),
        ("retail", "Retail and consumer goods", "Commercio e beni di consumo"),
        ("services", "Professional services", "Servizi professionali"),
        ("transport", "Travel and transport", "Viaggi e trasporti"),
        ("utilities", "Power and utilities", "Energia e servizi pubblici"),
        ("wholesale", "Wholesale and distribution", "Ingrosso e distribuzione"),
    ],
    Term.Kind.PRODUCT: [
        ("erp", "ERP", "ERP"),
        ("crm", "CRM", "CRM"),
        ("cloud", "Cloud platform", "Piattaforma cloud"),
        ("analytics", "Analytics", "Analisi dei dati"),
        ("productivity", "Office and collaboration", "Ufficio e collaborazione"),
        ("security", "Security", "Sicurezza"),
        ("commerce", "Online shop", "Negozio online"),
        ("devices", "Devices", "Dispositivi"),
    ],
    Term.Kind.SERVICE: [
        ("consulting", "Consulting", "Consulenza"),
        ("migration", "Deployment or migration", "Installazione o migrazione"),
        ("integration", "Integration", "Integrazione"),
        ("development", "Custom development", "Sviluppo su misura"),
        ("managed", "Managed services", "Servizi gestiti"),
        ("training", "Training", "Formazione"),
        ("licensing", "Licensing", "Licenze"),
        ("hardware", "Hardware", "Hardware"),
        ("support", "Support", "Assistenza"),
    ],
    Term.Kind.MODEL: [
        ("advice", "Advice", "Consulenza"),
        ("resale", "Resale", "Rivendita"),
        ("managed_service", "Managed service", "Servizio gestito"),
        ("project", "Project", "Progetto"),
        ("training", "Training", "Formazione"),
    ],
    Term.Kind.SIZE: [
        ("1-9", "1 to 9 employees", "da 1 a 9 dipendenti"),
        ("10-50", "10 to 50 employees", "da 10 a 50 dipendenti"),
        ("51-250", "51 to 250 employees", "da 51 a 250 dipendenti"),
        ("251-1000", "251 to 1,000 employees", "da 251 a 1.000 dipendenti"),
        ("1001-5000", "1,001 to 5,000 employees", "da 1.001 a 5.000 dipendenti"),
        ("5001+", "More than 5,000 employees", "più di 5.000 dipendenti"),
    ],
}

TENTHS = {
    "text": 210,
    "fit": 180,
    "competency": 50,
    "proximity": 80,
    "responsiveness": 180,
    "similarity": 140,
    "outcome": 60,
    "report": 50,
    "load": 50,
}
"""The most that each term of the score brings, in tenths of a point, until the programme decides otherwise."""
TENTHS_TOGETHER = sum(TENTHS.values())
"""Whatever a programme decides, all terms together bring 100 points."""
