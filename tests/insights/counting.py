"""What leads count for, looked at from outside: as it is kept, and as it would be counted with nothing kept."""

from collections import Counter

from segue.directory.ranking.fold import fold
from segue.insights.actions import recount
from segue.insights.models import Contribution, DayCount, Ledger
from segue.leads.histories import Origin, leads_of, leads_to_count, lived, partners_with_leads
from segue.outbox.dispatch import Heard
from segue.outbox.models import Message


def kept():
    """The days of all partners: amounts by partner, day, kind and facet."""
    rows = DayCount.objects.values_list("partner_id", "day", "kind", "facet", "amount")
    return {row[:4]: row[4] for row in rows}


def counted(at):
    """The same, from leads and events alone, but for where the leads came from."""
    known = {one.lead_id: Origin(one.own, one.earlier) for one in Contribution.objects.all()}
    found = Counter()
    for partner_id in partners_with_leads():
        leads = leads_of(partner_id, leads_to_count(partner_id, limit=10_000))
        for one in lived(leads, known):
            for count in fold(one.history, at=at):
                found[partner_id, count.day, count.kind, count.facet] += count.amount
    return {key: amount for key, amount in found.items() if amount}


def of(partner, kind=None):
    """One partner's amounts by kind and facet, over all days; or by facet for one kind."""
    found = Counter()
    for row in DayCount.objects.filter(partner_id=partner.id):
        found[row.kind, row.facet] += row.amount
    return {facet: amount for (of_kind, facet), amount in found.items() if of_kind == kind} if kind else dict(found)


def facts():
    """The facts about leads told so far, as a handler hears them."""
    told = Message.objects.filter(fact__startswith="lead.").order_by("id")
    return [Heard(one.fact, one.key, one.payload, one.happened_at, one.quiet, one.happened_at) for one in told]


def recount_all(at):
    """Everything is counted anew; the number of places that differed."""
    recount.begin_anew()
    return recount.rebuild(at=at, tell=lambda _done, _total: None)


def differing():
    """Partner -> in how many places it ever differed."""
    return dict(Ledger.objects.filter(differences__gt=0).values_list("partner_id", "differences"))
