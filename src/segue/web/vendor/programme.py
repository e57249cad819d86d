"""The settings of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actions import change_logo, change_programme
from segue.accounts.actor import Staff
from segue.accounts.policy import may_read_programme, may_run_programme
from segue.kit.errors import Forbidden, Invalid, NotFound, Refused
from segue.kit.pictures import MOST_BYTES
from segue.kit.places import country_name, language_name
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.numbers import version_seen
from segue.web.forms.refusals import put_back, status_of
from segue.web.vendor.forms import ProgrammeForm, answers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.programme.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def programme(request: HttpRequest) -> HttpResponse:
    """Show the settings in force; the programme admin changes them, which makes a new version."""
    actor = who(request)
    if not may_read_programme(actor):
        raise NotFound
    in_force = rules_of(request).programme
    if not may_run_programme(actor):
        if request.method == "POST":
            raise Forbidden
        return render(request, "vendor/programme.html", {"facts": _facts(in_force), "version": in_force.version})
    form = ProgrammeForm(request.POST or None, initial=answers_of(in_force))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            saved = change_programme(form.settings(), actor=actor, at=at_of(request), seen=seen)
        except Refused as refused:
            put_back(form, refused)
        else:
            say_saved(request, _("The settings are saved and in force."), version=saved.version, seen=seen)
            return redirect("programme")
    context = {"form": form, "version": in_force.version}
    return render(request, "vendor/programme.html", context, status=status_of(form))


@require_POST
@enter(Staff)
def logo(request: HttpRequest) -> HttpResponse:
    """Keep another logo, or none, as a new version of the settings."""
    require_admin(request)
    picture = request.FILES.get("logo")
    seen = version_seen(request) or 0
    wanted = b"" if "remove" in request.POST else picture.read(MOST_BYTES + 1) if picture else None
    try:
        if wanted is None:
            raise Invalid({"logo": _("Choose a file.")})
        saved = change_logo(wanted, actor=who(request), at=at_of(request), seen=seen)
    except (Forbidden, NotFound):
        raise
    except Refused as refused:
        sentences = refused.fields.values() if isinstance(refused, Invalid) else [str(refused)]
        messages.error(request, " ".join(map(str, sentences)))
    else:
        say_saved(request, _("The logo is saved."), version=saved.version, seen=seen)
    return redirect("programme")


def require_admin(request: HttpRequest) -> None:
    """Let through who changes the programme; raise NotFound for who may not read it, Forbidden for who only reads."""
    if not may_read_programme(who(request)):
        raise NotFound
    if not may_run_programme(who(request)):
        raise Forbidden


def say_saved(request: HttpRequest, words: str, *, version: int, seen: int) -> None:
    """Say on the next page that it is saved; nothing was where the version that was seen is still the latest."""
    if version == seen:
        messages.info(request, _("Nothing was changed."))
    else:
        messages.success(request, words)


def _facts(programme: Programme) -> list[dict[str, Any]]:
    values, fields = answers_of(programme), ProgrammeForm.base_fields.items()
    return [{"name": field.label, "value": in_words(name, values[name])} for name, field in fields if name != "seen"]


def in_words(name: str, value: object) -> str:
    """Return the value of a setting as it is read: a country and languages by their names."""
    if name == "country":
        return country_name(str(value))
    if isinstance(value, list | tuple):
        return ", ".join(language_name(code) if name == "languages" else str(code) for code in value)
    return str(value)
