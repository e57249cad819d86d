"""Django's name card of this room."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """The room `segue.insights`."""

    name = "segue.insights"
    label = "insights"
