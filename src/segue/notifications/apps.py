"""Django's name card of this room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The room `segue.notifications`."""

    name = "segue.notifications"
    label = "notifications"
