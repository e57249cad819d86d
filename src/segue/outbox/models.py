"""Facts to be told, written in the transaction in which they became true; and who still has to hear each."""

from __future__ import annotations

from django.db import models

from segue.kit.ids import new_id


class Message(models.Model):
    """A fact: its name, a key that makes it recognisable as the same one, and ids only (no personal data)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fact = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)
    quiet = models.BooleanField(default=False)
    expanded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], name="outbox_message_to_expand", condition=models.Q(expanded_at__isnull=True)),
            models.Index(fields=["expanded_at"], name="outbox_message_expanded"),
        )


class Job(models.Model):
    """One handler's duty to hear one message; retried alone, buried where people can see it when it keeps failing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="jobs")
    handler = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    """When its handler had heard; or, of one that was given up, when an operator dismissed it."""
    buried_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "handler"], name="outbox_job_once"),)
        indexes = (
            models.Index(
                fields=["run_at"],
                name="outbox_job_waiting",
                condition=models.Q(done_at__isnull=True, buried_at__isnull=True),
            ),
            models.Index(fields=["buried_at"], name="outbox_job_buried", condition=models.Q(buried_at__isnull=False)),
        )
