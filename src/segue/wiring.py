"""Who hears which fact, and what is done again and again: the two tables that tie the rooms together.

A fact that no row names stays unheard in the outbox (`segue doctor` says so); a test wants a row for every fact told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from segue.accounts import access_log
from segue.accounts.actions import ordering
from segue.directory.actions import alerts, count_views, impressions, renamed
from segue.directory.search import rows
from segue.insights.actions import recount, refold, tell
from segue.kit import sql
from segue.leads.actions import expire, inherit, nudge, respond, worth
from segue.notifications import bell, deliver, morning, tell_leads, tell_others, tell_turns, watching
from segue.outbox import dispatch
from segue.requests.actions import in_turn, inbox, left
from segue.store import counters

if TYPE_CHECKING:
    from datetime import datetime

    from segue.outbox.dispatch import Handler


class Act(Protocol):
    """What a duty does: a function of the moment."""

    def __call__(self, *, at: datetime) -> object:
        """Do it as of a moment."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something done again and again: by one worker at a time, every so often."""

    act: Act
    every: timedelta

    @property
    def hold(self) -> timedelta:
        """Return for how long a worker keeps it; a dead worker's comes back after that (15 s to 10 min)."""
        return min(max(self.every * 3, timedelta(seconds=15)), timedelta(minutes=10))


FACTS: dict[str, tuple[Handler, ...]] = {
    "request.received": (tell_others.request_received,),
    "request.confirmed": (),
    "request.held": (),
    "request.withdrawn": (tell_others.request_withdrawn,),
    "request.taken_back": (tell_others.request_taken_back,),
    "request.chosen": (tell_others.request_chosen,),
    "request.passed_on": (tell_turns.passed_on,),
    "request.order_ended": (tell_turns.order_ended,),
    "lead.received": (tell_leads.received, watching.watch, refold.refold),
    "lead.accepted": (tell_leads.accepted, watching.watch, refold.refold),
    "lead.declined": (in_turn.answered, tell_leads.declined, refold.refold),
    "lead.expired": (in_turn.answered, tell_leads.expired, refold.refold),
    "lead.withdrawn": (in_turn.answered, tell_leads.withdrawn, refold.refold),
    "lead.won": (tell_leads.closed, refold.refold),
    "lead.lost": (tell_leads.closed, refold.refold),
    "lead.edited": (watching.watch, refold.refold),
    "lead.employee_added": (tell_leads.employee_added,),
    "lead.employee_corrected": (),
    "lead.employee_removed": (),
    "lead.contact_logged": (),
    "lead.contact_reported": (tell_leads.contact_reported, refold.refold),
    "lead.taken": (),
    "lead.handed_over": (tell_leads.handed_over,),
    "lead.spam_confirmed": (refold.refold,),
    "lead.spam_refuted": (refold.refold,),
    "lead.email_confirmed": (refold.refold,),
    "lead.nudged": (tell_leads.nudged,),
    "lead.erased": (refold.refold,),
    "lead.merged": (refold.refold,),
    "rate.changed": (worth.value_anew,),
    "programme.currency_changed": (worth.value_anew,),
    "programme.word_renamed": (renamed.rewrite_words,),
    "person.added": (tell_others.person_added,),
    "person.removed": (alerts.end_alerts, inherit.inherit),
    "person.off_leads": (inherit.inherit,),
    "mailbox.failed": (tell_others.mailbox_failed,),
    "application.received": (tell_others.application_received,),
    "application.refused": (tell_others.application_refused,),
    "ordering.proposed": (tell_others.ordering_proposed,),
    "vendor.morning": (tell_others.morning,),
    "partner.tier_changed": (rows.follow_tier,),
    "partner.left": (left.recall_leads, tell_others.partner_left),
    "partner.asked_to_publish": (tell_others.asked_to_publish,),
    "profile.published": (),
    "alert.added": (tell_others.alert_added,),
    "alert.asked": (tell_others.alert_asked,),
    "alert.lapsed": (tell_others.alert_lapsed,),
    "alert.tested": (tell_others.alert_tested,),
}

RECURRING: dict[str, Duty] = {
    "leads.sweep": Duty(expire.sweep, timedelta(seconds=5)),
    "leads.commit-nudges": Duty(nudge.commit_nudges, timedelta(seconds=5)),
    "leads.commit-held": Duty(respond.commit_held, timedelta(seconds=5)),
    "alerts.ask-again": Duty(alerts.ask_again, timedelta(hours=1)),
    "notices.remind": Duty(watching.sweep, timedelta(seconds=30)),
    "signals.sweep": Duty(refold.sweep, timedelta(seconds=60)),
    "signals.tell": Duty(tell.tell_signals, timedelta(seconds=30)),
    "signals.means": Duty(tell.tell_means_if_due, timedelta(minutes=10)),
    "signals.check": Duty(recount.check_slice, timedelta(minutes=5)),
    "requests.in-turn": Duty(in_turn.pass_on_in_turn, timedelta(seconds=5)),
    "requests.release": Duty(inbox.release_overdue, timedelta(seconds=60)),
    "ordering.in-force": Duty(ordering.bring_into_force, timedelta(seconds=60)),
    "vendor.morning": Duty(morning.begin_day, timedelta(seconds=60)),
    "notices.forget": Duty(bell.forget_old, timedelta(hours=1)),
    "mails.forget": Duty(deliver.forget_bodies, timedelta(hours=1)),
    "impressions.count-views": Duty(count_views.count_views, timedelta(minutes=30)),
    "impressions.forget": Duty(impressions.forget_old, timedelta(hours=1)),
    "outbox.forget": Duty(dispatch.forget_done, timedelta(hours=1)),
    "accounts.forget": Duty(access_log.forget_old, timedelta(hours=24)),
    "store.forget": Duty(counters.forget_old, timedelta(hours=1)),
    "store.statistics": Duty(sql.keep_statistics, timedelta(hours=6)),
}
