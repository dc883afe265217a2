"""Launching: what was promised is fixed from then on, and can only become stricter."""

from __future__ import annotations

import datetime as dt

import pytest

from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Event
from sapwood.feedback import actions, asked
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Cell, Invitation, Wave, WaveStep
from sapwood.people.models import Absence, Membership, Person, Team
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    rounds.hands(made.company, 6)
    return made


def asked_in(wave: Wave) -> set[Person]:
    return {row.person for row in wave.invitations.select_related("person") if row.person}


def test_everybody_at_work_is_asked_once_in_one_unit(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)

    assert asked_in(wave) == set(Person.objects.at_work(cast.TODAY))
    assert told.lo not in asked_in(wave)
    assert WaveStep.objects.get(wave=wave).by == told.dee
    assert Event.objects.filter(verb="feedback.wave_opened").count() == 1


def test_a_joiner_enters_no_wave_in_the_first_thirty_days(told: cast.Cast) -> None:
    new = cast.person("Nia Holm", told.cranes)
    Membership.objects.filter(person=new).update(starts=cast.TODAY - dt.timedelta(days=29))
    assert new not in asked_in(rounds.open_pulse(told.dee))
    assert asked.joiners(cast.NOW) == 1

    Membership.objects.filter(person=new).update(starts=cast.TODAY - dt.timedelta(days=30))
    assert new in asked_in(rounds.open_pulse(told.dee))


def test_whoever_is_away_for_the_whole_wave_is_not_asked_and_so_not_missing(told: cast.Cast) -> None:
    Absence.objects.create(person=told.ada, starts=cast.TODAY - dt.timedelta(days=9), ends=None)
    Absence.objects.create(person=told.cy, starts=cast.TODAY, ends=cast.TODAY + dt.timedelta(days=3))
    people = asked_in(rounds.open_pulse(told.dee))

    assert told.ada not in people and told.cy in people


