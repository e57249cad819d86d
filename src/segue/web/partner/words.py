"""Words about leads that lists and pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.leads.lifecycle import Step
from segue.leads.models import Type

if TYPE_CHECKING:
    from datetime import datetime

    from segue.web.reading import Reader

TYPES = {Type.INQUIRY: _("Inquiry"), Type.MARKETING: _("Marketing"), Type.SALES: _("Sales")}
TYPE_ICONS = {Type.INQUIRY: "search", Type.MARKETING: "megaphone", Type.SALES: "handshake"}


def first_name(name: str) -> str:
    """Return what a person is called in a sentence: the first word of the name."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def holding(step: str, *, until: datetime, reader: Reader) -> str:
    """Return which answer is being held and when it takes effect, such as "Declining at 16:25"."""
    words = {
        Step.DECLINE: gettext("Declining at %(time)s"),
        Step.WIN: gettext("Closing as won at %(time)s"),
        Step.LOSE: gettext("Closing as lost at %(time)s"),
    }
    return words[Step(step)] % {"time": reader.clock(until)}
