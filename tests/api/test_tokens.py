"""Ada makes a token for her sheet, sees it once, and takes it back; Ad runs the services."""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sapwood.activity import clock, events
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice
from sapwood.api import actions, keys
from sapwood.api.commands import token as command
from sapwood.api.models import Service, Token
from sapwood.people.actions import grant_role
from sapwood.people.models import Person
from tests import cast
from tests.api.conftest import Program

FORM = {"name": "My sheet", "scopes": ["goals:read", "readings:read"], "days": "30", "submission": "once"}


def test_a_token_is_shown_once_and_not_kept(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)

    made = client.post(reverse("api:tokens"), FORM)
    page = client.get(made["Location"]).content.decode()
    again = client.get(made["Location"]).content.decode()

    text = keys.SHAPE.search(page)
    assert made.status_code == 303 and text is not None
    assert keys.SHAPE.search(again) is None
    token = Token.objects.get()
    assert token.digest not in text[0] and keys.matches(keys.read(text[0]), token.digest)  # type: ignore[arg-type]
    secret = text[3]
    from django.apps import apps

    for model in apps.get_models():
        assert secret not in repr(list(model._base_manager.values_list())), model
    assert secret not in repr(keys.read(text[0]))


def test_the_text_travels_only_to_pages_of_settings_and_not_to_scripts(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    cookie = client.post(reverse("api:tokens"), FORM).cookies["sapwood-new-token"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/settings/", True, "Strict")
    assert cookie["max-age"] == 120


def test_a_double_click_makes_one_token(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    for _click in range(2):
        assert client.post(reverse("api:tokens"), FORM).status_code == 303
    assert Token.objects.count() == 1


@pytest.mark.parametrize("change", [{"scopes": []}, {"name": ""}, {"days": "9999"}, {"scopes": ["everything"]}])
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    company: cast.Cast, client: Client, change: dict[str, object]
) -> None:
    client.force_login(company.ada)
    answer = client.post(reverse("api:tokens"), {**FORM, **change})
    assert answer.status_code == 422
    assert Token.objects.count() == 0
    assert (change.get("name", "My sheet")) in answer.content.decode()


def test_its_owner_hears_of_a_new_token_and_it_is_written_down(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    client.post(reverse("api:tokens"), FORM)

    assert "My sheet" in Notice.objects.get(person=company.ada, kind="token").text
    event = Event.objects.get(verb="api.token_made")
    assert event.data == {"scopes": ["goals:read", "readings:read"], "days": 30, "for": "Ada Okoye"}
    assert events.verify_chain() is None


def test_a_revoked_token_works_no_longer(company: cast.Cast, client: Client, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    assert ada.get("me").status_code == 200

    client.force_login(company.ada)
    client.post(reverse("api:revocation", args=[ada.token.public_id]))

    answer = ada.get("me")
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_administrator_can_revoke_and_the_owner_hears_of_it(
    company: cast.Cast, client: Client, program: Callable[..., Program]
) -> None:
    ada = program(company.ada)
    client.force_login(company.ad)
    assert ada.token.name in client.get(reverse("api:services")).content.decode()

    client.post(reverse("api:revocation", args=[ada.token.public_id]))

    assert ada.get("me").status_code == 401
    assert "Ad Novak" in Notice.objects.filter(person=company.ada).latest("id").text


def test_nobody_else_finds_the_token(company: cast.Cast, client: Client, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    client.force_login(company.cy)
    assert client.post(reverse("api:revocation", args=[ada.token.public_id])).status_code == 404
    assert ada.token.name not in client.get(reverse("api:tokens")).content.decode()
    with pytest.raises(Refused):
        actions.revoke_token(by=company.cy, token=ada.token, at=cast.NOW)


def test_a_token_runs_out(company: cast.Cast, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    with clock.frozen(cast.NOW + dt.timedelta(days=30)):
        assert "ran out" in ada.get("me").json()["detail"]


def test_it_ends_with_its_holders_last_day(company: cast.Cast, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    Person.objects.filter(pk=company.ada.pk).update(leaves=cast.TODAY - dt.timedelta(days=1))
    assert ada.get("me").status_code == 401


def test_rights_are_those_of_now_and_not_of_when_it_was_made(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    draft = cast.objective("A draft", company.ropes, company.cycle, stage="draft")
    dee = program(company.dee)
    assert dee.get(f"objectives/{draft.public_id}").status_code == 200
    company.dee.role_grants.update(ends=cast.NOW)
    assert dee.get(f"objectives/{draft.public_id}").status_code == 404


def test_only_the_day_of_its_last_use_is_known(company: cast.Cast, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    ada.get("me")
    ada.get("people")
    ada.token.refresh_from_db()
    assert ada.token.last_used == cast.TODAY
    assert type(ada.token.last_used) is dt.date


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        "Basic YTpi",
        "Bearer sapwood_pat_0123456789abcdef_" + "x" * 43,
        "Bearer " + "ü" * 70,
    ],
)
def test_without_a_token_that_works_nothing_is_told(company: cast.Cast, header: str) -> None:
    answer = Client().get("/api/v1/people", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert "Settings" in answer.json()["next_step"]


def test_another_secret_behind_the_same_selector_is_refused(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    ada = program(company.ada)
    ada.token.text = ada.token.text[:-1] + ("A" if ada.token.text[-1] != "A" else "B")
    assert ada.get("me").status_code == 401


def test_a_session_is_no_token(company: cast.Cast, client: Client) -> None:
    """A page of somewhere else could make Ada's browser send her cookie; the API throws it away."""
    client.force_login(company.ada)
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/lint", "{}", content_type="application/json").status_code == 401


def test_no_token_stands_in_a_log(
    company: cast.Cast, program: Callable[..., Program], caplog: pytest.LogCaptureFixture
) -> None:
    ada = program(company.ada)
    with caplog.at_level(logging.DEBUG):
        ada.get("nothing-here")
        ada.get("people?x=1")
        ada.post("lint", {"statements": []})
    assert caplog.text
    assert not re.search(keys.SHAPE, caplog.text)


def test_a_limit_keeps_a_loop_from_the_others(company: cast.Cast, program: Callable[..., Program], settings) -> None:  # type: ignore[no-untyped-def]
    settings.SAPWOOD_API_PER_MINUTE = 3
    ada, cy = program(company.ada), program(company.cy)
    assert [ada.get("me").status_code for _time in range(4)] == [200, 200, 200, 429]
    refused = ada.get("me")
    assert int(refused["Retry-After"]) <= 60
    assert refused["RateLimit-Remaining"] == "0"
    assert cy.get("me").status_code == 200
    with clock.frozen(cast.NOW + dt.timedelta(minutes=1)):
        assert ada.get("me").status_code == 200


# ── services ────────────────────────────────────────────────────────────────


def test_an_administrator_makes_a_service_and_a_token_for_it(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ad)
    made = client.post(reverse("api:services"), {"name": "Yard sensors", "teams": [company.cranes.public_id]})
    service = Service.objects.get()
    assert made["Location"] == reverse("api:service", args=[service.public_id])

    form = {"name": "nightly", "scopes": ["readings:write"], "days": "90"}
    made = client.post(reverse("api:service_tokens", args=[service.public_id]), form)

    text = keys.SHAPE.search(client.get(made["Location"]).content.decode())
    assert text is not None and text[1] == "svc"
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text[0]}"})
    assert answer.json()["holder"]["kind"] == "service"


def test_the_lead_of_the_team_and_the_administrators_are_told(company: cast.Cast, feed: Program) -> None:
    assert "Yard sensors" in Notice.objects.get(person=company.bo, kind="service").text
    assert "Yard sensors" in Notice.objects.get(person=company.ad, kind="token").text


def test_nobody_but_an_administrator_runs_services(company: cast.Cast, feed: Program) -> None:
    service = Service.objects.get()
    for somebody in (company.ada, company.bo, company.dee, service.person):
        with pytest.raises(Refused):
            actions.make_service(by=somebody, name="Mine", at=cast.NOW)
        with pytest.raises(Refused):
            actions.make_service_token(by=somebody, service=service, name="x", chosen=["lint"], days=1, at=cast.NOW)
        with pytest.raises(Refused):
            actions.end_service(by=somebody, service=service, at=cast.NOW)
    with pytest.raises(Refused):
        actions.make_token(by=service.person, name="for ever", chosen=["lint"], days=1, at=cast.NOW)


def test_a_service_stands_in_no_directory_and_has_no_way_in(
    company: cast.Cast, feed: Program, client: Client, program: Callable[..., Program]
) -> None:
    client.force_login(company.ad)
    assert "Yard sensors" not in client.get(reverse("people:directory")).content.decode()
    assert "Yard sensors" not in [row["name"] for row in program(company.ad).items("people?limit=100")]
    service = Service.objects.get().person
    assert service.email is None and not service.has_usable_password()


def test_a_service_holds_no_role(company: cast.Cast, feed: Program) -> None:
    with pytest.raises(Refused, match="no role"):
        grant_role(by=company.ad, person=Service.objects.get().person, role="okr_owner", at=cast.NOW)


def test_an_ended_service_is_silent_and_what_it_sent_stays(company: cast.Cast, feed: Program) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    result = goal.key_results.get()
    assert feed.post(f"key-results/{result.public_id}/readings", {"value": 4}).status_code == 201

    actions.end_service(by=company.ad, service=Service.objects.get(), at=cast.NOW)

    assert feed.get("me").status_code == 401
    assert result.readings.get().by.name == "Yard sensors"
    with pytest.raises(Refused):
        actions.make_service_token(
            by=company.ad, service=Service.objects.get(), name="x", chosen=["lint"], days=1, at=cast.NOW
        )


def test_a_service_sends_no_check_ins(company: cast.Cast, feed: Program) -> None:
    with pytest.raises(Refused, match="check_ins:write"):
        actions.make_service_token(
            by=company.ad, service=Service.objects.get(), name="x", chosen=["check_ins:write"], days=1, at=cast.NOW
        )


def test_somebody_with_many_tokens_revokes_one_first(company: cast.Cast, program: Callable[..., Program]) -> None:
    tokens = [program(company.ada).token for _one in range(20)]
    with pytest.raises(Refused, match="20"):
        program(company.ada)
    actions.revoke_token(by=company.ada, token=tokens[0], at=cast.NOW)
    assert program(company.ada).get("me").status_code == 200


# ── on the command line ─────────────────────────────────────────────────────


def _command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(words))


def test_the_command_line_makes_a_service_and_prints_its_token_alone(
    company: cast.Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["Yard sensors", "--by", "AD@harbour.example", "--scope", "readings:write"]
    assert _command(*words, "--team", "cranes") == 0
    text = capsys.readouterr().out.strip()
    assert keys.SHAPE.fullmatch(text)
    assert [team.name for team in Service.objects.get().teams.all()] == ["Cranes"]
    assert _command(*words) == 0
    assert Service.objects.count() == 1 and Token.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "nobody@harbour.example"], "nobody@harbour.example"),
        (["--by", "ada@harbour.example"], "administrator"),
        (["--by", "ad@harbour.example", "--team", "Sails"], "Cranes"),
        (["--by", "ad@harbour.example", "--days", "1000"], "366"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    company: cast.Cast, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert _command("Yard sensors", "--scope", "lint", *words) == 2
    assert said in capsys.readouterr().err
    assert not Token.objects.exists() and not Service.objects.exists()
