"""Roles: given by an administrator, kept with who and when, and never all gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.people import actions
from sapwood.people.models import Role, RoleGrant
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def test_a_grant_says_who_gave_it_and_when_and_who_ended_it(company: Cast) -> None:
    grant = actions.grant_role(by=company.ad, person=company.cy, role=Role.COACH, at=NOW)
    assert (grant.granted_by, grant.starts) == (company.ad, NOW)
    assert actions.grant_role(by=company.ad, person=company.cy, role=Role.COACH, at=NOW) == grant
    ended = actions.end_role(by=company.ad, grant=grant, at=NOW)
    assert (ended.ended_by, ended.ends) == (company.ad, NOW)
    assert not cast.fresh(company.cy).has_role(Role.COACH)


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max"])
def test_only_an_administrator_gives_roles(company: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.grant_role(by=company.people[who], person=company.people[who], role=Role.ADMINISTRATOR, at=NOW)


def test_the_last_administrator_keeps_the_role(company: Cast) -> None:
    own = RoleGrant.objects.get(person=company.ad, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="Ad Novak is the last administrator"):
        actions.end_role(by=company.ad, grant=own, at=NOW)
    actions.grant_role(by=company.ad, person=company.cy, role=Role.ADMINISTRATOR, at=NOW)
    assert actions.end_role(by=company.ad, grant=own, at=NOW).ends == NOW


def test_who_has_left_gets_no_role_and_a_made_up_role_is_said(company: Cast) -> None:
    with pytest.raises(Refused, match="Lo Brandt has left"):
        actions.grant_role(by=company.ad, person=company.lo, role=Role.COACH, at=NOW)
    with pytest.raises(Refused, match="“captain”"):
        actions.grant_role(by=company.ad, person=company.cy, role="captain", at=NOW)
