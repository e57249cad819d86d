"""The page after the form: who got it, and the code of the mail. It can be reloaded.

It says nothing that the form did not hold, such as the customer's name and address, and no mail carries its link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Visitor
from segue.kit.errors import Invalid, TooMany
from segue.requests import queries
from segue.requests.actions.confirm import confirm_by_code
from segue.requests.links import link_token, thanked
from segue.requests.models import Request
from segue.web.customer.turn import turn_of
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.asking import joined
from segue.web.private import private

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.requests.queries import Letter


class CodeForm(forms.Form):
    """The six figures of the mail."""

    use_required_attribute = False
    code = forms.CharField(
        label=gettext_lazy("Code from our mail"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "data-shape": "code"}),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say thank you and take the code; the right one opens the private page."""
    asked = thanked(token)
    at = at_of(request)
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        try:
            confirm_by_code(asked, request.POST.get("code", ""), actor=who(request), at=at)
        except (Invalid, TooMany) as refused:
            form.errors.clear()
            sentence = refused.fields["code"] if isinstance(refused, Invalid) else refused.sentence
            form.add_error("code", str(sentence))
            status = refused.status
        else:
            messages.success(request, _("Thank you. Your e-mail address is confirmed."))
            return redirect("letter", token=link_token(asked.id, asked.link_epoch))
    context = {
        "form": form,
        "email": asked.customer_email,
        "confirmed": asked.confirmed_at is not None,
        "name": asked.customer_name,
        "told": _told(asked, queries.letter(asked, at=at), rules_of(request).programme.vendor_name, at=at),
    }
    return render(request, "customer/thanks.html", context, status=status)


def _told(asked: Request, letter: Letter, vendor: str, *, at: datetime) -> list[str]:
    if asked.held == Request.Held.SUSPICION:
        return [_("Somebody at %(vendor)s looks at your request before it goes on.") % {"vendor": vendor}]
    if not letter.asked:
        return [_("%(vendor)s is looking for a partner that fits, and tells you whom.") % {"vendor": vendor}]
    said = [_("%(names)s has your request.") % {"names": joined([one.partner_name for one in letter.asked])}]
    if len(letter.asked) > 1:
        said = [_("%(names)s have your request.") % {"names": joined([one.partner_name for one in letter.asked])}]
    if letter.waiting:
        waits = _("%(names)s: as soon as you have confirmed your e-mail address.")
        said.append(waits % {"names": joined(letter.waiting)})
    if letter.turns is not None:
        said.append(turn_of(letter, at=at))
    return said