def test_what_changes_later_changes_neither_units_nor_people(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    before = set(wave.invitations.values_list("person", "unit__name", "unit__parent__name"))
    Team.objects.filter(pk=told.cranes.pk).update(parent=told.company, name="Lifts")
    Person.objects.filter(pk=told.cy.pk).update(leaves=cast.TODAY)
    cast.person("Nia Holm", told.cranes)

    assert set(wave.invitations.values_list("person", "unit__name", "unit__parent__name")) == before


def test_a_leavers_sealed_answer_counts(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    Person.objects.filter(pk=told.cy.pk).update(leaves=cast.TODAY)
    closing.close(wave, rounds.AFTER)

    assert Cell.objects.get(unit__name="Cranes", item__key="q0").count == "10 to 19"


def test_only_the_okr_owner_launches(told: cast.Cast) -> None:
    wave = actions.draft_pulse(by=told.dee, name="Pulse", questionnaire=rounds.pulse_questions(), at=cast.NOW)
    for person in (told.ad, told.bo, told.max, told.ada):
        with pytest.raises(Refused, match="run by the OKR owner"):
            actions.launch(by=person, wave=wave, closes=rounds.CLOSES, at=cast.NOW)


def test_a_wave_is_launched_once(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    with pytest.raises(Refused, match="launched already"):
        actions.launch(by=told.dee, wave=wave, closes=rounds.CLOSES, at=cast.NOW)
    assert Invitation.objects.filter(wave=wave).count() == len(asked_in(wave))


def test_five_people_are_too_few_to_stay_anonymous_below(told: cast.Cast) -> None:
    Person.objects.exclude(pk__in=[told.ada.pk, told.bo.pk, told.dee.pk, told.cy.pk]).update(leaves=dt.date(2026, 1, 1))
    with pytest.raises(Refused, match="4 could be asked"):
        rounds.open_pulse(told.dee)


@pytest.mark.parametrize("days", [0, 61])
def test_a_wave_is_open_for_a_day_at_least_and_sixty_at_most(told: cast.Cast, days: int) -> None:
    wave = actions.draft_pulse(by=told.dee, name="Pulse", questionnaire=rounds.pulse_questions(), at=cast.NOW)
    with pytest.raises(Refused, match="60 days"):
        actions.launch(by=told.dee, wave=wave, closes=cast.NOW + dt.timedelta(days=days), at=cast.NOW)


# ---- thresholds


def thresholds(wave: Wave, **changed: int) -> dict[str, int]:
    return {
        name: changed.get(name, getattr(wave, name)) for name in ("least_answers", "least_relation", "comments_from")
    }


def test_a_running_waves_thresholds_can_be_raised_and_never_lowered(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    actions.set_thresholds(
        by=told.dee, wave=wave, version=wave.version, at=cast.NOW, **thresholds(wave, least_answers=9)
    )
    assert wave.least_answers == 9

    for name, less in (("least_answers", 8), ("comments_from", 7), ("least_relation", 2)):
        with pytest.raises(Refused, match="is less than"):
            actions.set_thresholds(
                by=told.dee, wave=wave, version=wave.version, at=cast.NOW, **thresholds(wave, **{name: less})
            )


def test_no_draft_goes_below_the_floor(told: cast.Cast) -> None:
    wave = actions.draft_pulse(by=told.dee, name="Pulse", questionnaire=rounds.pulse_questions(), at=cast.NOW)
    for name, less in (("least_answers", 4), ("comments_from", 7), ("least_relation", 2)):
        with pytest.raises(Refused):
            actions.set_thresholds(
                by=told.dee, wave=wave, version=wave.version, at=cast.NOW, **thresholds(wave, **{name: less})
            )


def test_two_people_at_the_thresholds_at_once_do_not_overwrite_each_other(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    version = wave.version
    actions.set_thresholds(by=told.dee, wave=wave, version=version, at=cast.NOW, **thresholds(wave, least_answers=9))
    with pytest.raises(Conflict):
        actions.set_thresholds(
            by=told.dee, wave=wave, version=version, at=cast.NOW, **thresholds(wave, least_answers=9)
        )


def test_what_is_published_obeys_the_raised_threshold(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    actions.set_thresholds(
        by=told.dee, wave=wave, version=wave.version, at=cast.NOW, **thresholds(wave, least_answers=12)
    )
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)

    assert set(Cell.objects.filter(unit__name="Cranes").values_list("withheld", flat=True)) == {"too_few"}


def test_nothing_about_a_published_wave_can_be_changed(told: cast.Cast) -> None:
    wave = closing.close(rounds.open_pulse(told.dee), rounds.AFTER)
    with pytest.raises(Refused, match="stays as it is"):
        actions.set_thresholds(
            by=told.dee, wave=wave, version=wave.version, at=cast.NOW, **thresholds(wave, least_answers=9)
        )


# ---- before launch, and from wave to wave


def test_the_preview_asks_exactly_whom_the_launch_asks_and_shows_exactly_what_full_counts_show(told: cast.Cast) -> None:
    preview = asked.pulse_preview(cast.NOW, closes=rounds.CLOSES)
    names = {unit.key: unit.name for unit in preview.plan.units}
    wave = rounds.open_pulse(told.dee)

    assert {row.person_id: row.unit.name for row in wave.invitations.select_related("unit")} == {
        person: names[key] for person, key in preview.plan.places.items()
    }
    rate = {one.rate: one for one in preview.outlook}[0.70]
    for unit in wave.units.all():
        rows = list(wave.invitations.filter(unit=unit).select_related("wave", "person"))
        for row in rows[: int(len(rows) * 0.70 + 1e-9)]:
            rounds.answer(row)
    closing.close(wave, rounds.AFTER)
    shown = set(Cell.objects.filter(withheld="", item__key="q0").values_list("unit__name", flat=True))
    assert shown == {names[key] for key in rate.shown} != set()


@pytest.mark.parametrize(("joiners", "broken"), [(0, False), (1, True), (4, True), (5, False)])
def test_no_line_joins_two_waves_of_a_unit_whose_members_changed_by_one_to_four(
    told: cast.Cast, joiners: int, broken: bool
) -> None:
    first = rounds.open_pulse(told.dee)
    closing.close(first, rounds.AFTER)
    rounds.hands(told.cranes, joiners, word="New")
    later = cast.NOW + dt.timedelta(days=14)
    second = rounds.open_pulse(told.dee, questionnaire=first.questionnaire, follows=first, at=later)
    closing.close(second, later + rounds.WEEK)

    marked = Cell.objects.filter(publication__wave=second, kind="change", unit__name="Cranes")
    assert {cell.withheld for cell in marked} == ({"members_changed"} if broken else set())


def test_a_pulse_for_leads_and_one_for_members_too_need_one_answer_more_where_readers_answered(told: cast.Cast) -> None:
    preview = asked.pulse_preview(cast.NOW)
    more = asked.pulse_preview(cast.NOW, audience=Wave.Audience.MEMBERS)
    name = {unit.name: unit.key for unit in preview.plan.units}

    assert preview.readers[name["Cranes"]] == 0  # Bo leads it and answers in the unit above
    assert more.readers[name["Cranes"]] == 1
    assert preview.readers[name["Harbour Works"]] == 2  # Max and Dee read everything
