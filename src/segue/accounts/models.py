"""Companies, their locations, people, and who is what where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from segue.kit.ids import new_id
from segue.kit.working_time import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


class People(BaseUserManager["Person"]):
    """Makes people as Django's sign-in expects it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create a person; without a password they sign in by a mailed code."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=60, blank=True)
    keys = models.BooleanField(default=True, help_text="single keys move and open things at the desk (WCAG 2.1.4)")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    companies: Sequence[Membership] | None = None
    """Where the person of a session works; None where it was not read along."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="accounts_person_email_any_case"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Partner(models.Model):
    """A partner company."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        APPROVED = "approved", _("Approved")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        LEFT = "left", _("Left")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=200, blank=True, help_text="folded words of the name, to sort and find by")
    slug = models.SlugField(max_length=140, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPROVED)
    website = models.URLField(blank=True)
    corporate_group = models.CharField(max_length=120, blank=True, help_text="as the vendor keeps it; empty: none")
    manager = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    owner_rules = models.PositiveSmallIntegerField(
        default=0, help_text="how many rules say who owns new leads: asked for only where there are any"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["manager"], name="accounts_partner_manager"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Location(models.Model):
    """A place from which a partner works: address, hours, and whether leads can be sent to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=80)
    is_main = models.BooleanField(default=False)
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, help_text="degrees, WGS 84; empty: not on the map yet")
    longitude = models.FloatField(null=True)
    time_zone = models.CharField(max_length=60)
    hours = models.JSONField(help_text="weekday 0-6 -> list of [from, to] in minutes since midnight, local time")
    calendar_version = models.PositiveIntegerField(default=1)
    published = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(is_main=True, removed_at__isnull=True),
                name="accounts_one_main_location",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="accounts_location_on_the_map",
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def day(self, at: datetime) -> date:
        """Return the date that a moment has there."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    def calendar(self) -> Calendar:
        """Return when this location works."""
        hours = {int(day): tuple((since, until) for since, until in spans) for day, spans in self.hours.items()}
        return Calendar(self.time_zone, hours, self.country)


class Membership(models.Model):
    """What a person is in one company: in a partner, or at the vendor where `partner` is empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    whole_company = models.BooleanField(default=True)
    locations: models.ManyToManyField[Location, ScopedLocation] = models.ManyToManyField(
        Location, through="ScopedLocation", related_name="+"
    )
    desk = models.JSONField(default=dict, help_text="how the person set up their lists there; read along, never asked")
    version = models.PositiveIntegerField(default=1)
    unread = models.PositiveSmallIntegerField(default=0, help_text="notices under the bell, counted up to 100")
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "partner"], name="accounts_membership_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(partner__isnull=True), name="accounts_membership_once_at_vendor"
            ),
        )


class ScopedLocation(models.Model):
    """One location of a membership that does not cover the whole company."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="scoped")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["membership", "location"], name="accounts_scope_once"),)


class Mailbox(models.Model):
    """What came of mails to an e-mail address from which some came back; an address without a row is fine."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True, help_text="in small letters")
    failing_since = models.DateTimeField(null=True, help_text="mails come back for good since then")
    put_off = models.PositiveSmallIntegerField(default=0, help_text="mails in a row that came back for the time being")
    status = models.CharField(max_length=12, blank=True, help_text="the last one's, such as 5.1.1 (RFC 3463)")
    last_at = models.DateTimeField(help_text="when the last one came back")
    verified_at = models.DateTimeField(null=True, help_text="when somebody showed that they read what is sent there")


class AccessEvent(models.Model):
    """One change of who may do what or of how somebody signs in, or one sign-in. Never edited, kept for 24 months."""

    class What(models.TextChoices):
        ADDED = "added", _("added")
        INVITED_AGAIN = "invited_again", _("invited again")
        ROLES_CHANGED = "roles_changed", _("roles changed")
        REMOVED = "removed", _("removed")
        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_CHANGED = "sign_in_changed", _("way to sign in changed")
        SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere", _("signed out elsewhere")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=What)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", help_text="whose")
    by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", help_text="who did it; empty: a command"
    )
    of_company = models.BooleanField(help_text="about a membership, and not about the person's own sign-in")
    partner = models.ForeignKey(
        Partner, null=True, on_delete=models.CASCADE, related_name="+", help_text="in which company; empty: the vendor"
    )
    changes = models.JSONField(default=dict, help_text="roles and scope: [before, after]; sign-in: how, and from where")

    class Meta:
        indexes = (
            models.Index(
                fields=["partner", "at", "id"], name="accounts_access_of_company", condition=Q(of_company=True)
            ),
            models.Index(fields=["person", "at", "id"], name="accounts_access_of_person"),
            models.Index(fields=["at"], name="accounts_access_by_time"),
        )


class Application(models.Model):
    """A company that would like to be a partner, as somebody wrote on the public form; it becomes one when approved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.CharField(max_length=64, unique=True, help_text="one per rendered form: posting twice is once")
    company = models.CharField(max_length=120)
    website = models.URLField(blank=True)
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    about = models.TextField(blank=True)
    suspected = models.BooleanField(default=False, help_text="looks like a machine's: nobody is told, somebody looks")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.SET_NULL, related_name="+", help_text="approved")
    refusal = models.TextField(blank=True, help_text="why not, in words for the applicant")

    class Meta:
        indexes = (
            models.Index(fields=["at", "id"], name="accounts_application_waits", condition=Q(decided_at__isnull=True)),
        )
