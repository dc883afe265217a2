"""What the growth room puts into the house when it starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.goals import panels as goals_panels
    from sapwood.growth import (  # noqa: F401  (relations and jobs register themselves)
        belongings,
        developing,
        jobs,
        mentoring_panels,
        own_panels,
        plan_panels,
        recognition_panels,
        rules,
    )
    from sapwood.growth.mine import how_i_am_seen, how_they_are_seen, school_desk, ways_on, what_needs_me
    from sapwood.growth.panels import DOUBTS, answers_to_doubts, two_minutes
    from sapwood.ui import navigation, panels

    panels.register("overview:week_aside", two_minutes)
    panels.register("growth:mine", what_needs_me)
    panels.register("growth:mine", how_i_am_seen)
    panels.register("growth:mine", goals_panels.growth)
    panels.register("people:person", how_they_are_seen)
    panels.register("growth:mine_aside", school_desk)
    recognition_panels.furnish()
    developing.furnish()
    mentoring_panels.furnish()
    panels.register("growth:mine_aside", ways_on)
    plan_panels.furnish()
    own_panels.furnish()
    belongings.furnish()
    for place in DOUBTS:
        panels.register(place, answers_to_doubts(place))
    navigation.register(
        navigation.Link(name=_("Growth"), route="growth:mine", icon="sprout", order=50, prefix=("growth:",))
    )
