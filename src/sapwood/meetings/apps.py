from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "sapwood.meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from sapwood.meetings import shell

        shell.furnish()
