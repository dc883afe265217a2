"""A team closes its cycle in one sitting; what is outdated is retired; what was learned can be found."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import FormDraft
from sapwood.goals import actions
from sapwood.goals.actions import KeyResultOutcome, Observation
from sapwood.goals.models import Closure, Cycle, Objective, Reading, Retirement
from tests import cast


@pytest.fixture
def goals(company: cast.Cast) -> list[Objective]:
    """Three goals of Cranes: told at 0.6, never told, told at 0.9."""
    found = [
        cast.objective(title, company.cranes, company.cycle, updater=company.ada)
        for title in ("Ships leave on time", "Crews say it early", "Sheds are dry")
    ]
    for goal, value in ((found[0], 6), (found[2], 9)):
        seen = {goal.key_results.get(): Observation(Decimal(value))}
        actions.check_in(by=company.ada, objective=goal, observations=seen, at=cast.NOW)
    return [Objective.objects.get(pk=goal.pk) for goal in found]


def page(company: cast.Cast) -> str:
    return f"/cycles/{company.cycle.public_id}/closing/?team={company.cranes.public_id}"


def said(goal: Objective, **more: str) -> dict[str, str]:
    """What is typed for one goal on the page of all."""
    result = goal.key_results.get()
    words = {"learned": f"Learned from {goal.title}.", "next": "keep", **more}
    own = {name: words.pop(name) for name in ("score", "reason", "value") if name in words}
    typed = {f"{goal.public_id}-{name}": value for name, value in words.items()}
    return typed | {f"{result.public_id}-{name}": value for name, value in own.items()}


def test_the_page_holds_the_teams_open_goals(company: cast.Cast, goals: list[Objective], client: Client) -> None:
    client.force_login(company.bo)
    shown = client.get(page(company)).content.decode()
    assert all(goal.title in shown for goal in goals)
    assert "3 goals are still open" in shown
    assert 'value="0.6"' in shown and "1 of 1 measured" in shown


def test_several_are_closed_at_once_and_the_rest_is_kept(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    ships, crews, sheds = goals
    client.force_login(company.bo)
    typed = said(ships, score="0.6") | said(sheds, score="0.9", next="retire")
    half = {f"{crews.key_results.get().public_id}-reason": "no counter yet"}
    answer = client.post(page(company), {**typed, **half, "close": "begun", "submission": "s"})
    assert answer.status_code == 303
    assert set(Closure.objects.values_list("objective", "next")) == {(ships.pk, "keep"), (sheds.pk, "retire")}
    assert Retirement.objects.get().objective == sheds  # it landed where it should: no reason was asked
    shown = client.get(page(company)).content.decode()
    assert "One goal is still open" in shown and "no counter yet" in shown and "To go on with" in shown
    more = cast.objective("Nets are mended", company.cranes, company.cycle)
    untouched = {f"{more.key_results.get().public_id}-reason": "", f"{more.public_id}-learned": ""}
    client.post(page(company), said(crews, reason="no counter") | untouched | {"close": crews.public_id})
    assert Closure.objects.get(objective=crews).score is None
    assert not FormDraft.objects.exists()
    actions.retire_objective(by=company.bo, objective=more, reason="The last net was sold.", at=cast.NOW)
    assert not FormDraft.objects.exists()
    assert "Every goal has ended" in client.get(page(company)).content.decode()


def test_all_of_the_asked_ones_or_none_and_nothing_typed_is_lost(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    ships, crews, sheds = goals
    client.force_login(company.bo)
    typed = said(ships, score="0.6") | said(crews)
    for wrong, words in (
        ({}, "missing is not zero"),  # Crews was never measured
        (said(crews, next="retire", reason="x"), "did not land where it should"),
        ({f"{ships.public_id}-next": ""}, "Choose one of the three."),
        ({key: "7" for key in said(ships, score="0.6") if key.endswith("score")}, "From 0 to 1."),
    ):
        refused = client.post(page(company), {**typed, **wrong, **said(sheds, learned="Half"), "close": "begun"})
        shown = refused.content.decode()
        assert refused.status_code == 422 and words in shown and "Learned from Ships" in shown and "Half" in shown
    assert not Closure.objects.exists()
    assert "Learned from Ships" in client.get(page(company)).content.decode()


def test_without_a_named_button_everything_is_only_kept(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    client.force_login(company.bo)
    client.post(page(company), said(goals[0], score="0.6"))  # the Enter key
    assert not Closure.objects.exists()
    assert "Learned from Ships" in client.get(page(company)).content.decode()


def test_a_last_value_is_a_reading_and_gives_the_score(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    crews = goals[1]
    client.force_login(company.bo)
    client.post(page(company), said(crews, value="4", next="change") | {"close": crews.public_id})
    closure = Closure.objects.get(objective=crews)
    assert (closure.score, closure.suggested) == (0.4, 0.4)
    assert Reading.objects.get(key_result__objective=crews).value == 4


@pytest.mark.parametrize(("who", "sees"), [("bo", True), ("max", True), ("dee", True), ("ada", False), ("eve", False)])
def test_who_closes_what(company: cast.Cast, goals: list[Objective], client: Client, who: str, sees: bool) -> None:
    client.force_login(company.people[who])
    start = client.get(f"/cycles/{company.cycle.public_id}/closing/").content.decode()
    assert ("Cranes" in start) == sees
    assert ("Nothing in this cycle is yours" in start) == (not sees)
    assert ("Close this goal" in client.get(page(company)).content.decode()) == sees
    client.post(page(company), said(goals[0], score="0.6") | {"close": "begun"})
    assert Closure.objects.exists() == sees


def test_as_many_queries_for_three_goals_as_for_one(company: cast.Cast, goals: list[Objective], client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(company.bo)
    counts = []
    for left in (3, 1):
        Objective.objects.exclude(pk__in=[goal.pk for goal in goals[:left]]).delete()
        with CaptureQueriesContext(connection) as seen:
            client.get(page(company))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_goal_is_retired_with_a_reason_and_without_a_score(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    ships = goals[0]
    with pytest.raises(Refused, match="without a reason"):
        actions.retire_objective(by=company.bo, objective=ships, reason=" ", at=cast.NOW)
    with pytest.raises(Refused, match="cannot retire"):
        actions.retire_objective(by=company.ada, objective=ships, reason="x", at=cast.NOW)
    client.force_login(company.bo)
    address = f"/objectives/{ships.public_id}/retirement/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "The line to Oslo was sold."}).status_code == 303
    ships.refresh_from_db()
    assert (ships.stage, ships.retirement.by) == ("closed", company.bo)
    assert not Closure.objects.exists()
    client.force_login(company.eve)
    shown = client.get(f"/objectives/{ships.public_id}/").content.decode()
    assert "The line to Oslo was sold." in shown and "it has no score" in shown
    cycle = client.get(f"/cycles/{company.cycle.public_id}/").content.decode()
    assert "0.60" not in cycle  # a retired goal counts in no mean
    with pytest.raises(Refused, match="cannot retire"):
        actions.retire_objective(by=company.bo, objective=ships, reason="again", at=cast.NOW)


def test_a_goal_that_missed_needs_a_reason_to_be_retired(company: cast.Cast, goals: list[Objective]) -> None:
    ships, crews, sheds = goals

    def close(goal: Objective, score: float, why: str = "") -> Closure:
        return actions.close_objective(
            by=company.bo,
            objective=goal,
            outcomes={goal.key_results.get(): KeyResultOutcome(score, "as seen")},
            learned="Ask.",
            next=Closure.Next.RETIRE,
            why=why,
            at=cast.NOW,
        )

    with pytest.raises(Refused, match="did not land"):
        close(ships, 0.6)
    assert close(ships, 0.6, "The line was sold.").objective.retirement.reason == "The line was sold."
    assert close(crews, 0.7).objective.retirement.reason == ""
    with pytest.raises(Refused, match="what was learned"):
        actions.close_objective(by=company.bo, objective=sheds, outcomes={}, learned=" ", at=cast.NOW)


def test_lessons_are_found_by_whoever_may_see_the_goal(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental")
    for goal, by in ((goals[0], company.bo), (own, company.ada)):
        actions.close_objective(
            by=by,
            objective=goal,
            outcomes={goal.key_results.get(): KeyResultOutcome(0.6, "as seen")},
            learned=f"Zoë knew it all along ({goal.title}).",
            next=Closure.Next.KEEP,
            at=cast.NOW,
        )
    actions.retire_objective(by=company.bo, objective=goals[1], reason="Zoë's yard was sold.", at=cast.NOW)
    for who, finds in (("ada", True), ("eve", False)):
        client.force_login(company.people[who])
        shown = client.get("/search/", {"q": "ZOË"}).content.decode()
        assert "along (Ships leave on time)" in shown and "yard was sold" in shown
        assert ("along (Ask first)" in shown) == finds


def test_the_cycle_page_leads_there_when_the_cycle_ends(
    company: cast.Cast, goals: list[Objective], client: Client
) -> None:
    address = f"/cycles/{company.cycle.public_id}/"
    for who, stage, leads in (
        ("bo", "active", False),  # the sixth week of thirteen
        ("bo", "scoring", True),
        ("eve", "scoring", False),
        ("bo", "closed", False),  # nothing was closed to go on
    ):
        Cycle.objects.update(stage=stage)
        client.force_login(company.people[who])
        assert (f"{address}closing/" in client.get(address).content.decode()) == leads, (who, stage)
