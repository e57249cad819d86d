"""A need, partners and means to score with; everything synthetic. `partner("harbour", ...)` is always the same one."""

import uuid
from datetime import UTC, datetime

from segue.directory.ranking.facts import Candidate, Means, Need, Place, Point

AT = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
SEED = b"the key of this installation"
BERGEN, OSLO, TRIESTE = Point(60.39, 5.32), Point(59.91, 10.75), Point(45.65, 13.77)

NEED = Need(
    words=("warehous",),
    products=frozenset({"erp"}),
    services=frozenset({"migration"}),
    industries=frozenset({"transport"}),
    size="51-250",
    language="no",
    country="NO",
    point=BERGEN,
)
MEANS = Means(
    prompt={"inquiry": 0.7},
    speed={"inquiry": 0.6},
    won=0.4,
    reported=0.5,
    facets={
        "product:erp": (0.3, 0.2),
        "service:migration": (0.4, 0.4),
        "industry:transport": (0.2, 0.1),
        "size:51-250": (0.5, 0.5),
        "language:no": (0.6, 0.5),
        "country:NO": (0.7, 0.6),
    },
)


def partner(name, **facts):
    known = {"published_at": LONG_AGO, "places": (Place("NO", BERGEN),)}
    return Candidate(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example"), **{**known, **facts})
