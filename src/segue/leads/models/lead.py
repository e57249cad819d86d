"""A lead and its events.

A lead carries its own copy of the request (customer, need), since what a partner may keep of it ends with the lead,
not with the request. Its partner and location never change; asking another partner is another lead.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location, Partner, Person
from segue.kit.clock import LONG_AGO
from segue.kit.ids import new_id


class Type(models.TextChoices):
    """Where a lead came from; passing it on never changes that."""

    INQUIRY = "inquiry", _("customer inquiry")
    MARKETING = "marketing", _("marketing-qualified")
    SALES = "sales", _("sales-qualified")


class Stage(models.TextChoices):
    """Where a lead is in its life."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("accepted")
    ARCHIVED = "archived", _("archived")


class Outcome(models.TextChoices):
    """How an archived lead ended."""

    WON = "won", _("won")
    LOST = "lost", _("lost")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TimeFrame(models.TextChoices):
    """When the customer is expected to buy; stored beside its last day."""

    UNKNOWN = "", _("not known yet")
    THIS_MONTH = "this_month", _("this month")
    THIS_QUARTER = "this_quarter", _("this quarter")
    NEXT_QUARTER = "next_quarter", _("next quarter")
    LATER = "later", _("later")
    DATE = "date", _("on a date")


class Channel(models.TextChoices):
    """The marketing channel of a marketing-qualified lead."""

    EVENT = "event", _("event")
    WEBINAR = "webinar", _("webinar")
    WEB_FORM = "web_form", _("web form")
    CALL = "call", _("call")
    ADVERT = "advert", _("advert")
    OTHER = "other", _("other")


