"""The programme's vocabulary: the words of one kind, one word with its versions, its place, retiring it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts import actions
from segue.accounts.actor import Staff
from segue.accounts.policy import may_read_programme, may_run_programme
from segue.accounts.queries import names_of
from segue.kit.errors import NotFound, Refused
from segue.programme.models import Term
from segue.programme.queries import in_language
from segue.programme.terms import COVERING, term_versions
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.numbers import version_seen
from segue.web.forms.refusals import put_back, status_of
from segue.web.reading import iso, reader_of
from segue.web.vendor.programme import require_admin, say_saved
from segue.web.vendor.word_form import WordForm, answers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.programme.queries import Rules

KINDS = {
    Term.Kind.INDUSTRY: (gettext_lazy("Industries"), gettext_lazy("What customers' companies do.")),
    Term.Kind.PRODUCT: (gettext_lazy("Products"), gettext_lazy("What is sold: partners offer it, customers need it.")),
    Term.Kind.SERVICE: (gettext_lazy("Services"), gettext_lazy("What partners do with the products.")),
    Term.Kind.MODEL: (gettext_lazy("Business models"), gettext_lazy("How partners work with their customers.")),
    Term.Kind.SIZE: (gettext_lazy("Customer sizes"), gettext_lazy("How large a company is, from small to large.")),
    Term.Kind.COMPETENCY: (
        gettext_lazy("Competencies"),
        gettext_lazy("What you have examined of a partner. It counts where somebody needs what it covers."),
    ),
    Term.Kind.ENDORSEMENT: (
        gettext_lazy("Endorsements"),
        gettext_lazy("What others say of a partner's work. It counts a little where somebody needs what it covers."),
    ),
    Term.Kind.BADGE: (gettext_lazy("Badges"), gettext_lazy("What is shown on the profile, and counts nowhere.")),
}
"""What the lists are called, and what stands in them."""


@require_safe
@enter(Staff)
def words(request: HttpRequest, kind: str = Term.Kind.PRODUCT) -> HttpResponse:
    """List the words of one kind in their order, then those offered no more."""
    actor, of = who(request), _kind(kind)
    if not may_read_programme(actor):
        raise NotFound
    rules = rules_of(request)
    title, lede = KINDS[of]
    context = {
        "kind": of.value,
        "title": title,
        "lede": lede,
        "kinds": [
            {
                "label": name,
                "url": reverse("vocabulary-kind", args=[one.value]),
                "current": one == of,
                "count": len(rules.terms_of(one)),
            }
            for one, (name, _lede) in KINDS.items()
        ],
        "languages": rules.programme.languages,
        "covering": of in COVERING,
        "offered": [_row(term, rules) for term in rules.terms_of(of)],
        "retired": [_row(term, rules) for term in rules.terms_retired(of)],
        "may_run": may_run_programme(actor),
    }
    return render(request, "vendor/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a word of the programme's own."""
    require_admin(request)
    of = _kind(kind)
    form = WordForm(request.POST or None, kind=of, rules=rules_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_term(of, form.word(), actor=who(request), at=at_of(request))
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Added. It can be chosen now."))
            return redirect("vocabulary-kind", of.value)
    return _page(request, form, of, None)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def edit(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Change what a word is called and covers, as a new version."""
    require_admin(request)
    of, rules = _kind(kind), rules_of(request)
    term = _term(rules, of, code)
    form = WordForm(request.POST or None, kind=of, rules=rules, initial=answers_of(term))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            saved = actions.change_term(of, code, form.word(), actor=who(request), at=at_of(request), seen=seen)
        except Refused as refused:
            put_back(form, refused)
        else:
            said = _("Saved. It has its new name wherever it stands.")
            say_saved(request, said, version=saved.version, seen=seen)
            return redirect("vocabulary-kind", of.value)
    return _page(request, form, of, term)


@require_POST
@enter(Staff)
def place(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Move a word one place up or down."""
    actions.move_term(_kind(kind), code, actor=who(request), up=request.POST.get("to") == "up")
    return redirect("vocabulary-kind", kind)


@require_POST
@enter(Staff)
def retirement(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Offer a word no more, or again."""
    again = request.POST.get("offer") == "again"
    act = actions.restore_term if again else actions.retire_term
    act(_kind(kind), code, actor=who(request), at=at_of(request), seen=version_seen(request) or 0)
    messages.success(
        request, _("It can be chosen again.") if again else _("It is offered no more. What has it keeps showing it.")
    )
    return redirect("vocabulary-kind", kind)


def _kind(text: str) -> Term.Kind:
    if text not in Term.Kind.values:
        raise NotFound
    return Term.Kind(text)


def _term(rules: Rules, kind: Term.Kind, code: str) -> Term:
    term = rules.terms.get((kind, code))
    if term is None:
        raise NotFound
    return term


def _page(request: HttpRequest, form: WordForm, kind: Term.Kind, term: Term | None) -> HttpResponse:
    title, lede = KINDS[kind]
    context = {
        "form": form,
        "kind": kind.value,
        "title": title,
        "lede": lede,
        "term": term,
        "heading": in_language(term.labels) if term else _("New word: %(kind)s") % {"kind": kind.label},
        "versions": _versions(request, term) if term else [],
    }
    return render(request, "vendor/word.html", context, status=status_of(form))


def _versions(request: HttpRequest, term: Term) -> list[dict[str, Any]]:
    """Return what the word was called, and what it covered, in each of its versions."""
    found = term_versions(Term.Kind(term.kind), term.code)
    people = names_of({one.changed_by for one in found if one.changed_by})
    reader, at, rules = reader_of(request), at_of(request), rules_of(request)
    return [
        {
            "version": one.version,
            "labels": " · ".join(one.labels.values()),
            "covers": _covers(one, rules),
            "offered": one.active,
            "when": reader.moment(one.changed_at, near=at),
            "iso": iso(one.changed_at),
            "by": people.get(one.changed_by, "") if one.changed_by else _("Set up by a command"),
        }
        for one in found
    ]


def _row(term: Term, rules: Rules) -> dict[str, Any]:
    return {
        "code": term.code,
        "version": term.version,
        "label": in_language(term.labels),
        "labels": [term.labels.get(language, "–") for language in rules.programme.languages],
        "covers": _covers(term, rules),
    }


def _covers(term: Term, rules: Rules) -> str:
    return ", ".join(rules.label(kind, code) for kind, codes in term.covers.items() for code in codes)
