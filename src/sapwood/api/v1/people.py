"""People and teams, as the directory shows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import Field

from sapwood.activity import clock
from sapwood.api.v1 import finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.values import Id
from sapwood.people import queries
from sapwood.people.models import Membership, Person, ReportingLine, Team

router = Router(tags=[said("People")])


class PeopleFilters(paging.Listed):
    team: Id | None = Field(None, description=said("Who is in this team now, or in one below it."))


class TeamFilters(paging.Listed):
    pass


@router.get(
    "people",
    url_name="people",
    operation_id="list_people",
    response=shapes.People,
    summary=said("Everybody at work"),
    description=said("As the directory shows them; who has left is not in it."),
)
def list_people(request: HttpRequest, listed: Query[PeopleFilters]) -> HttpResponse:
    paging.only(request, PeopleFilters)
    found = _people(holder_of(request))
    if listed.team is not None:
        members = Membership.objects.filter(ends=None, team__in=finding.team_ids(listed.team, below=True))
        found = found.filter(pk__in=members.values("person"))
    rows, rest = paging.cut(found, listed)
    return written(shapes.People(items=_shown(rows), **rest))


@router.get(
    "people/{id}",
    url_name="person",
    operation_id="get_person",
    response=shapes.Person,
    summary=said("One person"),
)
def get_person(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, _shown([finding.by_id(_people(holder_of(request)), id)])[0])


@router.get(
    "teams",
    url_name="teams",
    operation_id="list_teams",
    response=shapes.Teams,
    summary=said("Every team"),
    description=said("The tree of teams: each names the one it hangs under."),
)
def list_teams(request: HttpRequest, listed: Query[TeamFilters]) -> HttpResponse:
    paging.only(request, TeamFilters)
    rows, rest = paging.cut(Team.objects.filter(retired=None).select_related("parent"), listed)
    return written(shapes.Teams(items=_teams(rows), **rest))


@router.get("teams/{id}", url_name="team", operation_id="get_team", response=shapes.Team, summary=said("One team"))
def get_team(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, _teams([finding.by_id(Team.objects.filter(retired=None).select_related("parent"), id)])[0])


def _people(holder: Person) -> QuerySet[Person]:
    """Those the directory shows who are at work."""
    return Person.objects.visible_to(holder).at_work(clock.today(holder.time_zone))


def _shown(rows: list[Person]) -> list[shapes.Person]:
    """People with their teams and their manager, in three queries."""
    today = clock.today()
    lines = ReportingLine.objects.filter(person__in=rows, ends=None, is_primary=True).select_related("manager")
    above = {line.person_id: line.manager for line in lines if line.manager.is_active}
    return [
        shapes.Person(
            id=row.person.public_id,
            name=row.person.name,
            email=row.person.email,
            job_title=row.person.job_title,
            teams=[_place(membership) for membership in row.memberships],
            manager=showing.named(above.get(row.person.pk)),
            page=showing.page("people:person", row.person.public_id),
        )
        for row in queries.with_teams(rows, today)
    ]


def _place(row: Membership) -> shapes.Place:
    return shapes.Place(id=row.team.public_id, name=row.team.name, is_primary=row.is_primary, is_lead=row.is_lead)


def _teams(rows: Iterable[Team]) -> list[shapes.Team]:
    """Teams with their leads, in one query more."""
    wanted = list(rows)
    leads: dict[int, list[Person]] = {}
    members = Membership.objects.filter(team__in=wanted, ends=None, is_lead=True).select_related("person")
    for row in members.order_by("person__name"):
        if row.person.is_active:
            leads.setdefault(row.team_id, []).append(row.person)
    return [
        shapes.Team(
            id=team.public_id,
            name=team.name,
            level=team.level,
            purpose=team.purpose,
            parent=team.parent.public_id if team.parent and team.parent.retired is None else None,
            leads=[shapes.Named(id=lead.public_id, name=lead.name) for lead in leads.get(team.pk, ())],
            page=showing.page("people:team", team.public_id),
        )
        for team in wanted
    ]
