"""One row or three, the same number of queries; tabs and filters answer; addresses that make no sense do no harm."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.goals import actions
from sapwood.goals.actions import Observation
from sapwood.goals.models import Blocker, Contribution, Initiative, KeyResult, Milestone, Objective
from tests import cast


def fill(company: cast.Cast, count: int, start: int = 0) -> list[Objective]:
    """So many goals with everything that can hang on one."""
    found = []
    for number in range(start, start + count):
        goal = cast.objective(f"Goal {number}", company.cranes, company.cycle, results=2, updater=company.ada)
        for result in goal.key_results.all():
            Initiative.objects.create(
                key_result=result, title="To do", owner=company.ada, created=cast.NOW, due=cast.TODAY
            )
            Contribution.objects.create(key_result=result, person=company.ada, part="A part", starts=cast.NOW)
            Milestone.objects.create(key_result=result, title="A step")
            for week in (3, 2):
                at = cast.NOW - dt.timedelta(weeks=week)
                actions.check_in(
                    by=company.ada, objective=goal, observations={result: Observation(Decimal(week))}, at=at
                )
        row = actions.check_in(by=company.cy, objective=goal, observations={}, note="Hm.", at=cast.NOW)
        Blocker.objects.create(check_in=row, text="In the way", person=company.ada)
        actions.comment(by=company.cy, objective=goal, text="Hm.", at=cast.NOW)
        if found:
            actions.align(by=company.bo, child=goal, parent=found[0], at=cast.NOW)
        found.append(goal)
        cast.objective(f"Own {number}", company.ada, company.cycle, layer="developmental")
        cast.objective(f"Draft {number}", company.cranes, company.cycle, stage="draft", proposed_by=company.ada)
        cast.objective(f"Endless {number}", company.cranes, None)
    return found


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_one_row_or_three_the_same_number_of_queries(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    first = fill(company, 1)[0]
    addresses = [
        "/", "/check-in/", "/goals/", "/alignment/", f"/alignment/?show={first.public_id}", f"/alignment/?view=map&show={first.public_id}", "/cycles/", "/search/?q=goal",
        f"/cycles/{company.cycle.public_id}/", f"/objectives/{first.public_id}/", f"/objectives/{first.public_id}/?tab=work",
        f"/objectives/{first.public_id}/?tab=discussion", f"/objectives/{first.public_id}/?tab=history",
        reverse("people:team", args=[company.cranes.public_id]), reverse("people:person", args=[company.ada.public_id]),
        reverse("people:first_week"),
    ]  # fmt: skip
    one = {address: asked(client, address) for address in addresses}
    fill(company, 2, start=1)
    three = {address: asked(client, address) for address in addresses}
    assert three == one
    # My week's two kinds of goals and the objective's key results grow inside the same queries as well.
    for number in range(3):
        KeyResult.objects.create(
            objective=first, title=f"More {number}", target=Decimal(1), baseline=Decimal(0), updater=company.ada
        )
    assert asked(client, f"/objectives/{first.public_id}/") == one[f"/objectives/{first.public_id}/"]
    assert max(three.values()) <= 25, {address: count for address, count in three.items() if count > 25}


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max", "eve", "ad"])
def test_every_page_opens_for_everybody(company: cast.Cast, client: Client, who: str) -> None:
    goals = fill(company, 2)
    client.force_login(company.people[who])
    for address in (
        "/", "/check-in/", "/goals/", "/goals/?page=99999999999999999999", "/goals/?cycle=nonsense&team=nonsense&reason=x",
        "/alignment/?filter=at_risk", "/alignment/?filter=nonsense&show=nonsense", "/alignment/?view=map", "/alignment/map.svg",
        "/alignment/?view=map&filter=over_subscribed&under=nonsense&team=nonsense&cycle=nonsense&whole=1&show=nonsense", "/cycles/", f"/cycles/{company.cycle.public_id}/",
        f"/objectives/{goals[1].public_id}/?tab=nonsense", "/search/?q=", "/search/?q=%F0%9F%90%9F", "/objectives/new/?layer=nonsense",
        "/help/", "/about/", "/ui/",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, (who, address)
    for address in ("/cycles/nonsense/", "/objectives/nonsense/", "/objectives/nonsense/closure/"):
        assert client.get(address).status_code == 404


def test_the_side_panel_is_a_part_of_the_page(company: cast.Cast, client: Client) -> None:
    goal = fill(company, 1)[0]
    client.force_login(company.eve)
    part = client.get(
        f"/alignment/?show={goal.public_id}", headers={"HX-Request": "true", "HX-Target": "side"}
    ).content.decode()
    assert "Goal 0" in part and "<html" not in part


def test_what_somebody_typed_never_becomes_markup(company: cast.Cast, client: Client) -> None:
    bad = "<script>alert(1)</script>\"'><img src=x>"
    goal = cast.objective(bad, company.cranes, company.cycle, why=bad, audience=bad, updater=company.ada)
    KeyResult.objects.filter(objective=goal).update(unit=bad[:40], title=bad)
    actions.comment(by=company.cy, objective=goal, text=bad, at=cast.NOW)
    client.force_login(company.ada)
    for address in (
        "/",
        "/check-in/",
        "/goals/",
        "/alignment/",
        "/alignment/?view=map",
        "/alignment/map.svg",
        f"/alignment/?show={goal.public_id}",
        f"/objectives/{goal.public_id}/?tab=discussion",
        f"/objectives/{goal.public_id}/",
        f"/search/?q={bad}",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page, address
