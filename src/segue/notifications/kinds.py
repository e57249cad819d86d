"""Kinds of mails, as far as they differ by more than their words."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """Mails that somebody can switch off together."""

    NEW = "new"
    REMINDERS = "reminders"
    WORK = "work"
    SENT = "sent"
    PARTNERS = "partners"
    PROFILE = "profile"
    TODAY = "today"


class Room(StrEnum):
    """Where those who are told find what it is about."""

    NONE = ""
    """Nowhere at a desk: the customer, or somebody who is to sign in first. It does not stand under a bell."""
    LEAD = "lead"
    """At the partner whose lead it is."""
    SENT = "sent"
    """At the desk of who sent the lead: the vendor, or a partner."""
    VENDOR = "vendor"
    PROFILE = "profile"
