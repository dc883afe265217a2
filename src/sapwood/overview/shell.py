"""The first link of the frame."""

from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.overview import demo
    from sapwood.ui import navigation, panels, shell

    navigation.register(
        navigation.Link(name=_("My week"), route="overview:my_week", icon="calendar-days", order=10, mobile=True)
    )
    navigation.register(
        navigation.Link(
            name=_("Help"),
            route="overview:help",
            icon="circle-question-mark",
            order=95,
            place="more",
            shortcut="?",
            prefix=("overview:about",),
        )
    )
    shell.banner(demo.banner)
    panels.register("people:sign_in", demo.faces)
    panels.register("goals:first_look", demo.door)
