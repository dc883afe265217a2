"""Route × method × actor, generated from the router and the policy file.

Allowed: the page answers. Not allowed: it is not found, or the deed is refused in words and no row changes.
A GET changes no row, whoever asks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import pytest
from django.apps import apps
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sapwood.activity import clock
from sapwood.people import policy
from sapwood.people.models import Person
from tests import cast
from tests.house import actors, world

pytestmark = pytest.mark.django_db

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
OWN_SESSION = re.compile(r"django_session")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_COMPARED = {"sessions.Session"}  # signing in and being told a message write there
NAMES = sorted(actors.TARGETS)
TOGETHER = [
    NAMES[place : place + 12] for place in range(0, len(NAMES), 12)
]  # building a company costs more than asking


def routes() -> list[str]:
    """The name of every route of the product."""

    def walk(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from walk(one.url_patterns, inner)
            else:
                yield f"{space}{one.name}"

    return sorted(set(walk(get_resolver().url_patterns)))


def rows() -> str:
    """A digest of every row of every table."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.label not in NOT_COMPARED:
            digest.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
    return digest.hexdigest()


@pytest.fixture
def told() -> world.World:
    return world.build()


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    assert set(policy.load().routes) == set(routes())


def test_every_action_is_used_and_every_relation_is_defined() -> None:
    file = policy.load()
    for action, relations in file.actions.items():
        assert relations, f"{action} allows nobody; leave it out instead"
        for name in relations:
            assert name in policy.known_relations(), f"{action} names {name}"


def test_every_route_is_asked_here() -> None:
    assert sorted(set(routes()) - set(actors.TARGETS) - actors.ELSEWHERE) == []


@pytest.mark.parametrize("names", TOGETHER, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_each_actor_may_do_what_the_policy_says_and_nothing_else(told: world.World, names: Sequence[str]) -> None:
    """A few routes in one company: whatever one of them changed was taken back before the next is asked."""
    file = policy.load()
    wrong: list[str] = []
    with clock.frozen(cast.NOW):
        signed_in = {actor: _signed_in(told.actor(actor)) for actor in world.ACTORS}
        untouched = rows()
        for name in names:
            for target in actors.TARGETS[name]:
                address = reverse(name, kwargs=target.kwargs(told))
                for actor in world.ACTORS:
                    client = Client()
                    client.cookies.load(signed_in[actor])
                    for method in METHODS:
                        action = file.action_of(name, method)
                        allowed = action is not None and target.situation.allows(actor, file.relations_of(action))
                        found = _ask(
                            client,
                            method,
                            address,
                            target.data(told),
                            allowed=allowed,
                            offered=action is not None,
                            untouched=untouched,
                        )
                        if found:
                            wrong.append(f"{actor} {method} {address} ({target.situation.name}): {found}")
    assert wrong == []
    assert rows() == untouched, "something of this was not taken back"


def _signed_in(person: Person | None) -> dict[str, str]:
    """The cookies of a browser in which this person is signed in."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def _ask(
    client: Client,
    method: str,
    address: str,
    data: dict[str, object],
    *,
    allowed: bool,
    offered: bool,
    untouched: str,
) -> str:
    """What is wrong with the answer; empty when it is as it should be. Whatever it changed is taken back."""
    point = transaction.savepoint()
    reset_queries()
    with CaptureQueriesContext(connection) as said:
        if method in {"GET", "POST"}:
            answer = getattr(client, method.lower())(address, data if method == "POST" else None)
        else:
            answer = client.generic(method, address)
    wrote = [one["sql"] for one in said if WRITES.match(one["sql"]) and not OWN_SESSION.search(one["sql"])]
    changed = bool(wrote) and offered and not allowed and rows() != untouched
    transaction.savepoint_rollback(point)
    if answer.status_code >= 500:
        return f"answers {answer.status_code}"
    if method == "GET" and wrote:
        return f"a GET wrote: {wrote[0][:120]}"
    if not offered:
        fine = answer.status_code in {302, 404, 405} and not wrote
        return "" if fine else f"answers {answer.status_code} to a method it does not offer"
    if allowed:
        return "not found, though the policy allows it" if answer.status_code in {403, 404, 405} else ""
    if changed:
        return f"answers {answer.status_code} and changes rows, though the policy does not allow it"
    if method == "GET" and answer.status_code == 200:
        return "is shown, though the policy does not allow it"
    return ""
