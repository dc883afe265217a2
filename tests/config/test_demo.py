"""The invented company: the same seed and day give the same one."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from sapwood.activity.models import DemoMarker
from sapwood.config import demo
from sapwood.feedback.models import Invitation, WaveKey
from sapwood.growth.models import Declaration
from sapwood.people.models import DurableKey, Person
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # a company is built anew each time: too long for twice

TODAY = dt.date(2026, 11, 24)
BY_CHANCE = {"public_id", "link", "password", "digest", "previous", "subject_id", "token", "key", "line"}
SEALED = {"sealed", "public"}
NAMED_BY_CHANCE: dict[type[models.Model], set[str]] = {
    WaveKey: {"name"},  # it holds the wave's public id
    DurableKey: {"name"},
    Declaration: {"handle"},
    Invitation: {"asked"},  # at a random hour
}


class _Again(Exception):
    """Takes everything back."""


def test_the_same_seed_and_day_give_the_same_company() -> None:
    assert _built(seed=7, today=TODAY) == _built(seed=7, today=TODAY)


@pytest.mark.sqlite
def test_another_seed_gives_other_people() -> None:
    assert _built(seed=7, today=TODAY)["people.person"] != _built(seed=8, today=TODAY)["people.person"]


def test_it_is_never_built_among_people() -> None:
    cast.gather()
    before = Person.objects.count()

    with pytest.raises(demo.NotEmpty):
        demo.build(seed=7, today=TODAY)

    assert Person.objects.count() == before
    assert not DemoMarker.objects.exists()


def _built(*, seed: int, today: dt.date) -> dict[str, str]:
    """A digest of every table after building, random ids left out; then all of it is taken back."""
    said = {}
    try:
        with transaction.atomic():
            demo.build(seed=seed, today=today)
            for model in apps.get_models():
                if model._meta.app_config.name.startswith("sapwood."):  # type: ignore[union-attr]
                    said[model._meta.label_lower] = hashlib.sha256(repr(_rows(model)).encode()).hexdigest()
            raise _Again
    except _Again:
        return said


def _rows(model: type[models.Model]) -> list[Any]:
    by_chance = BY_CHANCE | SEALED | NAMED_BY_CHANCE.get(model, set())
    names = [field.attname for field in model._meta.concrete_fields if field.name not in by_chance]
    rows = [tuple(_named(value) for value in row) for row in model._base_manager.order_by("pk").values_list(*names)]
    in_random_order = model._meta.pk.name in by_chance  # published remarks, sealed ballots
    return sorted(rows, key=repr) if in_random_order else rows


def _named(value: Any) -> Any:
    """A value, without the random id by which the changes of a saved text name their key result."""
    if isinstance(value, list) and all(isinstance(one, dict) and "key_result" in one for one in value):
        return [{**one, "key_result": bool(one["key_result"])} for one in value]
    return value
