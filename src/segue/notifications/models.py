"""Who must be told what (a notice), and the mails that tell it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from segue.accounts.models import Person
from segue.kit.ids import new_id


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
        )


class Notice(models.Model):
    """Somebody must be told something: written once per fact and recipient, then put into a mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    fact_key = models.CharField(max_length=120)
    to = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    lead_id = models.UUIDField(null=True)
    request_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict, help_text="ids and codes only")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="composed from then on; some are told later, unless it has become idle")
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
                condition=Q(mail__isnull=True, dropped_at__isnull=True),
            ),
            models.Index(fields=["lead_id"], name="notifications_of_lead"),
        )
