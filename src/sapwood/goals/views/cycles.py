"""Cycles: which there are, how one stands, and the OKR owner's few levers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.goals import actions, negotiation, queries, rules, sittings
from sapwood.goals import rows as rows_of
from sapwood.goals.actions.cycles import NEXT_STAGE
from sapwood.goals.checks import FILTERS, Checks
from sapwood.goals.forms import CycleForm, ReviewForm
from sapwood.goals.models import Cycle, Objective, Review
from sapwood.goals.views import quality
from sapwood.goals.views.find import cycle_of, reader
from sapwood.people.models import Person, Team
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """All cycles; the OKR owner opens the next one here."""
    person = reader(request)
    form = CycleForm(request.POST or None)
    context = {
        "cycles": Cycle.objects.annotate(count=Count("objectives", filter=_open_to_all())).order_by("-starts"),
        "may_manage": rules.may_manage_cycles(person),
        "form": form,
    }
    if request.method == "GET":
        return pages.show(request, "goals/cycles.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/cycles.html", context)
    try:
        opened = actions.open_cycle(by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data)
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
            version=int(given) if (given := request.POST.get("version", "")).isdigit() and len(given) < 10 else 0,
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
        actions.move_cycle(by=reader(request), cycle=found, stage=request.POST.get("stage", ""), at=clock.now())
    except Refused as refusal:
        return pages.said(request, "goals:cycle", refusal, found.public_id)
    return pages.done(
        request,
        "goals:cycle",
        _("The cycle is now: %(stage)s.") % {"stage": found.get_stage_display()},
        found.public_id,
    )


def _open_to_all() -> Q:
    """Only what everybody may read is counted: a count must not tell of a private goal."""
    return Q(objectives__layer=Objective.Layer.STRATEGIC) & ~Q(objectives__stage=Objective.Stage.DRAFT)


def _continuous(person: Person, found: Cycle) -> list[dict[str, Any]]:
    """Goals without an end, with what was seen of them in this cycle."""
    goals = list(
        queries.of_cycle(person, found)
        .filter(cycle=None, stage=Objective.Stage.ACTIVE)
        .select_related("owner_team", "owner_person")
    )
    seen = {
        row.objective_id: row for row in Review.objects.filter(cycle=found, objective__in=goals).select_related("by")
    }
    in_time = found.stage in {Cycle.Stage.ACTIVE, Cycle.Stage.SCORING}
    return [
        {"objective": goal, "review": seen.get(goal.pk), "may_review": in_time and rules.may_close(person, goal)}
        for goal in goals
    ]


def _standing(person: Person, found: Cycle) -> dict[str, Any]:
    """Everything the page says, from one list of goals and three small queries."""
    today = clock.today(person.time_zone)
    rows = queries.of_cycle(person, found).filter(cycle=found).defer("why", "audience", "external_id")
    goals = list(rows.select_related("owner_team", "owner_person", "closure"))
    for goal in goals:  # put there, not assigned: that would check it anew, thousands of times
        goal._state.fields_cache["cycle"] = found
    negotiation.put_turns_on(goals)
    proposed = [goal for goal in goals if goal.stage == Objective.Stage.PROPOSED]
    agreed = [goal for goal in goals if goal.stage in {Objective.Stage.ACTIVE, Objective.Stage.CLOSED}]
    continuous = _continuous(person, found)
    lacks = Checks([*goals, *(row["objective"] for row in continuous)], today)
    lacking = lacks.counts(["stale", "orphan", "unpaired"])
    words = {goal.pk: queries.word_of(goal, today) for goal in goals}
    scored = [score for goal in agreed if (score := _reached(goal)) is not None]
    with_goals = {goal.owner_team_id for goal in agreed if goal.owner_team_id is not None}
    return {
        "cycle": found,
        "week": found.week(today),
        "elapsed": found.elapsed(today),
        "words": Counter(words.values()).most_common(),
        "filters": FILTERS,
        "teams": rows_of.teams(_by_team(goals, words, today), closed=found.stage == Cycle.Stage.CLOSED),
        "count": len(goals),
        "measured": len(scored),
        "mean": sum(scored) / len(scored) if scored else None,
        "stale": lacking["stale"],
        "orphans": lacking["orphan"],
        "unpaired": lacking["unpaired"],
        "proposed": [goal for goal in proposed if not vars(goal).get("changes_asked")],
        "changes": [(goal, negotiation.turn_words(goal)) for goal in proposed if vars(goal).get("changes_asked")],
        "without": list(Team.objects.filter(retired=None).exclude(pk__in=with_goals).order_by("name")),
        "to_close": [
            {"objective": goal, "may_close": rules.may_close(person, goal)}
            for goal in goals
            if found.stage == Cycle.Stage.SCORING and goal.stage == Objective.Stage.ACTIVE
        ],
        "may_sit": _is_ending(found, today) and sittings.may_sit(person, found),
        "learned": [
            goal
            for goal in goals
            if goal.stage == Objective.Stage.CLOSED and hasattr(goal, "closure") and goal.closure.learned
        ],
        "quality": quality.of(person, found),
        "continuous": continuous,
        "review_form": ReviewForm(),
        "stages": Cycle.Stage.choices,
        "next_stage": NEXT_STAGE.get(Cycle.Stage(found.stage)),
        "steps": list(found.steps.select_related("by")),
    }


def _is_ending(found: Cycle, today: dt.date) -> bool:
    """From its last tenth on: earlier a way to close goals would only be in the way."""
    return found.stage in {Cycle.Stage.SCORING, Cycle.Stage.CLOSED} or (
        found.stage == Cycle.Stage.ACTIVE and found.elapsed(today) > 0.9
    )


def _by_team(goals: list[Objective], words: Mapping[int, str], today: dt.date) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for goal in goals:
        row = rows.setdefault(
            str(goal.owner),
            {
                "team": goal.owner_team,
                "name": str(goal.owner),
                "goals": 0,
                "words": Counter(),
                "stale": 0,
                "scores": [],
            },
        )
        row["goals"] += 1
        row["words"][words[goal.pk]] += 1
        row["stale"] += queries.is_stale(goal, today)
        if (score := _reached(goal)) is not None:
            row["scores"].append(score)
    for row in rows.values():
        row["score"] = sum(row["scores"]) / len(row["scores"]) if row["scores"] else None
        row["words"] = row["words"].most_common()
    return [rows[name] for name in sorted(rows)]


def _reached(goal: Objective) -> float | None:
    """The score given at closing; before it, what the readings say. One that was retired without a score has none."""
    if goal.stage != Objective.Stage.CLOSED:
        return goal.progress
    return goal.closure.score if hasattr(goal, "closure") else None
