"""Which capability moves which result; building a bridge, and what happens on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals.measured import audience
from sapwood.goals.models import KeyResult
from sapwood.growth import actions, rules
from sapwood.growth.actions.bridge_values import late_values
from sapwood.growth.bridges import reading, timeline, values, words
from sapwood.growth.forms.bridges import (
    BehavioursForm,
    LessonForm,
    PlanForm,
    ReadingDayForm,
    SessionForm,
    TeamsForm,
    with_owner,
)
from sapwood.growth.models import Bridge, BridgeTeam, Kind
from sapwood.growth.queries import bridges as found
from sapwood.people.models import Person, Team
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages

PLAN, PAGE = "growth/bridge_plan.html", "growth/bridge.html"


@require_GET
def capabilities(request: HttpRequest) -> HttpResponse:
    """The executive's page: which capability is moving which result, and how sure that is. Ten seconds."""
    person = reader(request)
    rows = found.rows(found.seen_by(person))
    shown = [(row, words.said_of(row.bridge, row.lagging)) for row in rows]
    under_way = [one for one in shown if one[0].bridge.begun and not one[0].bridge.ended]
    under_way.sort(key=lambda one: (-one[1].rank, one[0].bridge.read_on))
    effects = [one for _row, one in under_way if one.rank >= words.SCALE.index(words.Word.CONSISTENT)]
    context = {
        "under_way": under_way,
        "drafts": [row for row, _said in shown if row.bridge.begun is None],
        "ended": [one for one in shown if one[0].bridge.ended],
        "better": sum(one.better is True for one in effects),
        "worse": sum(one.better is False for one in effects),
        "unmoved": sum(one.word == words.Word.NO_SIGN for _row, one in under_way),
        "together": sum(one.word == words.Word.MOVED_TOGETHER for _row, one in under_way),
        "early": sum(one.word == words.Word.TOO_EARLY for _row, one in under_way),
        "scale": [(value, words.WORDS[words.Word(value)]) for value in words.SCALE],
        "may_build": rules.may_build(person),
    }
    return pages.show(request, "growth/capabilities.html", context)


