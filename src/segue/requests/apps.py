"""Django's name card of this room."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """The room `segue.requests`."""

    name = "segue.requests"
    label = "requests"
