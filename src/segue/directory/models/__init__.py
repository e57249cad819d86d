"""Business profiles: what a partner publishes about itself, what the vendor says of it, and what finds it."""

from segue.directory.models.profile import AlertContact, BusinessProfile, Tag, Token

__all__ = ["AlertContact", "BusinessProfile", "Tag", "Token"]
