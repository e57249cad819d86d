"""Dress a letter as a mail: the recipient's language, text and HTML, headers that recognise it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from segue.kit.text import cleaned
from segue.leads.models import Lead
from segue.notifications import links
from segue.notifications.catalogue import CATALOGUE
from segue.notifications.letter import About, Letter, greeted
from segue.notifications.models import Mail, Notice
from segue.notifications.words import partner
from segue.programme.queries import NotSetUp, rules
from segue.requests.models import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from segue.notifications.kinds import Group


def letter_of(notice: Notice) -> tuple[Letter, About] | None:
    """Return what a notice says, in its language, and what of, as it is now; None when there is nothing to say."""
    about = _about(notice)
    if about is None:
        return None
    with translation.override(notice.language):
        letter = CATALOGUE[notice.kind].words(about)
    return None if letter is None else (letter, about)


def titles_of(notice: Notice, write: Callable[[], Letter | None]) -> dict[str, dict[str, str]]:
    """Return, to be kept with a notice, how it is called under the bell in the other languages; nothing without a bell.

    Its reader may have chosen another language by then, and it says what was so when it was told.
    """
    titles = {}
    for language, _name in settings.LANGUAGES if notice.person_id else ():
        if language != notice.language:
            with translation.override(language):
                letter = write()
            if letter is not None:
                titles[language] = title_of(letter)
    return {"titles": titles} if titles else {}


def title_of(letter: Letter) -> str:
    """Return the subject of a letter as one line that can be kept."""
    return " ".join(cleaned(letter.subject).split())[:250]


def compose_list(*notices: Notice, at: datetime) -> Mail:
    """Return one mail that lists what expired, not stored; the notices are of one recipient."""
    with translation.override(notices[0].language):
        letter = letter_of_list(*notices)
    return dressed(letter, notices[0], at=at)


def letter_of_list(*notices: Notice) -> Letter:
    """Return the letter that lists what expired, in the active language."""
    ids = [notice.lead_id for notice in notices]
    leads = Lead.objects.filter(id__in=ids).select_related("partner", "location").order_by("due_at", "id")
    return partner.expired_list(list(leads))


def dressed(letter: Letter, notice: Notice, *, at: datetime, groups: Sequence[Group] = ()) -> Mail:
    """Return the mail of a letter to a notice's recipient; `groups`: what it tells of, if not what the notice does."""
    group = CATALOGUE[notice.kind].group
    stops = tuple(groups) or ((group,) if group else ())
    with translation.override(notice.language):
        mail = mail_of(
            letter,
            kind=notice.kind,
            to=notice.to,
            name=notice.name,
            trace=str(notice.data.get("trace", "")),
            at=at,
            choose_at=_choose_at(notice, stops) if stops else "",
        )
    if stops:
        # RFC 8058: a mail program stops such mails with one press, by a POST; what a GET shows changes nothing.
        mail.headers |= {
            "List-Unsubscribe": f"<{links.stop_mails(notice.to, *stops)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return mail


def _choose_at(notice: Notice, groups: Sequence[Group]) -> str:
    """Return where the reader says which mails come: at the desk, or without an account by the link of this mail."""
    return links.stop_mails(notice.to, *groups) if notice.person_id is None else links.preferences()


def mail_of(
    letter: Letter, *, kind: str, to: str, name: str, at: datetime, trace: str = "", choose_at: str = ""
) -> Mail:
    """Return a mail in the active language, not stored; `choose_at`: where its reader switches such mails off."""
    language = translation.get_language() or "en"
    quoted = "\n".join(f"> {line}".rstrip() for line in cleaned(letter.quote).split("\n"))
    programme, logo_url = _programme()
    context = {"letter": letter, "name": greeted(name), "programme": programme, "logo_url": logo_url}
    context |= {"language": language, "quoted": quoted, "choose_at": choose_at}
    headers = {"X-Segue-Kind": kind, "Auto-Submitted": "auto-generated"}
    if trace:
        headers["X-Segue-Request"] = trace
    return Mail(
        kind=kind,
        to=to,
        language=language,
        subject=title_of(letter),
        text=render_to_string("notifications/mail.txt", context).strip() + "\n",
        html=render_to_string("notifications/mail.html", context),
        headers=headers,
        created_at=at,
        send_at=at,
    )


def _about(notice: Notice) -> About | None:
    lead = request = None
    if notice.lead_id is not None:
        found = Lead.objects.filter(id=notice.lead_id)
        lead = found.select_related("partner", "location", "owner", "sender_person", "sender_partner").first()
        if lead is None:
            return None
    if notice.request_id is not None:
        request = Request.objects.filter(id=notice.request_id).first()
        if request is None and lead is None:
            return None
    return About(notice, lead, request)


def _programme() -> tuple[str, str]:
    """Return the programme's name and the address of its logo, if it has one."""
    try:
        programme = rules().programme
    except NotSetUp:
        return "Segue", ""
    return programme.name, links.logo(programme) if programme.logo else ""
