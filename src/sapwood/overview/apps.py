from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "sapwood.overview"
    verbose_name = _("Overview")

    def ready(self) -> None:
        from sapwood.overview import shell

        shell.furnish()
