"""Who carries what: for each key result of the company and its departments the goals that commit to it, and the gaps."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import actions
from sapwood.goals import coverage as carrying
from sapwood.goals.models import Cycle, Objective
from sapwood.goals.views.find import cycle_of, key_result_of, objective_of, reader
from sapwood.people.models import Person
from sapwood.ui import pages

PAGE = 40  # objectives


@require_GET
def coverage(request: HttpRequest, public_id: str) -> HttpResponse:
    """The key results from above with who carries each; with `carry` only the gaps, or the thin ones."""
    person, cycle = reader(request), cycle_of(request, public_id)
    found = carrying.of_cycle(person, cycle, today=clock.today(person.time_zone))
    carry = request.GET.get("carry", "")
    shown = carrying.only(found, carry) if carry in set(carrying.Carry) else found
    context: dict[str, Any] = {
        "cycle": cycle,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "counts": carrying.counts(found),
        "carry": carry if carry in set(carrying.Carry) else "",
        "loads": carrying.loads(found),
        "heavy": carrying.HEAVY,
        "mine": _mine(person, cycle),
    }
    return pages.show(request, "goals/coverage.html", context)


@require_POST
def carriers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a goal of one's own carries this key result."""
    person, result = reader(request), key_result_of(request, public_id)
    above = result.objective
    cycle = above.cycle or Cycle.objects.filter(public_id=request.POST.get("cycle", "")).first()
    back = reverse("goals:coverage", args=[cycle.public_id]) if cycle else reverse("goals:alignment")
    there = f"{back}#kr-{result.public_id}"
    child = objective_of(request, request.POST.get("child", ""))
    try:
        actions.align(by=person, child=child, parent=result, at=clock.now())
    except Refused as refusal:
        return pages.said(request, there, refusal)
    return pages.done(request, there, _("“%(goal)s” carries it now.") % {"goal": child.title})


def _mine(person: Person, cycle: Cycle) -> list[Objective]:
    """Goals this person may link: those of their own teams in this cycle and the continuous ones; one query."""
    if not person.team_ids:
        return []
    rows = Objective.objects.filter(owner_team__in=person.team_ids, layer=Objective.Layer.STRATEGIC)
    rows = rows.exclude(stage__in=[Objective.Stage.CLOSED, Objective.Stage.DRAFT])
    return list((rows.filter(cycle=cycle) | rows.filter(cycle=None)).order_by("title", "id")[:40])
