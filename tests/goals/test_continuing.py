"""The next cycle: what goes on begins where it stands, and each thing it stood for is asked again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.goals import actions
from sapwood.goals.actions import KeyResultOutcome, Observation
from sapwood.goals.models import Alignment, Closure, Continuation, Cycle, KeyResult, Milestone, Objective, Pair, Reason
from sapwood.people.models import Value
from tests import cast


@pytest.fixture
def winter(company: cast.Cast) -> Cycle:
    return Cycle.objects.create(name="Winter", starts=dt.date(2026, 11, 30), ends=dt.date(2027, 2, 28))


def closed(
    company: cast.Cast,
    title: str,
    owner: str = "cranes",
    *,
    next: str = Closure.Next.KEEP,
    value: int | None = 6,
    **fields: object,
) -> Objective:
    """A goal of Bo's team, told once, closed by Bo."""
    team = getattr(company, owner)
    goal = cast.objective(title, team, company.cycle, updater=company.ada, **fields)
    result = goal.key_results.get()
    if value is not None:
        seen = {result: Observation(Decimal(value))}
        actions.check_in(by=company.max, objective=goal, observations=seen, at=cast.NOW)
    actions.close_objective(
        by=company.max,
        objective=goal,
        outcomes={result: KeyResultOutcome(None if value is None else value / 10, "" if value else "no counter")},
        learned="Ask the pilot first.",
        next=next,
        why="The yard was sold." if next == Closure.Next.RETIRE else "",
        at=cast.NOW,
    )
    return Objective.objects.get(pk=goal.pk)


def go_on(company: cast.Cast, goal: Objective, cycle: Cycle, by: str = "bo") -> Objective:
    return actions.carry_on(by=company.people[by], objective=goal, cycle=cycle, at=cast.NOW)


def test_it_begins_where_it_stands_and_its_target_is_asked_anew(company: cast.Cast, winter: Cycle) -> None:
    goal = closed(company, "Ships leave on time", why="Nothing waits.", audience="captains", nature="soft")
    Reason.objects.create(objective=goal, value=Value.objects.get())
    later = go_on(company, goal, winter)
    assert (later.title, later.why, later.audience, later.nature) == (
        goal.title, "Nothing waits.", "captains", "soft",
    )  # fmt: skip
    assert (later.stage, later.cycle, later.owner_team) == ("draft", winter, company.cranes)
    result = later.key_results.get()
    assert (result.baseline, result.target, result.due) == (Decimal(6), None, None)
    assert (result.unit, result.updater, result.current) == ("ships", company.ada, None)
    assert [row.value.name for row in later.reasons.all() if row.value] == ["Say it early"]
    assert (goal.continuation.later, later.origin.earlier) == (later, goal)


def test_a_bound_keeps_its_beginning_and_reached_steps_stay_behind(company: cast.Cast, winter: Cycle) -> None:
    goal = cast.objective("Nobody is hurt", company.cranes, company.cycle, results=3)
    bound, steps, done = goal.key_results.all()
    KeyResult.objects.filter(pk=bound.pk).update(direction="stay_below", baseline=None, target=2)
    for row in (steps, done):
        KeyResult.objects.filter(pk=row.pk).update(direction="reach", baseline=0, target=2)
    Milestone.objects.create(key_result=steps, title="Nets hang", reached=cast.NOW)
    Milestone.objects.create(key_result=steps, title="Rails stand", position=1)
    Milestone.objects.create(key_result=done, title="Asked", reached=cast.NOW)
    actions.close_objective(
        by=company.bo,
        objective=goal,
        outcomes={row: KeyResultOutcome(None, "not counted") for row in goal.key_results.all()},
        learned="Nets first.",
        next=Closure.Next.CHANGE,
        at=cast.NOW,
    )
    later = go_on(company, Objective.objects.get(pk=goal.pk), winter)
    first, second = later.key_results.all()
    assert (first.direction, first.baseline, first.target) == ("stay_below", None, None)
    assert [step.title for step in second.milestones.all()] == ["Rails stand"]


def test_who_may_and_what_cannot_go_on(company: cast.Cast, winter: Cycle) -> None:
    goal, gone = closed(company, "Ships leave on time"), closed(company, "More sheds", next=Closure.Next.RETIRE)
    still = cast.objective("Ropes last", company.ropes, company.cycle)
    for words, by, one, cycle in (
        ("cannot go on", "ada", goal, winter),
        ("cannot go on", "eve", goal, winter),
        ("cannot go on", "bo", still, winter),
        ("was retired", "bo", gone, winter),
        ("does not come after", "bo", goal, company.cycle),
    ):
        with pytest.raises(Refused, match=words):
            go_on(company, one, cycle, by=by)
    go_on(company, goal, winter, by="dee")
    with pytest.raises(Refused, match="goes on already"):
        go_on(company, goal, winter)
    assert Continuation.objects.count() == 1


