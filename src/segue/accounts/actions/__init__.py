"""What can be done with companies, places and people. Every action checks who is asking and says what it refuses."""

from segue.accounts.actions.locations import Place, add_location, edit_location, remove_location, set_main
from segue.accounts.actions.partners import (
    NewPartner,
    add_partner,
    assign_manager,
    change_partner_status,
    edit_partner,
)
from segue.accounts.actions.people import NewPerson, Scope, add_person, change_roles, remove_membership
from segue.accounts.actions.programme import Settings, change_programme, set_up_vendor

__all__ = [
    "NewPartner",
    "NewPerson",
    "Place",
    "Scope",
    "Settings",
    "add_location",
    "add_partner",
    "add_person",
    "assign_manager",
    "change_partner_status",
    "change_programme",
    "change_roles",
    "edit_location",
    "edit_partner",
    "remove_location",
    "remove_membership",
    "set_main",
    "set_up_vendor",
]
