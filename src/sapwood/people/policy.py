"""Rights: who may do what, from one file (`config/policy.toml`) and small functions, the relations.

A route and method name an *action*; an action lists *relations*; a relation is a function of a person and a
thing, defined in the `rules.py` of the room that owns the thing. Some relations need no thing ("role:analyst",
"anyone at work"); the gate checks those before the view runs. What is bound to a thing is checked by the
action itself, whoever calls it: page, API, command line or clock.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sapwood.people.models import Person

Relation = Callable[[Person, Any], bool]

PUBLIC = "public"  # nobody needs to be signed in
BEARER = "bearer"  # whoever holds a signed link; the view checks the token

_relations: dict[str, Relation] = {}
_alone: set[str] = {PUBLIC, BEARER}


def relation(name: str, *, alone: bool = False) -> Callable[[Relation], Relation]:
    """Register a relation under `name` ("team:lead"). `alone`: it needs no thing, only the person."""

    def register(function: Relation) -> Relation:
        if name in _relations and _relations[name] is not function:
            raise ImproperlyConfigured(f"The relation {name!r} is defined twice.")
        _relations[name] = function
        if alone:
            _alone.add(name)
        return function

    return register


@dataclass(frozen=True)
class Policy:
    """The policy file, read: relations of each action, and the action of each route and method."""

    actions: Mapping[str, tuple[str, ...]]
    routes: Mapping[str, Mapping[str, str]]

    def relations_of(self, action: str) -> tuple[str, ...]:
        try:
            return self.actions[action]
        except KeyError:
            raise ImproperlyConfigured(
                f"The action {action!r} has no line in policy.toml. Add it under [actions] with its relations."
            ) from None

    def action_of(self, route: str, method: str) -> str | None:
        """The action behind a route, None when the method is not offered. Raises when the route has no line."""
        try:
            methods = self.routes[route]
        except KeyError:
            raise ImproperlyConfigured(
                f"The route {route!r} has no line in policy.toml. Add it under [routes] with an action a method."
            ) from None
        return methods.get("GET" if method in {"HEAD", "OPTIONS"} else method)


@cache
def load(path: Path | None = None) -> Policy:
    """Read and check the policy file. Raises ImproperlyConfigured with the line to mend."""
    raw = tomllib.loads(Path(path or settings.SAPWOOD_POLICY).read_text(encoding="utf-8"))
    actions = {name: tuple(relations) for name, relations in raw.get("actions", {}).items()}
    for route, methods in raw.get("routes", {}).items():
        for method, action in methods.items():
            if action not in actions:
                raise ImproperlyConfigured(f"policy.toml: {route} {method} names the unknown action {action!r}.")
    return Policy(actions=actions, routes=raw.get("routes", {}))


def may(person: Any, action: str, thing: Any = None) -> bool:
    """Whether one of the action's relations holds between the person and the thing. Never true for strangers,
    except where the action is public."""
    relations = load().relations_of(action)
    if PUBLIC in relations:
        return True
    if not isinstance(person, Person) or not person.is_active:
        return False
    return any(_function(name)(person, thing) for name in relations if name not in {PUBLIC, BEARER})


def may_at_the_gate(person: Any, action: str) -> bool:
    """What can be said without the thing: false only when no relation of the action could hold."""
    relations = load().relations_of(action)
    if PUBLIC in relations or BEARER in relations:
        return True
    if not isinstance(person, Person) or not person.is_active:
        return False
    return any(name not in _alone or _function(name)(person, None) for name in relations)


def known_relations() -> frozenset[str]:
    return frozenset(_relations) | {PUBLIC, BEARER}


def words_of(name: str) -> str:
    """A relation in words, from its own text; its name where it has none."""
    if name in (PUBLIC, BEARER):
        return {PUBLIC: "anybody, without signing in", BEARER: "whoever holds the link"}[name]
    told = (_function(name).__doc__ or "").strip().splitlines()
    return told[0].rstrip(".") if told else name


def _function(name: str) -> Relation:
    try:
        return _relations[name]
    except KeyError:
        raise ImproperlyConfigured(
            f"policy.toml names the relation {name!r}, which no room defines. Known: {', '.join(sorted(_relations))}."
        ) from None
