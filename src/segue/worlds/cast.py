"""Who and what there is in the demo world: partner companies with their places and people, customers, needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from segue.accounts.roles import PartnerRole, VendorRole

P, V = PartnerRole, VendorRole


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: first and last name, role (None: none yet), the city of the scope (empty: whole company), language."""

    first: str
    last: str
    role: PartnerRole | VendorRole | None
    city: str = ""
    language: str = "en"

    @property
    def name(self) -> str:
        """Return first and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Firm:
    """A partner: places are (city, country, street, postal code, time zone), the main one first."""

    name: str
    domain: str
    places: tuple[tuple[str, str, str, str, str], ...]
    people: tuple[Somebody, ...]
    description: str
    tags: dict[str, tuple[str, ...]] = field(hash=False)
    remote: bool = False
    capacity: int | None = None


VENDOR = (
    Somebody("Marta", "Rossi", V.MARKETER, language="it"),
    Somebody("Sven", "Olsen", V.SELLER),
    Somebody("Paula", "Meyer", V.PARTNER_MANAGER),
    Somebody("Otto", "Brandt", V.AUDITOR),
)
ADMIN = Somebody("Vera", "Lind", V.PROGRAMME_ADMIN)


def _tags(**kinds: str) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(word.strip() for word in words.split(",")) for kind, words in kinds.items()}


HARBOUR = Firm(
    "Harbour IT",
    "harbour.example",
    (
        ("Bergen", "NO", "Bryggen 14", "5003", "Europe/Oslo"),
        ("Trieste", "IT", "Molo Bersaglieri 3", "34124", "Europe/Rome"),
    ),
    (
        Somebody("Ada", "Berg", P.PARTNER_ADMIN),
        Somebody("Ben", "Haugen", P.REFERRALS_ADMIN),
        Somebody("Cleo", "Dahl", P.REFERRALS_USER, "Bergen"),
        Somebody("Giulia", "Ferri", P.REFERRALS_USER, "Trieste", "it"),
        Somebody("Pia", "Nilsen", P.PROFILE_ADMIN),
        Somebody("Nora", "Nilssen", None),
    ),
    "We bring warehouse, shipping and payroll systems of port and trading companies into the cloud, and stay "
    "until the night shift is happy with them. Forty people in Bergen and Trieste, most of whom have worked in "
    "logistics before they worked in software.\n\n"
    "We begin on the floor: a day with the people who pick, load and count. What we build is small enough to be "
    "explained to them in an afternoon, and we answer the phone at six in the morning, when the first ship comes in.",
    _tags(
        industry="transport, wholesale, manufacturing",
        product="erp, cloud, analytics",
        service="migration, integration, training, support",
        model="project, managed_service",
        size="10-50, 51-250, 251-1000",
        language="en, no, it",
        keyword="warehouse, port logistics, customs",
        country="DK, SE, SI",
        not_size="1-9",
    ),
    remote=True,
    capacity=40,
)

OTHERS = (
    Firm(
        "Fjord Cloud",
        "fjord.example",
        (("Oslo", "NO", "Storgata 22", "0184", "Europe/Oslo"),),
        (Somebody("Dora", "Vik", P.PARTNER_ADMIN), Somebody("Erik", "Lunde", P.REFERRALS_ADMIN)),
        "Cloud platforms that are watched day and night, with the papers an auditor asks for.",
        _tags(
            industry="finance, health, government",
            product="cloud, security",
            service="managed, migration, support",
            model="managed_service",
            size="51-250, 251-1000, 1001-5000",
            language="en, no",
            keyword="monitoring, backup",
            not_country="SE",
        ),
        remote=True,
    ),
    Firm(
        "Adria Sistemi",
        "adria-sistemi.example",
        (("Trieste", "IT", "Via San Nicolò 10", "34121", "Europe/Rome"),),
        (Somebody("Luca", "Venier", P.PARTNER_ADMIN, language="it"),),
        "Gestionali e negozi online per piccole imprese del Nord-Est: pochi moduli, spiegati bene, e qualcuno che "
        "risponde al telefono.",
        _tags(
            industry="retail, hospitality, agriculture",
            product="erp, commerce, productivity",
            service="consulting, migration, training",
            model="project, training",
            size="1-9, 10-50",
            language="it, en",
            keyword="negozio online, fattura elettronica",
        ),
    ),
    Firm(
        "Lagune Digital",
        "lagune.example",
        (("Venezia", "IT", "Fondamenta Nove 5012", "30121", "Europe/Rome"),),
        (Somebody("Elena", "Moro", P.PARTNER_ADMIN, language="it"),),
        "Online shops and bookings for hotels, museums and makers of beautiful things.",
        _tags(
            industry="hospitality, retail, media",
            product="commerce, crm",
            service="development, integration",
            model="project",
            size="1-9, 10-50, 51-250",
            language="it, en, fr",
            keyword="bookings, museum",
        ),
        remote=True,
    ),
    Firm(
        "Kontor Nord",
        "kontor-nord.example",
        (("Hamburg", "DE", "Am Sandtorkai 30", "20457", "Europe/Berlin"),),
        (Somebody("Jens", "Petersen", P.PARTNER_ADMIN), Somebody("Aylin", "Kaya", P.REFERRALS_USER)),
        "ERP for wholesalers since 1998. We speak with buyers, bookkeepers and forklift drivers, in that order.",
        _tags(
            industry="wholesale, transport, manufacturing",
            product="erp, analytics",
            service="consulting, migration, integration",
            model="advice, project",
            size="51-250, 251-1000",
            language="de, en",
            keyword="purchasing, EDI",
        ),
    ),
    Firm(
        "Werkbank Software",
        "werkbank.example",
        (("Leipzig", "DE", "Spinnereistraße 7", "04179", "Europe/Berlin"),),
        (Somebody("Mira", "Vogel", P.PARTNER_ADMIN),),
        "Production planning on the shop floor: machines that report, plans that change, people who see why.",
        _tags(
            industry="manufacturing",
            product="erp, analytics, devices",
            service="development, integration, hardware",
            model="project",
            size="10-50, 51-250",
            language="de, en",
            keyword="production planning, sensors",
        ),
    ),
    Firm(
        "Atelier Données",
        "atelier-donnees.example",
        (("Lyon", "FR", "12 rue de la République", "69002", "Europe/Paris"),),
        (Somebody("Claire", "Dumas", P.PARTNER_ADMIN),),
        "Figures that people believe: reports, forecasts and the clean-up that comes before both.",
        _tags(
            industry="retail, finance, services",
            product="analytics, cloud",
            service="consulting, training",
            model="advice, training",
            size="51-250, 251-1000",
            language="fr, en",
            keyword="forecast, reporting",
        ),
        remote=True,
    ),
    Firm(
        "Meseta Seguridad",
        "meseta.example",
        (("Madrid", "ES", "Calle de Alcalá 96", "28009", "Europe/Madrid"),),
        (Somebody("Inés", "Roldán", P.PARTNER_ADMIN),),
        "We look for the open door before somebody else does, and help you close it.",
        _tags(
            industry="finance, government, utilities",
            product="security, cloud",
            service="consulting, managed",
            model="advice, managed_service",
            size="251-1000, 1001-5000, 5001+",
            language="es, en",
            keyword="penetration test, audit",
        ),
        remote=True,
    ),
    Firm(
        "Polder & Co",
        "polder.example",
        (("Utrecht", "NL", "Oudegracht 112", "3511 AW", "Europe/Amsterdam"),),
        (Somebody("Sanne", "Visser", P.PARTNER_ADMIN),),
        "Office and collaboration for schools and associations, with patience for the last who moves.",
        _tags(
            industry="education, government, services",
            product="productivity, devices",
            service="migration, training, licensing",
            model="resale, training",
            size="10-50, 51-250",
            language="nl, en, de",
            keyword="schools, rollout",
        ),
    ),
    Firm(
        "Öresund Partner",
        "oresund.example",
        (("Malmö", "SE", "Stortorget 9", "211 22", "Europe/Stockholm"),),
        (Somebody("Linnea", "Åkesson", P.PARTNER_ADMIN),),
        "CRM that sellers fill in of their own accord.",
        _tags(
            industry="services, media, retail",
            product="crm, productivity",
            service="consulting, integration",
            model="advice, project",
            size="10-50, 51-250",
            language="sv, en, da",
            keyword="sales process",
        ),
    ),
    Firm(
        "Wiener Werkstatt IT",
        "wiener-werkstatt.example",
        (("Wien", "AT", "Mariahilfer Straße 88", "1070", "Europe/Vienna"),),
        (Somebody("Felix", "Gruber", P.PARTNER_ADMIN),),
        "Hospitals and practices: records that are there when they are needed, and for nobody else.",
        _tags(
            industry="health",
            product="security, cloud, productivity",
            service="managed, support, hardware",
            model="managed_service",
            size="10-50, 51-250, 251-1000",
            language="de, en",
            keyword="clinic, records",
        ),
    ),
    Firm(
        "Tagus Labs",
        "tagus.example",
        (("Lisboa", "PT", "Rua do Arsenal 21", "1100-038", "Europe/Lisbon"),),
        (Somebody("Rui", "Matos", P.PARTNER_ADMIN),),
        "Small teams that build what cannot be bought.",
        _tags(
            industry="media, services, utilities",
            product="cloud, commerce, analytics",
            service="development",
            model="project",
            size="10-50, 51-250, 251-1000",
            language="pt, en, es",
            keyword="custom software",
        ),
        remote=True,
    ),
)

CUSTOMERS = (
    ("Conti Logistica", "Anna", "Conti", "conti.example", "Trieste", "IT", "51-250", "it", "transport"),
    ("Norden Freight", "Ida", "Lund", "norden.example", "Bergen", "NO", "51-250", "en", "transport"),
    ("Sala Vini", "Bruno", "Sala", "sala-vini.example", "Udine", "IT", "1-9", "it", "agriculture"),
    ("Kaffee Brandt", "Hanna", "Brandt", "kaffee-brandt.example", "Bremen", "DE", "10-50", "en", "retail"),
    ("Tall Ship Museum", "Owen", "Price", "tallship.example", "Bristol", "GB", "10-50", "en", "media"),
    ("Vestland Fisk", "Sigrid", "Nes", "vestland-fisk.example", "Ålesund", "NO", "51-250", "en", "wholesale"),
    ("Cantieri Riva", "Paolo", "Riva", "cantieri-riva.example", "Monfalcone", "IT", "251-1000", "it", "manufacturing"),
    ("Linnen & Söhne", "Karl", "Linnen", "linnen.example", "Lübeck", "DE", "51-250", "en", "wholesale"),
    ("Studio Bianchi", "Sara", "Bianchi", "studio-bianchi.example", "Padova", "IT", "1-9", "it", "services"),
    ("Clinique du Parc", "Luc", "Martin", "clinique-parc.example", "Grenoble", "FR", "51-250", "en", "health"),
    ("Fjellbank", "Nils", "Aas", "fjellbank.example", "Voss", "NO", "251-1000", "en", "finance"),
    ("Hoeve Groen", "Femke", "de Wit", "hoeve-groen.example", "Zwolle", "NL", "10-50", "en", "agriculture"),
    ("Porto Azul", "Marta", "Sousa", "porto-azul.example", "Porto", "PT", "51-250", "en", "hospitality"),
    ("Skog & Plank", "Elsa", "Holm", "skogplank.example", "Växjö", "SE", "51-250", "en", "manufacturing"),
    ("Gasthof Lindner", "Eva", "Lindner", "lindner.example", "Graz", "AT", "10-50", "en", "hospitality"),
    ("Mercado Sur", "Pablo", "Vega", "mercado-sur.example", "Sevilla", "ES", "51-250", "en", "retail"),
)

NEEDS = (
    ("Move our warehouse planning into the cloud before the summer", "erp, cloud", "migration", "en"),
    ("Spostare la pianificazione del magazzino nel cloud prima dell'estate", "erp, cloud", "migration", "it"),
    ("Connect our online shop with stock and bookkeeping", "commerce, erp", "integration", "en"),
    ("Collegare il negozio online al magazzino e alla contabilità", "commerce, erp", "integration", "it"),
    ("Somebody to look after our servers at night and on weekends", "cloud, security", "managed", "en"),
    ("Reports that our branch managers can read on a phone", "analytics", "consulting, training", "en"),
    ("Train forty people on the new office software", "productivity", "training", "en"),
    ("Formare venti persone sul nuovo gestionale", "erp", "training", "it"),
    ("Replace the customer database that lives in spreadsheets", "crm", "consulting, migration", "en"),
    ("A security check before our audit in spring", "security", "consulting", "en"),
    (
        "Scanners and tablets for two warehouses, with the software on them",
        "devices, erp",
        "hardware, integration",
        "en",
    ),
    ("Prevedere le vendite della prossima stagione dai dati degli ultimi anni", "analytics", "consulting", "it"),
)
