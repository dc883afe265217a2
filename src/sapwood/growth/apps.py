from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "sapwood.growth"
    verbose_name = _("Growth")

    def ready(self) -> None:
        from sapwood.growth import shell

        shell.furnish()
