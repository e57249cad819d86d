"""Who must be told what (a notice), the mails that tell it, how each address wants them; what is watched."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Person
from segue.kit.ids import new_id
from segue.leads.models import Lead


class Mail(models.Model):
    """One composed mail; its Message-ID derives from its id, so a repeat is recognisable as the same mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    buried_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True, help_text="given up, and by an operator's word nobody waits for it")
    bounced_at = models.DateTimeField(null=True, help_text="when it came back, for good or for the time being")
    error = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["send_at"],
                name="notifications_mail_to_send",
                condition=Q(sent_at__isnull=True, buried_at__isnull=True),
            ),
            models.Index(fields=["sent_at"], name="notifications_mail_sent"),
            models.Index(fields=["created_at"], name="notifications_mail_to_empty", condition=~Q(text="")),
        )


class Notice(models.Model):
    """Somebody must be told something: written once per fact and recipient, then put under the bell and into a mail.

    A person who works here finds it under the bell from `told_at` on, also when no mail is wanted (`mail` stays empty)
    or the mail comes later with others (`digest_at`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    fact_key = models.CharField(max_length=120)
    to = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    partner_id = models.UUIDField(null=True, help_text="the company for whose people it is; empty: the vendor's")
    language = models.CharField(max_length=10)
    lead_id = models.UUIDField(null=True)
    request_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict, help_text="ids and codes, and the title in other languages")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="composed from then on; some are told later, unless it has become idle")
    title = models.CharField(max_length=250, blank=True, help_text="what stands under the bell, as it was told")
    told_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    digest_at = models.DateTimeField(null=True, help_text="from then on it comes with others in one mail")
    mail = models.ForeignKey(Mail, null=True, on_delete=models.CASCADE, related_name="notices")
    dropped_at = models.DateTimeField(null=True, help_text="nothing to say any more when its time came")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["fact_key", "kind", "to"], name="notifications_notice_once"),)
        indexes = (
            models.Index(
                fields=["due_at"],
                name="notifications_waiting",
                condition=Q(told_at__isnull=True, dropped_at__isnull=True),
            ),
            models.Index(
                fields=["digest_at", "to"],
                name="notifications_to_digest",
                condition=Q(mail__isnull=True, digest_at__isnull=False),
            ),
            models.Index(
                fields=["person", "partner_id", "told_at", "id"],
                name="notifications_bell",
                condition=Q(person__isnull=False, told_at__isnull=False),
            ),
            models.Index(
                fields=["person", "partner_id"],
                name="notifications_unread",
                condition=Q(person__isnull=False, told_at__isnull=False, read_at__isnull=True),
            ),
            models.Index(fields=["lead_id"], name="notifications_of_lead"),
            models.Index(fields=["created_at"], name="notifications_to_forget"),
        )

    def title_in(self, language: str) -> str:
        """Return what stands under the bell, as it was told; those of before are kept in one language only."""
        titles: dict[str, str] = self.data.get("titles", {})
        return titles.get(language, self.title)


class Addressee(models.Model):
    """One e-mail address that gets mails: which it does not want, and how many came singly today."""

    class Digest(models.TextChoices):
        """When several mails come as one."""

        AFTER_TEN = "after_ten", _("The first ten of a day by themselves, then one mail an hour")
        ALWAYS = "always", _("Always in one mail an hour")
        NEVER = "never", _("Each by itself, however many")

    address = models.EmailField(primary_key=True, help_text="in lower case")
    unwanted = models.JSONField(default=list, help_text="groups of mails that do not come")
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.AFTER_TEN)
    day = models.DateField(null=True, help_text="the recipient's day that `singly` counts")
    singly = models.PositiveIntegerField(default=0)
    digest_at = models.DateTimeField(null=True, help_text="when the digest that gathers now goes out")


class Watch(models.Model):
    """A lead whose people are to be reminded: when to look at it next. The lead itself says whether they are."""

    class What(models.TextChoices):
        ANSWER = "answer", "received and not answered"
        CONTACT = "contact", "accepted and no contact logged"
        PURCHASE = "purchase", "accepted and the purchase date passed"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="+")
    partner_id = models.UUIDField()
    what = models.CharField(max_length=10, choices=What)
    look_at = models.DateTimeField()
    told_until = models.DateTimeField(help_text="reminders whose time was before are over")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lead", "what"], name="notifications_watch_once"),)
        indexes = (models.Index(fields=["look_at"], name="notifications_to_look_at"),)
