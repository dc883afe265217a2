"""The company, the clock, and a program that asks with somebody's token."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sapwood.api import actions, scopes
from sapwood.api.models import Token
from sapwood.people.models import Person
from tests import cast

ALL = tuple(scopes.SCOPES)


@dataclass
class Program:
    """Asks the API with one token, and takes what it gives as JSON."""

    token: Token

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self._client.get(f"/api/v1/{address}", headers={**self._bearer, **headers})

    def post(self, address: str, body: Any, *, key: str | None = "once", **headers: str) -> HttpResponse:
        sent = {**self._bearer, **({"Idempotency-Key": key} if key else {}), **headers}
        return self._client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json", headers=sent)

    def items(self, address: str) -> list[dict[str, Any]]:
        answer = self.get(address)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    @property
    def _client(self) -> Client:
        return Client()

    @property
    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token.text}"}


def token(person: Person, at: dt.datetime, chosen: Collection[str] = ALL) -> Token:
    return actions.make_token(by=cast.fresh(person), name="a script", chosen=list(chosen), days=30, at=at)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def program(now: dt.datetime) -> Callable[..., Program]:
    """A program of somebody's, for all scopes unless some are named."""

    def of(person: Person, *chosen: str) -> Program:
        return Program(token(person, now, chosen or ALL))

    return of


@pytest.fixture
def feed(company: cast.Cast, now: dt.datetime) -> Program:
    """A service that may send readings for Cranes."""
    service = actions.make_service(by=company.ad, name="Yard sensors", teams=[company.cranes], at=now)
    return Program(
        actions.make_service_token(
            by=company.ad, service=service, name="nightly", chosen=list(scopes.FOR_SERVICES), days=30, at=now
        )
    )
