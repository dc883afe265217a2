"""What the people room puts into the frame of every page."""

from django.utils.translation import gettext_lazy as _

PEOPLE = ("people:person", "people:record", "people:joiner", "people:team", "people:handovers", "people:import")
SETTINGS = ("people:organisation", "people:statement", "people:role_list", "activity:preferences")


def furnish() -> None:
    from sapwood.people import jobs, rules  # noqa: F401  (jobs and relations register themselves)
    from sapwood.people.panels import first_days
    from sapwood.ui import navigation, panels

    panels.register("overview:my_week", first_days)

    navigation.register(
        navigation.Link(name=_("People"), route="people:directory", icon="users", order=60, place="main", prefix=PEOPLE)
    )
    navigation.register(
        navigation.Link(name=_("Settings"), route="people:settings", icon="settings-2", order=90, place="more", prefix=SETTINGS)
    )
