"""The holder's own meetings: the shared agenda, what was decided, and adding to both.

A 1:1 is read by the tokens of the two alone, and what somebody notes for themselves by no program at all.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from sapwood.activity import clock
from sapwood.api import problems
from sapwood.api.v1 import answers, finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.headers import WRITE_HEADERS
from sapwood.api.v1.values import GivenDay, Id, Line
from sapwood.goals import queries as goals
from sapwood.goals.models import KeyResult
from sapwood.meetings import actions, agenda, queries
from sapwood.meetings.models import Decision, Meeting, Point, Series
from sapwood.people.models import Person

T = TypeVar("T")
router = Router(tags=[said("Meetings")])


class SeriesShown(BaseModel):
    """Who meets, and in which rhythm."""

    id: Id
    kind: Literal["one_on_one", "team"]
    people: list[shapes.Named] = Field(description=said("The two of a 1:1; empty for a team."))
    team: shapes.Named | None
    weeks: int = Field(description=said("Weeks between two meetings."))
    minutes: int
    time_zone: str
    ended: dt.datetime | None


class MeetingRow(BaseModel):
    id: Id
    series: SeriesShown
    at: dt.datetime
    held: dt.datetime | None
    page: str


class PointShown(BaseModel):
    """Something to talk about."""

    text: str
    by: shapes.Sender | None
    at: dt.datetime
    is_covered: bool = Field(description=said("It was talked about in this meeting."))


class DecisionShown(BaseModel):
    """What was decided. With an owner it is a to-do, under a key result an initiative of it."""

    id: Id
    text: str
    by: shapes.Sender | None
    at: dt.datetime
    owner: shapes.Named | None
    due: dt.date | None
    key_result: Id | None = Field(description=said("The key result it is an initiative of."))
    is_done: bool


class MeetingWhole(MeetingRow):
    """One meeting as those who take part read it; without what anybody keeps to themselves."""

    since: dt.datetime = Field(description=said("What was told since then is news for this meeting."))
    goals: list[Id] = Field(
        description=said("The objectives that are talked about; /readings and /check-ins tell of them.")
    )
    points: list[PointShown]
    decisions: list[DecisionShown]
    left_open: list[DecisionShown] = Field(description=said("Still to do from the meetings before."))
    notes: str = Field(description=said("The shared notes."))


class Meetings(paging.Page[MeetingRow]):
    pass


class MeetingFilters(paging.Listed):
    series: Id | None = Field(None, description=said("Those of this series."))
    held: bool | None = Field(None, description=said("true: those that were held; false: those that come next."))


class PointGiven(shapes.Given):
    text: Line = Field(min_length=1, max_length=300, description=said("What to talk about."))


class DecisionGiven(shapes.Given):
    """What was decided; with a key result it becomes an initiative there, read by whoever reads the goal."""

    text: Line = Field(min_length=1, max_length=240)
    key_result: Id | None = Field(None, description=said("One of a goal of this meeting that you may plan work in."))
    owner: Id | None = Field(None, description=said("Who does it: somebody who takes part."))
    due: GivenDay | None = None


@router.get(
    "meetings",
    url_name="meetings",
    operation_id="list_meetings",
    response=Meetings,
    summary=said("Your meetings"),
    description=said("The next one of each 1:1 and of each of your teams, and those that were held."),
)
def list_meetings(request: HttpRequest, listed: Query[MeetingFilters]) -> HttpResponse:
    paging.only(request, MeetingFilters)
    found = queries.of(holder_of(request))
    if listed.series is not None:
        own = Series.objects.filter(pk__in=found.order_by().values("series"))
        what = _("the id of a series, from /meetings")
        found = found.filter(series=finding.named_in(own, listed.series, at="query.series", what=what))
    if listed.held is not None:
        found = found.filter(held__isnull=not listed.held)
    rows, rest = paging.cut(found, listed)
    return written(Meetings(items=[MeetingRow(**_row(row)) for row in rows if queries.takes_place(row)], **rest))


@router.get(
    "meetings/{id}",
    url_name="meeting",
    operation_id="get_meeting",
    response=MeetingWhole,
    summary=said("One meeting"),
    description=said("With its agenda, its decisions and the shared notes. Private notes are in no answer."),
)
def get_meeting(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    holder = holder_of(request)
    return one(request, _whole(finding.by_id(_open_to(holder), id), holder))


@router.post(
    "meetings/{id}/points",
    url_name="meeting_points",
    operation_id="add_point",
    response={201: PointShown},
    summary=said("Put something on the agenda"),
    description=said("It stays there until it was talked about. If-Match takes the ETag of the meeting."),
    openapi_extra=WRITE_HEADERS,
)
def add_point(request: HttpRequest, id: Path[Id], given: PointGiven) -> HttpResponse:
    holder, key = holder_of(request), answers.idempotency_key(request)
    meeting = finding.by_id(_open_to(holder), id)
    again = answers.was_sent(holder, key)
    with transaction.atomic():
        if not again:
            _still_open(request, meeting, holder)
        row = actions.add_point(by=holder, meeting=meeting, text=given.text, at=clock.now(), key=key)
    return answers.made(_point(row) if row is not None else None, address=_address(meeting), again=again)


@router.post(
    "meetings/{id}/decisions",
    url_name="meeting_decisions",
    operation_id="record_decision",
    response={201: DecisionShown},
    summary=said("Write down what was decided"),
    description=said(
        "With a key result it becomes an initiative of it, with an owner alone a to-do of that person, with neither it "
        "stays a decision of the meeting. If-Match takes the ETag of the meeting."
    ),
    openapi_extra=WRITE_HEADERS,
)
def record_decision(request: HttpRequest, id: Path[Id], given: DecisionGiven) -> HttpResponse:
    holder, key = holder_of(request), answers.idempotency_key(request)
    meeting = finding.by_id(_open_to(holder), id)
    again = answers.was_sent(holder, key)
    result = _chosen(
        {row.public_id: row for row in queries.open_for_work(meeting.series, holder)},
        given.key_result,
        at="body.key_result",
        problem=_("No goal of this meeting has it, or you may not plan work there."),
    )
    owner = _chosen(
        {person.public_id: person for person in queries.present(meeting.series, holder)},
        given.owner,
        at="body.owner",
        problem=_("Nobody with this id takes part."),
    )
    with transaction.atomic():
        if not again:
            _still_open(request, meeting, holder)
        row = actions.decide(
            by=holder,
            meeting=meeting,
            text=given.text,
            key_result=result,
            owner=owner,
            due=given.due,
            at=clock.now(),
            key=key,
        )
    shown = _decisions([row], holder)[0] if row is not None else None
    return answers.made(shown, address=_address(meeting), again=again)


def _open_to(holder: Person) -> QuerySet[Meeting]:
    """What the holder may open: their own, and those of teams below one they lead."""
    return Meeting.objects.filter(series__in=Series.objects.open_to(holder)).select_related(*queries.TOGETHER)


def _still_open(request: HttpRequest, meeting: Meeting, holder: Person) -> None:
    """Raises Problem when the meeting is over, or is not as the sender read it."""
    fresh = Meeting.objects.select_for_update(of=("self",)).select_related("series").get(pk=meeting.pk)
    if fresh.held is not None or fresh.series.ended is not None:
        raise problems.Problem(
            422,
            "refused",
            _("This meeting is over."),
            _("/meetings with held=false has the one that comes next, if there is one."),
        )
    if answers.wants_unchanged(request):
        answers.must_match(request, _whole(finding.by_id(_open_to(holder), meeting.public_id), holder))


def _chosen(offered: dict[str, T], given: str | None, *, at: str, problem: str) -> T | None:
    """What the body names among what is offered. Raises Problem with the ids that would do."""
    if given is None:
        return None
    if given not in offered:
        allowed = ", ".join(offered) or _("none here: leave it out")
        raise problems.invalid(problems.of_field(at, problem, given=given, allowed=allowed))
    return offered[given]


def _address(meeting: Meeting) -> str:
    return reverse("v1:meeting", args=[meeting.public_id])


def _row(meeting: Meeting) -> dict[str, object]:
    series = meeting.series
    return {
        "id": meeting.public_id,
        "series": SeriesShown(
            id=series.public_id,
            kind="team" if series.team_id is not None else "one_on_one",
            people=[shapes.Named(id=person.public_id, name=person.name) for person in series.pair],
            team=showing.named(series.team),
            weeks=series.weeks,
            minutes=series.minutes,
            time_zone=series.time_zone,
            ended=series.ended,
        ),
        "at": meeting.at,
        "held": meeting.held,
        "page": showing.page("meetings:meeting", meeting.public_id),
    }


def _whole(meeting: Meeting, holder: Person) -> MeetingWhole:
    """A fixed number of queries, however much is on it."""
    since = queries.since(meeting, queries.held_before(meeting))
    found = agenda.of(meeting, since=since, today=clock.today(holder.time_zone))
    points = queries.points_of(meeting)
    decided, left = queries.decisions_of(meeting), queries.left_open(meeting)
    shown = _decisions([*decided, *left], holder)
    return MeetingWhole(
        **_row(meeting),
        since=since,
        goals=[talk.objective.public_id for talk in found.talks],
        points=[_point(row) for row in points],
        decisions=shown[: len(decided)],
        left_open=shown[len(decided) :],
        notes=meeting.notes,
    )


def _point(row: Point) -> PointShown:
    return PointShown(text=row.text, by=showing.sender(row.by), at=row.at, is_covered=row.covered_id is not None)


def _decisions(rows: list[Decision], holder: Person) -> list[DecisionShown]:
    """Each with the key result it became an initiative of, where the holder still sees that goal."""
    results: dict[int, KeyResult] = {row.pk: row.initiative.key_result for row in rows if row.initiative is not None}
    seen = goals.seen(holder, [result.objective for result in results.values()])
    return [
        DecisionShown(
            id=row.public_id,
            text=row.text,
            by=showing.sender(row.by),
            at=row.at,
            owner=showing.named(row.owner),
            due=row.due,
            key_result=results[row.pk].public_id
            if row.pk in results and results[row.pk].objective_id in seen
            else None,
            is_done=row.is_done,
        )
        for row in rows
    ]
