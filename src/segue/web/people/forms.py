"""The questions asked when somebody is added to a company or given other roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from segue.accounts.actions import NewPerson, Scope
from segue.accounts.role_names import MEANINGS, NAMES
from segue.accounts.roles import PartnerRole, VendorRole
from segue.web.forms.lines import Name
from segue.web.forms.worded import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.accounts.models import Location, Membership

WHOLE, SOME = "whole", "some"
IN_SOME = _("In these locations only")


class RolesForm(forms.Form):
    """Roles and where they count; the vendor has no locations, so nothing is asked about them there."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without any they sign in and see who can give them one."),
    )
    scope = forms.ChoiceField(
        label=_("Where the roles count"),
        choices=[(WHOLE, _("In the whole company")), (SOME, IN_SOME)],
        initial=WHOLE,
        widget=forms.RadioSelect,
    )
    locations = forms.MultipleChoiceField(
        label=_("Locations"), required=False, widget=forms.CheckboxSelectMultiple({"data-picks": f"scope={SOME}"})
    )

    def __init__(self, *args: Any, partner_id: UUID | None, places: Sequence[Location], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: type[PartnerRole | VendorRole] = VendorRole if partner_id is None else PartnerRole
        self._kind = known
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.value, worded(str(NAMES[role]), hint=str(MEANINGS[role]))) for role in known
        ]
        if len(places) > 1:
            self.fields["locations"].choices = [(str(place.id), place.name) for place in places]  # type: ignore[attr-defined]
        else:
            del self.fields["scope"], self.fields["locations"]

    def clean_locations(self) -> list[str]:
        """Refuse locations ticked beside "In the whole company": whoever ticks some does not mean all of them.

        Those that the form came ticked with say nothing: there it was the whole company that was picked.
        """
        ticked: list[str] = self.cleaned_data["locations"]
        if ticked and self.cleaned_data.get("scope") == WHOLE and "locations" in self.changed_data:
            raise forms.ValidationError(
                _("You ticked locations, but the roles count in the whole company. Untick them, or choose “%(some)s”."),
                params={"some": IN_SOME},
            )
        return ticked

    def chosen_roles(self) -> list[PartnerRole | VendorRole]:
        """Return the roles ticked."""
        return [self._kind(code) for code in self.cleaned_data["roles"]]

    def chosen_scope(self) -> Scope:
        """Return the scope chosen; a company with one location has nothing to choose."""
        if self.cleaned_data.get("scope", WHOLE) == WHOLE:
            return Scope()
        return Scope(frozenset(map(UUID, self.cleaned_data["locations"])))


class OtherRolesForm(RolesForm):
    """The roles of somebody who is there already, in the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class PersonForm(RolesForm):
    """A person to be added: how they sign in, what they are called, what they may do."""

    name = Name(label=_("Name"), max_length=120, error_messages={"required": _("Write the person's name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They sign in with it, by a code we mail to them."),
        error_messages={
            "required": _("Write the address with which they will sign in."),
            "invalid": _("Write a complete e-mail address, such as ada@harbour.example."),
        },
    )
    language = forms.ChoiceField(label=_("Language of mails to them"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "language")

    def person(self) -> NewPerson:
        """Return the person as typed."""
        data = self.cleaned_data
        return NewPerson(email=data["email"], name=data["name"], language=data["language"])


def answers_of(membership: Membership) -> dict[str, Any]:
    """Return what the form shows for somebody who is there already."""
    return {
        "seen": membership.version,
        "roles": membership.roles,
        "scope": WHOLE if membership.whole_company else SOME,
        "locations": [str(location.id) for location in membership.locations.all()],
    }
