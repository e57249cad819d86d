"""Business profiles: what a partner says of itself, what the vendor says of it, what finds it, and how often."""

from segue.directory.models.distinctions import Distinction, DistinctionEvent
from segue.directory.models.impressions import Impression, Showing, ViewShare
from segue.directory.models.logo import Logo
from segue.directory.models.profile import AlertContact, BusinessProfile, Tag
from segue.directory.models.search import SearchCount, SearchRow, SearchWord
from segue.directory.models.signals import PartnerSignals, ProgrammeMeans
from segue.directory.models.town import Town, TownName

__all__ = [
    "AlertContact",
    "BusinessProfile",
    "Distinction",
    "DistinctionEvent",
    "Impression",
    "Logo",
    "PartnerSignals",
    "ProgrammeMeans",
    "SearchCount",
    "SearchRow",
    "SearchWord",
    "Showing",
    "Tag",
    "Town",
    "TownName",
    "ViewShare",
]
