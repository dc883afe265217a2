"""The same promises as of the pages, for programs: route × method × actor with a token, and the canary crawl."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity import clock
from sapwood.api import keys, scopes
from sapwood.api.models import Service, Token
from sapwood.api.v1.description import described
from sapwood.feedback.models import Publication
from sapwood.goals.models import CheckIn, Cycle, KeyResult, Objective, Reading
from sapwood.growth.models import Bridge, Plan
from sapwood.meetings.models import Meeting, Series
from sapwood.people import policy
from sapwood.people.models import JobRole, Person, Team
from tests import cast
from tests.house import crawl, world
from tests.house.actors import AGREED, BRIDGE, BRIDGE_DRAFT, EVERYWHERE, GOALS, ROUND, TALK, Situation, goal
from tests.house.test_rights import WRITES

pytestmark = pytest.mark.django_db

TOLD = {
    "strategic",
    "strategic-note",
    "strategic-lesson",
    "strategic-retired",
    "draft",
    "developmental",
    "developmental-lesson",
    "developmental-retired",
    "developmental-note",
    "developmental-blocker",
    "personal",
    "personal-note",
    "shared",
    "measured",
    "team-developmental",
    "offered",
    "pulse-top",
    "pulse-unit",
    "bridge",
    "bridge-draft",
    "meeting-notes",
    "meeting-point",
    "meeting-decision",
    "team-meeting-notes",
    "team-meeting-decision",
    "plan",
    "plan-step",
    "own-plan",
    "arrival",
    "rotation",
}
"""What the API speaks of at all. Discussion, to-dos, parts, drafts of forms, news, mail and private notes are for pages
only."""

OWN = {"plan": "ada", "plan-step": "ada", "own-plan": "ada", "arrival": "ada", "rotation": "ada"}
"""Of these only what is one's own, though pages show it to others too."""

OWN_PLAN = Situation("own plan of ada", frozenset({"ada"}))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Asked:
    """One address: the situation it shows, the arguments of its route, what is sent."""

    situation: Situation
    kwargs: Callable[[world.World], dict[str, str]] = lambda told: {}
    body: Callable[[world.World], dict[str, Any]] = lambda told: {}


def _objective(name: str) -> Callable[[world.World], dict[str, str]]:
    return lambda told: {"id": told.objectives[name].public_id}


def _result(name: str) -> Callable[[world.World], dict[str, str]]:
    return lambda told: {"id": told.objectives[name].key_results.get().public_id}


def _reading(name: str) -> Callable[[world.World], dict[str, str]]:
    return lambda told: {"id": Reading.objects.filter(key_result__objective=told.objectives[name]).first().public_id}  # type: ignore[union-attr]


def _check_in(name: str) -> Callable[[world.World], dict[str, str]]:
    return lambda told: {"id": told.objectives[name].check_ins.all()[0].public_id}


def _words(name: str) -> Callable[[world.World], dict[str, Any]]:
    def body(told: world.World) -> dict[str, Any]:
        objective = told.objectives[name]
        line = {"key_result": objective.key_results.get().public_id, "value": 4, "confidence": 6}
        return {"objective": objective.public_id, "readings": [line]}

    return body


def _bridge(name: str) -> Callable[[world.World], dict[str, str]]:
    return lambda told: {"id": told.rows[name].public_id}


def _bridge_value(told: world.World) -> dict[str, Any]:
    return {"team": told.cast.cranes.public_id, "indicator": "lagging", "day": "2026-09-07", "value": "4.5"}


def _row(name: str) -> Callable[[world.World], dict[str, str]]:
    return lambda told: {"id": told.rows[name].public_id}


def _at_meetings(body: dict[str, Any]) -> list[Asked]:
    return [Asked(who, _row(name), lambda told: body) for who, name in ((TALK, "meeting"), (ROUND, "team-meeting"))]


