"""What the growth room puts into the house when it starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.growth import jobs, rules  # noqa: F401  (relations and jobs register themselves)
    from sapwood.growth.panels import DOUBTS, answers_to_doubts, two_minutes
    from sapwood.ui import navigation, panels

    panels.register("overview:week_aside", two_minutes)
    for place in DOUBTS:
        panels.register(place, answers_to_doubts(place))
    navigation.register(
        navigation.Link(
            name=_("School"), route="growth:school", icon="graduation-cap", order=60, place="more", prefix=("growth:",)
        )
    )
