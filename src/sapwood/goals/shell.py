"""What the goals room puts into the frame of every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.goals import announcements, colleagues, jobs, panels, rules  # noqa: F401  (relations, panels and jobs register themselves)
    from sapwood.goals.measured import arrivals
    from sapwood.ui import navigation, shell
    from sapwood.ui import panels as places

    for link in (
        navigation.Link(name=_("Check in"), route="goals:check_in_week", icon="list-checks", order=20, mobile=True),
        navigation.Link(
            name=_("Goals"),
            route="goals:objectives",
            icon="target",
            order=30,
            mobile=True,
            prefix=(
                "goals:objective",
                "goals:write",
                "goals:edit",
                "goals:cycle",
                "goals:import",
                "goals:gallery",
                "goals:pairs",
                "goals:verdict",
            ),
        ),
        navigation.Link(name=_("Alignment"), route="goals:alignment", icon="list-tree", order=40, mobile=True),
        navigation.Link(
            name=_("Desk"), route="goals:desk", icon="inbox", order=15, visible=_runs_cycles, prefix=("goals:agenda",)
        ),
        navigation.Link(name=_("Objective"), route="goals:write", icon="target", order=10, place="new"),
        navigation.Link(name=_("Check-in"), route="goals:check_in_week", icon="list-checks", order=20, place="new"),
    ):
        navigation.register(link)
    panels.furnish()
    places.suggest("feedback:raters", colleagues.raters)
    announcements.furnish()
    arrivals.listen()
    shell.line(cycle_line)


def _runs_cycles(request: HttpRequest) -> bool:
    from sapwood.goals import rules
    from sapwood.people.models import Person

    return isinstance(request.user, Person) and rules.may_manage_cycles(request.user)


def cycle_line(request: HttpRequest) -> str:
    """Autumn 2026, week 7 of 13."""
    from sapwood.activity import clock
    from sapwood.goals import queries

    if not request.user.is_authenticated:
        return ""
    today = clock.today(getattr(request.user, "time_zone", "UTC"))
    cycle = queries.cycle_of(request, today)
    if cycle is None:
        return ""
    if cycle.starts > today:
        return say("%(cycle)s, from %(day)s on") % {"cycle": cycle.name, "day": date_format(cycle.starts, "j F")}
    return say("%(cycle)s, week %(week)d of %(weeks)d") % {
        "cycle": cycle.name,
        "week": cycle.week(today),
        "weeks": cycle.weeks,
    }
