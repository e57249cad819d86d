"""The form of one location: address, time zone, and business hours as people write them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import available_timezones

from babel.dates import get_day_names
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from segue.accounts.actions import Place
from segue.kit.places import countries
from segue.web.forms.lines import Line, Name
from segue.web.public.hours import spans_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict
    from django.utils.functional import Promise

    from segue.accounts.models import Location
    from segue.kit.working_time import Span

_SPAN = re.compile(r"^(\d{1,2})(?:[:.](\d\d))?\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?$")
WEEK = range(7)
OFFICE = dict.fromkeys(range(5), "09:00–17:00")


class Hours(forms.CharField):
    """One day's business hours, such as "9-12:30, 14-18"; cleaned to minutes since midnight. Empty: closed."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 -- Django types it as text, forms may clean to anything
        """Return the spans; refuse what is none."""
        spans = []
        for part in filter(None, map(str.strip, super().clean(value).split(","))):
            match = _SPAN.match(part)
            if not match:
                raise forms.ValidationError(_("Write hours such as 9:00-12:30, 14:00-18:00."))
            opens, opens_minute, closes, closes_minute = (int(group or 0) for group in match.groups())
            spans.append((opens * 60 + opens_minute, closes * 60 + closes_minute))
        return tuple(spans)


class Degrees(forms.FloatField):
    """Degrees on the map, written with a point or a comma."""

    widget = forms.TextInput({"inputmode": "decimal", "data-shape": "short", "autocomplete": "off"})

    def __init__(self, label: Promise, *, most: int) -> None:
        wrong = format_lazy(gettext_lazy("Write degrees from −{most} to {most}, such as 45.64."), most=most)
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        super().__init__(
            label=cast("str", label), required=False, min_value=-most, max_value=most, error_messages=errors
        )

    def to_python(self, value: object) -> Any:  # noqa: ANN401 -- as above
        """Return the number; refuse what is none."""
        return super().to_python(value.replace(",", ".").replace("−", "-") if isinstance(value, str) else value)


class PlaceForm(forms.Form):
    """A place from which a partner works."""

    name = Name(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("Such as the town's."),
        error_messages={"required": gettext_lazy("Give the location a name, such as the town's.")},
    )
    street = Line(label=gettext_lazy("Street"), max_length=200, required=False)
    postal_code = Line(label=gettext_lazy("Postal code"), max_length=20, required=False)
    city = Line(
        label=gettext_lazy("Town"),
        max_length=80,
        error_messages={"required": gettext_lazy("Say in which town it is.")},
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), error_messages={"required": gettext_lazy("Choose the country.")}
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    latitude = Degrees(gettext_lazy("Latitude"), most=90)
    longitude = Degrees(gettext_lazy("Longitude"), most=180)

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self._choices("country", [("", _("Choose")), *countries()])
        self._choices("time_zone", [(zone, zone.replace("_", " ")) for zone in zones()])
        names = get_day_names("wide", locale=(get_language() or "en").replace("-", "_"))
        for day in WEEK:
            self.fields[f"day_{day}"] = Hours(label=names[day].capitalize(), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse half a position."""
        answers = super().clean() or {}
        if (answers.get("latitude") is None) != (answers.get("longitude") is None) and not self.errors:
            self.add_error("longitude", _("Write both degrees, or leave both empty."))
        return answers

    def days(self) -> list[forms.BoundField]:
        """Return the questions for the hours of each day, Monday first."""
        return [self[f"day_{day}"] for day in WEEK]

    def place(self) -> Place:
        """Return the location as the action takes it."""
        answers = self.cleaned_data
        hours: dict[int, tuple[Span, ...]] = {day: answers[f"day_{day}"] for day in WEEK if answers[f"day_{day}"]}
        texts = ("name", "street", "postal_code", "city", "country", "time_zone")
        return Place(**{name: answers[name] for name in texts}, hours=hours, point=self._point())

    def _point(self) -> tuple[float, float] | None:
        """Return the position as typed; None where it is found by the town: when that is another, and this is not."""
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        changed = set(self.changed_data)
        elsewhere = changed & {"city", "country"} and not changed & {"latitude", "longitude"}
        return None if elsewhere or latitude is None else (latitude, longitude)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@cache
def zones() -> list[str]:
    """Return the time zones of places, by name."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))


def as_typed(location: Location) -> dict[str, Any]:
    """Return a location as somebody would have typed it."""
    texts = ("name", "street", "postal_code", "city", "country", "time_zone")
    hours = location.calendar().hours
    degrees = {"latitude": location.latitude, "longitude": location.longitude}
    typed = {name: "" if value is None else value for name, value in degrees.items()}
    return (
        {name: getattr(location, name) for name in texts}
        | typed
        | {f"day_{day}": spans_words(hours.get(day, ())) for day in WEEK}
    )


def blank(*, country: str, time_zone: str) -> dict[str, Any]:
    """Return what a new location starts with."""
    return {"country": country, "time_zone": time_zone} | {f"day_{day}": OFFICE.get(day, "") for day in WEEK}
