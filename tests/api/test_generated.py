"""Requests made up from the description, by Schemathesis: no server error, no answer outside the description.

The ordinary run makes a few for each address, the long one many, for four kinds of holders.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from sapwood.activity import clock
from sapwood.api import keys, scopes
from sapwood.api.v1.description import described
from sapwood.feedback.models import Publication
from sapwood.goals.models import CheckIn, Cycle, KeyResult, Objective, Reading
from sapwood.growth.models import Bridge, Plan
from sapwood.meetings.models import Meeting, Series
from sapwood.people.models import JobRole, Person, Role, Team
from tests import cast
from tests.house import world
from tests.house.test_programs import _service, bearer

pytestmark = pytest.mark.django_db

load_all_checks()
# A filter that names nobody, or a moment to come, has the right shape and is refused all the same.
CHECKED = [check for check in CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]
HOLDERS = ("employee", "lead and OKR owner", "administrator", "service")
MODELS = {
    "people": Person,
    "teams": Team,
    "cycles": Cycle,
    "objectives": Objective,
    "key-results": KeyResult,
    "readings": Reading,
    "check-ins": CheckIn,
    "results": Publication,
    "bridges": Bridge,
    "forecasts": KeyResult,
    "meetings": Meeting,
    "series": Series,
    "plans": Plan,
    "job-roles": JobRole,
}
NAMED = {
    "objective": "objectives",
    "key_result": "key-results",
    "team": "teams",
    "cycle": "cycles",
    "person": "people",
    "owner": "people",
    "series": "series",
}


@pytest.fixture
def told(settings: Any) -> Iterator[world.World]:
    settings.SAPWOOD_API_PER_MINUTE = 1_000_000
    built = world.build()
    for signal in (request_started, request_finished):  # as Django's own test client does
        signal.disconnect(close_old_connections)
    try:
        with clock.frozen(cast.NOW):
            yield built
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def test_a_few_made_up_requests_are_answered_as_described(told: world.World) -> None:
    assert _try(told, "employee", examples=4) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("holder", HOLDERS)
def test_many_made_up_requests_are_answered_as_described(told: world.World, holder: str) -> None:
    assert _try(told, holder, examples=100) >= 1800


def _headers(told: world.World, holder: str) -> dict[str, str]:
    if holder == "service":
        return _service(told)
    name = {"employee": "ada", "lead and OKR owner": "bo", "administrator": "ad"}[holder]
    if name == "bo":
        cast.grant(told.people["bo"], Role.OKR_OWNER)
    return bearer(told.people[name], keys.PERSONAL, *scopes.SCOPES)


def _try(told: world.World, holder: str, *, examples: int) -> int:
    """Make up so many requests of each kind for each address; returns how many were sent."""
    headers, ids = _headers(told, holder), _ids()
    return sum(
        _send(found.ok(), mode, headers, ids, examples)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for found in _schema(mode).get_all_operations()
        if mode in _modes(found.ok())
    )


def _schema(mode: GenerationMode) -> Any:
    """The description as the server gives it. Where requests are to be wrong it asks for no token: we send one, and a
    request whose only fault is that it has none would be right again."""
    application = get_wsgi_application()
    if mode is GenerationMode.POSITIVE:
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    whole = copy.deepcopy(described())
    for methods in whole["paths"].values():
        for operation in methods.values():
            del operation["security"]
    schema = schemathesis.openapi.from_dict(whole)
    schema.app = application
    return schema


def _send(
    operation: Any, mode: GenerationMode, headers: dict[str, str], ids: dict[str, list[str]], examples: int
) -> int:
    sent = 0

    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), chance=st.randoms(use_true_random=False))
    def send(case: Any, chance: random.Random) -> None:
        nonlocal sent
        if mode is GenerationMode.POSITIVE:
            _name_what_there_is(case, ids, chance)
        else:
            assume(all(value not in ([], {}) for value in (case.query or {}).values()))  # an address cannot say it
        point = transaction.savepoint()
        try:
            case.call_and_validate(headers={**headers, "Accept-Encoding": "identity"}, checks=CHECKED)
        finally:
            transaction.savepoint_rollback(point)
        sent += 1

    send()
    return sent


def _modes(operation: Any) -> tuple[GenerationMode, ...]:
    """What takes nothing cannot be asked wrongly."""
    takes = any(operation.iter_parameters()) or operation.body
    return (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if takes else (GenerationMode.POSITIVE,)


def _ids() -> dict[str, list[str]]:
    return {name: list(model._base_manager.values_list("public_id", flat=True)) for name, model in MODELS.items()}


def _name_what_there_is(case: Any, ids: dict[str, list[str]], chance: random.Random) -> None:
    """Most ids that are made up name nothing; put real ones in their place, most of the time."""
    if "id" in (case.path_parameters or {}) and chance.random() < 0.9:
        case.path_parameters["id"] = chance.choice(ids[case.operation.path.split("/")[3]])
    for holder in (case.query, case.body):
        _fill(holder, ids, chance)


def _fill(given: Any, ids: dict[str, list[str]], chance: random.Random) -> None:
    if isinstance(given, list):
        for one in given:
            _fill(one, ids, chance)
    elif isinstance(given, dict):
        for name, value in given.items():
            if name in NAMED and isinstance(value, str) and chance.random() < 0.9:
                given[name] = chance.choice(ids[NAMED[name]])
            else:
                _fill(value, ids, chance)
