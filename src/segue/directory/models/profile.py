"""What a partner publishes about itself, and who hears of new inquiries."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location, Partner
from segue.kit.ids import new_id


class BusinessProfile(models.Model):
    """What customers read about a partner. Without a published one it receives no leads."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        PAUSED = "paused", _("Paused")

    partner = models.OneToOneField(Partner, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    paused_until = models.DateTimeField(null=True, help_text="when a pause ends by itself; empty: by hand only")
    description = models.TextField(blank=True, max_length=2500)
    remote = models.BooleanField(default=False, help_text="works remotely")
    capacity = models.PositiveSmallIntegerField(
        null=True, help_text="at most so many unanswered leads; empty: no limit"
    )
    budget_from_minor = models.BigIntegerField(null=True, help_text="smaller budgets are ruled out, programme currency")
    logo_version = models.PositiveIntegerField(null=True, help_text="the version its logo came with; empty: none")
    published_at = models.DateTimeField(null=True)
    name_key = models.CharField(max_length=200, blank=True, help_text="folded words of the company's name, to sort by")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="directory_published_has_a_date"
            ),
        )


class Tag(models.Model):
    """One thing a profile says in a word: an industry, a product, a keyword, a language, a country ruled out..."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("Industry")
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")
        MODEL = "model", _("Business model")
        SIZE = "size", _("Customer size")
        LANGUAGE = "language", _("Language")
        KEYWORD = "keyword", _("Keyword")
        COUNTRY = "country", _("Country served")
        NOT_COUNTRY = "not_country", _("Country ruled out")
        NOT_SIZE = "not_size", _("Customer size ruled out")

    profile = models.ForeignKey(BusinessProfile, on_delete=models.CASCADE, related_name="tags")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["profile", "kind", "code"], name="directory_tag_once"),)
        indexes = (models.Index(fields=["kind", "code", "profile"], name="directory_tag_who"),)


class AlertContact(models.Model):
    """Who is told of a new inquiry at a location; one to five of them, each verified before mails go out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="alert_contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    verified_at = models.DateTimeField(null=True, help_text="when they last said that mails may come")
    asked_at = models.DateTimeField(null=True, help_text="since then we wait for a word whether it is still right")
    lapsed_at = models.DateTimeField(null=True, help_text="no word came: the partner admins are told instead")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["location", "email"], name="directory_alert_contact_once"),)
