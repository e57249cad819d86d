"""Django's name card of this room."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The room `segue.leads`."""

    name = "segue.leads"
    label = "leads"
