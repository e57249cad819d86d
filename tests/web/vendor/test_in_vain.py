"""What customers looked for in vain, as the vendor reads it."""

from datetime import timedelta
from html import unescape

import pytest

from segue.directory.actions import impression_writer as writer
from segue.directory.actions.impressions import Asked, record

URL = "/vendor/searches"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)
    writer.clear()


def searched(at, total=0, **question):
    record(Asked(total=total, weights=1, **question), [], at=at)
    writer.write()


def test_what_nobody_answers_is_listed_the_most_often_asked_first(as_, world):
    for days in (1, 2, 40):
        searched(world.at - days * DAY, what="Zebra farming", where="Bergen")
    searched(world.at - DAY, what="payroll", filters={"product": "erp", "country": "FI"})
    searched(world.at - DAY, total=3, what="cloud")
    page = as_(world.paula).get(URL)
    rows = [(row["what"], row["where"], row["filters"], row["times"]) for row in page.context["rows"]]
    assert rows == [
        ("zebra farming", "bergen", [], 2),
        (
            "payroll",
            "Anywhere",
            [{"name": "Country", "value": "Finland"}, {"name": "Product", "value": "ERP"}],
            1,
        ),
    ]
    assert page.context["rows"][1]["url"] == "/?what=payroll&country=FI&product=erp"
    assert "Searched in vain" in unescape(page.content.decode())
    assert "are cut out of the words before they are kept; a name that somebody typed is not." in page.content.decode()
    longer = as_(world.paula).get(URL, {"days": "90"})
    assert longer.context["rows"][0]["times"] == 3


@pytest.mark.parametrize(("who", "status"), [("vera", 200), ("otto", 200), ("sven", 403), ("marta", 403), ("ada", 404)])
def test_it_is_for_who_looks_after_partners_and_reads_the_programme(as_, world, who, status):
    assert as_(getattr(world, who)).get(URL).status_code == status
