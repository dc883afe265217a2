from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "sapwood.api"
    verbose_name = _("Interface for programs")

    def ready(self) -> None:
        from sapwood.api import shell

        shell.furnish()
