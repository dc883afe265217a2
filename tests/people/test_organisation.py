"""What the organisation has set and said: by the OKR owner and the administrators, with both texts when they collide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions, queries
from sapwood.people.models import Competency, Organisation, OrganisationPolicy, Priority, Value
from tests import cast
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db

SETTINGS: dict[str, Any] = {
    "name": "Harbour Works",
    "individual_strategic": False,
    "check_in_weekday": 2,
    "grace_days": 3,
    "minutes_a_week": 8,
}


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def test_the_okr_owner_changes_the_settings_and_a_manager_does_not(company: Cast) -> None:
    actions.edit_organisation(by=company.dee, version=1, at=NOW, **SETTINGS)
    assert Organisation.current().check_in_weekday == 2
    with pytest.raises(Refused):
        actions.edit_organisation(by=company.bo, version=2, at=NOW, **SETTINGS)
    with pytest.raises(Conflict) as conflict:
        actions.edit_organisation(by=company.ad, version=1, at=NOW, **{**SETTINGS, "minutes_a_week": 4})
    assert (conflict.value.current["minutes_a_week"], conflict.value.given["minutes_a_week"]) == (8, 4)


@pytest.mark.parametrize("kind", [Value, Priority, OrganisationPolicy, Competency])
def test_each_kind_is_written_changed_and_taken_out_of_use(company: Cast, kind: Any) -> None:
    said = actions.say(by=company.dee, kind=kind, name="Ask first", text="Then act.", at=NOW)
    with pytest.raises(Refused, match="“ask first” is there already"):
        actions.say(by=company.dee, kind=kind, name="ask first", at=NOW)
    changed = actions.say_otherwise(by=company.ad, said=said, version=1, name="Ask early", text="Then act.", at=NOW)
    with pytest.raises(Conflict):
        actions.say_otherwise(by=company.dee, said=said, version=1, name="Ask late", at=NOW)
    assert actions.retire(by=company.dee, said=changed, at=NOW).retired == TODAY
    actions.say(by=company.dee, kind=kind, name="Ask early", at=NOW)  # the words are free again
    with pytest.raises(Refused):
        actions.say(by=company.ada, kind=kind, name="Work less", at=NOW)


def test_a_policy_of_a_department_holds_in_its_teams(company: Cast) -> None:
    policy = actions.say(
        by=company.dee,
        kind=OrganisationPolicy,
        name="Two under the hook",
        forbids="alone",
        teams=[company.quay],
        at=NOW,
    )
    assert queries.policies_over(company.cranes) == [policy]
    assert queries.policies_over(company.company) == []
