"""How partners' leads went, in numbers that insights hand down; derived, and told anew at least once a day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Partner


class PartnerSignals(models.Model):
    """One partner's numbers. A partner without a row has had no leads: it starts at what is usual."""

    class Within(models.TextChoices):
        """How soon a partner usually answers; told from its fifth answer on."""

        UNKNOWN = "", _("not known yet")
        HOURS = "hours", _("within hours")
        DAY = "day", _("within a working day")
        TWO_DAYS = "two_days", _("within two working days")
        LATER = "later", _("after more than two working days")

    partner = models.OneToOneField(Partner, primary_key=True, on_delete=models.CASCADE, related_name="+")
    numbers = models.JSONField(help_text="as directory.signals writes them")
    within = models.CharField(max_length=10, choices=Within, blank=True)
    tier = models.PositiveSmallIntegerField(help_text="by how it deals with leads, 0 to 49, the best")
    at = models.DateTimeField(help_text="the moment they were faded to")


class ProgrammeMeans(models.Model):
    """What is usual in the programme: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    numbers = models.JSONField()
    at = models.DateTimeField()
