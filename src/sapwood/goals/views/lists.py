"""Many goals on one page: the cycle's goals by team, and what serves what."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.goals import queries, rows
from sapwood.goals.models import Cycle, Objective, Reason
from sapwood.goals.views.find import reader
from sapwood.people.models import Person, Priority, Team, Value
from sapwood.ui import pages

PAGE = 200
FILTERS = ("at_risk", "off_track", "stale", "orphan", "unpaired", "soft")


@require_GET
def objectives(request: HttpRequest) -> HttpResponse:
    """All strategic goals of a cycle, by team, each with its key results."""
    person = reader(request)
    today = clock.today(person.time_zone)
    cycle = _chosen_cycle(request, person)
    found = queries.with_key_results(queries.of_cycle(person, cycle))
    team = Team.objects.filter(public_id=request.GET.get("team", "")).first()
    if team is not None:
        found = found.filter(owner_team=team)
    reason = _reason(request.GET.get("reason", ""))
    if reason is not None:
        side = "value" if isinstance(reason, Value) else "priority"
        found = found.filter(pk__in=Reason.objects.filter(**{side: reason}).values("objective"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "list": rows.objective_list(list(page.object_list), today=today),
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


@require_GET
def alignment(request: HttpRequest) -> HttpResponse:
    """The goals as an indented tree: what serves what, with a filter for what needs a look."""
    person = reader(request)
    today = clock.today(person.time_zone)
    cycle = _chosen_cycle(request, person)
    found = list(
        queries.of_cycle(person, cycle).defer("audience", "external_id").select_related("owner_team", "owner_person")
    )
    for one in found:
        if cycle is not None and one.cycle_id == cycle.pk:
            one.cycle = cycle  # the same row two thousand times is not asked for
    facts = _Facts(found, today)
    wanted = request.GET.get("filter", "") if request.GET.get("filter", "") in FILTERS else ""
    nodes = queries.flat(queries.tree(person, found))
    counts = {name: sum(facts.holds(name, one) for one in found) for name in FILTERS}
    if wanted:
        nodes = [node for node in nodes if facts.holds(wanted, node.objective)]
    page = Paginator(nodes, PAGE).get_page(request.GET.get("page"))
    shown = request.GET.get("show", "")
    chosen = next((one for one in found if one.public_id == shown), None)
    context: dict[str, Any] = {
        "page": page,
        "tree": rows.tree(list(page.object_list), today=today, chosen=shown, flat=bool(wanted), query=request.GET),
        "counts": counts,
        "filter": wanted,
        "cycle": cycle,
        "total": len(found),
        "chosen": chosen,
    }
    if chosen is not None:
        context |= _side_panel(person, chosen, today)
    return pages.show(request, "goals/alignment.html", context, parts=["side"])


class _Facts:
    """What a filter asks of an objective, each answered from two small queries for the whole page."""

    def __init__(self, objectives: list[Objective], today: Any) -> None:
        self.today = today
        self.paired, self.linked = queries.paired_ids(), queries.linked_up_ids()
        self.status = {one.pk: queries.status_of(one, today) for one in objectives}

    def holds(self, name: str, one: Objective) -> bool:
        if name in {"at_risk", "off_track"}:
            return self.status[one.pk] == name
        if name == "stale":
            return queries.is_stale(one, self.today)
        if name == "orphan":
            return one.pk not in self.linked and not (one.owner_team and one.owner_team.level == Team.Level.COMPANY)
        if name == "soft":
            return one.nature == Objective.Nature.SOFT
        return one.pk not in self.paired


def _side_panel(person: Person, chosen: Objective, today: Any) -> dict[str, Any]:
    links = chosen.parent_links.select_related("parent__owner_team", "parent_key_result")
    below = chosen.child_links.select_related("child__owner_team", "child__cycle")
    return {
        "chosen_results": list(chosen.key_results.filter(dropped=None)),
        "chosen_status": queries.status_of(chosen, today),
        "chosen_parents": [link for link in links if _sees(person, link.parent)],
        "chosen_children": [link for link in below if _sees(person, link.child)],
    }


def _sees(person: Person, objective: Objective) -> bool:
    """Without a query: strategic and out of draft is open to all; the rest is left out of the panel."""
    return objective.layer == Objective.Layer.STRATEGIC and objective.stage != Objective.Stage.DRAFT


def _chosen_cycle(request: HttpRequest, person: Person) -> Cycle | None:
    wanted = request.GET.get("cycle", "")
    found = Cycle.objects.filter(public_id=wanted).first() if wanted else None
    return found or queries.cycle_of(request, clock.today(person.time_zone))
