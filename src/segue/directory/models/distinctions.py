"""What the vendor says of a partner: competencies it has examined, badges, endorsements it passes on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Partner
from segue.kit.ids import new_id


class Distinction(models.Model):
    """One competency, badge or endorsement of a partner; in force from a day to another, both included."""

    class Kind(models.TextChoices):
        """The same words as the vocabulary's."""

        COMPETENCY = "competency", _("Competency")
        BADGE = "badge", _("Badge")
        ENDORSEMENT = "endorsement", _("Endorsement")

    class Level(models.IntegerChoices):
        EXPERT = 1, _("Expert")
        ADVANCED = 2, _("Advanced")
        FOUNDATION = 3, _("Foundation")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=60, help_text="a word of the programme's vocabulary of this kind")
    level = models.PositiveSmallIntegerField(null=True, choices=Level, help_text="of a competency; 1 is the highest")
    since = models.DateField(help_text="the first day, in the programme's time zone")
    until = models.DateField(null=True, help_text="the last day; empty: until somebody ends it")
    endorser = models.CharField(max_length=120, blank=True, help_text="of an endorsement: who says it")
    sentence = models.CharField(max_length=300, blank=True, help_text="of an endorsement: what they say")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True, help_text="person; empty: a command")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="competency", level__isnull=False, level__range=(1, 3))
                | ~Q(kind="competency") & Q(level__isnull=True),
                name="directory_distinction_level",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="directory_distinction_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(kind="endorsement") | ~Q(endorser="") & ~Q(sentence=""),
                name="directory_endorsement_of_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["partner", "kind", "code"], name="directory_distinction_of"),
            models.Index(fields=["kind", "code", "partner"], name="directory_distinction_who"),
        )


class DistinctionEvent(models.Model):
    """What somebody of the vendor said of a partner, corrected or took back: who, when, what it was. Never edited.

    Its corporate group too: no word of the vocabulary, so it has no code, and its name is in `changes`.
    """

    GROUP = "group"

    class What(models.TextChoices):
        GIVEN = "given"
        CHANGED = "changed"
        TAKEN_BACK = "taken_back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.UUIDField(help_text="person")
    what = models.CharField(max_length=10, choices=What)
    kind = models.CharField(max_length=12, choices=[*Distinction.Kind.choices, (GROUP, _("Corporate group"))])
    code = models.CharField(max_length=60, blank=True)
    changes = models.JSONField(
        help_text="field -> [from, to]: level, since, until, endorser, sentence; days as ISO; or the group"
    )

    class Meta:
        indexes = (models.Index(fields=["partner", "at", "id"], name="directory_said_of"),)
