"""Django's name card of this room."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The room `segue.store`."""

    name = "segue.store"
    label = "store"
