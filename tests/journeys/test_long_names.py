"""Names that are one word as long as their column holds: no page becomes wider than its window."""

import pytest

from tests import make

LONG = {"customer_company": "W" * 120, "customer_name": "W" * 120, "customer_city": "W" * 80, "wanted_by": "W" * 80}

CUT_OFF = "[...document.querySelectorAll('.table-frame')].some(one => one.scrollWidth > one.clientWidth)"
"""Whether a table has columns that one must scroll to."""


@pytest.mark.parametrize("width", [360, 1280])
def test_long_names_fit(sit_down, aurora, width):
    lead = make.lead(aurora, "accepted", deal_name="W" * 160, need="W" * 400, **LONG)
    received = make.lead(aurora, **LONG)
    lists = ("/leads/marketplace/received", "/leads/marketplace/accepted", "/leads/search?q=wwww")
    pages = {
        "ada": [*lists, f"/leads/{lead.id}", f"/leads/{received.id}/acceptance", f"/leads/{received.id}/declination"],
        "vera": ["/vendor/leads", f"/vendor/leads/{lead.id}", "/vendor/today"],
    }
    wide = []
    for name, addresses in pages.items():
        page = sit_down(getattr(aurora, name), viewport={"width": width, "height": 740})
        for address in addresses:
            assert page.goto(address).status == 200
            if page.evaluate("document.documentElement.scrollWidth") > width or page.evaluate(CUT_OFF):
                wide.append(address)
    assert not wide
