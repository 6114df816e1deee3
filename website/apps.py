from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """An account that was made is what experiments with public pages hope for."""
        from allauth.account.signals import user_signed_up

        from website.sign_ups import somebody_signed_up

        user_signed_up.connect(somebody_signed_up, dispatch_uid="website.sign_ups")
