"""Everything that changes a business profile."""

from segue.directory.actions._change import ProfileChanged
from segue.directory.actions.alerts import (
    NotVerified,
    add_alert_contact,
    ask_alert_contact,
    refuse_alerts,
    remove_alert_contact,
    send_test_alert,
    verify_alert_contact,
)
from segue.directory.actions.company import change_group, edit_company
from segue.directory.actions.distinctions import (
    DistinctionChanged,
    Said,
    change_distinction,
    give_distinction,
    take_back_distinction,
)
from segue.directory.actions.edit import edit_profile
from segue.directory.actions.places import add_place, edit_place, remove_place
from segue.directory.actions.publish import (
    NotPublished,
    NotReady,
    pause,
    publish,
    resume,
    unpublish,
    unpublish_location,
)

__all__ = [
    "DistinctionChanged",
    "NotPublished",
    "NotReady",
    "NotVerified",
    "ProfileChanged",
    "Said",
    "add_alert_contact",
    "add_place",
    "ask_alert_contact",
    "change_distinction",
    "change_group",
    "edit_company",
    "edit_place",
    "edit_profile",
    "give_distinction",
    "pause",
    "publish",
    "refuse_alerts",
    "remove_alert_contact",
    "remove_place",
    "resume",
    "send_test_alert",
    "take_back_distinction",
    "unpublish",
    "unpublish_location",
    "verify_alert_contact",
]