@require_http_methods(["GET", "POST"])
def bridge_plan(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Build a bridge on one page, or change one that has not begun."""
    person = reader(request)
    bridge = bridge_of(request, public_id) if public_id else None
    if bridge is not None and (bridge.begun or not rules.may_keep(person, bridge)):
        raise Http404
    data = request.POST if request.method == "POST" else None
    teams = Team.objects.filter(retired=None).select_related("parent").order_by("parent__name", "name")
    today = clock.today(person.time_zone)
    form = PlanForm(data, teams=list(teams), bridge=bridge, today=today)
    leads = Person.objects.at_work(today).filter(memberships__is_lead=True, memberships__ends=None)
    context = {
        "form": form,
        "bridge": bridge,
        "leads": leads.only("name").order_by("name").distinct()[:200],
        "results": [with_owner(one) for one in found.offered_results()],
    }
    if request.method == "GET":
        return pages.show(request, PLAN, context)
    if not form.is_valid():
        return pages.refused(request, PLAN, context)
    key = request.POST.get("submission")
    try:
        if bridge is None:
            row = actions.build_bridge(by=person, plan=form.plan(), at=clock.now(), key=key)
        else:
            row = actions.change_bridge(
                by=person, bridge=bridge, version=version_of(request), plan=form.plan(), at=clock.now(), key=key
            )
    except Refused as refusal:
        return pages.refused(request, PLAN, {**context, "refusal": refusal})
    return pages.done(request, _address(row), _("Written down. Only you who build it see it until it begins."))


@require_GET
def bridge(request: HttpRequest, public_id: str) -> HttpResponse:
    return pages.show(request, PAGE, page_of(request, bridge_of(request, public_id)))


@require_POST
def bridge_behaviours(request: HttpRequest, public_id: str) -> HttpResponse:
    row = bridge_of(request, public_id)
    form = BehavioursForm(request.POST, bridge=row)
    if not form.is_valid():
        return unclear(request, _address(row), form)
    named = list(form.cleaned_data["behaviours"])
    return _do(
        request, row, lambda: actions.name_behaviours(by=reader(request), bridge=row, behaviours=named, at=clock.now()),
        _("Named."),
    )  # fmt: skip


@require_POST
def bridge_teams(request: HttpRequest, public_id: str) -> HttpResponse:
    """When each team starts, and which key results tell its values."""
    row = bridge_of(request, public_id)
    parts = found.parts_of(row)
    form = TeamsForm(parts, found.results_by_team(parts), request.POST)
    told = form.parts()
    refusal: Refused | None = None
    if told is not None:
        try:
            actions.set_bridge_teams(
                by=reader(request), bridge=row, parts=told, at=clock.now(), key=request.POST.get("submission")
            )
            return pages.done(request, _address(row), _("Teams are set."))
        except Refused as refused:
            refusal = refused
    return pages.refused(request, PAGE, {**page_of(request, row), "teams_form": form, "refusal": refusal})


@require_POST
def bridge_beginning(request: HttpRequest, public_id: str) -> HttpResponse:
    row = bridge_of(request, public_id)
    said = _("It has begun. Everybody can read it now.")
    return _do(request, row, lambda: actions.begin_bridge(by=reader(request), bridge=row, at=clock.now()), said)


@require_POST
def bridge_reading(request: HttpRequest, public_id: str) -> HttpResponse:
    row = bridge_of(request, public_id)
    return _do(
        request, row, lambda: actions.read_bridge(by=reader(request), bridge=row, at=clock.now()), _("It was read.")
    )


@require_POST
def bridge_reading_day(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = bridge_of(request, public_id), ReadingDayForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(row), form)
    on: dt.date = form.cleaned_data["read_on"]
    deed = lambda: actions.plan_reading(by=reader(request), bridge=row, read_on=on, at=clock.now())  # noqa: E731
    return _do(request, row, deed, _("It is read on %(day)s.") % {"day": words.day(on)})


@require_POST
def bridge_sessions(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = bridge_of(request, public_id), SessionForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(row), form)
    key = request.POST.get("submission")
    return _do(
        request, row,
        lambda: actions.note_session(by=reader(request), bridge=row, at=clock.now(), key=key, **form.cleaned_data),
        _("Noted."),
    )  # fmt: skip


@require_POST
def bridge_ending(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = bridge_of(request, public_id), LessonForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(row), form)
    lesson = form.cleaned_data["lesson"]
    return _do(
        request, row, lambda: actions.end_bridge(by=reader(request), bridge=row, lesson=lesson, at=clock.now()),
        _("It has ended. What was learned can be searched by all."),
    )  # fmt: skip


def bridge_of(request: HttpRequest, public_id: str) -> Bridge:
    return get_object_or_404(found.seen_by(reader(request)), public_id=public_id)


def page_of(request: HttpRequest, row: Bridge) -> dict[str, Any]:
    """Everything the page of a bridge shows to this reader."""
    person = reader(request)
    today = clock.today(person.time_zone)
    parts = found.parts_of(row)
    courses = values.courses(row, parts)
    sessions = list(row.sessions.all())
    said, findings = _findings(row)
    may_keep = rules.may_keep(person, row)
    context: dict[str, Any] = {
        "bridge": row,
        "behaviours": list(row.behaviours.all()),
        "parts": parts,
        "starting": sum(part.starts is not None for part in parts),
        "comparing": sum(part.starts is None for part in parts),
        "said": said,
        "findings": findings,
        "scale": [(value, words.WORDS[words.Word(value)]) for value in words.SCALE],
        "picture": timeline.picture(
            row, parts, courses, practice=[one.day for one in sessions], finding=said.sentence, today=today
        ),
        "measured": _measured(person, parts),
        "sessions": sessions,
        "spent": found.spent_on(row),
        "told": {kind: sum(len(own) for own in course.by_team.values()) for kind, course in courses.items()},
        "may_keep": may_keep,
        "may_see_cost": rules.may_see_cost(person, row),
        "today": today,
    }
    if row.begun is None:
        context |= _before(row, parts, courses)
        context["behaviours_form"] = BehavioursForm(bridge=row, initial={"behaviours": context["behaviours"]})
    elif row.promise:
        context["promise"] = words.promise(row.promise)
        context["smallest"] = _smallest(row, row.smallest, in_spreads=row.smallest_in_spreads)
    if may_keep:
        last = row.findings.first()
        context |= {
            "teams_form": TeamsForm(parts, found.results_by_team(parts)),
            "session_form": SessionForm(initial={"day": today}),
            "day_form": ReadingDayForm(initial={"read_on": row.read_on if row.read_on > today else None}),
            "lesson_form": LessonForm(),
            "is_due": bool(row.begun)
            and row.read_on <= today
            and (last is None or last.read_on != row.read_on or late_values(row, last)),
        }
    return context


def _before(row: Bridge, parts: list[BridgeTeam], courses: dict[str, values.Course]) -> dict[str, Any]:
    """What the design could earn, before it begins."""
    outlook = reading.outlook_of(row, parts, courses[Kind.LAGGING])
    first, last = values.window_of(row)
    begun = [start for start in values.starts_of(row, parts).values() if start is not None and start <= last]
    return {
        "promise": words.promise(outlook.prospect.finding.name.lower()),
        "smallest": _smallest(row, outlook.smallest, in_spreads=outlook.in_spreads),
        "why_not_more": words.WHY_NOT_MORE.get(outlook.prospect.design.name.lower(), ""),
        "needs": words.needs(
            starting=len(begun),
            comparing=len(parts) - len(begun),
            before=min(begun, default=first) - first,
            after=last + 1 - max(begun, default=last) - row.lag,
            period=row.period,
        ),
    }


def _smallest(row: Bridge, size: float | None, *, in_spreads: bool) -> dict[str, str]:
    """The smallest effect it could show: the figure, and what it is."""
    if size is None:
        return {}
    if in_spreads:
        told = _(
            "what one team's value moves by itself from period to period is the smallest effect it could show, in 7 of 10 "
            "such programmes. With values from before the start it can be told in its own unit."
        )
        return {"figure": _("%(n)s times") % {"n": f"{size:.1f}"}, "told": told}
    told = _("is the smallest effect it could show, in 7 of 10 such programmes.")
    return {"figure": words.with_unit(size, row.key_result.unit), "told": told}


def _findings(row: Bridge) -> tuple[words.Said, list[dict[str, Any]]]:
    """The result as it stands, and every reading so far, newest first."""
    listed: list[dict[str, Any]] = []
    for one in row.findings.all():
        if not listed or listed[-1]["number"] != one.number:
            listed.append({"number": one.number, "read_on": one.read_on, "kinds": {}})
        listed[-1]["kinds"][one.kind] = {
            "finding": one,
            "said": words.said_of(row, one, one.kind),
            "rests_on": words.rests_on(one),
        }
    last = listed[0]["kinds"].get(Kind.LAGGING) if listed else None
    return (last["said"] if last else words.said_of(row, None)), listed


def _measured(person: Person, parts: list[BridgeTeam]) -> list[dict[str, Any]]:
    """Leading indicators that feedback measures: only who reads that feedback sees what it said."""
    bound = [
        (part, part.leading_result)
        for part in parts
        if part.leading_result is not None and part.leading_result.source == KeyResult.Source.INSTRUMENT
    ]
    seen = audience.seen_by(person, [result for _part, result in bound])
    rows = []
    for part, result in bound:
        one = seen.get(result.pk)
        readings = [row for row in one.readings if row.value is not None] if one is not None and one.may_read else []
        rows.append({"team": part.team, "result": result, "may_read": bool(one and one.may_read), "readings": readings})
    return rows


def _do(request: HttpRequest, row: Bridge, deed: Callable[[], Any], said: str) -> HttpResponse:
    return do(request, _address(row), deed, said)


def _address(row: Bridge) -> str:
    return reverse("growth:bridge", args=[row.public_id])
