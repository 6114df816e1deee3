from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Once for the whole project: checks, what happens to accounts is listened for, fields get their words, metrics begin."""
        import_module("config.checks")
        import_module("accounts.hooks").connect()
        import_module("config.field_words").translate()
        import_module("config.metrics.events").begin()
