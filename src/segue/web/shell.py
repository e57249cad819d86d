"""What stands around every page: the programme, the reader's colours and language, the rail, the person's menu."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from segue.accounts.actor import Actor, Member, Newcomer, Staff
from segue.accounts.roles import May
from segue.kit.places import language_name
from segue.kit.trace import request_id
from segue.notifications.bell import MOST_COUNTED
from segue.programme.queries import NotSetUp
from segue.requests.policy import may_read_inbox
from segue.web.entrance import companies_of, rules_of, who
from segue.web.initials import initials
from segue.web.themes import theme_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.programme.models import Programme

Part = dict[str, Any]


def page_context(request: HttpRequest) -> Part:
    """Return what every template may read; the frame is made when a page first reads it."""
    return {"request_id": request_id.get(), "shell": SimpleLazyObject(lambda: shell(request))}


def shell(request: HttpRequest) -> Part:
    """Return the frame of a page for whoever asks for it; the keys are described on top of base.html."""
    actor = who(request)
    programme = _programme(request)
    return {
        "programme": {
            "name": programme.name if programme else "Segue",
            "logo_url": reverse("logo", args=[programme.version]) if programme and programme.logo else "",
            "home_url": _home(actor),
        },
        "theme": theme_of(request),
        "keys": "" if getattr(request.user, "keys", True) else "off",
        "membership": str(actor.membership_id) if isinstance(actor, Member | Staff) else "",
        "theme_url": address("theme"),
        "language_url": address("language"),
        "languages": [{"code": code, "name": language_name(code, code)} for code, _ in settings.LANGUAGES],
        "path": request.get_full_path() if request.method == "GET" else request.path,
        "links": _links(actor),
        "rail": _rail(request, actor),
        "search": _search(request, actor),
        "bell": _bell(request, actor),
        "person": _person(request, actor, programme) if isinstance(actor, Member | Staff | Newcomer) else None,
    }


BEHIND = {
    "vendor-inbox": "vendor-today",
    "applications": "partners",
    "searches-in-vain": "partners",
    "sent": "send",
    "why-shown": "profile",
}
"""Pages that stand behind a room of the rail, for whom they stand in none."""


def _programme(request: HttpRequest) -> Programme | None:
    try:
        return rules_of(request).programme
    except NotSetUp:
        return None


def _home(actor: Actor) -> str:
    return settings.LOGIN_REDIRECT_URL if isinstance(actor, Member | Staff) else "/"


def _links(actor: Actor) -> Part:
    at_work = isinstance(actor, Member | Staff)
    return {
        "directory": address("directory"),
        "how_ordered": address("how-ordered"),
        "privacy": address("privacy"),
        "apply": address("apply"),
        "sign_in": address("account_login"),
        "sign_out": address("account_logout"),
        "demo": address("demo") if settings.DEMO else "",
        "desk": settings.LOGIN_REDIRECT_URL if at_work else "",
    }


def _rail(request: HttpRequest, actor: Actor) -> list[Part]:
    """Return the rooms of a desk that this actor's role opens, five at most."""
    rooms: list[tuple[bool, str, str, str]] = []
    match actor:
        case Member():
            leads = actor.may(May.ANSWER_LEADS)
            rooms = [
                (leads, "leads", gettext("Leads"), "inbox"),
                (actor.may(May.SEND_LEADS), "send", gettext("Send"), "send"),
                (actor.may(May.EDIT_PROFILE), "profile", gettext("Profile"), "building"),
                (actor.may(May.MANAGE_PEOPLE), "people", gettext("People"), "people"),
            ]
        case Staff():
            sends = actor.may(May.SEND_MARKETING) or actor.may(May.SEND_SALES)
            rooms = [
                (True, "vendor-today", gettext("Today"), "home"),
                (True, "vendor-leads", gettext("Leads"), "list"),
                # Who runs the programme finds it on Today: five rooms fit a phone.
                (may_read_inbox(actor) and not actor.may(May.RUN_PROGRAMME), "vendor-inbox", gettext("Inbox"), "inbox"),
                # Who runs the programme finds it on the list of leads: five rooms fit a phone.
                (sends and not actor.may(May.RUN_PROGRAMME), "send", gettext("Send"), "send"),
                (
                    actor.may(May.READ_PROGRAMME) or actor.may(May.MANAGE_PARTNERS),
                    "partners",
                    gettext("Partners"),
                    "building",
                ),
                (actor.may(May.MANAGE_PEOPLE) or actor.may(May.RUN_PROGRAMME), "people", gettext("People"), "people"),
                (actor.may(May.READ_PROGRAMME), "programme", gettext("Programme"), "settings"),
            ]
    shown = [room[1:] for room in rooms if room[0]]
    here = _room(request.path, [name for name, _label, _icon in shown])
    return [
        {"label": label, "url": address(name), "icon": icon, "current": name == here} for name, label, icon in shown
    ]


def _room(path: str, rooms: list[str]) -> str:
    """Return the room of the rail in which a page stands, or else the one behind which it does; empty: none."""
    standing_in = (name for name in rooms if _stands_in(path, address(name)))
    behind = (room for page, room in BEHIND.items() if _stands_in(path, address(page)))
    return next(standing_in, "") or next(behind, "")


@cache
def address(name: str, *place: str) -> str:
    """Return the address of a page, or of one of a few places (a tab); kept, because every page names a dozen."""
    return reverse(name, args=place)


def _stands_in(path: str, url: str) -> bool:
    return path == url or path.startswith(f"{url.rstrip('/')}/")


def _search(request: HttpRequest, actor: Actor) -> Part | None:
    if not (isinstance(actor, Member) and actor.may(May.ANSWER_LEADS)):
        return None
    return {
        "url": address("lead-search"),
        "value": request.GET.get("q", "") if request.path == address("lead-search") else "",
        "label": gettext("Search leads"),
    }


def _bell(request: HttpRequest, actor: Actor) -> Part | None:
    """Return how much is unread in the company of this session; the number stands at the membership, read anyway."""
    if not isinstance(actor, Member | Staff):
        return None
    unread = next((one.unread for one in companies_of(request) if one.id == actor.membership_id), 0)
    return {"url": address("notices"), "count": unread, "shown": str(unread) if unread < MOST_COUNTED else "99+"}


def _person(request: HttpRequest, actor: Member | Staff | Newcomer, programme: Programme | None) -> Part:
    vendor = programme.vendor_name if programme else ""
    companies = [
        {
            "id": str(membership.id),
            "name": membership.partner.name if membership.partner else vendor,
            "current": membership.id == getattr(actor, "membership_id", None),
        }
        for membership in companies_of(request)
    ]
    return {
        "name": actor.name,
        "initials": initials(actor.name),
        "email": getattr(request.user, "email", ""),
        "place": next((company["name"] for company in companies if company["current"]), ""),
        "companies": companies if len(companies) > 1 else [],
        "company_url": address("choose-company"),
        "links": [
            {"label": gettext("My account"), "url": address("me"), "icon": "person"},
            *(
                [{"label": gettext("People of the demo"), "url": address("demo"), "icon": "people"}]
                if settings.DEMO
                else []
            ),
        ],
        "sign_out_url": address("account_logout"),
    }
