"""Mails about a change of the order of results, to the programme admins who can approve it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from segue.accounts.queries import names_of
from segue.notifications import links
from segue.notifications.letter import About, Letter
from segue.programme.queries import ordering_proposed, rules


def waits(about: About) -> Letter | None:
    """To the other programme admins: somebody proposed a change. Nothing when it is decided."""
    found = ordering_proposed()
    if found is None or found.version != about.notice.data["version"]:
        return None
    by = names_of({found.proposed_by}).get(found.proposed_by) or rules().programme.vendor_name
    return Letter(
        subject=_("%(name)s proposes another order of results") % {"name": by},
        lines=[
            _("It comes into force when you or another programme admin approve it; until then nothing changes."),
            _("The workbench shows what it would make of the last searches."),
        ],
        quote=found.note,
        button=(_("Look at the change"), links.workbench()),
        reason=_("You get this because you run the programme."),
    )
