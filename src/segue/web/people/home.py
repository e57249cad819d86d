"""Where somebody lands after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member, Newcomer, Staff
from segue.accounts.records import who_can_help
from segue.accounts.roles import May
from segue.web.entrance import enter, rules_of, who

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Member, Staff, Newcomer)
def home(request: HttpRequest) -> HttpResponse:
    """Go to the desk of the company chosen for this session."""
    match who(request):
        case Newcomer():
            return redirect("no-role")
        case Staff():
            return redirect("vendor-today")
        case Member() as actor if not actor.may(May.ANSWER_LEADS):
            return redirect("profile")
        case _:
            return redirect("leads")


@require_safe
@enter(Member, Staff, Newcomer)
def no_role(request: HttpRequest) -> HttpResponse:
    """Tell a person without a role who can give them one."""
    actor = who(request)
    if not isinstance(actor, Newcomer):
        return redirect("home")
    helpers = who_can_help(actor, vendor_name=rules_of(request).programme.vendor_name)
    return render(request, "no_role.html", {"company": helpers.company, "admins": helpers.admins})