def test_what_it_served_and_its_pair_are_confirmed_one_by_one(
    company: cast.Cast, winter: Cycle, client: Client
) -> None:
    year = cast.objective("A calm harbour", company.company, None)
    quay = cast.objective("No ship waits", company.quay, company.cycle)
    over = cast.objective("One yard less", company.quay, company.cycle)
    soft = cast.objective("Crews say it early", company.cranes, company.cycle, nature="soft")
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    for parent in (year, quay, over):
        Alignment.objects.create(child=goal, parent=parent, at=cast.NOW)
    Pair.objects.create(hard=goal, soft=soft, at=cast.NOW)
    for one in (quay, over, soft, goal):
        actions.close_objective(
            by=company.max,
            objective=one,
            outcomes={one.key_results.get(): KeyResultOutcome(None, "not counted")},
            learned="Ask.",
            next=Closure.Next.KEEP,
            at=cast.NOW,
        )
    new_quay, new_soft = go_on(company, quay, winter, by="max"), go_on(company, soft, winter)
    later = go_on(company, goal, winter)
    Objective.objects.filter(pk__in=[new_quay.pk, new_soft.pk]).update(stage=Objective.Stage.ACTIVE)
    assert not later.parent_links.exists() and not Pair.objects.filter(hard=later).exists()

    client.force_login(company.bo)
    page = client.get(f"/objectives/{later.public_id}/").content.decode()
    assert page.count("It still does") == 2 and page.count("It still is") == 1
    assert "which has ended. What does it serve now?" in page
    assert "has no target yet" in page
    for parent in (year, new_quay):
        client.post(f"/objectives/{later.public_id}/parents/", {"parent": parent.public_id, "kind": "contributes"})
    client.post(f"/objectives/{later.public_id}/partners/", {"partner": new_soft.public_id})
    assert {link.parent for link in later.parent_links.all()} == {year, new_quay}
    assert Pair.objects.filter(hard=later, soft=new_soft).exists()
    page = client.get(f"/objectives/{later.public_id}/").content.decode()
    assert "It still does" not in page and "It still is" not in page
    client.force_login(company.eve)
    assert "Written anew" not in client.get(f"/objectives/{goal.public_id}/").content.decode()


def test_both_pages_name_the_other_to_those_who_may_see_it(company: cast.Cast, winter: Cycle, client: Client) -> None:
    goal = closed(company, "Ships leave on time")
    client.force_login(company.bo)
    assert "Go on with it in Winter" in client.get(f"/objectives/{goal.public_id}/").content.decode()
    answer = client.post(f"/objectives/{goal.public_id}/continuation/", {"submission": "once"})
    later = Continuation.objects.get().later
    assert answer["Location"] == f"/objectives/{later.public_id}/text/"
    again = client.post(f"/objectives/{goal.public_id}/continuation/", {"submission": "once"})
    assert again.status_code == 303 and Continuation.objects.count() == 1
    assert f"/objectives/{later.public_id}/" in client.get(f"/objectives/{goal.public_id}/").content.decode()
    assert f"/objectives/{goal.public_id}/" in client.get(f"/objectives/{later.public_id}/").content.decode()
    client.force_login(company.eve)  # the draft is not hers to see
    assert later.public_id not in client.get(f"/objectives/{goal.public_id}/").content.decode()


def test_without_a_next_cycle_it_says_who_opens_one(company: cast.Cast, client: Client) -> None:
    goal = closed(company, "Ships leave on time")
    client.force_login(company.bo)
    page = client.get(f"/objectives/{goal.public_id}/").content.decode()
    assert "once the OKR owner has opened the next cycle" in page
    client.post(f"/objectives/{goal.public_id}/continuation/")
    assert not Continuation.objects.exists()


def test_several_go_on_together_or_none(company: cast.Cast, winter: Cycle, client: Client) -> None:
    ships, crews = closed(company, "Ships leave on time"), closed(company, "Crews say it early")
    ropes = closed(company, "Ropes last", owner="ropes")
    closed(company, "More sheds", next=Closure.Next.RETIRE)
    client.force_login(company.bo)
    address = f"/cycles/{company.cycle.public_id}/continuations/"
    client.post(address, {"goal": []})
    assert not Continuation.objects.exists()
    client.post(address, {"goal": [ships.public_id, ropes.public_id]})  # Ropes is not Bo's to carry on
    assert [row.earlier for row in Continuation.objects.all()] == [ships]
    client.force_login(company.dee)
    page = client.get(f"/cycles/{company.cycle.public_id}/closing/").content.decode()
    assert "Crews say it early" in page and "Ropes last" in page and "More sheds" not in page
    client.post(address, {"goal": [crews.public_id, ropes.public_id], "submission": "a"})
    assert Continuation.objects.count() == 3
    with pytest.raises(Refused, match="goes on already"):
        actions.carry_all_on(by=company.dee, objectives=[crews], cycle=winter, at=cast.NOW)


def test_a_draft_thrown_away_leaves_the_goal_free_to_go_on(company: cast.Cast, winter: Cycle) -> None:
    goal = closed(company, "Ships leave on time")
    actions.delete_draft(by=company.bo, objective=go_on(company, goal, winter), at=cast.NOW)
    assert go_on(company, Objective.objects.get(pk=goal.pk), winter).pk
