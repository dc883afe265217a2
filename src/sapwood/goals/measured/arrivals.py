"""Readings that arrive by themselves: written in the transaction that writes the publication, once each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.feedback import asked, signals
from sapwood.feedback.models import Cell, Publication, SurveyUnit, Wave
from sapwood.goals import rules, standing
from sapwood.goals.measured import instruments
from sapwood.goals.measured.instruments import Level
from sapwood.goals.models import Binding, BoundReading, Objective

RISEN, FALLEN, NOISE = "risen", "fallen", "noise"


def listen() -> None:
    signals.published.connect(_published, dispatch_uid="goals.measured")


def arrive(publication: Publication, at: dt.datetime) -> list[BoundReading]:
    """Write what this publication says of every key result bound to it; tell its owner that it is there, not what."""
    rows = _read(publication, _waiting(publication), at)
    objectives: dict[int, Objective] = {}
    for row in rows:
        objective = row.binding.key_result.objective
        objectives[objective.pk] = objective
        _tell(row, at)
    for objective in objectives.values():
        standing.refresh(objective, [row.binding.key_result for row in rows])
        events.record("goals.reading_arrived", by=None, about=objective, at=at)
    return rows


def catch_up(binding: Binding) -> list[BoundReading]:
    """What waves after the baseline have published already, oldest first."""
    later = Publication.objects.filter(wave__kind=binding.kind, at__gt=binding.baseline.at).order_by("at", "id")
    if binding.person_id is not None:
        later = later.filter(wave__subjects__person=binding.person_id)
    return [row for told in later.select_related("wave") for row in _read(told, [binding], told.at)]


def _published(*, publication: Publication, at: dt.datetime, **_sent: object) -> None:
    arrive(publication, at)


def _waiting(publication: Publication) -> list[Binding]:
    rows = Binding.objects.filter(
        ended=None, kind=publication.wave.kind, key_result__dropped=None, baseline__at__lt=publication.at
    ).exclude(key_result__objective__stage=Objective.Stage.CLOSED)
    if publication.wave.kind == Wave.Kind.ROUND:
        rows = rows.filter(person__in=publication.wave.subjects.values("person"))
    return list(
        rows.select_related(
            "key_result__objective__cycle", "key_result__updater", "person", "baseline__wave", "competency"
        ).order_by("pk")
    )


def _read(publication: Publication, bindings: Iterable[Binding], at: dt.datetime) -> list[BoundReading]:
    """Readings not there yet, in a fixed number of queries a kind of wave."""
    wanted = list(bindings)
    there = set(BoundReading.objects.filter(publication=publication).values_list("binding_id", flat=True))
    wanted = [one for one in wanted if one.pk not in there]
    if not wanted:
        return []
    rounds = [one for one in wanted if one.person_id is not None]
    pulses = [one for one in wanted if one.person_id is None]
    rows = _of_round(publication, rounds, at) + _of_pulse(publication, pulses, at)
    return BoundReading.objects.bulk_create(rows)


# ---- a 360


def _of_round(publication: Publication, bindings: list[Binding], at: dt.datetime) -> list[BoundReading]:
    if not bindings:
        return []
    cells: dict[int, list[Cell]] = defaultdict(list)
    people = [one.person_id for one in bindings]
    for cell in Cell.objects.filter(publication=publication, subject__person__in=people).select_related(
        "item", "subject"
    ):
        assert cell.subject is not None
        cells[cell.subject.person_id].append(cell)
    before = Publication.objects.filter(wave=publication.wave.follows_id).first()
    asks = instruments.Asked.of(publication.wave)
    return [
        _judged(one, publication, before, cells[one.person_id], at)
        for one in bindings
        if one.person_id is not None and asks.covers(one.competency_id, one.items)
    ]


def _judged(
    binding: Binding, publication: Publication, before: Publication | None, cells: list[Cell], at: dt.datetime
) -> BoundReading:
    level = _level(binding, cells)
    told = None if binding.items or binding.group != Cell.ALL else _change(binding, cells)
    fields: dict[str, Any] = {}
    if told is not None and before is not None:
        if told.withheld or told.verdict == "not_enough":
            level = Level(withheld=BoundReading.Why.NOT_ENOUGH, shared=level.shared)
        shifts = publication.facts.get("shift_by_competency", {})
        fields = {
            "verdict": told.verdict,
            "change": told.value,
            "change_low": told.low,
            "change_high": told.high,
            "detectable": told.detectable,
            "shift": shifts.get(str(binding.competency_id)),
            "since": before,
        }
    return _row(binding, publication, level, at, fields)


def _level(binding: Binding, cells: list[Cell]) -> Level:
    levels = [cell for cell in cells if cell.kind == Cell.Kind.LEVEL]
    if binding.items:
        items = [cell for cell in levels if cell.item is not None and cell.item.key in binding.items]
        return instruments.joined(items, len(binding.items))
    whole = [
        cell
        for cell in levels
        if cell.item_id is None and cell.competency_id == binding.competency_id and cell.group == binding.group
    ]
    return instruments.joined(whole, 1)


def _change(binding: Binding, cells: list[Cell]) -> Cell | None:
    return next(
        (cell for cell in cells if cell.kind == Cell.Kind.CHANGE and cell.competency_id == binding.competency_id), None
    )


# ---- a pulse


def _of_pulse(publication: Publication, bindings: list[Binding], at: dt.datetime) -> list[BoundReading]:
    if not bindings:
        return []
    wave = publication.wave
    places = _places(wave)
    units = {unit.pk: unit for unit in SurveyUnit.objects.filter(wave=wave)}
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in Cell.objects.filter(publication=publication, unit__in=units).select_related("item"):
        assert cell.unit_id is not None
        cells[cell.unit_id].append(cell)
    people, asks = asked.asked_in_units(wave), instruments.Asked.of(wave)
    then = _people_at_baseline(bindings)
    rows = []
    for one in bindings:
        if not asks.covers(None, one.items):
            continue  # questions rotate: nothing was asked, so nothing is said
        unit = places.get(frozenset(one.teams))
        if unit is None:
            level = Level(withheld=BoundReading.Why.UNIT_GONE)
        elif _is_broken(then[one.pk], people[unit], cells[unit]):
            level = Level(withheld=BoundReading.Why.MEMBERS_CHANGED)
        else:
            level = _level(one, cells[unit])
        rows.append(_row(one, publication, level, at, {}))
    return rows


def _places(wave: Wave) -> dict[frozenset[int], int]:
    """What a unit is known by from wave to wave: the teams whose people answer in it directly."""
    return {teams: unit for unit, teams in asked.teams_of_units(wave).items()}


def _people_at_baseline(bindings: list[Binding]) -> dict[int, frozenset[int]]:
    """binding id -> who was asked in its unit when it began."""
    waves = {one.baseline.wave_id: one.baseline.wave for one in bindings}
    places = {pk: _places(wave) for pk, wave in waves.items()}
    people = {pk: asked.asked_in_units(wave) for pk, wave in waves.items()}
    found = {}
    for one in bindings:
        wave = one.baseline.wave_id
        unit = places[wave].get(frozenset(one.teams))
        found[one.pk] = people[wave].get(unit or 0, frozenset())
    return found


def _is_broken(then: frozenset[int], now: frozenset[int], cells: list[Cell]) -> bool:
    """No line joins two pulses when one to four people joined or left: since the baseline, or since the wave before."""
    from sapwood.measurement.rounding import trend

    since_last = any(cell.withheld == Cell.Why.MEMBERS_CHANGED for cell in cells if cell.kind == Cell.Kind.CHANGE)
    return since_last or trend(then, now) is not None


# ---- both


def _row(
    binding: Binding, publication: Publication, level: Level, at: dt.datetime, fields: dict[str, Any]
) -> BoundReading:
    """A change against the baseline that the instrument could not tell is called noise, whatever its sign."""
    if not fields and level.value is not None:
        moved = round(level.value - binding.start, 6)
        word = NOISE if abs(moved) < binding.tellable - 1e-9 else RISEN if moved > 0 else FALLEN
        fields = {"verdict": word, "detectable": binding.tellable, "since": binding.baseline}
    return BoundReading(
        binding=binding,
        publication=publication,
        value=level.value,
        low=level.low,
        high=level.high,
        count=level.count,
        withheld=level.withheld,
        shared=level.shared,
        at=at,
        **fields,
    )


def _tell(row: BoundReading, at: dt.datetime) -> None:
    """Whoever it is for, while they see the goal; the words say that it is there and nothing of what it says."""
    result = row.binding.key_result
    person = row.binding.person if row.binding.person_id is not None else result.updater
    if person is None or not rules.sees(person, result.objective):
        return
    notices.tell(
        [person],
        kind="reading",
        text=_("A reading of “%(title)s” has arrived") % {"title": result.title},
        link=reverse("goals:objective", args=[result.objective.public_id]),
        why=_("It is measured by feedback, and a wave was published."),
        at=at,
    )
