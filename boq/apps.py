from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoqConfig(AppConfig):
    name = "boq"
    verbose_name = _("Bills of quantities")
