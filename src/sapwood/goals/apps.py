from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "sapwood.goals"
    verbose_name = _("Goals")

    def ready(self) -> None:
        from sapwood.goals import shell

        shell.furnish()
