"""What the coach is told of a goal besides its words, and that each of it leads to its remark."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from sapwood.goals import asides, coaching, surroundings
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Agreement, Alignment, Continuation, Objective, Pair, Reading
from sapwood.people.models import OrganisationPolicy, Team, TeamContext
from tests import cast

DAY = dt.date(2026, 9, 1)


def codes(goal: Objective) -> set[str]:
    """The codes of everything the coach says about a stored goal."""
    found = asides.read(goal)
    lines = (*((found.title,) if found.title else ()), *found.results)
    return {one.code for one in found.heard} | {one.code for line in lines for one in line.heard}


def of_draft(company: cast.Cast, title: str, *results: KeyResultDraft, owner: Team | None = None) -> set[str]:
    draft = ObjectiveDraft(title, key_results=results)
    reading = coaching.read_draft(draft, coaching.context_of(draft, owner=owner or company.cranes, layer="strategic"))
    return {one.code for read in reading.statements for one in read.findings} | {one.code for one in reading.findings}


@pytest.fixture
def soft(company: cast.Cast) -> Objective:
    return cast.objective("Colleagues say bad news early", company.cranes, company.cycle, nature="soft", results=2)


def test_a_soft_goal_without_partner_parent_or_anybody_who_tells_is_asked_for_them(
    company: cast.Cast, soft: Objective
) -> None:
    assert {"SG103", "SG104", "AL101"} <= codes(soft)
    hard = cast.objective("Ships leave on time", company.quay, company.cycle)
    Pair.objects.create(hard=hard, soft=soft, by=company.bo, at=cast.NOW)
    Alignment.objects.create(child=soft, parent=hard, by=company.bo, at=cast.NOW)
    soft.key_results.update(updater=company.ada)
    assert not {"SG103", "SG104", "AL101"} & codes(soft)


def test_a_goal_of_the_company_leads_up_to_nothing_and_need_not(company: cast.Cast) -> None:
    assert "AL101" not in codes(cast.objective("Ships leave on time", company.company, company.cycle))
    assert "AL101" not in codes(cast.objective("I listen first", company.ada, company.cycle, layer="developmental"))


def test_a_draft_is_not_asked_for_links_it_cannot_have_yet(company: cast.Cast) -> None:
    assert not {"SG103", "AL101"} & of_draft(company, "Colleagues say bad news early", KeyResultDraft("Trust grows"))


def test_policies_and_context_of_the_teams_above_count_as_well(company: cast.Cast) -> None:
    risky = KeyResultDraft("Crews that take bold risks rise from 2 to 8 of 10")
    alone = KeyResultDraft("Crews that work alone at night rise from 1 to 4")
    assert not {"AL102", "AL103"} & of_draft(company, "Nights are quiet", risky, alone)
    TeamContext.objects.create(team=company.quay, kind=TeamContext.Kind.SAFETY_CRITICAL)
    OrganisationPolicy.objects.create(name="Nobody alone", forbids="work alone").teams.add(company.quay)
    assert {"AL102", "AL103"} <= of_draft(company, "Nights are quiet", risky, alone)
    assert not {"AL102", "AL103"} & of_draft(company, "Nights are quiet", risky, alone, owner=company.company)


def test_a_policy_for_nobody_in_particular_is_for_everybody_until_it_is_retired(company: cast.Cast) -> None:
    mails = KeyResultDraft("Mails on weekends answered within the hour rise from 20 % to 80 %")
    policy = OrganisationPolicy.objects.create(name="Free weekends", text="No mails are answered on weekends.")
    assert "AL103" in of_draft(company, "Captains get answers", mails)
    OrganisationPolicy.objects.filter(pk=policy.pk).update(retired=DAY)
    assert "AL103" not in of_draft(company, "Captains get answers", mails)


def test_a_team_of_few_that_is_asked_about_itself_can_be_recognised(company: cast.Cast) -> None:
    asked = KeyResultDraft("Team members who say they can speak up rise from 1 to 3")
    outside = KeyResultDraft("Captains who say they can speak up rise from 10 to 30")
    assert "KR303" in of_draft(company, "People speak up", asked)  # three work there
    assert "KR303" not in of_draft(company, "People speak up", outside)
    for name in ("Fay Ek", "Gus Lind"):
        cast.person(name, company.cranes)
    assert "KR303" not in of_draft(company, "People speak up", asked)


def test_a_line_through_the_readings_before_the_agreement_shows_a_low_target(company: cast.Cast) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    result = goal.key_results.get()
    for week, value in enumerate((2, 3, 4)):
        at = cast.NOW + dt.timedelta(weeks=week - 4)
        Reading.objects.create(key_result=result, value=Decimal(value), at=at)
    assert "AM101" in codes(goal)  # on to 13 by the end of November, and the target is 10
    result.target = Decimal(20)
    result.save()
    assert "AM101" not in codes(goal)


def test_what_is_reached_by_work_on_the_goal_is_no_low_target(company: cast.Cast) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    Agreement.objects.create(objective=goal, version=1, by=company.bo, at=cast.NOW - dt.timedelta(weeks=5))
    result = goal.key_results.get()
    for week, value in enumerate((2, 3, 4)):
        at = cast.NOW + dt.timedelta(weeks=week - 4)
        Reading.objects.create(key_result=result, value=Decimal(value), at=at)
    assert surroundings.projected(goal) == {} and "AM101" not in codes(goal)


def test_the_trend_of_the_goal_it_continues_counts_too(company: cast.Cast) -> None:
    before = cast.objective("Ships leave on time", company.cranes, None, stage="closed")
    after = cast.objective("Ships leave on time", company.cranes, company.cycle, stage="draft")
    for week, value in enumerate((2, 4, 6)):
        at = cast.NOW + dt.timedelta(weeks=week - 9)
        Reading.objects.create(key_result=before.key_results.get(), value=Decimal(value), at=at)
    assert "AM101" not in codes(after)
    Continuation.objects.create(earlier=before, later=after, at=cast.NOW)
    assert "AM101" in codes(after)
    after.key_results.update(title="Another measure")
    assert "AM101" not in codes(after)


@pytest.mark.parametrize(
    ("values", "end", "where"),
    [((1, 2, 3), 6, 7), ((5, 5, 5), 9, 5), ((1, 2), 9, None), ((1, 2, 3), 2, None), ((), 9, None)],
)
def test_a_line_needs_three_days_and_an_end_after_the_last(
    values: tuple[int, ...], end: int, where: int | None
) -> None:
    points = [(DAY + dt.timedelta(days=day), Decimal(value)) for day, value in enumerate(values)]
    found = surroundings.straight_on(points, DAY + dt.timedelta(days=end))
    assert found == (None if where is None else Decimal(where))


def test_three_readings_on_one_day_are_no_line() -> None:
    assert surroundings.straight_on([(DAY, Decimal(one)) for one in (1, 2, 3)], DAY + dt.timedelta(days=9)) is None


def test_done_or_not_done_is_no_number(company: cast.Cast) -> None:
    launched = KeyResultDraft("The new form is live", direction="reach", baseline=Decimal(0), target=Decimal(1))
    draft = ObjectiveDraft("Captains get answers", key_results=(launched,))
    (read,) = coaching.read_draft(draft, coaching.context_of(draft)).key_results
    assert not read.says("has_target") and not read.says("has_baseline")
