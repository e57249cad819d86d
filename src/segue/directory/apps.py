"""Django's name card of this room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room `segue.directory`."""

    name = "segue.directory"
    label = "directory"
