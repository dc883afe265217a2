"""Relations of the api room, and who may make, see and end tokens."""

from __future__ import annotations

from sapwood.api.models import Service, Token
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth.models import BridgeTeam
from sapwood.people.models import Person
from sapwood.people.policy import may, relation


@relation("key_result:fed")
def feeds(person: Person, key_result: KeyResult) -> bool:
    """A service that was given the team whose strategic key result it is."""
    objective = key_result.objective
    if person.kind != Person.Kind.SERVICE or objective.layer != Objective.Layer.STRATEGIC:
        return False
    return Service.objects.filter(person=person, ended=None, teams=objective.owner_team_id).exists()


@relation("bridge_team:fed")
def feeds_bridge(person: Person, part: BridgeTeam) -> bool:
    """A service that was given the team whose values the bridge compares."""
    if person.kind != Person.Kind.SERVICE:
        return False
    return Service.objects.filter(person=person, ended=None, teams=part.team_id).exists()


@relation("token:holder")
def holds(person: Person, token: Token) -> bool:
    return token.holder_id == person.pk


def may_make_token(person: Person) -> bool:
    """A token of one's own. A service makes none: whoever has one of its tokens could make it last for ever."""
    return person.kind == Person.Kind.PERSON and may(person, "token.own")


def may_have_calendar(person: Person) -> bool:
    """An address of one's own calendar, for programs that hold no session."""
    return person.kind == Person.Kind.PERSON and may(person, "calendar.own")


def may_revoke(person: Person, token: Token) -> bool:
    return may(person, "token.revoke", token)


def may_run_services(person: Person) -> bool:
    """Make and end services and their tokens, and see which tokens there are."""
    return may(person, "service.manage")
