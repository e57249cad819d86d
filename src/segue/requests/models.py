"""What a customer wants: the engagement. One request, one or several leads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location, Partner, Person
from segue.kit.ids import new_id
from segue.leads.models import Channel, Lead, Type

GOES_ON = Q(
    passes_on_at__isnull=False,
    confirmed_at__isnull=False,
    held="",
    withdrawn_at__isnull=True,
    refused_at__isnull=True,
    chosen_lead__isnull=True,
)
"""Requests that are put to the next in turn when it is time. One that is held or not confirmed waits with its turns."""


class Request(models.Model):
    """A customer's request, asked on the form or handed over by a vendor person or partner."""

    class Held(models.TextChoices):
        """Why a request waits before it becomes a lead."""

        NOT = "", _("not held")
        SUSPICION = "suspicion", _("possible spam, a vendor person looks at it")
        NO_PARTNER = "no_partner", _("no partner yet: in the vendor's inbox")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.CharField(max_length=64, unique=True, help_text="one per rendered form: posting twice asks once")
    type = models.CharField(max_length=10, choices=Type, default=Type.INQUIRY)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    link_epoch = models.PositiveSmallIntegerField(default=1, help_text="moving it ends the private links given out")

    customer_company = models.CharField(max_length=120)
    customer_name = models.CharField(max_length=120)
    customer_email = models.EmailField(blank=True)
    customer_phone = models.CharField(max_length=40, blank=True)
    customer_phone_e164 = models.CharField(max_length=20, blank=True)
    customer_street = models.CharField(max_length=200, blank=True)
    customer_postal_code = models.CharField(max_length=20, blank=True)
    customer_city = models.CharField(max_length=80, blank=True)
    customer_country = models.CharField(max_length=2)
    customer_size = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, default="en")
    direct_contact = models.BooleanField(default=False)
    need = models.TextField()
    industries = models.JSONField(default=list)
    products = models.JSONField(default=list)
    services = models.JSONField(default=list)
    wanted_by = models.CharField(max_length=80, blank=True)
    budget_minor = models.BigIntegerField(null=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    found_what = models.CharField(max_length=80, blank=True, help_text="what the customer searched for")
    found_where = models.CharField(max_length=60, blank=True, help_text="where the customer searched")

    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    sender_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    sender_partner = models.ForeignKey(Partner, null=True, on_delete=models.SET_NULL, related_name="+")
    sender_note = models.TextField(blank=True)
    tell_customer_myself = models.BooleanField(default=False)
    consent_how = models.CharField(max_length=200)
    consent_at = models.DateTimeField()

    confirmed_at = models.DateTimeField(null=True, help_text="the customer's e-mail address, or the sender vouches")
    held = models.CharField(max_length=12, choices=Held, blank=True)
    held_at = models.DateTimeField(null=True)
    release_at = models.DateTimeField(null=True, help_text="a suspected request is delivered by then, marked")
    possible_spam = models.BooleanField(default=False)
    refused_at = models.DateTimeField(null=True, help_text="a vendor person found it to be spam")
    withdrawn_at = models.DateTimeField(null=True)
    chosen_lead = models.ForeignKey(Lead, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    in_turn = models.BooleanField(default=False, help_text="who is wished for is asked one after the other")
    passes_on_at = models.DateTimeField(
        null=True, help_text="when to look whether the next in turn is to be asked; empty: nobody further is"
    )

    class Meta:
        indexes = (
            models.Index(fields=["passes_on_at", "id"], name="requests_in_turn", condition=GOES_ON),
            models.Index(fields=["chosen_lead"], name="requests_chosen", condition=Q(chosen_lead__isnull=False)),
            models.Index(fields=["held_at", "id"], name="requests_held", condition=~Q(held="")),
            models.Index(fields=["sender_person", "created_at"], name="requests_by_sender"),
        )
        constraints = (
            # What is over waits for nobody of the vendor.
            models.CheckConstraint(
                condition=Q(held="") | Q(withdrawn_at__isnull=True, refused_at__isnull=True, chosen_lead__isnull=True),
                name="requests_over_is_not_held",
            ),
        )


class Wish(models.Model):
    """One location that a request was or is to be put to, in the order named; `lead` once it was."""

    class Named(models.TextChoices):
        """Who named it, and where: how the customer agreed to it follows from that."""

        FORM = "form", _("by the customer, on the request form")
        PAGE = "page", _("by the customer, on the private page")
        SENDER = "sender", _("by who sent the request, or the vendor")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="wishes")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(Lead, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    named = models.CharField(max_length=6, choices=Named, default=Named.FORM)
    named_at = models.DateTimeField(null=True, help_text="on the private page or by the sender; empty: when it began")
    passed_over_at = models.DateTimeField(null=True, help_text="it could not be sent a lead when its turn came")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "location"], name="requests_wish_once"),)


class Feedback(models.Model):
    """What the customer answered to "did they contact you?" about one lead."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="feedback")
    lead = models.OneToOneField(Lead, on_delete=models.PROTECT, related_name="+")
    contacted = models.BooleanField()
    at = models.DateTimeField()


class RequestEvent(models.Model):
    """What happened to the request itself: asked, confirmed, held, released, passed on, chosen, withdrawn.

    `ordered`: an order of partners was named or changed; `in_turn`: the next of it was asked by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=20)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    lead_id = models.UUIDField(null=True)
    location_ids = models.JSONField(default=list, help_text="the order named, or who was passed over in it")
    at = models.DateTimeField()
