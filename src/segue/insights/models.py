"""What leads count for: one row a lead, their sums by day, and one row a partner that says how its sums stand.

All of it is derived and can be counted anew from the leads and their events, but where a lead came from (`own`,
`earlier`) and from when a partner starts afresh.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from segue.accounts.models import Partner, Person
from segue.leads.models import Lead


class Ledger(models.Model):
    """A partner's counts as a whole. Whoever changes any of them locks this row first."""

    partner = models.OneToOneField(Partner, primary_key=True, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(help_text="leads that were last changed before may not have been counted yet")
    changed = models.BooleanField(default=True, help_text="the directory has not been told yet")
    told_at = models.DateTimeField(null=True, help_text="when the directory was told last")
    checked_at = models.DateTimeField(null=True, help_text="when all of it was counted anew last")
    checked_up_to = models.UUIDField(null=True, help_text="the lead up to which it is being counted anew")
    differences = models.PositiveIntegerField(default=0, help_text="what counting anew found wrong, so far")
    differed_at = models.DateTimeField(null=True)
    one_reason = models.CharField(max_length=40, blank=True, help_text="the reason that nearly all its declines give")

    class Meta:
        indexes = (
            models.Index(fields=["partner"], name="insights_to_tell", condition=Q(changed=True)),
            models.Index(fields=["told_at"], name="insights_told"),
            models.Index(fields=["checked_at"], name="insights_checked"),
            models.Index(fields=["differed_at"], name="insights_differed", condition=Q(differed_at__isnull=False)),
        )


class Contribution(models.Model):
    """What one lead counts for."""

    lead = models.OneToOneField(Lead, primary_key=True, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(help_text="of the lead, when it was folded last")
    counts = models.JSONField(help_text="[day, kind, facet, thousandths of a lead], in order")
    own = models.BooleanField(default=False, help_text="it came from the partner itself, as it looked at first")
    earlier = models.PositiveIntegerField(
        default=0, help_text="leads of the same customer in the 90 days before, as it looked at first"
    )
    due_at = models.DateTimeField(null=True, help_text="when it counts for something else by time alone")

    class Meta:
        indexes = (models.Index(fields=["due_at", "partner"], name="insights_due", condition=Q(due_at__isnull=False)),)


class DayCount(models.Model):
    """So much of a kind on a day, in thousandths of a lead: the sum over a partner's leads. None is zero."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=12)
    facet = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["partner", "day", "kind", "facet"], name="insights_day_count_once"),
        )


class Afresh(models.Model):
    """A partner starts afresh for one facet, such as "product:erp": deals count for it from that day on."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    facet = models.CharField(max_length=80)
    day = models.DateField()
    at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["partner", "facet"], name="insights_afresh_once"),)
