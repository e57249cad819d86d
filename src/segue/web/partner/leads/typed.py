"""What was typed into a form, as the actions take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions.answers import Closing, Deal

if TYPE_CHECKING:
    from segue.web.partner.leads.forms import DealForm, WonForm


def deal_of(form: DealForm) -> Deal:
    """Return the deal as typed into a valid form."""
    typed = form.cleaned_data
    return Deal(
        deal_name=typed["deal_name"],
        money=form.money,
        time_frame=typed["time_frame"],
        purchase_on=typed["purchase_on"],
        notes=typed["notes"],
        crm_id=typed["crm_id"],
        campaign_id=typed["campaign_id"],
    )


def closing_of(form: WonForm) -> Closing:
    """Return the end of a deal as typed into a valid form."""
    typed = form.cleaned_data
    return Closing(
        closed_on=typed["closed_on"], money=form.money, reason=typed.get("reason", ""), note=typed.get("note", "")
    )
