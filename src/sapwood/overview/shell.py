"""The first link of the frame."""

from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.overview import demo
    from sapwood.ui import navigation, shell

    navigation.register(
        navigation.Link(name=_("My week"), route="overview:my_week", icon="calendar-days", order=10, mobile=True)
    )
    shell.banner(demo.banner)
