"""Anna Conti's request, as the form would give it."""

from datetime import timedelta

from segue.accounts.actor import VISITOR
from segue.leads.models import Type
from segue.requests.actions.ask import ask
from segue.requests.actions.send import Sending, send_lead
from segue.requests.bots import Posted
from segue.requests.checks import Wanted

ANNA = {
    "company": "Conti Logistica",
    "name": "Anna Conti",
    "email": "anna@conti.example",
    "need": "Move our warehouse planning into the cloud before the summer",
    "country": "IT",
    "city": "Trieste",
    "language": "it",
}


def asked(world, *locations, at=None, form_key="form-1", agreed=True, posted=None, address="192.0.2.7", **typed):
    """Anna's request to these locations, as it stands after asking."""
    at = at or world.at
    return ask(
        Wanted(**{**ANNA, **typed}),
        actor=VISITOR,
        at=at,
        form_key=form_key,
        location_ids=[location.id for location in locations],
        agreed=agreed,
        posted=posted or Posted("", rendered_at=at - timedelta(seconds=50)),
        address=address,
    )


def sent(world, location, *, by, type=Type.SALES, at=None, form_key="sent-1", typed=None, **changed):  # noqa: A002 -- the product's word
    """Anna handed over by somebody to a location, agreed on the phone a day before."""
    at = at or world.at
    sending = {
        "type": type,
        "channel": "webinar",
        "campaign": "Spring 2026",
        "note": "They know Trieste",
        "consent_how": "On the phone",
        "consent_at": at - timedelta(days=1),
    }
    return send_lead(
        Wanted(**{**ANNA, **(typed or {})}),
        Sending(**{**sending, **changed}),
        actor=by,
        at=at,
        form_key=form_key,
        location_id=location.id,
    )
