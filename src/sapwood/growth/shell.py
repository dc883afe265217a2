"""What the growth room puts into the house when it starts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def runs_bridges(request: HttpRequest) -> bool:
    """Whoever builds bridges has the page in the frame; others find a bridge from its goal."""
    from sapwood.growth import rules
    from sapwood.people.models import Person

    return isinstance(request.user, Person) and rules.may_build(request.user)


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
    from sapwood.growth.bridges.panels import bridges_of_goal
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
    panels.register("goals:objective_aside", bridges_of_goal)
    for place in DOUBTS:
        panels.register(place, answers_to_doubts(place))
    navigation.register(
        navigation.Link(name=_("Growth"), route="growth:mine", icon="sprout", order=50, prefix=("growth:",))
    )
    navigation.register(
        navigation.Link(
            name=_("Capabilities"),
            route="growth:capabilities",
            icon="waypoints",
            order=45,
            visible=runs_bridges,
            prefix=("growth:capabilities", "growth:bridge"),
        )
    )
