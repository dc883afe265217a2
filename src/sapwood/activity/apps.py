from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "sapwood.activity"
    verbose_name = _("Activity")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from sapwood.activity import clock, folding, shell
        from sapwood.ui import moments

        connection_created.connect(folding.teach)
        moments.use(clock.now)
        shell.furnish()
