"""Rows without a noun of their own.

Counters against too many, leases for work that one process does at a time, marks of what a whole database is.
"""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """How often something happened in one window of time."""

    key = models.CharField(max_length=160)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "window_start"], name="store_counter_once"),)
        indexes = (models.Index(fields=["window_start"], name="store_counter_window"),)


class Lease(models.Model):
    """Who does a recurring duty, until when, and when it is due again."""

    name = models.CharField(max_length=80, primary_key=True)
    held_until = models.DateTimeField()
    next_at = models.DateTimeField()
    last_done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)


class Mark(models.Model):
    """Something that is so of the whole database as long as it is there."""

    name = models.CharField(max_length=40, primary_key=True)
