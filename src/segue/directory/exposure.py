"""Of whom there was much to be seen lately: what the cap on views is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.models import ViewShare

if TYPE_CHECKING:
    from uuid import UUID

    from segue.directory.ranking.facts import Need


def cell(solution: str, country: str) -> str:
    """Return what makes two searches one of a kind for the cap: which product or service is chosen, and the country.

    Either may be empty: nothing was said of it.
    """
    return f"{solution}|{country}"


def cell_of(need: Need) -> str:
    """Return the cell of a need as a search has it, with one product or service at most of each."""
    return cell(min(need.products or need.services, default=""), need.country)


def shares_in(key: str) -> dict[UUID, float]:
    """Return who had more of a cell's views of the last 7 days than anybody may, by partner, in one statement."""
    return dict(ViewShare.objects.filter(cell=key).values_list("partner_id", "share"))
