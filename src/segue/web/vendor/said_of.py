"""What was given, changed and taken back of a partner's competencies, endorsements, badges and group, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.accounts.queries import names_of
from segue.directory.models import Distinction, DistinctionEvent
from segue.web.public.proof import day_words
from segue.web.reading import iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.programme.queries import Rules
    from segue.web.reading import Reader

WORDS = {
    DistinctionEvent.What.GIVEN: (gettext_lazy("%(who)s added %(what)s"), "plus"),
    DistinctionEvent.What.CHANGED: (gettext_lazy("%(who)s changed %(what)s"), "edit"),
    DistinctionEvent.What.TAKEN_BACK: (gettext_lazy("%(who)s removed %(what)s"), "minus"),
}
OF_GROUP = {
    DistinctionEvent.What.GIVEN: gettext_lazy("%(who)s put the company in the corporate group %(group)s"),
    DistinctionEvent.What.CHANGED: gettext_lazy("%(who)s put the company in another corporate group"),
    DistinctionEvent.What.TAKEN_BACK: gettext_lazy("%(who)s took the company out of the corporate group %(group)s"),
}
FIELDS = {
    DistinctionEvent.GROUP: gettext_lazy("Corporate group"),
    "level": gettext_lazy("Level"),
    "since": gettext_lazy("First day"),
    "until": gettext_lazy("Last day"),
    "endorser": gettext_lazy("Who says it"),
    "sentence": gettext_lazy("What they say"),
}


def log(events: Sequence[DistinctionEvent], rules: Rules, *, reader: Reader, at: datetime) -> list[dict[str, Any]]:
    """Return parts/history.html."""
    people = names_of({event.by for event in events})
    return [_line(event, people, rules, reader=reader, at=at) for event in events]


def _line(
    event: DistinctionEvent, people: Mapping[UUID, str], rules: Rules, *, reader: Reader, at: datetime
) -> dict[str, Any]:
    who = people.get(event.by) or _("Somebody who is no longer known")
    about = _about_group(event, who) if event.kind == DistinctionEvent.GROUP else _about_word(event, who, rules)
    return about | {
        "icon": WORDS[DistinctionEvent.What(event.what)][1],
        "when": reader.moment(event.at, near=at),
        "iso": iso(event.at),
    }


def _about_word(event: DistinctionEvent, who: str, rules: Rules) -> dict[str, Any]:
    sentence, _icon = WORDS[DistinctionEvent.What(event.what)]
    what = f"{rules.label(event.kind, event.code)} ({Distinction.Kind(event.kind).label})"
    return {
        "words": str(sentence) % {"who": who, "what": what},
        "details": [_detail(name, *pair) for name, pair in event.changes.items()],
    }


def _about_group(event: DistinctionEvent, who: str) -> dict[str, Any]:
    was, now = event.changes[DistinctionEvent.GROUP]
    sentence = str(OF_GROUP[DistinctionEvent.What(event.what)]) % {"who": who, "group": now or was}
    return {"words": sentence, "details": [_detail(DistinctionEvent.GROUP, was, now)] if was and now else []}


def _detail(name: str, was: object, now: object) -> str:
    words = {"field": FIELDS[name], "was": _said(name, was), "now": _said(name, now)}
    if was is None:
        return f"{FIELDS[name]}: {_said(name, now)}"
    return (
        _("%(field)s: %(was)s, then %(now)s") % words if now is not None else _("%(field)s: %(was)s, no more") % words
    )


def _said(name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "level":
        return str(Distinction.Level(int(str(value))).label)
    return day_words(date.fromisoformat(str(value))) if name in {"since", "until"} else str(value)
