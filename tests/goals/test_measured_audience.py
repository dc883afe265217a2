"""What feedback measured has fewer readers than the goal: no other row, page, file or program holds it."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sapwood.activity.deeds import Refused
from sapwood.feedback.models import Cell, Wave
from sapwood.goals import actions, exporting, standing
from sapwood.goals.actions import Observation
from sapwood.goals.measured import audience
from sapwood.goals.measured.audience import Measured
from sapwood.goals.measured.instruments import Instrument
from sapwood.goals.models import BoundReading, KeyResult, Objective
from sapwood.people.models import Competency, Person
from tests import cast
from tests.feedback import rounds
from tests.house import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

START, LEVEL, TARGET = 2.93, 3.87, 4.43
HOLD_IT = {"goals.Binding", "goals.BoundReading", "feedback.Cell"}
NOTE = "a word of her own"


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


@pytest.fixture
def goal(told: cast.Cast) -> Objective:
    """Ada's developmental goal, bound, with a reading and a word beside it, and shared with Cy and Bo."""
    raters = [(one, "peer") for one in rounds.hands(told.cranes, 6, word="Peer")]
    first = rounds.published_round(told.dee, [told.ada], raters, how=rounds.around(3))
    found = cast.objective(
        "Colleagues bring me bad news", told.ada, told.cycle,
        layer=Objective.Layer.DEVELOPMENTAL, nature="soft", proposed_by=told.ada,
    )  # fmt: skip
    _bind(told, found, first)
    for person in (told.cy, told.bo):
        actions.share_objective(by=told.ada, objective=found, person=person, at=cast.NOW)
    return found


def _bind(told: cast.Cast, found: Objective, first: Wave, group: str = "all") -> None:
    competency = Competency.objects.get(name="Competency 0")
    Cell.objects.filter(publication__wave=first, competency=competency, group=group, kind="level").update(
        value=START, low=2.4, high=3.4
    )
    chosen = Instrument(first.publication, person=told.ada, competency=competency, group=group)
    binding = actions.bind_key_result(
        by=told.ada, key_result=found.key_results.get(), chosen=chosen, target=TARGET, at=cast.NOW + rounds.WEEK * 2
    )
    BoundReading.objects.create(
        binding=binding, publication=first.publication, value=LEVEL, low=3.4, high=4.4, verdict="risen", at=cast.NOW
    )
    found.refresh_from_db()
    actions.check_in(
        by=told.ada, objective=found, observations={found.key_results.get(): Observation(None, 7, NOTE)}, at=cast.NOW
    )


def seen(person: Person, goal: Objective) -> Measured:
    result = goal.key_results.get()
    return audience.seen_by(cast.fresh(person), [result])[result.pk]


def test_its_subject_alone_reads_it_until_a_second_choice_that_can_be_taken_back(
    told: cast.Cast, goal: Objective
) -> None:
    result = goal.key_results.get()
    assert seen(told.ada, goal).score == pytest.approx((LEVEL - START) / (TARGET - START))
    for other in (told.cy, told.bo, told.dee, told.max, told.ad):
        hidden = seen(other, goal)
        assert (hidden.may_read, hidden.score, hidden.readings, hidden.words) == (False, None, [], [])

    sharing = actions.share_readings(by=told.ada, key_result=result, person=told.cy, at=cast.NOW)
    assert seen(told.cy, goal).readings and seen(told.cy, goal).words and not seen(told.bo, goal).may_read
    actions.unshare_readings(by=told.ada, sharing=sharing, at=cast.NOW)
    assert not seen(told.cy, goal).may_read


def test_only_whom_it_is_about_shares_and_only_with_who_sees_the_goal(told: cast.Cast, goal: Objective) -> None:
    result = goal.key_results.get()
    with pytest.raises(Refused, match="whom they are about"):
        actions.share_readings(by=told.bo, key_result=result, person=told.cy, at=cast.NOW)
    with pytest.raises(Refused, match="does not see this goal"):
        actions.share_readings(by=told.ada, key_result=result, person=told.eve, at=cast.NOW)


