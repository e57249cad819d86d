"""What was shown to whoever searched: the search, and each partner on that page with what brought it there.

Nothing here says who searched. Rows are kept for 90 days.
"""

from __future__ import annotations

from django.db import models

from segue.accounts.models import Partner
from segue.kit.ids import new_id


class Impression(models.Model):
    """One page of an answer: what was looked for, how many there were, and by which weights they were put in order."""

    class By(models.TextChoices):
        """For which question the partners were put in order, and who asked it."""

        DIRECTORY = "directory"
        DATA = "data"
        SUGGESTED = "suggested"
        OTHERS = "others"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=10, choices=By, default=By.DIRECTORY)
    what = models.CharField(max_length=80, blank=True, help_text="the words, in small letters, without addresses")
    place = models.CharField(max_length=60, blank=True, help_text="where, in small letters")
    filters = models.JSONField(default=dict, help_text="name -> value, by name")
    cell = models.CharField(
        max_length=90, blank=True, help_text="what the cap on views counts together: `exposure.cell`"
    )
    language = models.CharField(max_length=10, blank=True)
    total = models.PositiveIntegerField(help_text="how many there were in all, counted as far as the page counts")
    weights = models.PositiveIntegerField(help_text="version of the weights in force")
    seed = models.CharField(max_length=64, blank=True, help_text="of what is drawn by lot")
    median = models.PositiveIntegerField(
        null=True, help_text="what the middle one on this page has, in thousandths of a point; empty: nobody was shown"
    )

    class Meta:
        indexes = (
            models.Index(fields=["at", "id"], name="directory_impression_time"),
            models.Index(fields=["what", "place", "at"], name="directory_same_question"),
            models.Index(fields=["what", "place", "at"], name="directory_found_nobody", condition=models.Q(total=0)),
        )


class Showing(models.Model):
    """One partner on such a page: at which place, with how many points, and what whoever searched did with it."""

    impression = models.ForeignKey(Impression, on_delete=models.CASCADE, related_name="shown", db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(help_text="the search's")
    place = models.PositiveSmallIntegerField(help_text="1 is the first")
    points = models.PositiveIntegerField(help_text="in thousandths")
    terms = models.JSONField(help_text="term -> [x, its points in thousandths]")
    slot = models.CharField(max_length=20, help_text="by what it stands at this place")
    propensity = models.FloatField(default=1.0, help_text="how likely it was to be shown at this place")
    viewed_at = models.DateTimeField(null=True, help_text="its page was opened")
    clicked_at = models.DateTimeField(null=True, help_text="its request form was opened")
    asked_at = models.DateTimeField(null=True, help_text="a request was sent to it")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["impression", "partner"], name="directory_showing_once"),
            models.CheckConstraint(
                condition=models.Q(propensity__gt=0, propensity__lte=1), name="directory_showing_propensity"
            ),
        )
        indexes = (models.Index(fields=["partner", "at", "impression"], name="directory_shown_partner"),)


class ViewShare(models.Model):
    """Who had more of the views of a kind of search than anybody may, in the last 7 days. Derived, counted anew."""

    cell = models.CharField(max_length=90)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    share = models.FloatField(help_text="of the cell's views, each worth what its place is")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cell", "partner"], name="directory_view_share_once"),)
