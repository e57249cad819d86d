"""What can be done with companies, places and people. Every action checks who is asking and says what it refuses."""

from segue.accounts.actions.locations import Place, add_location, edit_location, remove_location, set_main
from segue.accounts.actions.me import Myself, edit_myself
from segue.accounts.actions.ordering import approve_ordering, drop_ordering, propose_ordering, return_to_ordering
from segue.accounts.actions.partners import (
    NewPartner,
    add_partner,
    assign_manager,
    assign_managers,
    change_corporate_group,
    change_partner_status,
    change_website,
    edit_partner,
)
from segue.accounts.actions.people import NewPerson, Scope, add_person, change_roles, invite_again
from segue.accounts.actions.programme import Settings, change_logo, change_programme, return_to_version, set_up_vendor
from segue.accounts.actions.rates import change_rate
from segue.accounts.actions.reasons import add_reason, change_reason, move_reason, restore_reason, retire_reason
from segue.accounts.actions.removal import Heirs, remove_membership
from segue.accounts.actions.terms import add_term, change_term, move_term, restore_term, retire_term

__all__ = [
    "Heirs",
    "Myself",
    "NewPartner",
    "NewPerson",
    "Place",
    "Scope",
    "Settings",
    "add_location",
    "add_partner",
    "add_person",
    "add_reason",
    "add_term",
    "approve_ordering",
    "assign_manager",
    "assign_managers",
    "change_corporate_group",
    "change_logo",
    "change_partner_status",
    "change_programme",
    "change_rate",
    "change_reason",
    "change_roles",
    "change_term",
    "change_website",
    "drop_ordering",
    "edit_location",
    "edit_myself",
    "edit_partner",
    "invite_again",
    "move_reason",
    "move_term",
    "propose_ordering",
    "remove_location",
    "remove_membership",
    "restore_reason",
    "restore_term",
    "retire_reason",
    "retire_term",
    "return_to_ordering",
    "return_to_version",
    "set_main",
    "set_up_vendor",
]
