"""What the people room puts into the frame of every page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sapwood.people import policy

PEOPLE = ("people:person", "people:record", "people:joiner", "people:team", "people:handovers", "people:import")
SETTINGS = (
    "people:organisation", "people:statement", "people:role_list", "people:competency", "people:behaviour", "people:library",
    "activity:preferences", "api:tokens", "api:calendar", "api:service",
)  # fmt: skip


def _may_run_the_post(request: HttpRequest) -> bool:
    return policy.may(request.user, "delivery.manage")


def furnish() -> None:
    from sapwood.people import jobs, rules  # noqa: F401  (jobs and relations register themselves)
    from sapwood.people.panels import first_days, no_way_in
    from sapwood.ui import navigation, panels

    panels.register("overview:my_week", first_days)
    panels.register("people:directory", no_way_in)

    navigation.register(
        navigation.Link(
            name=_("People"), route="people:directory", icon="users", order=60, place="main", mobile=True, prefix=PEOPLE
        )
    )
    navigation.register(
        navigation.Link(
            name=_("Settings"), route="people:settings", icon="settings-2", order=90, place="more", prefix=SETTINGS
        )
    )
    navigation.register(
        navigation.Link(
            name=_("Outgoing mail"),
            route="activity:deliveries",
            icon="mail",
            order=91,
            place="more",
            visible=_may_run_the_post,
        )
    )
    navigation.register(
        navigation.Link(
            name=_("Channels"),
            route="activity:channels",
            icon="megaphone",
            order=92,
            place="more",
            visible=_may_run_the_post,
        )
    )
