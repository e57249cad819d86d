"""Django's name card of this room."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The room `segue.programme`."""

    name = "segue.programme"
    label = "programme"
