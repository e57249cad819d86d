"""A partner's logo, in a table of its own: lists read thousands of profiles and never a picture."""

from __future__ import annotations

from django.db import models

from segue.directory.models.profile import BusinessProfile


class Logo(models.Model):
    """The picture that stands beside a partner's name; `BusinessProfile.logo_version` says since which version."""

    profile = models.OneToOneField(BusinessProfile, primary_key=True, on_delete=models.CASCADE, related_name="+")
    picture = models.BinaryField(help_text="PNG, re-encoded by us, at most 300 pixels wide and high")
