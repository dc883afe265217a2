"""Cycles: which there are, how one stands, and the OKR owner's few levers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.goals import actions, queries, rules
from sapwood.goals.actions.cycles import NEXT_STAGE
from sapwood.goals.forms import CycleForm
from sapwood.goals.models import Cycle, Objective
from sapwood.goals.views.find import cycle_of, reader
from sapwood.people.models import Team
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """All cycles; the OKR owner opens the next one here."""
    person = reader(request)
    context = {
        "cycles": Cycle.objects.annotate(count=Count("objectives")).order_by("-starts"),
        "may_manage": rules.may_manage_cycles(person),
        "form": CycleForm(request.POST or None),
    }
    if request.method == "GET":
        return pages.show(request, "goals/cycles.html", context)
    form = context["form"]
    if not form.is_valid():
        return pages.refused(request, "goals/cycles.html", context)
    try:
        opened = actions.open_cycle(
            by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "goals/cycles.html", {**context, "refusal": refusal})
    return pages.done(request, "goals:cycle", _("The cycle is open for planning."), opened.public_id)


@require_http_methods(["GET", "POST"])
def cycle(request: HttpRequest, public_id: str) -> HttpResponse:
    """How a cycle stands, in words and counts by team, never by person."""
    person, found = reader(request), cycle_of(request, public_id)
    form = CycleForm(request.POST or None, instance=Cycle.objects.get(pk=found.pk))
    context = {**_standing(person, found), "form": form, "may_manage": rules.may_manage_cycles(person)}
    if request.method == "GET":
        return pages.show(request, "goals/cycle.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/cycle.html", context)
    try:
        actions.edit_cycle(
            by=person,
            cycle=found,
            version=int(request.POST.get("version") or 0),
            at=clock.now(),
            **form.cleaned_data,
        )
    except (Refused, Conflict) as refusal:
        return pages.refused(request, "goals/cycle.html", {**context, "refusal": refusal})
    return pages.done(request, "goals:cycle", _("Saved."), found.public_id)


@require_POST
def stage(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move the cycle on."""
    found = cycle_of(request, public_id)
    try:
        actions.move_cycle(
            by=reader(request), cycle=found, stage=request.POST.get("stage", ""), at=clock.now()
        )
    except Refused as refusal:
        return pages.said(request, "goals:cycle", refusal, found.public_id)
    return pages.done(
        request, "goals:cycle", _("The cycle is now: %(stage)s.") % {"stage": found.get_stage_display()}, found.public_id
    )


def _standing(person: Any, found: Cycle) -> dict[str, Any]:
    today = clock.today(person.time_zone)
    goals = list(queries.of_cycle(person, found).filter(cycle=found).select_related("owner_team", "owner_person", "cycle"))
    paired, linked = queries.paired_ids(), queries.linked_up_ids()
    words: dict[str, int] = {}
    by_team: dict[str, dict[str, Any]] = {}
    for goal in goals:
        word = queries.status_of(goal, today)
        words[word] = words.get(word, 0) + 1
        team = by_team.setdefault(str(goal.owner), {"team": goal.owner, "goals": 0, "words": {}, "stale": 0, "scores": []})
        team["goals"] += 1
        team["words"][word] = team["words"].get(word, 0) + 1
        team["stale"] += queries.is_stale(goal, today)
        if goal.progress is not None:
            team["scores"].append(goal.progress)
    for team in by_team.values():
        team["score"] = sum(team["scores"]) / len(team["scores"]) if team["scores"] else None
    with_goals = {goal.owner_team_id for goal in goals}
    scored = [goal.progress for goal in goals if goal.progress is not None]
    return {
        "cycle": found,
        "week": found.week(today),
        "elapsed": found.elapsed(today),
        "words": sorted(words.items(), key=lambda pair: -pair[1]),
        "teams": [by_team[name] for name in sorted(by_team)],
        "count": len(goals),
        "mean": sum(scored) / len(scored) if scored else None,
        "stale": [goal for goal in goals if queries.is_stale(goal, today)],
        "orphans": [
            goal
            for goal in goals
            if goal.pk not in linked and goal.owner_team and goal.owner_team.level != Team.Level.COMPANY
        ],
        "unpaired": [goal for goal in goals if goal.nature == Objective.Nature.HARD and goal.pk not in paired],
        "without": list(Team.objects.filter(retired=None).exclude(pk__in=with_goals).order_by("name")),
        "next_stage": NEXT_STAGE.get(Cycle.Stage(found.stage)),
        "steps": list(found.steps.select_related("by")),
    }
