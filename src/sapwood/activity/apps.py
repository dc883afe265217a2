from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "sapwood.activity"
    verbose_name = _("Activity")

    def ready(self) -> None:
        from sapwood.activity import clock, shell
        from sapwood.ui import moments

        moments.use(clock.now)
        shell.furnish()
