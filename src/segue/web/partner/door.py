"""Who works on leads: a member whose role includes it; everybody else of the company reads why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Member
from segue.accounts.roles import May
from segue.kit.errors import Forbidden
from segue.web.entrance import acting

if TYPE_CHECKING:
    from django.http import HttpRequest


def at_work(request: HttpRequest) -> Member:
    """Return the member who asks; raise Forbidden when the role does not include leads."""
    actor = acting(request, Member)
    if not actor.may(May.ANSWER_LEADS):
        raise Forbidden(_("Your role does not include leads. An admin of your company can change that."))
    return actor
