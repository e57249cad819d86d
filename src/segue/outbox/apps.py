"""Django's name card of this room."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The room `segue.outbox`."""

    name = "segue.outbox"
    label = "outbox"
