"""Two people at once: neither a circle of managers, nor one of teams, nor a house without administrators."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from sapwood.activity.deeds import Refused
from sapwood.people import actions
from sapwood.people.models import Person, Role, RoleGrant, Team
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run the deeds in threads that start together; what was refused, in words."""
    start, refused, broken = threading.Barrier(len(deeds)), [], []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(10)
            deed()
        except Refused as refusal:
            refused.append(str(refusal))
        except Exception as error:  # told below, where a test can see it
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert broken == []
    return refused


def test_two_lines_set_at_once_close_no_circle() -> None:
    company = cast.gather()
    ad, dee, eve = company.ad, company.dee, company.eve
    refused = at_once(
        lambda: actions.set_manager(by=Person.objects.get(pk=ad.pk), person=dee, manager=eve, at=NOW),
        lambda: actions.set_manager(by=Person.objects.get(pk=ad.pk), person=eve, manager=dee, at=NOW),
    )
    assert len(refused) == 1
    assert "circle" in refused[0]
    assert (cast.fresh(dee).manager == eve) != (cast.fresh(eve).manager == dee)


def test_two_teams_moved_at_once_close_no_circle() -> None:
    company = cast.gather()
    refused = at_once(
        lambda: actions.move_team(
            by=company.dee, team=Team.objects.get(name="Cranes"), parent=Team.objects.get(name="Ropes"), at=NOW
        ),
        lambda: actions.move_team(
            by=company.ad, team=Team.objects.get(name="Ropes"), parent=Team.objects.get(name="Cranes"), at=NOW
        ),
    )
    assert len(refused) == 1
    parents = dict(Team.objects.filter(name__in=["Cranes", "Ropes"]).values_list("name", "parent__name"))
    assert sorted(parents.values()) in (["Cranes", "Quay"], ["Quay", "Ropes"])


def test_two_administrators_ended_at_once_leave_one() -> None:
    company = cast.gather()
    second = cast.grant(company.dee, Role.ADMINISTRATOR)
    first = RoleGrant.objects.get(person=company.ad, role=Role.ADMINISTRATOR)
    refused = at_once(
        lambda: actions.end_role(by=company.ad, grant=second, at=NOW),
        lambda: actions.end_role(by=Person.objects.get(pk=company.dee.pk), grant=first, at=NOW),
    )
    assert len(refused) == 1
    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ends=None).count() == 1


def test_one_address_taken_twice_at_once_is_one_person() -> None:
    company = cast.gather()
    refused = at_once(
        lambda: actions.create_person(by=company.ad, name="Nia Roth", email="nia@harbour.example", at=NOW),
        lambda: actions.create_person(by=company.ad, name="Nia Roth", email="Nia@harbour.example", at=NOW),
    )
    assert len(refused) == 1
    assert Person.objects.filter(name="Nia Roth").count() == 1
