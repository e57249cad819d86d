"""Text of limited length, which is refused where it is too long and never cut off unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from segue.kit.names import unreadable

if TYPE_CHECKING:
    from django.forms import Widget


def _readable(name: str) -> None:
    for sentence in unreadable({"": name}).values():
        raise ValidationError(str(sentence))


class Line(forms.CharField):
    """A text of so many characters at most.

    The browser is not told: it would drop in silence what goes beyond, also of a text that is pasted.
    """

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        too_long = _("Shorten this to %(limit_value)s characters; it has %(show_value)s.")
        self.error_messages.setdefault("max_length", too_long)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- as Django declares it
        """Return the text; a break of lines, which browsers send as two characters, counts as one as it is kept."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def widget_attrs(self, widget: Widget) -> dict[str, Any]:
        """Return what Django writes into the tag, without the length."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class Name(Line):
    """The name of a person, a company or a place: what makes it unreadable is said together with all else."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, validators=[_readable], **options)
