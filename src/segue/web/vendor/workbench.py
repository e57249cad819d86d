"""The workbench: try other weights on the last searches, propose them, approve or drop a proposal, go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actions import approve_ordering, drop_ordering, propose_ordering, return_to_ordering
from segue.accounts.actions.ordering import LONGEST_NOTE, needs_another
from segue.accounts.actor import Staff
from segue.accounts.policy import may_read_programme, may_run_programme
from segue.directory.impressions import last_searches
from segue.directory.ordering import weights_of
from segue.directory.replay import Way, replay, searched
from segue.kit.errors import Invalid, NotFound, Refused
from segue.programme.ordering import Wanted
from segue.programme.queries import ordering_proposed, orderings, versions_with_cap
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.lines import Line
from segue.web.forms.numbers import version_seen
from segue.web.forms.refusals import UNPROCESSABLE, put_on, say
from segue.web.reading import reader_of
from segue.web.vendor.replayed import differences
from segue.web.vendor.weighing import Trial, panel, proposal, trial, versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from segue.programme.queries import Rules


class NoteForm(forms.Form):
    """Why the order of results shall change."""

    note = Line(label=gettext_lazy("Why"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, sent: QueryDict | None, *, two: bool) -> None:
        super().__init__(sent)
        for_another = _("For the programme admin who decides, and for the history.")
        self.fields["note"].help_text = for_another if two else _("For the history.")


@require_safe
@enter(Staff)
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what the terms bring as sliders and, once they are moved, what that would have made of the last searches."""
    return _page(request, request.GET)


def _page(request: HttpRequest, given: QueryDict, *, refused: Invalid | None = None) -> HttpResponse:
    """Show what `given` tries; with `refused`, what is wrong with it as a proposal."""
    actor = who(request)
    if not may_read_programme(actor):
        raise NotFound
    rules, reader, at = rules_of(request), reader_of(request), at_of(request)
    tried = trial(given, in_force=rules.ordering)
    waiting, history, two = ordering_proposed(), orderings(), needs_another()
    form = NoteForm(given if refused else None, two=two)
    if refused and form.is_valid():
        put_on(form, refused)
    context = {
        "panel": panel(tried, in_force=rules.ordering),
        "tried": tried.asked,
        "changed": tried.changed,
        "replay": _replayed(tried, rules) if tried.changed else None,
        "proposal": proposal(waiting, rules.ordering, reader=reader, at=at) if waiting else None,
        "own": waiting is not None and waiting.proposed_by == actor.person_id,
        "two": two,
        "versions": versions(history, in_force=rules.ordering, reader=reader, at=at),
        "seen": rules.ordering.version,
        "may_run": may_run_programme(actor),
        "form": form,
    }
    return render(request, "vendor/workbench.html", context, status=UNPROCESSABLE if refused else 200)


def _replayed(tried: Trial, rules: Rules) -> dict[str, object]:
    in_force = rules.ordering
    before = Way(weights_of(in_force.tenths), in_force.newcomers_slot, in_force.exposure_cap)
    after = Way(weights_of(tried.tenths), tried.newcomers_slot, tried.exposure_cap)
    kept = versions_with_cap()
    searches = [searched(one, under_cap=one.weights in kept) for one in last_searches()]
    counted = before.exposure_cap or after.exposure_cap
    return {**differences(replay(searches, before=before, after=after), rules), "views_counted": counted}


@require_POST
@enter(Staff)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose what was tried."""
    tried = trial(request.POST, in_force=rules_of(request).ordering)
    wanted = Wanted(tenths=tried.tenths, newcomers_slot=tried.newcomers_slot, exposure_cap=tried.exposure_cap)
    seen, note = version_seen(request), request.POST.get("note", "")

    def act() -> None:
        propose_ordering(wanted, actor=who(request), at=at_of(request), seen=-1 if seen is None else seen, note=note)

    alone = not needs_another()
    done = _("Proposed. It comes into force in 24 hours.") if alone else _("Proposed. Another programme admin decides.")
    return _done(request, act, done)


@require_POST
@enter(Staff)
def approve(request: HttpRequest, version: int) -> HttpResponse:
    """Put somebody else's proposal in force."""
    done = _("Approved: results are ordered by version %(version)s from now on.") % {"version": version}
    return _done(request, lambda: approve_ordering(version, actor=who(request), at=at_of(request)), done)


@require_POST
@enter(Staff)
def drop(request: HttpRequest, version: int) -> HttpResponse:
    """Drop a proposal."""
    return _done(request, lambda: drop_ordering(version, actor=who(request), at=at_of(request)), _("Dropped."))


@require_POST
@enter(Staff)
def go_back(request: HttpRequest, version: int) -> HttpResponse:
    """Propose the values of an earlier version again."""
    seen = version_seen(request)

    def act() -> None:
        return_to_ordering(version, actor=who(request), at=at_of(request), seen=-1 if seen is None else seen)

    return _done(request, act, _("The values of version %(version)s are proposed again.") % {"version": version})


def _done(request: HttpRequest, act: Callable[[], None], words: str) -> HttpResponse:
    """Do what a button says; the action refuses who may not."""
    try:
        act()
    except Invalid as refused:
        return _page(request, request.POST, refused=refused)
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, words)
    return redirect("workbench")
