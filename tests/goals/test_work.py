"""What people do for key results, the part each has, and what a leaver hands over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sapwood.activity.deeds import Refused
from sapwood.goals import actions, carrying
from sapwood.goals.models import Contribution, Initiative, KeyResult, Objective
from tests import cast


@pytest.fixture
def result(company: cast.Cast) -> KeyResult:
    cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    return KeyResult.objects.select_related("objective__owner_team").get()


def test_a_to_do_is_planned_done_and_opened_again_and_never_counts(company: cast.Cast, result: KeyResult) -> None:
    with pytest.raises(Refused, match="cannot plan"):
        actions.add_initiative(by=company.eve, key_result=result, title="Ask the yard", at=cast.NOW)
    with pytest.raises(Refused, match="no words"):
        actions.add_initiative(by=company.ada, key_result=result, title=" ", at=cast.NOW)
    row = actions.add_initiative(by=company.bo, key_result=result, title="Ask the yard", owner=company.eve, at=cast.NOW)
    with pytest.raises(Refused, match="not yours"):
        actions.finish_initiative(by=company.dee, initiative=row, at=cast.NOW)
    actions.finish_initiative(by=company.eve, initiative=row, at=cast.NOW)  # it is hers
    assert row.done == cast.NOW and row.done_by == company.eve
    actions.reopen_initiative(by=company.ada, initiative=row, at=cast.NOW)
    result.refresh_from_db()
    assert row.done is None and result.progress is None


def test_nobody_gets_a_to_do_in_a_goal_they_cannot_see(company: cast.Cast) -> None:
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental").key_results.get()
    with pytest.raises(Refused, match="cannot see this goal"):
        actions.add_initiative(by=company.ada, key_result=own, title="Watch me", owner=company.bo, at=cast.NOW)


def test_a_part_is_said_changed_and_ended_by_oneself(company: cast.Cast, result: KeyResult) -> None:
    part = actions.join_key_result(by=company.eve, key_result=result, part="I bring the ropes.", at=cast.NOW)
    actions.join_key_result(by=company.eve, key_result=result, part="I bring them early.", at=cast.NOW)
    assert Contribution.objects.get().part == "I bring them early."
    with pytest.raises(Refused, match="Only you"):
        actions.leave_key_result(by=company.bo, contribution=part, at=cast.NOW)
    actions.leave_key_result(by=company.eve, contribution=part, at=cast.NOW)
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental").key_results.get()
    with pytest.raises(Refused, match="cannot join"):
        actions.join_key_result(by=company.bo, key_result=own, at=cast.NOW)


@pytest.fixture
def load(company: cast.Cast) -> dict[str, object]:
    """Lo has left and carried a key result, a to-do, a part; and a private goal of their own."""
    goal = cast.objective("Ropes last a winter", company.ropes, company.cycle, results=2, updater=company.lo)
    first = goal.key_results.all()[0]
    secret = cast.objective("Sail round the isle", company.lo, company.cycle, updater=company.lo, layer="personal")
    return {
        "results": list(goal.key_results.all()),
        "to_do": Initiative.objects.create(key_result=first, title="Order hemp", owner=company.lo, created=cast.NOW),
        "part": Contribution.objects.create(key_result=first, person=company.lo, part="I splice.", starts=cast.NOW),
        "secret": secret.key_results.get(),
    }


@pytest.mark.parametrize(
    ("who", "may"), [("eve", True), ("dee", True), ("ad", True), ("bo", False), ("ada", False), ("max", False)]
)
def test_the_manager_and_the_okr_owner_hand_over(
    company: cast.Cast, load: dict[str, object], who: str, may: bool
) -> None:
    carried = carrying.carried_by(company.people[who], company.lo)
    assert carried.count == 4  # the private one is not among them
    said = {
        "leaver": company.lo,
        "to": company.cy,
        "key_results": carried.key_results,
        "initiatives": carried.initiatives,
        "contributions": carried.contributions,
        "at": cast.NOW,
    }
    if not may:
        with pytest.raises(Refused, match="cannot hand over"):
            actions.hand_over(by=company.people[who], **said)  # type: ignore[arg-type]
        return
    actions.hand_over(by=company.people[who], **said)  # type: ignore[arg-type]
    assert carrying.carried_by(company.people[who], company.lo).count == 0
    assert KeyResult.objects.filter(updater=company.cy).count() == 2
    assert Initiative.objects.get().owner == company.cy
    assert Contribution.objects.get(ends=None).part == "I splice." and Contribution.objects.count() == 2
    secret = KeyResult.objects.get(pk=load["secret"].pk)  # type: ignore[attr-defined]
    assert secret.updater == company.lo


def test_what_cannot_be_seen_or_carried_is_not_handed_over(company: cast.Cast, load: dict[str, object]) -> None:
    said = {"by": company.dee, "leaver": company.lo, "at": cast.NOW}
    with pytest.raises(Refused, match="cannot see this goal"):
        actions.hand_over(to=company.cy, key_results=[load["secret"]], **said)  # type: ignore[arg-type, list-item]
    with pytest.raises(Refused, match="cannot take this on"):
        actions.hand_over(to=company.lo, key_results=load["results"], **said)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Nothing was chosen"):
        actions.hand_over(to=company.cy, **said)  # type: ignore[arg-type]


def test_the_handover_page_gives_one_line_or_all(company: cast.Cast, load: dict[str, object], client: Client) -> None:
    client.force_login(company.eve)
    page = client.get(reverse("people:handovers")).content.decode()
    assert "Order hemp" in page and "Sail round the isle" not in page
    address = f"/handovers/{company.lo.public_id}/"
    first, second = load["results"]  # type: ignore[misc]
    client.post(address, {"to": "Cy Tanaka", "key_results": [first.pk], "submission": "a"})
    assert [row.updater for row in KeyResult.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")] == [
        company.cy,
        company.lo,
    ]
    client.post(address, {"to": "Cy Tanaka", "everything": "1", "submission": "b"})
    assert carrying.carried_by(company.eve, company.lo).count == 0
    wrong = client.post(address, {"to": "Nobody At All", "everything": "1"}, follow=True)
    assert "Nobody here is called" in wrong.content.decode()


def test_a_to_do_ticked_in_the_week_goes_back_to_the_week(
    company: cast.Cast, result: KeyResult, client: Client
) -> None:
    row = Initiative.objects.create(
        key_result=result,
        title="Ask the yard",
        owner=company.ada,
        created=cast.NOW,
        due=cast.TODAY + dt.timedelta(days=1),
    )
    client.force_login(company.ada)
    page = client.get("/").content.decode()
    assert "ask the yard" in page and "My to-dos" in page
    answer = client.post(f"/initiatives/{row.public_id}/completion/", {"from": "week"})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Ask the yard" not in client.get("/").content.decode()
    assert Objective.objects.get().progress is None