OBSERVED = ("strategic", "developmental", "personal")
ADDRESSES: dict[str, list[Asked]] = {
    "v1:me": [Asked(EVERYWHERE)],
    "v1:people": [Asked(EVERYWHERE)],
    "v1:person": [Asked(EVERYWHERE, lambda told: {"id": told.people["ada"].public_id})],
    "v1:teams": [Asked(EVERYWHERE)],
    "v1:team": [Asked(EVERYWHERE, lambda told: {"id": told.cast.cranes.public_id})],
    "v1:cycles": [Asked(EVERYWHERE)],
    "v1:cycle": [Asked(EVERYWHERE, lambda told: {"id": told.cast.cycle.public_id})],
    "v1:objectives": [Asked(EVERYWHERE)],
    "v1:objective": [Asked(goal(name), _objective(name)) for name in GOALS],
    "v1:key_results": [Asked(EVERYWHERE)],
    "v1:key_result": [Asked(goal(name), _result(name)) for name in GOALS],
    "v1:readings": [Asked(EVERYWHERE)],
    "v1:reading": [Asked(goal(name), _reading(name)) for name in OBSERVED],
    "v1:key_result_readings": [Asked(goal(name), _result(name), lambda told: {"value": "4.5"}) for name in AGREED],
    "v1:check_ins": [Asked(goal(name), body=_words(name)) for name in AGREED],
    "v1:check_in": [Asked(goal(name), _check_in(name)) for name in OBSERVED],
    "v1:forecasts": [Asked(EVERYWHERE)],
    "v1:forecast": [Asked(goal(name), _result(name)) for name in ("strategic", "developmental", "personal")],
    **{f"v1:{name}": [Asked(EVERYWHERE)] for name in ("alignment", "coverage", "loads", "pairs", "desk")},
    "v1:lessons": [Asked(EVERYWHERE)],
    "v1:examples": [Asked(EVERYWHERE)],
    "v1:meetings": [Asked(EVERYWHERE)],
    "v1:meeting": _at_meetings({}),
    "v1:meeting_points": _at_meetings({"text": "The night shift"}),
    "v1:meeting_decisions": _at_meetings({"text": "We wait"}),
    "v1:plans": [Asked(EVERYWHERE)],
    "v1:plan": [Asked(OWN_PLAN, _row(name)) for name in ("plan", "own-plan", "arrival", "rotation")],
    "v1:job_roles": [Asked(EVERYWHERE)],
    "v1:job_role": [Asked(EVERYWHERE, _row("job-role"))],
    "v1:bridges": [Asked(EVERYWHERE)],
    "v1:bridge": [Asked(BRIDGE, _bridge("bridge")), Asked(BRIDGE_DRAFT, _bridge("bridge-draft"))],
    "v1:bridge_values": [Asked(BRIDGE, _bridge("bridge"), _bridge_value)],
    "v1:results": [Asked(EVERYWHERE)],
    "v1:result": [Asked(EVERYWHERE, lambda told: {"id": Publication.objects.get(wave=told.rows["pulse"]).public_id})],
    "v1:lint": [Asked(EVERYWHERE, body=lambda told: {"statements": [{"kind": "objective", "text": "Calm nights"}]})],
}


@pytest.fixture
def told(settings: Any) -> world.World:
    settings.SAPWOOD_API_PER_MINUTE = 100_000  # the clock stands still here
    return world.build()


def of(told: world.World, name: str, *chosen: str) -> dict[str, str]:
    """The headers of a program with a token of an actor, used today already. A stranger has none."""
    person = told.actor(name)
    if person is None:
        return {}
    return bearer(person, keys.PERSONAL, *chosen)


def bearer(person: Person, kind: str, *chosen: str) -> dict[str, str]:
    key = keys.make(kind)
    Token.objects.create(
        holder=person,
        name="a script",
        scopes=list(chosen or scopes.SCOPES),
        selector=key.selector,
        digest=key.digest,
        at=cast.NOW,
        expires=cast.NOW.replace(year=2027),
        last_used=cast.TODAY,
    )
    return {"Authorization": f"Bearer {key.text}"}


def ask(method: str, address: str, headers: dict[str, str], body: dict[str, Any]) -> HttpResponse:
    if method != "POST":
        return Client().generic(method, address, headers=headers)
    sent = {**headers, "Idempotency-Key": "once"}
    return Client().post(address, json.dumps(body), content_type="application/json", headers=sent)


def test_every_address_is_asked_here_and_asks_for_a_scope() -> None:
    routes = {name: methods for name, methods in policy.load().routes.items() if name.startswith("v1:")}
    assert set(routes) - {"v1:openapi"} == set(ADDRESSES)
    for name, methods in routes.items():
        for method in methods if name != "v1:openapi" else ():
            assert scopes.needed(name, method) in {*scopes.SCOPES, scopes.ANY}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_program_may_do_what_the_policy_says_and_nothing_else(told: world.World, name: str) -> None:
    file, wrong = policy.load(), []
    headers = {actor: of(told, actor) for actor in world.ACTORS}
    with clock.frozen(cast.NOW):
        for asked in ADDRESSES[name]:
            address = reverse(name, kwargs=asked.kwargs(told))
            for actor in world.ACTORS:
                for method in METHODS if actor in {"ada", "stranger"} else file.routes[name]:
                    action = file.routes[name].get(method)
                    allowed = action is not None and asked.situation.allows(actor, file.relations_of(action))
                    if action is not None and method == "GET" and name == "v1:check_ins":
                        allowed = actor in world.AT_WORK  # the list; the body is of the other method
                    answer, wrote = _watched(method, address, headers[actor], asked.body(told))
                    if allowed:
                        fine = answer.status_code in {200, 201} and wrote == (answer.status_code == 201)
                    else:
                        fine = answer.status_code in {401, 403, 404, 405, 422} and not wrote
                    if not fine:
                        said = f"{actor} {method} {address} ({asked.situation.name})"
                        wrong.append(f"{said}: {answer.status_code} {answer.content[:200]!r}")
    assert wrong == []


