"""What the people room puts into the frame of every page."""

from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.people import jobs, rules  # noqa: F401  (jobs and relations register themselves)
    from sapwood.ui import navigation

    navigation.register(
        navigation.Link(name=_("People"), route="people:directory", icon="users", order=60, place="main")
    )
    navigation.register(
        navigation.Link(name=_("Settings"), route="people:settings", icon="settings-2", order=90, place="more")
    )
