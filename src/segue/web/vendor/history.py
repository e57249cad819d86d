"""What was changed in the programme's settings, when and by whom; and the way back to an earlier version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actions import return_to_version
from segue.accounts.actor import Staff
from segue.accounts.policy import may_read_programme, may_run_programme
from segue.accounts.queries import names_of
from segue.kit.errors import NotFound, Refused
from segue.programme.queries import VERSIONS, Version, versions
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.numbers import number_sent, version_seen
from segue.web.forms.refusals import say
from segue.web.reading import iso, reader_of
from segue.web.vendor.forms import ProgrammeForm
from segue.web.vendor.programme import in_words, say_saved

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.web.reading import Reader


@require_safe
@enter(Staff)
def history(request: HttpRequest) -> HttpResponse:
    """List the versions of the settings, the newest first, each with what it changed."""
    if not may_read_programme(who(request)):
        raise NotFound
    before = request.GET.get("before", "")
    found = versions(before=number_sent(before))
    people = names_of({one.programme.changed_by for one in found if one.programme.changed_by})
    reader, at, in_force = reader_of(request), at_of(request), rules_of(request).programme
    older = found[-1].programme.version if len(found) == VERSIONS and found[-1].programme.version > 1 else None
    here = reverse("programme-history")
    context = {
        "rows": [_row(one, people, reader=reader, at=at, in_force=in_force.version) for one in found],
        "seen": in_force.version,
        "may_return": may_run_programme(who(request)),
        "more_url": f"{here}?before={older}" if older else "",
        "first_url": here if before else "",
    }
    return render(request, "vendor/programme_history.html", context)


@require_POST
@enter(Staff)
def returning(request: HttpRequest, version: int) -> HttpResponse:
    """Put an earlier version in force again."""
    seen = version_seen(request) or 0
    try:
        saved = return_to_version(version, actor=who(request), at=at_of(request), seen=seen)
    except Refused as refused:
        say(request, refused)
    else:
        words = _("The settings are those of version %(version)s again; they are in force.")
        say_saved(request, words % {"version": version}, version=saved.version, seen=seen)
    return redirect("programme-history")


def _row(one: Version, people: dict[UUID, str], *, reader: Reader, at: datetime, in_force: int) -> dict[str, Any]:
    programme = one.programme
    fields = ProgrammeForm.base_fields
    changes = [
        {"name": fields[name].label, "was": in_words(name, was), "is": in_words(name, now)}
        for name, (was, now) in one.changes.items()
    ]
    by = people.get(programme.changed_by) if programme.changed_by else None
    return {
        "version": programme.version,
        "when": reader.moment(programme.changed_at, near=at),
        "iso": iso(programme.changed_at),
        "by": by or (_("Somebody who is no longer known") if programme.changed_by else _("Set up by a command")),
        "changes": changes,
        "logo": one.logo_changed,
        "in_force": programme.version == in_force,
        "first": programme.version == 1,
    }
