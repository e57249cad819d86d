"""Django's name card of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `segue.web`."""

    name = "segue.web"
    label = "web"
