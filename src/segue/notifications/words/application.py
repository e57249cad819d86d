"""Mails about a company that would like to be a partner: to whoever applied, and to the vendor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from segue.accounts.models import Application
from segue.notifications import links
from segue.notifications.letter import About, Letter, greeted
from segue.programme.queries import rules


def received(about: About) -> Letter | None:
    """To the applicant: it has arrived."""
    names = _names(about)
    if names is None:
        return None
    arrived = _("Your application to become a partner of %(programme)s has arrived.")
    if greeted(names["company"]):
        arrived = _("%(company)s would like to be a partner of %(programme)s; this has arrived.")
    return Letter(
        subject=_("Your application to %(programme)s") % names,
        lines=[
            arrived % names,
            _("%(vendor)s looks at it and answers you by mail.") % names,
        ],
        reason=_("You get this because somebody applied with this address. If it was not you, you need do nothing."),
    )


def waits(about: About) -> Letter | None:
    """To the vendor: somebody should look at it. Nothing when it is decided."""
    found, names = _found(about), _names(about)
    if found is None or names is None or found.decided_at is not None:
        return None
    return Letter(
        subject=_("%(company)s would like to be a partner") % names,
        lines=[_("%(company)s has applied. Approve it, or say why not.") % names],
        button=(_("Look at the applications"), links.applications()),
        reason=_("You get this because you run the programme."),
    )


def refused(about: About) -> Letter | None:
    """To the applicant: no, and why."""
    found, names = _found(about), _names(about)
    if found is None or names is None:
        return None
    return Letter(
        subject=_("Your application to %(programme)s") % names,
        lines=[_("%(vendor)s has looked at the application of %(company)s and cannot take it on:") % names],
        quote=found.refusal,
        reason=_("You get this because you applied with this address."),
    )


def _found(about: About) -> Application | None:
    return Application.objects.filter(id=about.notice.data["application"]).first()


def _names(about: About) -> dict[str, str] | None:
    found, programme = _found(about), rules().programme
    if found is None:
        return None
    return {"company": found.company, "programme": programme.name, "vendor": programme.vendor_name}
