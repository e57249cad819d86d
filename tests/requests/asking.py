"""Anna Conti's request, as the form would give it."""

from datetime import timedelta

from segue.accounts.actions import NewPartner, Place, add_location, add_partner
from segue.accounts.actor import VISITOR
from segue.accounts.models import Partner
from segue.directory.actions import add_alert_contact, edit_profile, publish
from segue.kit.working_time import office_hours
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


def asked(
    world,
    *locations,
    at=None,
    form_key="form-1",
    in_turn=False,
    agreed=True,
    posted=None,
    address="192.0.2.7",
    **typed,
):
    """Anna's request to these locations, as it stands after asking."""
    at = at or world.at
    return ask(
        Wanted(**{**ANNA, **typed}),
        actor=VISITOR,
        at=at,
        form_key=form_key,
        location_ids=[location.id for location in locations],
        in_turn=in_turn,
        agreed=agreed,
        posted=posted or Posted("", rendered_at=at - timedelta(seconds=50)),
        address=address,
    )


def sent(world, location, *then, by, type=Type.SALES, at=None, form_key="sent-1", typed=None, **changed):  # noqa: A002 -- the product's word
    """Anna handed over by somebody to a location (`then`: and who is asked after it), agreed by phone a day before."""
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
        then=[one.id for one in then],
    )


def nordlicht(world):
    """A third partner, published in Hamburg; returns its location."""
    by = {"actor": world.vera, "at": world.at}
    partner = add_partner(NewPartner(name="Nordlicht", status=Partner.Status.ACTIVE), **by)
    hours = office_hours("Europe/Berlin").hours
    place = Place(name="Hamburg", city="Hamburg", country="DE", time_zone="Europe/Berlin", hours=hours)
    location = add_location(partner.id, place=place, **by)
    edit_profile(partner.id, seen=None, description="Cloud and data.", tags={"service": ["migration"]}, **by)
    add_alert_contact(location.id, partner_id=partner.id, name="Desk", email="desk@nordlicht.example", **by)
    publish(partner.id, **by)
    location.refresh_from_db()
    return location
