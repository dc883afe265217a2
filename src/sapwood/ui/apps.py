from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "sapwood.ui"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from django.utils.formats import date_format
        from django.utils.translation import gettext

        from sapwood.charts import words

        words.speak(gettext, lambda day: date_format(day, "j M"))
