"""Django's name card of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room `segue.accounts`."""

    name = "segue.accounts"
    label = "accounts"
