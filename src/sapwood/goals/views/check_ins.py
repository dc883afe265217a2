"""The weekly check-in, and its shortest forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sapwood import charts
from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, forecasts, queries, standing
from sapwood.goals.forms import CheckInForm, PracticeForm
from sapwood.goals.measured import audience
from sapwood.goals.models import Blocker, KeyResult, Reading
from sapwood.goals.views import measured_lines
from sapwood.goals.views.find import key_result_of, objective_of, reader
from sapwood.people.models import Person
from sapwood.ui import pages

DRAFT = "check-in"


@require_http_methods(["GET", "POST"])
def check_in_week(request: HttpRequest) -> HttpResponse:
    """All key results one reports on, on one page, sent once."""
    person = reader(request)
    due = queries.to_report(person, clock.today(person.time_zone))
    results = [row.key_result for row in due]
    if request.method == "GET":
        kept = drafts.kept(person=person, form=DRAFT)
        form = CheckInForm(results, drafts.as_sent(kept) if kept else None)
        return pages.show(request, "goals/check_in.html", _page(person, form, due, kept=bool(kept)))
    form = CheckInForm(results, request.POST)
    if not form.is_valid():
        return pages.refused(request, "goals/check_in.html", _page(person, form, due))
    if form.has_questions():
        return pages.refused(request, "goals/check_in.html", {**_page(person, form, due), "slip": True})
    asked = "" if "asked" in request.POST else _doubted(form, clock.today(person.time_zone))
    if asked:
        return pages.refused(request, "goals/check_in.html", {**_page(person, form, due), "doubted": asked})
    try:
        count = send(person, form, request.POST.get("submission", ""))
    except Refused as refusal:
        return pages.refused(request, "goals/check_in.html", {**_page(person, form, due), "refusal": refusal})
    if not count:
        nothing = Refused(_("Nothing was told yet."), _("Give at least one value, or tick “no change”."))
        return pages.refused(request, "goals/check_in.html", {**_page(person, form, due), "refusal": nothing})
    words = ngettext("Checked in on %(n)d key result.", "Checked in on %(n)d key results.", count) % {"n": count}
    return pages.done(request, "overview:my_week", words)


@require_POST
def no_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """One click: it stands where it stood."""
    result = key_result_of(request, public_id)
    try:
        actions.name_no_change(
            by=reader(request), key_result=result, at=clock.now(), key=request.POST.get("submission")
        )
    except Refused as refusal:
        return pages.said(request, "goals:check_in_week", refusal)
    return pages.done(request, "overview:my_week", _("“%(title)s” stands where it stood.") % {"title": result.title})


@require_POST
def tally(request: HttpRequest, public_id: str) -> HttpResponse:
    """One tap: it happened once more; or the last tap was a slip."""
    person, result = reader(request), key_result_of(request, public_id)
    slip = "back" in request.POST
    deed = actions.take_back_tally if slip else actions.tally
    words = _("The last count of “%(title)s” is taken back.") if slip else _("“%(title)s”: one more.")
    try:
        deed(by=person, key_result=result, at=clock.now(), key=request.POST.get("submission"))
    except Refused as refusal:
        return pages.said(request, "overview:my_week", refusal)
    return pages.done(request, "overview:my_week", words % {"title": result.title})


@require_POST
def practice(request: HttpRequest, public_id: str) -> HttpResponse:
    """One tap a week: practised not yet, once, or twice and more."""
    person, objective = reader(request), objective_of(request, public_id)
    form = PracticeForm(request.POST)
    if not form.is_valid() or form.times() is None:
        return pages.said(request, "overview:my_week", Refused(_("Nothing was told."), _("Choose one of the three.")))
    try:
        actions.practise(by=person, objective=objective, times=form.times() or 0, at=clock.now())
    except Refused as refusal:
        return pages.said(request, "overview:my_week", refusal)
    return pages.done(request, "overview:my_week", _("Noted, for you."))


@require_POST
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """A blocker is out of the way."""
    person = reader(request)
    mine = Q(person=person) | Q(check_in__by=person) | Q(check_in__objective__owner_team__in=person.team_ids)
    blocker = get_object_or_404(Blocker.objects.filter(mine), pk=pk)
    try:
        actions.resolve_blocker(by=person, blocker=blocker, at=clock.now())
    except Refused as refusal:
        return pages.said(request, "overview:my_week", refusal)
    return pages.done(request, "overview:my_week", _("Out of the way."))


def send(person: Person, form: CheckInForm, key: str) -> int:
    """One check-in an objective, all of them or none. Returns on how many key results something was told."""
    told, now = form.told(), clock.now()
    objectives = {result.objective_id: result.objective for result in form.results}
    said = 0
    with transaction.atomic():
        for pk, objective in objectives.items():
            blockers, times = form.in_the_way(pk), form.practised(pk)
            if times is not None:
                actions.practise(by=person, objective=objective, times=times, at=now)
                said += not (told.get(pk) or blockers)
            if told.get(pk) or blockers:
                said += max(1, len(told.get(pk, {})))
                actions.check_in(
                    by=person,
                    objective=objective,
                    observations=told.get(pk, {}),
                    blockers=blockers,
                    at=now,
                    key=f"{key}-{pk}" if key else None,
                )
        drafts.forget(person=person, form=DRAFT)
    return said


def _doubted(form: CheckInForm, today: dt.date) -> str:
    """The public id of the first key result whose confidence disagrees strongly with its readings, without a word
    about it. It is asked about once; nobody has to answer."""
    for observations in form.told().values():
        for result, seen in observations.items():
            doubt = standing.doubt(
                result, objective=result.objective, confidence=seen.confidence, value=seen.value, today=today
            )
            if doubt and not seen.note.strip():
                return result.public_id
    return ""


def _page(person: Person, form: CheckInForm, due: list[queries.Due], *, kept: bool = False) -> dict[str, Any]:
    today = clock.today(person.time_zone)
    readings = queries.readings_of(form.results, with_names=False)
    rests_on = forecasts.known()
    bound = audience.seen_by(person, form.results)
    open_rows = [
        row for row in due if row.is_due or form.lines[row.key_result].errors or form.lines[row.key_result].asked
    ]
    told_rows = [row for row in due if row not in open_rows]
    groups, told = (_groups(rows, form, readings, rests_on, bound, today) for rows in (open_rows, told_rows))
    shown = {group["objective"].pk for group in groups}
    for group in told:
        if group["objective"].pk in shown:  # one field an objective
            group["blocker"] = group["practice"] = None
    return {
        "groups": groups,
        "told": told,
        "form": form,
        "count": len(form.results),
        "due_count": len(open_rows),
        "minutes": max(1, round(len(open_rows) * 0.9)),
        "kept": kept,
        "draft": DRAFT,
        "today": today,
        "colleagues": queries.colleagues(person),
    }


def _groups(
    due: list[queries.Due],
    form: CheckInForm,
    readings: dict[int, list[Reading]],
    rests_on: forecasts.Known,
    bound: Mapping[int, audience.Measured],
    today: dt.date,
) -> list[dict[str, Any]]:
    """The rows under their objectives, each with its one field for what is in the way."""
    ordered = sorted(due, key=lambda row: row.key_result.objective_id)
    groups = []
    for pk, rows in groupby(ordered, key=lambda row: row.key_result.objective_id):
        listed = [
            _measured(row, form, bound[row.key_result.pk], today)
            if row.key_result.pk in bound
            else _row(row, form, readings[row.key_result.pk], rests_on, today)
            for row in rows
        ]
        goal = listed[0]["result"].objective
        groups.append(
            {
                "objective": goal,
                "rows": listed,
                "blocker": form.blockers[pk],
                "practice": None if goal.practice_rests(today) else form.practices.get(pk),
            }
        )
    return groups


def _row(
    row: queries.Due, form: CheckInForm, readings: list[Reading], rests_on: forecasts.Known, today: dt.date
) -> dict[str, Any]:
    result: KeyResult = row.key_result
    cycle = result.objective.cycle
    line = form.lines[result]
    told = line.cleaned_data if line.is_bound and hasattr(line, "cleaned_data") else {}
    last = readings[-1] if readings else None
    seen = forecasts.outlook(result, objective=result.objective, cycle=cycle, readings=readings, rests_on=rests_on)
    return {
        "due": row,
        "result": result,
        "line": line,
        "last": last,
        "chart": forecasts.fan(result, cycle, readings, seen, width=460, height=150)
        if seen and cycle
        else _chart(result, readings, today),
        "outlook": seen,
        "status": standing.status(result, objective=result.objective, cycle=cycle, today=today),
        "doubt": standing.doubt(
            result,
            objective=result.objective,
            confidence=told.get("confidence", result.confidence),
            value=told.get("value"),
            today=today,
        ),
        "landing": seen.landing if seen else _landing(result, cycle.elapsed(today) if cycle else None),
    }


def _measured(row: queries.Due, form: CheckInForm, one: audience.Measured, today: dt.date) -> dict[str, Any]:
    """What feedback measures: the last reading to whom it may be shown, and room for words."""
    result, objective = row.key_result, row.key_result.objective
    audience.show(result, one)
    return measured_lines.line(result, one, objective, today) | {
        "due": row,
        "line": form.lines[result],
        "status": standing.status(result, objective=objective, cycle=objective.cycle, today=today),
    }


def _landing(result: KeyResult, elapsed: float | None) -> float | None:
    """Where the pace so far leads, as a share of the way."""
    if result.progress is None or not elapsed:
        return None
    return min(1.0, result.progress / elapsed)


def _chart(result: KeyResult, readings: list[Reading], today: dt.date) -> str:
    if not readings:
        return ""
    cycle = result.objective.cycle
    first = cycle.starts if cycle else readings[0].at.date()
    return charts.readings_chart(
        [charts.Point(reading.at.date(), float(reading.value)) for reading in readings],
        title=result.title,
        unit=result.unit,
        baseline=None if result.baseline is None else float(result.baseline),
        target=None if result.target is None else float(result.target),
        first=first,
        last=cycle.ends if cycle else max(today, first + dt.timedelta(days=28)),
        width=460,
        height=150,
    )
