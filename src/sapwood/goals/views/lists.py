"""Many goals on one page: the cycle's goals by team."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.goals import negotiation, queries, rows
from sapwood.goals.measured import audience
from sapwood.goals.models import Cycle, Reason
from sapwood.goals.views.find import reader
from sapwood.people.models import Person, Priority, Team, Value
from sapwood.ui import pages

PAGE = 200


@require_GET
def objectives(request: HttpRequest) -> HttpResponse:
    """All strategic goals of a cycle, by team, each with its key results."""
    person = reader(request)
    today = clock.today(person.time_zone)
    cycle = chosen_cycle(request, person)
    found = queries.with_key_results(queries.of_cycle(person, cycle))
    team = Team.objects.filter(public_id=request.GET.get("team", "")).first()
    if team is not None:
        found = found.filter(owner_team=team)
    reason = _reason(request.GET.get("reason", ""))
    if reason is not None:
        side = "value" if isinstance(reason, Value) else "priority"
        found = found.filter(pk__in=Reason.objects.filter(**{side: reason}).values("objective"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    audience.put_on_lists(person, shown)
    negotiation.put_turns_on(shown)
    context = {
        "page": page,
        "list": rows.objective_list(shown, today=today),
        "cycle": cycle,
        "cycles": list(Cycle.objects.all()[:8]),
        "team": team,
        "reason": reason,
    }
    return pages.show(request, "goals/objectives.html", context, parts=["goal-list"])


def _reason(public_id: str) -> Value | Priority | None:
    """The value or priority an address names."""
    if not public_id:
        return None
    return Value.objects.filter(public_id=public_id).first() or Priority.objects.filter(public_id=public_id).first()


def chosen_cycle(request: HttpRequest, person: Person) -> Cycle | None:
    """The cycle an address names, else the one under way."""
    wanted = request.GET.get("cycle", "")
    found = Cycle.objects.filter(public_id=wanted).first() if wanted else None
    return found or queries.cycle_of(request, clock.today(person.time_zone))
