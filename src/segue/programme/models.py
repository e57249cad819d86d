"""The rules of one programme as data: settings, reasons and vocabulary, each change a new version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segue.kit.ids import new_id
from segue.kit.working_time import Calendar, office_hours


class Programme(models.Model):
    """The settings of the programme as of one version; the highest version is in force, the others are history."""

    version = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=80)
    vendor_name = models.CharField(max_length=80)
    inbox = models.EmailField(help_text="programme inbox: notices for which no vendor person is named")
    logo = models.BinaryField(default=b"", help_text="PNG, re-encoded by us")
    answer_days = models.PositiveSmallIntegerField(default=14)
    hot_hours = models.PositiveSmallIntegerField(default=72)
    hold_minutes = models.PositiveSmallIntegerField(default=5)
    open_leads_per_request = models.PositiveSmallIntegerField(default=3)
    leads_per_request = models.PositiveSmallIntegerField(default=6)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=60, default="Europe/Rome")
    country = models.CharField(max_length=2, default="IT", help_text="whose public holidays the vendor keeps")
    languages = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True, help_text="person; empty: set up by a command")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answer_days__gte=1, answer_days__lte=90), name="programme_answer_days"
            ),
            models.CheckConstraint(condition=models.Q(hold_minutes__lte=15), name="programme_hold_minutes"),
        )

    def calendar(self) -> Calendar:
        """Return when the vendor works: office hours, but for its public holidays."""
        return office_hours(self.time_zone, self.country)


class Reason(models.Model):
    """Why a lead was declined or lost, as of one version; what it means is frozen into the answer's event."""

    class For(models.TextChoices):
        DECLINE = "decline", _("Declining")
        LOST = "lost", _("Losing")
        BOTH = "both", _("Declining and losing")

    class Meaning(models.TextChoices):
        """What the order of results may learn from it."""

        NOT_A_FIT = "not_a_fit", _("Not a fit")
        WRONG_REGION = "wrong_region", _("Wrong region")
        NOTHING = "nothing", _("Nothing")

    class Kind(models.TextChoices):
        """What it starts besides the answer."""

        ORDINARY = "ordinary", _("Ordinary")
        SPAM = "spam", _("Spam: nobody is told, the vendor reviews it")
        NOT_A_CUSTOMER = "not_a_customer", _("Not a customer: nobody is told, the vendor reviews it")
        DUPLICATE = "duplicate", _("Duplicate: the customer gets the link to the first request")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    used_for = models.CharField(max_length=10, choices=For)
    meaning = models.CharField(max_length=20, choices=Meaning, default=Meaning.NOTHING)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ORDINARY)
    customer_hears = models.BooleanField(default=True)
    onward = models.BooleanField(default=True, help_text="the customer is offered other partners")
    labels = models.JSONField(help_text="language -> the reason as the partner chooses it")
    sentences = models.JSONField(default=dict, help_text="language -> one sentence under it")
    told = models.JSONField(default=dict, help_text="language -> the kind of reason, as the customer reads it")
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="programme_reason_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(current=True), name="programme_reason_one_current"
            ),
        )


class Term(models.Model):
    """One word of the programme's vocabulary as of one version: an industry, a product, a competency..."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("Industry")
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")
        MODEL = "model", _("Business model")
        SIZE = "size", _("Customer size")
        COMPETENCY = "competency", _("Competency")
        BADGE = "badge", _("Badge")
        ENDORSEMENT = "endorsement", _("Endorsement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    labels = models.JSONField(help_text="language -> label")
    covers = models.JSONField(
        default=dict, help_text="competency, endorsement: product and service -> the codes it says something about"
    )
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "code", "version"], name="programme_term_version_once"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=models.Q(current=True), name="programme_term_one_current"
            ),
        )


class Rate(models.Model):
    """What one unit of a currency is worth in another, as of one version; empty: no longer known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3, help_text="the programme's currency when it was set")
    version = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    rate = models.CharField(max_length=24, blank=True, help_text="a decimal as text: exact on both databases")
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["currency", "into", "version"], name="programme_rate_version_once"),
            models.UniqueConstraint(
                fields=["currency", "into"], condition=models.Q(current=True), name="programme_rate_one_current"
            ),
        )


class Ordering(models.Model):
    """How results are ordered, as of one version: proposed, then in force or dropped. The latest in force counts."""

    version = models.PositiveIntegerField(primary_key=True)
    tenths = models.JSONField(help_text="term of the score -> the most it brings, in tenths of a point; together 1,000")
    newcomers_slot = models.BooleanField(default=True)
    exposure_cap = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, help_text="why, for whoever approves it")
    returns_to = models.PositiveIntegerField(null=True, help_text="the version whose values it brings back")
    open = models.BooleanField(default=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    alone_since = models.DateTimeField(null=True, help_text="since when nobody else could approve it; empty: one could")
    decided_by = models.UUIDField(null=True, help_text="who approved or dropped it; empty: nobody else could")
    dropped_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["open"], condition=models.Q(open=True), name="programme_ordering_one_open"),
            models.CheckConstraint(
                condition=models.Q(open=True, in_force_at=None, dropped_at=None)
                | models.Q(open=False, in_force_at=None, dropped_at__isnull=False)
                | models.Q(open=False, in_force_at__isnull=False, dropped_at=None),
                name="programme_ordering_ends_one_way",
            ),
        )


class Revision(models.Model):
    """One row whose number moves with every change above, so that a process knows when to read its rules again."""

    number = models.PositiveIntegerField()
