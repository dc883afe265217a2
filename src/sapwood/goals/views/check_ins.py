"""The weekly check-in, and its shortest form."""

from __future__ import annotations

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
from sapwood.goals import actions, queries, standing
from sapwood.goals.forms import CheckInForm
from sapwood.goals.models import Blocker, KeyResult
from sapwood.goals.views.find import key_result_of, reader
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
        form = CheckInForm(results, kept.data if kept else None)
        return pages.show(request, "goals/check_in.html", _page(person, form, due, kept=bool(kept)))
    form = CheckInForm(results, request.POST)
    if not form.is_valid():
        return pages.refused(request, "goals/check_in.html", _page(person, form, due))
    try:
        count = _send(person, form, request.POST.get("submission", ""))
    except Refused as refusal:
        return pages.refused(request, "goals/check_in.html", {**_page(person, form, due), "refusal": refusal})
    if not count:
        refusal = Refused(_("Nothing was told yet."), _("Give at least one value, or tick “no change”."))
        return pages.refused(request, "goals/check_in.html", {**_page(person, form, due), "refusal": refusal})
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


def _send(person: Person, form: CheckInForm, key: str) -> int:
    told, now = form.told(), clock.now()
    objectives = {result.objective_id: result.objective for result in form.results}
    with transaction.atomic():
        for pk, objective in objectives.items():
            blockers = form.in_the_way(pk)
            if told.get(pk) or blockers:
                actions.check_in(
                    by=person,
                    objective=objective,
                    observations=told.get(pk, {}),
                    blockers=blockers,
                    at=now,
                    key=f"{key}-{pk}" if key else None,
                )
        drafts.forget(person=person, form=DRAFT)
    return sum(len(observations) for observations in told.values())


def _page(person: Person, form: CheckInForm, due: list[queries.Due], *, kept: bool = False) -> dict[str, Any]:
    today = clock.today(person.time_zone)
    readings = queries.readings_of(form.results)
    groups = []
    for _pk, rows in groupby(sorted(due, key=lambda row: row.key_result.objective_id), key=lambda row: row.key_result.objective_id):
        listed = [_row(row, form, readings[row.key_result.pk], today) for row in rows]
        objective = listed[0]["result"].objective
        groups.append({"objective": objective, "rows": listed, "blocker": form.blockers[objective.pk]})
    return {
        "groups": groups,
        "form": form,
        "count": len(form.results),
        "minutes": max(1, round(len(form.results) * 0.9)),
        "kept": kept,
        "draft": DRAFT,
        "today": today,
    }


def _row(row: queries.Due, form: CheckInForm, readings: list[Any], today: Any) -> dict[str, Any]:
    result: KeyResult = row.key_result
    cycle = result.objective.cycle
    last = readings[-1] if readings else None
    chart = ""
    if cycle is not None:
        chart = charts.readings_chart(
            [charts.Point(reading.at.date(), float(reading.value)) for reading in readings],
            title=result.title,
            unit=result.unit,
            baseline=None if result.baseline is None else float(result.baseline),
            target=None if result.target is None else float(result.target),
            first=cycle.starts,
            last=cycle.ends,
            width=460,
            height=150,
        )
    return {
        "due": row,
        "result": result,
        "line": form.lines[result],
        "last": last,
        "chart": chart,
        "status": standing.status(result, objective=result.objective, cycle=cycle, today=today),
    }
