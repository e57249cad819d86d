"""What stands beside a lead: its team, hearts, held answers, what the vendor does about it, its words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location, Partner, Person
from segue.kit.ids import new_id
from segue.leads.models.lead import Lead, Type


class Employee(models.Model):
    """One of the partner's people working on a lead: its team."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField()
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    received_at = models.DateTimeField(help_text="the lead's, so that a person's list is read in its order")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lead", "email"], name="leads_employee_once"),)
        indexes = (models.Index(fields=["partner_id", "person", "received_at", "lead"], name="leads_team_of_person"),)


class Favourite(models.Model):
    """A heart: this person wants to find this lead again. It does not move the lead's version."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="+")
    partner_id = models.UUIDField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "lead"], name="leads_favourite_once"),)
        indexes = (models.Index(fields=["partner_id", "person", "received_at", "lead"], name="leads_favourites"),)


class HeldAnswer(models.Model):
    """An answer that its giver can still undo; the worker commits it at `commit_at`."""

    lead = models.OneToOneField(Lead, primary_key=True, on_delete=models.CASCADE, related_name="held")
    partner_id = models.UUIDField()
    step = models.CharField(max_length=20)
    data = models.JSONField()
    # Without the row its lead would be held for ever, neither answered nor expired.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pressed_at = models.DateTimeField()
    commit_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["commit_at"], name="leads_held_to_commit"),)


class Nudge(models.Model):
    """Somebody of the vendor asked a partner to act on a lead, by mail or on the phone. It moves no version.

    Until `commit_at` it can be undone; then it becomes an event of the lead and, by mail, is told.
    """

    class How(models.TextChoices):
        MAILED = "nudge", _("by e-mail")
        CALLED = "call", _("by phone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="nudges")
    partner_id = models.UUIDField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    how = models.CharField(max_length=8, choices=How)
    on = models.DateField(help_text="the working day it counts for, in the programme's zone")
    pressed_at = models.DateTimeField()
    commit_at = models.DateTimeField()
    committed = models.BooleanField(default=False)
    quiet_until = models.DateTimeField(help_text="so long it is the partner's turn")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lead", "on", "how"], name="leads_nudge_once_a_day"),)
        indexes = (
            models.Index(fields=["lead", "quiet_until"], name="leads_nudged"),
            models.Index(fields=["commit_at"], name="leads_nudges_to_commit", condition=Q(committed=False)),
        )


class Snooze(models.Model):
    """Somebody of the vendor does not want to see a lead or request on the own Today before a moment, and says why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey(Lead, null=True, on_delete=models.CASCADE, related_name="+")
    request_id = models.UUIDField(null=True, help_text="requests stand above leads, so this is no relation")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "lead"], name="leads_snooze_once", condition=Q(lead__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["person", "request_id"], name="leads_snooze_request_once", condition=Q(request_id__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=False, request_id__isnull=True)
                | Q(lead__isnull=True, request_id__isnull=False),
                name="leads_snooze_of_one_thing",
            ),
        )


class LeadText(models.Model):
    """What a lead is found by: its folded words. On PostgreSQL and SQLite a full-text index stands on `words`."""

    id = models.BigAutoField(primary_key=True)
    lead = models.OneToOneField(Lead, on_delete=models.CASCADE, related_name="text")
    partner_id = models.UUIDField()
    words = models.TextField(
        help_text="token of partner, stage and type, folded words, then the customer's marked for those who follow it"
    )


class OwnerRule(models.Model):
    """Who owns new leads of a location, a type, or both; of a company's rules the first that fits decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    location = models.ForeignKey(Location, null=True, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=10, choices=Type, blank=True)
    # Who has left keeps the rule: it is skipped, and the page says so until an admin mends it.
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["partner", "position"], name="leads_owner_rule_place_once"),)
