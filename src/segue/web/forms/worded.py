"""A choice that says in a second sentence what it means."""


class Worded(str):
    """A choice's label with `hint`, which templates/parts/field.html shows under it."""

    __slots__ = ("hint",)

    hint: str


def worded(label: str, *, hint: str) -> Worded:
    """The label as a plain string for Django, with its hint for the page."""
    choice = Worded(label)
    choice.hint = hint
    return choice
