"""The tree of teams and who is in them: history kept, circles refused, leads named and handed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions, queries
from sapwood.people.models import Membership, Team, TeamPlacement
from tests import cast
from tests.cast import LONG_AGO, NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def membership(person: object, team: Team) -> Membership:
    return Membership.objects.get(person=person, team=team, ends=None)


def test_the_okr_owner_opens_a_team_and_a_lead_does_not(company: Cast) -> None:
    buoys = actions.open_team(by=company.dee, name="Buoys", parent=company.quay, at=NOW)
    assert TeamPlacement.objects.get(team=buoys).starts == TODAY
    with pytest.raises(Refused):
        actions.open_team(by=company.bo, name="Anchors", parent=company.quay, at=NOW)
    with pytest.raises(Refused, match="BUOYS"):
        actions.open_team(by=company.dee, name="BUOYS", at=NOW)


def test_moving_a_team_keeps_where_it_hung(company: Cast) -> None:
    actions.move_team(by=company.ad, team=company.cranes, parent=company.company, at=NOW)
    places = (
        TeamPlacement.objects.filter(team=company.cranes).order_by("id").values_list("parent__name", "starts", "ends")
    )
    assert list(places) == [("Quay", LONG_AGO, TODAY), ("Harbour Works", TODAY, None)]


def test_a_team_cannot_hang_below_itself(company: Cast) -> None:
    with pytest.raises(Refused, match="Harbour Works → Cranes → Quay → Harbour Works"):
        actions.move_team(by=company.ad, team=company.company, parent=company.cranes, at=NOW)
    with pytest.raises(Refused, match="Quay → Quay"):
        actions.move_team(by=company.ad, team=company.quay, parent=company.quay, at=NOW)
    assert Team.objects.get(name="Harbour Works").parent is None


def test_a_team_closes_when_its_people_and_the_teams_below_have_a_place(company: Cast) -> None:
    with pytest.raises(Refused, match="below Quay"):
        actions.retire_team(by=company.ad, team=company.quay, at=NOW)
    with pytest.raises(Refused, match="1 person"):
        actions.retire_team(by=company.ad, team=company.ropes, at=NOW)  # Eve; Lo has left and does not count
    actions.place_person(by=company.ad, person=company.eve, team=company.cranes, at=NOW)
    actions.retire_team(by=company.ad, team=company.ropes, at=NOW)
    assert Team.objects.get(pk=company.ropes.pk).retired == TODAY
    assert not Membership.objects.filter(team=company.ropes, ends=None).exists()
    with pytest.raises(Refused):
        actions.add_member(by=company.ad, team=cast_team(company.ropes), person=company.ada, at=NOW)


def cast_team(team: Team) -> Team:
    return Team.objects.get(pk=team.pk)


def test_the_lead_says_what_the_team_is_for_and_a_member_does_not(company: Cast) -> None:
    sent = {
        "version": 1,
        "name": "Cranes",
        "purpose": "Nothing waits on the quay.",
        "contexts": ["safety_critical"],
        "at": NOW,
    }
    actions.edit_team(by=company.bo, team=company.cranes, **sent)
    assert [one.kind for one in company.cranes.contexts.all()] == ["safety_critical"]
    with pytest.raises(Refused):
        actions.edit_team(by=company.ada, team=company.cranes, **{**sent, "version": 2})
    with pytest.raises(Conflict) as conflict:
        actions.edit_team(by=company.dee, team=company.cranes, **{**sent, "purpose": "Ships first."})
    assert (conflict.value.current["purpose"], conflict.value.given["purpose"]) == (
        "Nothing waits on the quay.",
        "Ships first.",
    )


def test_moving_somebody_ends_the_place_before_and_keeps_it(company: Cast) -> None:
    actions.place_person(by=company.ad, person=company.ada, team=company.ropes, at=NOW)
    rows = (
        Membership.objects.filter(person=company.ada)
        .order_by("id")
        .values_list("team__name", "is_primary", "starts", "ends")
    )
    assert list(rows) == [("Cranes", True, LONG_AGO, TODAY), ("Ropes", True, TODAY, None)]
    with pytest.raises(Refused):
        actions.place_person(by=company.bo, person=company.cy, team=company.ropes, at=NOW)


def test_a_lead_adds_a_further_member_who_may_leave_again(company: Cast) -> None:
    row = actions.add_member(by=company.bo, team=company.cranes, person=company.eve, at=NOW)
    assert cast.fresh(company.eve).team == company.ropes  # the main place stays
    assert actions.end_membership(by=company.eve, membership=row, at=NOW).ends == TODAY
    with pytest.raises(Refused):
        actions.add_member(by=company.ada, team=company.cranes, person=company.eve, at=NOW)
    with pytest.raises(Refused, match="primary team"):
        actions.end_membership(by=company.bo, membership=membership(company.ada, company.cranes), at=NOW)


def test_naming_a_lead_begins_a_new_row(company: Cast) -> None:
    actions.set_lead(by=company.bo, membership=membership(company.ada, company.cranes), leads=True, at=NOW)
    assert [one.name for one in queries.leads_of(company.cranes)] == ["Ada Okoye", "Bo Ferreira"]
    assert Membership.objects.filter(person=company.ada, team=company.cranes).count() == 2
    assert Membership.objects.get(person=company.ada, ends=None).is_primary
    with pytest.raises(Refused):
        actions.set_lead(by=company.cy, membership=membership(company.cy, company.cranes), leads=True, at=NOW)


def test_the_lead_goes_from_one_to_another(company: Cast) -> None:
    led = membership(company.bo, company.cranes)
    actions.hand_over_lead(by=company.max, membership=led, to=company.eve, at=NOW)
    assert [one.name for one in queries.leads_of(company.cranes)] == ["Eve Marsh"]
    assert not membership(company.eve, company.cranes).is_primary
    assert not membership(company.bo, company.cranes).is_lead
    with pytest.raises(Refused, match="has left"):
        actions.hand_over_lead(
            by=company.max, membership=membership(company.eve, company.cranes), to=company.lo, at=NOW
        )


def test_whoever_has_left_is_not_shown_among_the_members(company: Cast) -> None:
    assert [row.person.name for row in queries.members_of(company.ropes)] == ["Eve Marsh"]
