"""A key result measured by feedback: bound, moved by what is published, never typed, and never a zero that is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Cell, Publication, Subject, Wave
from sapwood.goals import actions, standing
from sapwood.goals.actions import Observation
from sapwood.goals.measured import audience, instruments
from sapwood.goals.measured.instruments import Instrument
from sapwood.goals.measured.tellable import tellable
from sapwood.goals.models import Binding, BoundReading, KeyResult, Objective
from sapwood.people.models import Competency, Membership, Person
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

LATER = cast.NOW + dt.timedelta(days=120)
MUCH_LATER = LATER + dt.timedelta(days=120)


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


@pytest.fixture
def first(told: cast.Cast) -> Wave:
    """A published 360 about Ada, seen about 3 by everybody."""
    raters = [(one, "peer") for one in rounds.hands(told.cranes, 8, word="Peer")]
    return rounds.published_round(told.dee, [told.ada, told.cy], raters, how=rounds.around(3))


def chosen(wave: Wave, person: Person, **more: Any) -> Instrument:
    competency = Competency.objects.get(name="Competency 0")
    return Instrument(wave.publication, person=person, competency=competency, **more)


def own_goal(person: Person, **fields: Any) -> Objective:
    values: dict[str, Any] = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": person, **fields}
    return cast.objective("Colleagues bring me bad news early", person, None, **values)


def bind(person: Person, objective: Objective, instrument: Instrument, target: float | None = None) -> Binding:
    level = instruments.level_of(instrument)
    return actions.bind_key_result(
        by=person,
        key_result=objective.key_results.get(),
        chosen=instrument,
        target=(level.value or 0) + 1.2 if target is None else target,
        at=cast.NOW + rounds.WEEK * 2,
    )


def again(told: cast.Cast, first: Wave, level: int, at: dt.datetime = LATER) -> Wave:
    return rounds.published_round(told.dee, [told.ada, told.cy], how=rounds.around(level), follows=first, at=at)


# ---- binding


def test_the_smallest_change_it_can_tell_is_known_before_the_target(told: cast.Cast, first: Wave) -> None:
    least = tellable(chosen(first, told.ada), instruments.level_of(chosen(first, told.ada)))

    assert least.people == 9  # eight peers and the manager
    assert 0.3 <= least.change <= 0.8 and least.step == 0.1
    one_behaviour = chosen(first, told.ada, items=tuple(instruments.behaviours_in(first.publication, told.ada, Competency.objects.get(name="Competency 0"))[:1]))  # fmt: skip
    wider = tellable(one_behaviour, instruments.level_of(one_behaviour))
    assert wider.change > least.change and wider.step == 0.5  # single behaviours of few raters go in half points


def test_a_target_nearer_than_that_is_refused_and_told_what_would_do(told: cast.Cast, first: Wave) -> None:
    level = instruments.level_of(chosen(first, told.ada)).value
    assert level is not None
    with pytest.raises(Refused, match="cannot be told from noise") as refused:
        bind(told.ada, own_goal(told.ada), chosen(first, told.ada), target=level + 0.2)

    assert "raters" in refused.value.next_step or "Aim at" in refused.value.next_step
    assert not Binding.objects.exists()
    with pytest.raises(Refused, match="scale ends at 5"):
        bind(told.ada, own_goal(told.ada), chosen(first, told.ada), target=5.5)


def test_everybody_may_know_by_how_much_it_is_to_rise_and_nobody_from_where(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    binding = bind(told.ada, goal, chosen(first, told.ada))

    result = goal.key_results.get()
    assert (result.source, result.baseline, float(result.target or 0)) == ("instrument", 0, 1.2)
    assert binding.target == pytest.approx(binding.start + 1.2)
    assert result.current is None


def test_a_360_measures_only_a_goal_of_whom_it_is_about(told: cast.Cast, first: Wave) -> None:
    with pytest.raises(Refused, match="person it is about"):
        bind(told.cy, own_goal(told.cy), chosen(first, told.ada))
    team_goal = cast.objective("Cranes", told.cranes, told.cycle)
    with pytest.raises(Refused, match="person it is about"):
        bind(told.ada, team_goal, chosen(first, told.ada))
    with pytest.raises(Refused, match="no group of raters"):
        bind(told.ada, own_goal(told.ada), chosen(first, told.ada, group="manager"), target=5)


def test_a_key_result_with_typed_values_stays_typed(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    actions.check_in(
        by=told.ada, objective=goal, observations={goal.key_results.get(): Observation(Decimal(4))}, at=cast.NOW
    )
    with pytest.raises(Refused, match="values that were typed"):
        bind(told.ada, goal, chosen(first, told.ada))


def test_saving_the_text_changes_no_number_of_it(told: cast.Cast, first: Wave) -> None:
    from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft

    goal = own_goal(told.ada)
    bind(told.ada, goal, chosen(first, told.ada))
    goal.refresh_from_db()
    line = KeyResultDraft(
        title="Raters see it", public_id=goal.key_results.get().public_id, baseline=Decimal(7), target=Decimal(9)
    )
    actions.edit_objective(
        by=told.ada,
        objective=goal,
        version=goal.version,
        draft=ObjectiveDraft(title=goal.title, key_results=(line,)),
        at=cast.NOW,
    )

    result = goal.key_results.get()
    assert (result.title, result.source, float(result.target or 0)) == ("Raters see it", "instrument", 1.2)
    assert Binding.objects.get().ended is None


def test_changed_or_let_go_the_earlier_binding_is_kept(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    bind(told.ada, goal, chosen(first, told.ada))
    bind(told.ada, goal, chosen(first, told.ada, group="peer"), target=5.0)
    assert [one.group for one in Binding.objects.all()] == ["all", "peer"]
    assert Binding.objects.get(ended=None).group == "peer"

    result = goal.key_results.get()
    result.objective = goal
    actions.release_key_result(by=told.ada, key_result=result, at=cast.NOW)
    assert Binding.objects.filter(ended=None).count() == 0 and Binding.objects.count() == 2
    assert goal.key_results.get().source == "manual"


# ---- arriving


def test_when_the_follow_up_is_published_the_key_result_moves_by_itself(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    bind(told.ada, goal, chosen(first, told.ada))
    again(told, first, 4)

    row = BoundReading.objects.get()
    cell = Cell.objects.get(
        publication=row.publication,
        subject__person=told.ada,
        kind="level",
        group="all",
        competency__name="Competency 0",
    )
    assert (row.value, row.low, row.high) == (cell.value, cell.low, cell.high)
    assert row.verdict and row.change is not None and row.since == first.publication
    seen = audience.seen_by(told.ada, goal.key_results.all())[goal.key_results.get().pk]
    assert seen.score is not None and 0.4 < seen.score <= 1
    words = Notice.objects.filter(person=told.ada, kind="reading").get().text
    assert "has arrived" in words and str(row.value) not in words


def test_a_publication_is_read_once_however_often_it_is_announced(told: cast.Cast, first: Wave) -> None:
    from sapwood.goals.measured import arrivals

    bind(told.ada, own_goal(told.ada), chosen(first, told.ada))
    second = again(told, first, 4)
    assert arrivals.arrive(second.publication, LATER) == []
    assert BoundReading.objects.count() == 1


def test_the_reading_is_written_with_the_publication_or_not_at_all(
    told: cast.Cast, first: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(told.ada, own_goal(told.ada), chosen(first, told.ada))

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(standing, "refresh", broken)
        with pytest.raises(RuntimeError):
            again(told, first, 4)
    assert not BoundReading.objects.exists()
    assert Publication.objects.count() == 1  # put off, not lost

    closing.close(Wave.objects.get(follows=first), LATER + rounds.WEEK * 2)
    assert BoundReading.objects.count() == 1 and Publication.objects.count() == 2


def test_a_binding_made_later_reads_what_was_published_since_its_baseline(told: cast.Cast, first: Wave) -> None:
    second = again(told, first, 4)
    bind(told.ada, own_goal(told.ada), chosen(first, told.ada))

    assert BoundReading.objects.get().publication == second.publication


def test_too_little_evidence_is_a_reading_without_a_value_and_no_zero(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    bind(told.ada, goal, chosen(first, told.ada))
    second = rounds.draft_round(told.dee, [told.ada], questionnaire=first.questionnaire, follows=first, at=LATER)
    rounds.ask(told.dee, second, [], at=LATER)
    rounds.open_round(told.dee, second, at=LATER)
    rounds.all_answer(second, but=Person.objects.filter(name__startswith="Peer"), at=LATER)
    closing.close(second, LATER + rounds.WEEK * 2)

    row = BoundReading.objects.get()
    assert row.value is None and row.withheld in {"not_enough", "too_few"}
    result = goal.key_results.get()
    assert audience.seen_by(told.ada, [result])[result.pk].score is None
    goal.refresh_from_db()
    assert goal.progress is None and goal.measured == 0


def test_another_questionnaire_says_nothing_about_it(told: cast.Cast, first: Wave) -> None:
    bind(told.ada, own_goal(told.ada), chosen(first, told.ada))
    other = rounds.round_questions(competencies=2)
    for number, item in enumerate(other.items.exclude(competency=None)):
        item.competency = Competency.objects.get_or_create(name=f"Quite another {number % 2}")[0]
        item.key = f"else{number}"
        item.save()
    raters = [(one, "other") for one in rounds.hands(told.ropes, 5)]
    rounds.published_round(told.dee, [told.ada], raters, questionnaire=other, at=LATER)

    assert not BoundReading.objects.exists()


# ---- a team and its pulse


@pytest.fixture
def crew(told: cast.Cast) -> list[Person]:
    rounds.hands(told.ropes, 9)
    rounds.hands(told.company, 4)
    return rounds.hands(told.cranes, 9)


def pulse_instrument(told: cast.Cast, wave: Wave) -> Instrument:
    unit = instruments.units_above([wave], told.cranes.pk)[wave.pk][0]
    items = instruments.pulse_items_in(wave.publication, unit)
    return Instrument(wave.publication, unit=unit, items=tuple(items))


@pytest.mark.usefixtures("crew")
def test_a_team_s_key_result_moves_with_its_pulse(told: cast.Cast) -> None:
    before = rounds.published_pulse(told.dee, how=rounds.around(3))
    goal = cast.objective("We know what matters", told.cranes, told.cycle, nature="soft")
    instrument = pulse_instrument(told, before)
    assert instrument.unit is not None and instrument.unit.name == "Cranes"
    bind(told.dee, goal, instrument, target=4.5)
    rounds.published_pulse(told.dee, how=rounds.around(4), follows=before, questionnaire=before.questionnaire, at=LATER)

    row = BoundReading.objects.get()
    assert row.verdict in {"risen", "noise"} and row.value is not None and row.value > row.binding.start
    result = goal.key_results.get()
    assert result.current is None
    assert audience.seen_by(cast.fresh(told.dee), [result])[result.pk].may_read
    assert not audience.seen_by(cast.fresh(told.eve), [result])[result.pk].may_read


@pytest.mark.usefixtures("crew")
def test_one_who_joined_withholds_the_reading_and_the_score_is_not_measurable(told: cast.Cast) -> None:
    before = rounds.published_pulse(told.dee, how=rounds.around(3))
    goal = cast.objective("We know what matters", told.cranes, told.cycle, nature="soft")
    bind(told.dee, goal, pulse_instrument(told, before), target=4.5)
    newcomer = rounds.hands(told.cranes, 1, word="New")[0]
    Membership.objects.filter(person=newcomer).update(starts=LATER.date() - dt.timedelta(days=60))
    rounds.published_pulse(told.dee, how=rounds.around(4), follows=before, questionnaire=before.questionnaire, at=LATER)

    row = BoundReading.objects.get()
    assert (row.withheld, row.value) == ("members_changed", None)
    result = goal.key_results.get()
    assert audience.seen_by(cast.fresh(told.dee), [result])[result.pk].score is None


@pytest.mark.usefixtures("crew")
def test_a_pulse_of_another_unit_measures_nothing_of_the_team(told: cast.Cast) -> None:
    before = rounds.published_pulse(told.dee, how=rounds.around(3))
    ropes = instruments.units_above([before], told.ropes.pk)[before.pk][0]
    goal = cast.objective("We know what matters", told.cranes, told.cycle)
    wrong = Instrument(
        before.publication, unit=ropes, items=tuple(instruments.pulse_items_in(before.publication, ropes))
    )
    with pytest.raises(Refused, match="does not belong"):
        bind(told.dee, goal, wrong, target=4.5)


# ---- telling


def test_nobody_types_a_value_and_words_are_kept_beside_it(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    bind(told.ada, goal, chosen(first, told.ada))
    goal.refresh_from_db()
    result = goal.key_results.get()
    with pytest.raises(Refused, match="measured by feedback"):
        actions.check_in(by=told.ada, objective=goal, observations={result: Observation(Decimal(4))}, at=cast.NOW)
    with pytest.raises(Refused, match="nothing is sent"):
        actions.send_reading(by=told.ada, key_result=result, value=Decimal(4), at=cast.NOW)

    actions.check_in(
        by=told.ada, objective=goal, observations={result: Observation(None, 8, "I asked twice.")}, at=cast.NOW
    )
    result.refresh_from_db()
    assert (result.confidence, result.current) == (8, None)
    assert result.bound_words.get().note == "I asked twice."
    before = list(KeyResult.objects.values_list(*standing.REPEATED))
    standing.rebuild([goal])
    assert list(KeyResult.objects.values_list(*standing.REPEATED)) == before


def test_closing_takes_it_as_not_measured_with_the_reason_said(told: cast.Cast, first: Wave) -> None:
    goal = own_goal(told.ada)
    bind(told.ada, goal, chosen(first, told.ada))
    again(told, first, 4)
    goal.refresh_from_db()
    closure = actions.close_objective(
        by=told.ada, objective=goal, outcomes={}, learned="Asking helps.", next="keep", at=MUCH_LATER
    )

    assert closure.score is None and closure.suggested is None
    assert "keeps the readings" in closure.scores.get().reason


def test_one_click_on_the_report_begins_a_private_goal_that_is_bound(told: cast.Cast, first: Wave) -> None:
    subject = Subject.objects.get(wave=first, person=told.ada)
    competency = Competency.objects.get(name="Competency 1")
    goal = actions.begin_from_report(by=told.ada, subject=subject, competency=competency, at=cast.NOW + rounds.WEEK * 2)

    assert (goal.layer, goal.stage, goal.owner_person) == ("developmental", "draft", told.ada)
    binding = Binding.objects.get()
    assert binding.competency == competency and binding.target - binding.start >= binding.tellable - 1e-9
    with pytest.raises(Refused, match="own report"):
        actions.begin_from_report(by=told.cy, subject=subject, competency=competency, at=cast.NOW)
