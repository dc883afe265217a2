"""One meeting: what changed since the last one, what to talk about, what was decided, and the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Conflict, Refused
from sapwood.meetings import actions, agenda, queries
from sapwood.meetings.forms import DecisionForm, NextForm, NotesForm, PointForm, PrivateForm, RhythmForm
from sapwood.meetings.models import Meeting, Point, PrivateNote
from sapwood.meetings.views.find import decision_of, meeting_of
from sapwood.people import private_drafts
from sapwood.people.models import Person, unlocked
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages, panels

PAGE = "meetings/meeting.html"


@require_GET
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page both, or the whole team, look at together."""
    return pages.show(request, PAGE, page_of(request, meeting_of(request, public_id)))


@require_POST
def points(request: HttpRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, PointForm(request.POST), actions.add_point, _("On the agenda."))


@require_POST
def coverage(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """It was talked about, or not yet after all."""
    found = meeting_of(request, public_id)
    point = get_object_or_404(Point, pk=pk, series=found.series)
    return do(
        request,
        actions.address(found),
        lambda: actions.cover_point(by=reader(request), point=point, meeting=found, at=clock.now()),
        "",
    )


@require_POST
def notes(request: HttpRequest, public_id: str) -> HttpResponse:
    """What all who meet read. If somebody else wrote in between, both texts are shown."""
    found, form = meeting_of(request, public_id), NotesForm(request.POST)
    if not form.is_valid():
        return pages.refused(request, PAGE, {**page_of(request, found), "notes_form": form})
    try:
        actions.write_notes(
            by=reader(request),
            meeting=found,
            text=form.cleaned_data["notes"],
            version=version_of(request),
            at=clock.now(),
        )
    except Conflict as conflict:
        both = {"notes_form": NotesForm(conflict.given), "stands": conflict.current["notes"]}
        return pages.show(request, PAGE, {**page_of(request, found), **both}, status=409)
    drafts.forget(person=reader(request), form=draft_of(found, "notes"))
    return pages.done(request, actions.address(found), _("The notes are kept."))


@sensitive_post_parameters("private")
@require_POST
def private_note(request: HttpRequest, public_id: str) -> HttpResponse:
    """What only its writer reads."""
    found, form = meeting_of(request, public_id), PrivateForm(request.POST)
    if not form.is_valid():
        return pages.refused(request, PAGE, {**page_of(request, found), "private_form": form})
    actions.keep_private_note(by=reader(request), meeting=found, text=form.cleaned_data["private"], at=clock.now())
    private_drafts.forget(person=reader(request), form=private_draft_of(found))
    return pages.done(request, actions.address(found), _("Kept. Only you read it."))


@require_POST
def decisions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what was decided, as an initiative or a to-do where it is one."""
    person, found = reader(request), meeting_of(request, public_id)
    form = _decision_form(person, found, request.POST)
    if not form.is_valid():
        return pages.refused(request, PAGE, {**page_of(request, found), "decision_form": form})
    try:
        decided = actions.decide(
            by=person, meeting=found, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        )
    except Refused as refusal:
        context = {**page_of(request, found), "decision_form": form, "refusal": refusal}
        return pages.refused(request, PAGE, context)
    words = _("Decided. It is an initiative of its key result now.") if decided.initiative else _("Written down.")
    return pages.done(request, actions.address(found) + "#decided", words)


@require_POST
def time(request: HttpRequest, public_id: str) -> HttpResponse:
    found = meeting_of(request, public_id)
    return _act(request, public_id, RhythmForm.of(found, request.POST), actions.move, _("Moved."))


@require_POST
def following(request: HttpRequest, public_id: str) -> HttpResponse:
    """It took place: on to the next one."""
    found, form = meeting_of(request, public_id), NextForm(request.POST)
    if not form.is_valid():
        return unclear(request, actions.address(found), form)
    try:
        actions.hold(
            by=reader(request), meeting=found, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.said(request, actions.address(found), refusal)
    return pages.done(request, "meetings:meetings", _("Done. What was left open comes along to the next one."))


@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = meeting_of(request, public_id)
    return do(
        request,
        "meetings:meetings",
        lambda: actions.end(by=reader(request), series=found.series, at=clock.now()),
        _("It has ended. What was written stays."),
    )


@require_POST
def completion(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick off what was to be done."""
    found = decision_of(request, public_id)
    back = "overview:my_week" if "from" in request.POST else actions.address(found.meeting)
    return do(request, back, lambda: actions.complete(by=reader(request), decision=found, at=clock.now()), "")


def draft_of(found: Meeting, part: str) -> str:
    """The name under which half-written notes are kept for their writer."""
    return f"meeting-{part}-{found.public_id}"


def private_draft_of(found: Meeting) -> str:
    return f"{private_drafts.PREFIX}meeting-{found.public_id}"


def page_of(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    person = reader(request)
    before = queries.held_before(found)
    since = queries.since(found, before)
    open_ = found.held is None and found.series.ended is None
    later = None if found.held is None else found.series.meetings.filter(at__gt=found.at).order_by("at").first()
    decided = queries.decisions_of(found)
    points = queries.points_of(found)
    written = PrivateNote.objects.filter(meeting=found, by=person).select_related("key")
    return {
        "meeting": found,
        "series": found.series,
        "other": found.series.other(person),
        "people": ", ".join(one.name for one in found.series.pair),
        "agenda": agenda.of(found, since=since, today=clock.today(person.time_zone)),
        "since": since,
        "before": before,
        "later": later,
        "open": open_,
        "points": [row for row in points if row.covered_id is None],
        "covered": [row for row in points if row.covered_id is not None],
        "decided": [row for row in decided if not row.is_to_do],
        "to_dos": [row for row in decided if row.is_to_do],
        "left": queries.left_open(found),
        "panels": panels.panels_for("meetings:meeting", request, found),
        "point_form": PointForm(auto_id="point_%s"),
        "decision_form": _decision_form(person, found),
        "time_form": RhythmForm.of(found) if open_ else None,
        "next_form": NextForm(initial={"following": queries.proposed_after(found)}) if open_ else None,
        **_notes(person, found, *unlocked(written)),
    }


def _notes(person: Person, found: Meeting, *own: tuple[PrivateNote, str | None]) -> dict[str, Any]:
    """Both notes, as they stand or as they were being typed."""
    shared = drafts.kept(person=person, form=draft_of(found, "notes"))
    typed = private_drafts.kept(person=person, form=private_draft_of(found)).get("private")
    written = own[0][1] if own else ""
    return {
        "notes_form": NotesForm(initial={"notes": (shared.data.get("notes") if shared else None) or found.notes}),
        "notes_draft": draft_of(found, "notes"),
        "private_form": PrivateForm(initial={"private": typed or written or ""}),
        "private_draft": private_draft_of(found),
        "private_is_lost": written is None,
    }


def _decision_form(person: Person, found: Meeting, data: Any = None) -> DecisionForm:
    series = found.series
    return DecisionForm(data, results=queries.open_for_work(series, person), people=queries.present(series, person))


def _act(request: HttpRequest, public_id: str, form: Any, act: Callable[..., Any], words: str) -> HttpResponse:
    """A short form, one deed, back to the meeting."""
    found = meeting_of(request, public_id)
    if not form.is_valid():
        return unclear(request, actions.address(found), form)
    keywords = {**form.cleaned_data, "key": request.POST.get("submission") or None}
    return do(
        request,
        actions.address(found),
        lambda: act(by=reader(request), meeting=found, at=clock.now(), **keywords),
        words,
    )
