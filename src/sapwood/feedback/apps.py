from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "sapwood.feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        from sapwood.feedback import shell

        shell.furnish()