def _watched(method: str, address: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[HttpResponse, bool]:
    """The answer, and whether anything was written; whatever it was is taken back."""
    point = transaction.savepoint()
    with CaptureQueriesContext(connection) as said:
        answer = ask(method, address, headers, body)
    transaction.savepoint_rollback(point)
    return answer, any(WRITES.match(one["sql"]) for one in said)


def test_without_its_scope_a_token_is_told_which_one_it_lacks(told: world.World) -> None:
    with clock.frozen(cast.NOW):
        for name, methods in policy.load().routes.items():
            for method in methods if name in ADDRESSES else ():
                needed = scopes.needed(name, method)
                if needed == scopes.ANY:
                    continue
                others = [scope for scope in scopes.SCOPES if scope != needed]
                address = reverse(name, kwargs=ADDRESSES[name][0].kwargs(told))
                answer = ask(method, address, of(told, "ada", *others), ADDRESSES[name][0].body(told))
                assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing"), address
                assert answer.json()["allowed"] == [needed]


@pytest.mark.parametrize("name", [*world.ACTORS, "service"])
def test_a_program_reads_exactly_what_was_promised(told: world.World, name: str) -> None:
    """Every address, with every id there is, whoever may see what it names."""
    headers = _service(told) if name == "service" else of(told, name)
    promised = {found for found in TOLD if name in world.MAY_READ[found] and OWN.get(found, name) == name}
    if name == "service":  # what everybody at work may read
        promised = {found for found in TOLD if world.MAY_READ[found] == world.AT_WORK}
    refused = {403} if name == "service" else set()  # it can have no scope of what is between people
    seen: dict[str, str] = {}
    with clock.frozen(cast.NOW):
        for address in _all_addresses():
            answer = Client().get(address, headers=headers)
            assert answer.status_code in {200, 401, 404, 422} | refused, address
            for found in crawl.tokens(answer.content.decode()):
                seen.setdefault(found, address)
    assert set(seen) == promised, {found: seen.get(found, "nowhere") for found in set(seen) ^ promised}


def test_figures_of_one_persons_goal_are_for_that_persons_programs_alone(told: world.World) -> None:
    """Cy sees Ada's shared goal on its page; a program of his gets its words and no figure."""
    shared = told.objectives["shared"]
    result = shared.key_results.get()
    with clock.frozen(cast.NOW):
        ask(
            "POST",
            f"/api/v1/key-results/{result.public_id}/readings",
            of(told, "ada"),
            {"value": "7", "note": "mine"},
        )
        for name, figures in (("ada", True), ("cy", False)):
            headers = of(told, name)
            one = Client().get(f"/api/v1/objectives/{shared.public_id}", headers=headers).json()
            listed = Client().get("/api/v1/readings?limit=100", headers=headers).json()["items"]
            assert (one["standing"] is not None) is figures
            assert (one["key_results"][0]["standing"] is not None) is figures
            assert (one["withheld"] is None) is figures
            assert any(row["note"] == "mine" for row in listed) is figures


def _service(told: world.World) -> dict[str, str]:
    """A program under its own name, which was given a team that has private goals too."""
    person = Person.objects.create(name="Yard sensors", kind=Person.Kind.SERVICE)
    Service.objects.create(person=person, at=cast.NOW).teams.set([told.cast.cranes])
    return bearer(person, keys.SERVICE, *scopes.FOR_SERVICES)


def _all_addresses() -> list[str]:
    """Every address that is read, with every id of its kind, visible or not; lists also by every filter of theirs."""
    ids = {
        "people": Person.objects.values_list("public_id", flat=True),
        "teams": Team.objects.values_list("public_id", flat=True),
        "cycles": Cycle.objects.values_list("public_id", flat=True),
        "objectives": Objective.objects.values_list("public_id", flat=True),
        "key-results": KeyResult.objects.values_list("public_id", flat=True),
        "readings": Reading.objects.values_list("public_id", flat=True),
        "results": Publication.objects.values_list("public_id", flat=True),
        "check-ins": CheckIn.objects.values_list("public_id", flat=True),
        "bridges": Bridge.objects.values_list("public_id", flat=True),
        "forecasts": KeyResult.objects.values_list("public_id", flat=True),
        "meetings": Meeting.objects.values_list("public_id", flat=True),
        "series": Series.objects.values_list("public_id", flat=True),
        "plans": Plan.objects.values_list("public_id", flat=True),
        "job-roles": JobRole.objects.values_list("public_id", flat=True),
    }
    filters = {
        "objective": "objectives",
        "key_result": "key-results",
        "team": "teams",
        "cycle": "cycles",
        "series": "series",
    }
    found = []
    for path, methods in described()["paths"].items():
        if "get" not in methods:
            continue
        if path.endswith("{id}"):
            found += [path.replace("{id}", one) for one in ids[path.split("/")[3]]]
            continue
        parameters = methods["get"].get("parameters", ())
        found.append(f"{path}?limit=100" if parameters else path)
        for parameter in parameters:
            if (kind := filters.get(parameter["name"])) is not None:
                found += [f"{path}?limit=100&{parameter['name']}={one}" for one in ids[kind]]
    return found
