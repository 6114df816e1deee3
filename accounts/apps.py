from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """The checks of the whole project are registered once, what happens to accounts is listened for, and fields get their words."""
        import_module("config.checks")
        import_module("accounts.hooks").connect()
        import_module("config.field_words").translate()
