from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "sapwood.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from sapwood.people import shell, sign_in

        shell.furnish()
        sign_in.listen()
