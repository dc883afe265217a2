"""Where key results land: from their readings and from finished ones here; said in words, at risk when short."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.test import Client

from sapwood.goals import forecasts, records, standing
from sapwood.goals.models import CheckIn, Closure, Cycle, ForecastBasis, KeyResult, Objective, Reading
from tests import cast


def told(result: KeyResult, *values: float, first: dt.date | None = None) -> list[Reading]:
    """A reading a week from the start of the cycle."""
    objective = result.objective
    cycle = objective.cycle
    assert cycle is not None
    begin = first or cycle.starts
    rows = []
    for week, value in enumerate(values):
        at = dt.datetime.combine(begin + dt.timedelta(days=7 * week + 4), dt.time(10), tzinfo=dt.UTC)
        check_in = CheckIn.objects.create(objective=objective, at=at)
        rows.append(Reading.objects.create(key_result=result, check_in=check_in, value=Decimal(str(value)), at=at))
    return rows


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    return cast.objective("Ships leave on time", company.cranes, company.cycle, ambition="aspirational")


def first(goal: Objective) -> KeyResult:
    found = goal.key_results.first()
    assert found is not None
    return found


def seen(result: KeyResult, readings: list[Reading]) -> forecasts.Outlook | None:
    goal = result.objective
    return forecasts.outlook(result, objective=goal, cycle=goal.cycle, readings=readings, rests_on=forecasts.known())


def test_three_check_ins_are_needed(goal: Objective) -> None:
    readings = told(first(goal), 1, 2, 3)
    assert seen(first(goal), readings[:2]) is None
    outlook = seen(first(goal), readings)
    assert outlook is not None and outlook.check_ins == 3
    assert outlook.low < outlook.landing < outlook.high and outlook.value == pytest.approx(10 * outlook.landing)


def test_who_moves_faster_lands_higher_and_surer_of_it(goal: Objective) -> None:
    slow, fast = (seen(first(goal), told(first(goal), *values)) for values in ((0, 0.5, 1, 1), (2, 4, 6, 7.5)))
    assert slow is not None and fast is not None
    assert slow.landing < fast.landing and (slow.chance or 0) < (fast.chance or 0)
    assert slow.at_risk and not fast.at_risk
    assert fast.chance_of_all is not None and fast.chance is not None and fast.chance_of_all < fast.chance
    assert (
        "It lands near" in fast.words
        and "The chance of 0.7 or more is" in fast.words
        and "of the whole way" in fast.words
    )


def test_a_committed_goal_is_held_to_all_of_the_way(company: cast.Cast) -> None:
    goal = cast.objective("The lock is open", company.cranes, company.cycle, ambition="committed")
    outlook = seen(first(goal), told(first(goal), 1.5, 3, 4.5, 6))
    assert outlook is not None and outlook.healthy == 1.0
    assert outlook.at_risk == (round(outlook.landing, 2) < 1.0)


@pytest.mark.parametrize("direction", ["stay_above", "stay_below"])
def test_a_limit_has_no_way_to_go(goal: Objective, direction: str) -> None:
    result = first(goal)
    result.direction = direction
    assert seen(result, told(result, 9, 9, 9, 9)) is None


def test_a_falling_one_lands_lower(goal: Objective) -> None:
    result = first(goal)
    result.direction, result.baseline, result.target = "fall", Decimal(40), Decimal(20)
    outlook = seen(result, told(result, 38, 36, 34, 32))
    assert outlook is not None and outlook.value_low < outlook.value < outlook.value_high < 40


def test_a_share_stays_a_share(goal: Objective) -> None:
    result = first(goal)
    result.direction, result.baseline, result.target, result.unit = "fall", Decimal(38), Decimal(15), "%"
    outlook = seen(result, told(result, 30, 12, 3, 0))
    assert outlook is not None and outlook.high > 1 and outlook.value_low == 0
    result.direction, result.target = "rise", Decimal(95)
    outlook = seen(result, told(result, 60, 80, 95, 99))
    assert outlook is not None and outlook.value_high == 100


def test_the_row_repeats_it_and_the_status_follows(goal: Objective, company: cast.Cast) -> None:
    told(first(goal), 0.4, 0.8, 1.2, 1.4, 1.5)
    standing.refresh(goal)
    result = first(goal)
    assert result.landing is not None and goal.landing == pytest.approx(result.landing)
    today = company.cycle.starts + dt.timedelta(days=45)
    assert standing.status(result, objective=goal, cycle=company.cycle, today=today) in {"at_risk", "off_track"}


def test_nights_teach_from_closed_cycles(company: cast.Cast, goal: Objective) -> None:
    chance = random.Random(4)
    before = Cycle.objects.create(
        name="Before", starts=dt.date(2026, 1, 5), ends=dt.date(2026, 4, 5), stage=Cycle.Stage.CLOSED
    )
    assert forecasts.learn(cast.NOW).learned_from == 0
    for number in range(40):
        old = cast.objective(f"Old {number}", company.cranes, before)
        drift, value, values = chance.uniform(0.2, 1.0), 0.0, []
        for _week in range(13):
            value += drift * 10 / 13 + chance.gauss(0, 0.3)
            values.append(round(value, 2))
        told(first(old), *values)
    basis = forecasts.learn(cast.NOW)
    assert basis.learned_from == 40 and basis.scored >= 100 and ForecastBasis.objects.count() == 1
    assert basis.skill is not None and basis.coverage is not None and 0.6 < basis.coverage <= 1
    learned = forecasts.known()
    assert learned.prior.learned_from == 40 and learned.held == round(100 * basis.coverage)
    assert seen(first(goal), told(first(goal), 1, 2, 3, 4)) is not None


def test_no_chance_is_told_where_past_forecasts_were_guesses(goal: Objective) -> None:
    ForecastBasis.objects.create(pk=1, skill=-0.1, coverage=0.8, scored=40, at=cast.NOW)
    outlook = seen(first(goal), told(first(goal), 1, 2, 3, 4))
    assert outlook is not None and outlook.chance is None and "no better than a guess" in outlook.words


def test_the_page_says_it_and_asks_the_owner_what_to_do(goal: Objective, company: cast.Cast, client: Client) -> None:
    told(first(goal), 0.2, 0.4, 0.5, 0.6)
    standing.refresh(goal)
    client.force_login(company.bo)
    page = client.get(f"/objectives/{goal.public_id}/").content.decode()
    assert "It lands near" in page and "Adjust the plan" in page and "fewer than 30 have been finished here" in page
    client.force_login(company.eve)
    page = client.get(f"/objectives/{goal.public_id}/").content.decode()
    assert "It lands near" in page and "Adjust the plan" not in page


@pytest.mark.parametrize(
    ("ambition", "scores", "words"),
    [
        ("aspirational", (0.9, 1.0, 0.95, 1.0), "Aim higher?"),
        ("aspirational", (0.1, 0.3, 0.2, 0.4), "Fewer goals"),
        ("aspirational", (0.6, 0.8, 0.7, 0.7), "where goals of this ambition should"),
        ("committed", (1.0, 0.4, 0.5, 0.9), "Promise fewer"),
        ("committed", (1.0, 1.0, 1.0, 0.9), "mostly comes true"),
        ("committed", (1.0, 1.0, 1.0), "3 finished goals: too few"),
    ],
)
def test_a_team_hears_what_its_finished_goals_say(ambition: str, scores: tuple[float, ...], words: str) -> None:
    assert words in records.Record(ambition, scores).words


def test_the_record_is_for_the_team_its_leads_and_the_okr_owner(company: cast.Cast, client: Client) -> None:
    for number in range(4):
        goal = cast.objective(f"Old {number}", company.cranes, company.cycle, stage="closed", ambition="aspirational")
        Closure.objects.create(objective=goal, score=0.95, at=cast.NOW)
    address = f"/teams/{company.cranes.public_id}/"
    for person, reads in ((company.ada, True), (company.bo, True), (company.dee, True), (company.eve, False)):
        client.force_login(person)
        assert ("Aim higher?" in client.get(address).content.decode()) == reads, person
