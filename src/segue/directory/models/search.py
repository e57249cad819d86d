"""What finds profiles: one derived row for each that is shown, and whole numbers about all of them together.

Nothing here decides who may be shown, and all of it can be made anew (`segue reindex`). How it is used: docs/adr/0016.
"""

from __future__ import annotations

from django.db import models

from segue.directory.models.profile import BusinessProfile


class SearchRow(models.Model):
    """A profile as its search looks at it. `lexemes` are indexed: by GIN on PostgreSQL, by FTS5 on SQLite."""

    number = models.BigAutoField(primary_key=True)
    profile = models.OneToOneField(BusinessProfile, on_delete=models.CASCADE, related_name="+")
    spot = models.BigIntegerField(unique=True, help_text="where it stands among many found: the best tier first")
    name = models.CharField(max_length=200, help_text="folded words of the company's name")
    words = models.TextField(help_text="stems in name, keywords, offers and description, a line each")
    marks = models.TextField(help_text="what it can be filtered by, such as p:erp or o:no")
    places = models.TextField(blank=True, help_text="a line a published location: country, latitude, longitude")
    vouched = models.TextField(blank=True, help_text="what the vendor vouches for: kind, code, level, since, until")
    lexemes = models.TextField()


class SearchCount(models.Model):
    """In how many rows a lexeme stands; under #profiles how many rows, under #name how many words in names."""

    key = models.CharField(max_length=80, primary_key=True)
    number = models.BigIntegerField()


class SearchWord(models.Model):
    """A folded word as people write it, and the stem under which it is counted; where slips are corrected from."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40)
