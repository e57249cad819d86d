"""The gazetteer: towns of the world with where they are, filled once from a package and only read afterwards."""

from __future__ import annotations

from django.db import models


class Town(models.Model):
    """A town as GeoNames has it."""

    id = models.PositiveIntegerField(primary_key=True, help_text="its number at GeoNames")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(help_text="degrees, WGS 84")
    longitude = models.FloatField()
    population = models.PositiveIntegerField()


class TownName(models.Model):
    """One way to write a town, folded: its own name, or what it is called elsewhere ("monaco di baviera")."""

    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="names", db_index=False)
    key = models.CharField(max_length=200)

    class Meta:
        # By name first: this is how they are looked up, and the only index that 220,000 of them need. The operator
        # classes are PostgreSQL's, for names that begin so.
        constraints = (
            models.UniqueConstraint(
                fields=["key", "town"],
                opclasses=["varchar_pattern_ops", "int4_ops"],
                name="directory_town_name_once",
            ),
        )