def test_no_other_row_of_the_database_holds_a_number_of_it(told: cast.Cast, goal: Objective) -> None:
    standing.rebuild([goal])
    actions.close_objective(by=told.ada, objective=goal, outcomes={}, learned="Ask.", next="keep", at=cast.NOW)
    for model in apps.get_models():
        if model._meta.label in HOLD_IT:
            continue
        for row in model._base_manager.values_list():
            said = " ".join(str(value) for value in row if isinstance(value, str | float | dict | list))
            for number in (START, LEVEL, TARGET):
                assert f"{number:.2f}" not in said, (model._meta.label, row)
            assert model._meta.label == "goals.BoundWord" or NOTE not in said, model._meta.label
    goal.refresh_from_db()
    assert (goal.progress, goal.measured) == (None, 0)


def test_pages_of_others_say_that_it_is_measured_and_nothing_of_what(
    told: cast.Cast, goal: Objective, client: Client
) -> None:
    for person, may in ((told.ada, True), (told.cy, False), (told.bo, False)):
        client.force_login(person)
        page = client.get(f"/objectives/{goal.public_id}/").content.decode()
        told_there = bool(crawl.showing({"page": page}, f"{LEVEL:.2f}"))  # an icon's path is no reading
        assert (told_there, NOTE in page) == (may, may), person
        assert ("its owner keeps the readings" in page) is not may
        assert ("1 of 1 measured" in page) is may


def test_files_hold_no_number_of_it_whoever_asks(told: cast.Cast, goal: Objective) -> None:
    Objective.objects.filter(pk=goal.pk).update(layer=Objective.Layer.STRATEGIC)  # as open as can be
    for person in (told.ada, told.dee):
        (one,) = exporting.goals_of(cast.fresh(person), told.cycle)
        result = one.key_results[0]
        assert (result.current, float(result.baseline or 0)) == (None, 0)
        written = json.dumps([str(getattr(result, name)) for name in type(result).__dataclass_fields__])
        for number in (START, LEVEL, TARGET):
            assert f"{number:.2f}" not in written


def test_a_reading_of_a_group_too_small_for_a_shared_report_is_its_subject_s_alone(told: cast.Cast) -> None:
    raters = [(one, "peer") for one in rounds.hands(told.cranes, 3, word="Peer")]
    raters += [(one, "report") for one in rounds.hands(told.cranes, 4, word="Report")]
    first = rounds.published_round(told.dee, [told.ada], raters, how=rounds.around(3))
    assert not Cell.objects.get(competency__name="Competency 0", group="peer", kind="level").shared
    found = cast.objective(
        "Colleagues bring me bad news", told.ada, told.cycle, layer=Objective.Layer.DEVELOPMENTAL, nature="soft"
    )
    Cell.objects.filter(group="peer").update(value=2.0, low=1.5, high=2.5)
    chosen = Instrument(
        first.publication, person=told.ada, competency=Competency.objects.get(name="Competency 0"), group="peer"
    )
    binding = actions.bind_key_result(
        by=told.ada, key_result=found.key_results.get(), chosen=chosen, target=5.0, at=cast.NOW
    )
    BoundReading.objects.create(
        binding=binding, publication=first.publication, value=4, low=3, high=5, shared=False, at=cast.NOW
    )
    actions.share_objective(by=told.ada, objective=found, person=told.cy, at=cast.NOW)
    actions.share_readings(by=told.ada, key_result=KeyResult.objects.get(), person=told.cy, at=cast.NOW)

    assert seen(told.ada, found).score == pytest.approx(2 / 3)
    others = seen(told.cy, found)
    assert others.start_hidden and others.readings == [] and others.score is None


def test_whoever_may_read_it_costs_a_fixed_number_of_queries(
    told: cast.Cast, goal: Objective, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    result = goal.key_results.get()
    with django_assert_num_queries(5):
        audience.seen_by(told.ada, [result])
    plain = list(cast.objective("Ships", told.cranes, told.cycle).key_results.all())
    with django_assert_num_queries(0):
        audience.seen_by(told.ada, plain)


def test_a_page_says_a_rise_where_feedback_measures_not_a_level_to_reach(
    told: cast.Cast, goal: Objective, client: Client
) -> None:
    client.force_login(told.ada)
    page = client.get("/").content.decode()
    assert f"{LEVEL}, measured by feedback; to rise by 1.5" in page and "on the way to 1.5" not in page