class Lead(models.Model):
    """A request put to one partner location."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField(help_text="the engagement; requests stand above leads, so this is no relation")
    attempt = models.PositiveSmallIntegerField(default=1)
    type = models.CharField(max_length=10, choices=Type)

    # Life. Written by `_advance` only.
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.RECEIVED)
    outcome = models.CharField(max_length=10, choices=Outcome, null=True)  # noqa: DJ001 -- NULL exactly when not archived
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField()
    hot_until = models.DateTimeField(default=LONG_AGO, help_text="moved to the moment a contact is logged")
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True, help_text="on an accepted lead: the customer or sender withdrew")
    contacted_at = models.DateTimeField(null=True, help_text="first contact logged")
    uncontacted_at = models.DateTimeField(
        null=True, help_text="the customer said that nobody has been in touch; empty again once a contact is logged"
    )
    prompt_until = models.DateTimeField(
        null=True, help_text="answered by then, it was answered within two working days; empty: it counts nowhere"
    )
    reason = models.CharField(max_length=40, blank=True)
    reason_note = models.TextField(blank=True, help_text="note for the vendor")
    customer_message = models.TextField(blank=True, help_text="the partner's own words to the customer with a no")
    spam_said_at = models.DateTimeField(null=True, help_text="declined as spam or no customer: the vendor has a look")
    spam = models.BooleanField(null=True, help_text="what the vendor says of that; empty: nothing yet")
    holding = models.CharField(max_length=20, blank=True, help_text="the answer being held, which its giver can undo")

    # Where it came from.
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    sender_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    sender_partner = models.ForeignKey(Partner, null=True, on_delete=models.SET_NULL, related_name="+")
    sender_name = models.CharField(max_length=120, blank=True)
    sender_note = models.TextField(blank=True, help_text="why this partner")
    tell_customer_myself = models.BooleanField(default=False)
    consent_how = models.CharField(max_length=200)
    consent_at = models.DateTimeField()
    possible_spam = models.BooleanField(default=False)
    test_of = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="whose test lead this is, which no number counts; empty: a real one",
    )
    found_what = models.CharField(max_length=80, blank=True, help_text="what the customer searched for")
    found_where = models.CharField(max_length=60, blank=True, help_text="where the customer searched")

    # The customer and the need, as asked. The person, phone, mail and street are hidden after a no.
    customer_company = models.CharField(max_length=120)
    customer_name = models.CharField(max_length=120)
    customer_email = models.EmailField(blank=True)
    customer_phone = models.CharField(max_length=40, blank=True)
    customer_street = models.CharField(max_length=200, blank=True)
    customer_postal_code = models.CharField(max_length=20, blank=True)
    customer_city = models.CharField(max_length=80, blank=True)
    customer_country = models.CharField(max_length=2)
    customer_size = models.CharField(max_length=60, blank=True)
    customer_language = models.CharField(max_length=10, default="en")
    email_confirmed = models.BooleanField(default=True)
    direct_contact = models.BooleanField(default=False, help_text="the customer asks to be contacted directly")
    need = models.TextField()
    industries = models.JSONField(default=list)
    products = models.JSONField(default=list)
    services = models.JSONField(default=list)
    wanted_by = models.CharField(
        max_length=80, blank=True, help_text="when the customer needs it, in the customer's words"
    )
    budget_minor = models.BigIntegerField(null=True)
    budget_currency = models.CharField(max_length=3, blank=True)

    # The deal, kept by the partner.
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    deal_name = models.CharField(max_length=160, blank=True)
    value_minor = models.BigIntegerField(null=True, help_text="empty: not known yet")
    value_sort = models.BigIntegerField(
        default=-1, help_text="the value in the programme's currency, -1 when not known: a sort key"
    )
    value_rate = models.CharField(
        max_length=24, blank=True, help_text="the rate used for it, a decimal as text; empty: none was known"
    )
    value_in = models.CharField(max_length=3, blank=True, help_text="the programme's currency then")
    currency = models.CharField(max_length=3)
    time_frame = models.CharField(max_length=12, choices=TimeFrame, blank=True)
    purchase_on = models.DateField(null=True)
    purchase_sort = models.DateField(default=date.max, help_text="purchase_on, or the end of time: a sort key")
    notes = models.TextField(blank=True)
    crm_id = models.CharField(max_length=80, blank=True)
    campaign_id = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["partner", "request_id", "attempt"], name="leads_lead_asked_once"),
            models.UniqueConstraint(
                fields=["partner", "test_of"],
                condition=Q(test_of__isnull=False) & ~Q(stage="archived"),
                name="leads_lead_one_test_each",
            ),
            models.CheckConstraint(
                condition=Q(stage="archived", outcome__isnull=False) | (~Q(stage="archived") & Q(outcome__isnull=True)),
                name="leads_lead_outcome_when_archived",
            ),
            models.CheckConstraint(
                condition=~Q(stage="accepted") | Q(accepted_at__isnull=False), name="leads_lead_accepted_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(spam__isnull=True) | Q(spam_said_at__isnull=False), name="leads_lead_spam_was_said"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("received_at")), name="leads_lead_due_after_received"),
            models.CheckConstraint(
                condition=Q(value_minor__isnull=True) | Q(value_minor__gte=0), name="leads_lead_value"
            ),
        )
        indexes = (
            models.Index(fields=["partner", "stage", "received_at", "id"], name="leads_by_received"),
            models.Index(fields=["partner", "stage", "updated_at", "id"], name="leads_by_updated"),
            # The last two only because "hot first" walks it and passes over hot ones and other types: without reading
            # a lead, and so that PostgreSQL does not think sorting them all is cheaper (0.5 instead of 14 ms).
            models.Index(fields=["partner", "stage", "due_at", "id", "hot_until", "type"], name="leads_by_due"),
            models.Index(fields=["partner", "stage", "hot_until", "id"], name="leads_by_hot"),
            models.Index(fields=["partner", "stage", "purchase_sort", "id"], name="leads_by_purchase"),
            models.Index(fields=["partner", "stage", "value_sort", "id"], name="leads_by_value"),
            # Narrow: a count of a whole list reads thousands of its entries.
            models.Index(fields=["partner", "stage", "type"], name="leads_to_count"),
            # Holds all that lists filter and sort by: what few leads a filter leaves is found without reading a lead.
            models.Index(
                fields=[
                    "partner",
                    "stage",
                    "type",
                    "customer_country",
                    "campaign",
                    "location",
                    "owner",
                    "received_at",
                    "updated_at",
                    "due_at",
                    "hot_until",
                    "value_sort",
                    "purchase_sort",
                    "id",
                ],
                name="leads_to_filter",
            ),
            models.Index(fields=["partner", "owner", "stage", "received_at", "id"], name="leads_by_owner"),
            models.Index(fields=["due_at", "id"], name="leads_to_expire", condition=Q(stage="received", holding="")),
            models.Index(fields=["request_id"], name="leads_by_request"),
            # By what the same customer is known again, the latest first.
            models.Index(
                fields=["partner", "customer_email", "received_at", "id"],
                name="leads_by_customer",
                condition=~Q(customer_email=""),
            ),
            # What somebody follows is read by stage, the newest first, and passed over where it is another partner's:
            # of all leads, of those one sent, and of those one's company sent. No lead is read that is not shown.
            # An index a stage: of one that began with the stage SQLite would think that each has few leads, and read
            # all received ones for whatever asks about some of them.
            *(
                models.Index(
                    fields=["received_at", "id", "partner"],
                    name=f"leads_all_{stage}",
                    condition=Q(test_of__isnull=True, stage=stage),
                )
                for stage in ("received", "accepted", "archived")
            ),
            models.Index(
                fields=["sender_person", "stage", "received_at", "id", "partner"],
                name="leads_of_sender",
                condition=Q(sender_person__isnull=False, sender_partner__isnull=True),
            ),
            models.Index(
                fields=["sender_partner", "stage", "received_at", "id", "partner"],
                name="leads_of_sending_partner",
                condition=Q(sender_partner__isnull=False),
            ),
            # What needs somebody of the vendor: narrow, and with all that narrows it down to one's own.
            models.Index(
                fields=["hot_until", "partner", "sender_person", "id"],
                name="leads_hot_uncontacted",
                condition=Q(contacted_at__isnull=True, direct_contact=True),
            ),
            models.Index(
                fields=["uncontacted_at", "partner", "sender_person", "id"],
                name="leads_uncontacted",
                condition=Q(uncontacted_at__isnull=False),
            ),
            models.Index(
                fields=["accepted_at", "partner", "sender_person", "hot_until", "id"],
                name="leads_silent",
                condition=Q(
                    stage="accepted", contacted_at__isnull=True, uncontacted_at__isnull=True, withdrawn_at__isnull=True
                ),
            ),
            models.Index(
                fields=["updated_at", "partner", "sender_person", "id"],
                name="leads_still",
                condition=Q(
                    stage="accepted", contacted_at__isnull=False, uncontacted_at__isnull=True, withdrawn_at__isnull=True
                ),
            ),
            models.Index(
                fields=["closed_at", "partner", "sender_person", "request_id", "id"],
                name="leads_came_back",
                condition=Q(stage="archived", sender_person__isnull=False),
            ),
            models.Index(
                fields=["closed_at", "partner", "id"],
                name="leads_declined_inquiries",
                condition=Q(type="inquiry", outcome="declined"),
            ),
            models.Index(
                fields=["spam_said_at", "partner", "sender_person", "id"],
                name="leads_said_spam",
                condition=Q(spam_said_at__isnull=False, spam__isnull=True),
            ),
            models.Index(
                fields=["prompt_until", "partner", "sender_person", "accepted_at", "closed_at", "outcome"],
                name="leads_prompt",
                condition=Q(prompt_until__isnull=False),
            ),
        )


class LeadEvent(models.Model):
    """One change of one lead: who, when, what. Never edited; keyed by the version it made."""

    class By(models.TextChoices):
        PARTNER = "partner", _("partner")
        CUSTOMER = "customer", _("customer")
        VENDOR = "vendor", _("vendor")
        SENDING_PARTNER = "sending_partner", _("sending partner")
        SYSTEM = "system", _("system")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField()
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="events")
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=20)
    by = models.CharField(max_length=16, choices=By)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    changes = models.JSONField(default=dict, help_text="field -> [from, to]; free text and people: field -> null")
    frozen = models.JSONField(
        default=dict, help_text="answers: working minutes, calendar version, what the reason means"
    )
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            # What the vendor did about a lead stands in its history beside the version it was done at.
            models.UniqueConstraint(
                fields=["lead", "version"], name="leads_event_once", condition=~Q(step__in=("nudge", "call"))
            ),
        )
