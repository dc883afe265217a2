"""What serves what: no circle, however long, also when two people link at the same moment; and pairs."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sapwood.activity.deeds import Refused
from sapwood.goals import actions, alignment
from sapwood.goals.models import Alignment, Objective, Pair
from tests import cast


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_links_added_one_by_one_never_close_a_circle(wanted: list[tuple[int, int]]) -> None:
    parents: dict[int, set[int]] = {}
    for child, parent in wanted:
        if child != parent and not alignment.closes_a_circle(parents, child, parent):
            parents.setdefault(child, set()).add(parent)
    # Whatever was let in can be put in order: children before parents.
    left = {node for pair in wanted for node in pair}
    while left:
        free = {node for node in left if not (parents.get(node, set()) & left)}
        assert free, "a circle was let in"
        left -= free


def test_the_way_of_a_circle_is_named() -> None:
    parents = {2: {1}, 3: {2}}
    assert alignment.closes_a_circle(parents, 1, 3) == [3, 2, 1]
    assert alignment.closes_a_circle(parents, 3, 1) == []


def three(company: cast.Cast) -> list[Objective]:
    return [cast.objective(title, company.cranes, company.cycle) for title in ("Ships", "Berths", "Ropes")]


def test_a_goal_serves_several_but_never_itself_in_the_end(company: cast.Cast) -> None:
    ships, berths, ropes = three(company)
    for child, parent in ((berths, ships), (ropes, berths), (ropes, ships)):
        actions.align(by=company.bo, child=child, parent=parent, at=cast.NOW)
    with pytest.raises(Refused, match="Ships → Ropes → Berths → Ships|Ships → Ropes → Ships"):
        actions.align(by=company.bo, child=ships, parent=ropes, at=cast.NOW)
    again = actions.align(by=company.bo, child=berths, parent=ships, at=cast.NOW)
    assert Alignment.objects.count() == 3
    actions.remove_alignment(by=company.bo, link=again, at=cast.NOW)
    assert Alignment.objects.count() == 2


def test_a_key_result_can_be_served(company: cast.Cast) -> None:
    ships, berths, _ropes = three(company)
    link = actions.align(
        by=company.bo, child=berths, parent=ships.key_results.select_related("objective").get(), at=cast.NOW
    )
    assert (link.parent, link.parent_key_result) == (ships, ships.key_results.get())


def test_who_may_link(company: cast.Cast) -> None:
    ships, berths, _ropes = three(company)
    secret = cast.objective("Sing", company.ada, None, layer="personal")
    with pytest.raises(Refused, match="Its owner can|cannot say"):
        actions.align(by=company.eve, child=berths, parent=ships, at=cast.NOW)
    with pytest.raises(Refused, match="not found"):
        actions.align(by=company.bo, child=berths, parent=secret, at=cast.NOW)
    with pytest.raises(Refused, match="cannot serve a personal"):
        actions.align(by=company.ada, child=berths, parent=secret, at=cast.NOW)


def test_a_pair_joins_a_hard_with_a_soft_goal(company: cast.Cast) -> None:
    hard = cast.objective("Ships leave on time", company.cranes, company.cycle)
    soft = cast.objective("People say it early", company.ropes, company.cycle, nature="soft")
    with pytest.raises(Refused, match="joins a hard goal"):
        actions.pair(by=company.bo, hard=soft, soft=hard, at=cast.NOW)
    with pytest.raises(Refused, match="Neither"):
        actions.pair(by=company.ad, hard=hard, soft=soft, at=cast.NOW)
    for _click in range(2):
        row = actions.pair(by=company.bo, hard=hard, soft=soft, at=cast.NOW)
    assert Pair.objects.count() == 1
    actions.unpair(by=company.eve, row=row, at=cast.NOW)
    assert not Pair.objects.exists()


def test_the_field_finds_a_goal_by_title_or_address_and_nothing_private(company: cast.Cast, client: Client) -> None:
    ships, berths, ropes = three(company)
    secret = cast.objective("Sing again", company.cy, None, layer="personal")
    client.force_login(company.ada)
    address = f"/objectives/{berths.public_id}/parents/"
    client.post(address, {"parent": "ships", "kind": "contributes"})
    client.post(address, {"parent": f"http://testserver/objectives/{ropes.public_id}/", "kind": "supports"})
    assert {(link.parent, link.kind) for link in Alignment.objects.all()} == {
        (ships, "contributes"),
        (ropes, "supports"),
    }
    for typed in ("Sing again", secret.public_id, "Nothing at all"):
        answer = client.post(address, {"parent": typed, "kind": "supports"}, follow=True)
        assert "No goal is called" in answer.content.decode()
    assert Alignment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_cannot_close_a_circle_between_them(now: Any) -> None:
    company = cast.gather()
    ships, berths, _ropes = three(company)
    start, said = threading.Barrier(2), []

    def link(child: Objective, parent: Objective) -> None:
        start.wait()
        try:
            actions.align(by=company.bo, child=child, parent=parent, at=cast.NOW)
            said.append("linked")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=link, args=pair) for pair in ((ships, berths), (berths, ships))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["linked", "refused"]
    assert Alignment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_two_requests_makes_one_reading(now: Any) -> None:
    from decimal import Decimal

    from sapwood.goals.actions import Observation
    from sapwood.goals.models import Reading

    company = cast.gather()
    goal = cast.objective("Ships", company.cranes, company.cycle, updater=company.ada)
    result = goal.key_results.get()
    start = threading.Barrier(3)
    rows = []

    def tell() -> None:
        start.wait()
        try:
            seen = {result: Observation(Decimal(4), 7)}
            rows.append(
                actions.check_in(by=company.ada, objective=goal, observations=seen, at=cast.NOW, key="one-form").pk
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _click in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows) == 3 and len(set(rows)) == 1
    assert Reading.objects.count() == 1
