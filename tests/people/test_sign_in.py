"""Who comes in, who does not, and that neither tells a stranger anything."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import hashers
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sapwood.activity import clock, events
from sapwood.activity.models import Delivery, Event
from sapwood.growth.actions import personal
from sapwood.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def harbour() -> cast.Cast:
    company = cast.gather()
    for person in (company.ada, company.cy, company.lo):
        person.set_password(cast.PASSWORD)
        person.save()
    return company


def sign_in(client: Client, address: str, password: str = cast.PASSWORD, **more: str) -> HttpResponse:
    return client.post(SIGN_IN, {"login": address, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/notices/").status_code == 200


def words(answer: HttpResponse, *, but: str) -> str:
    """The page as somebody gets it, apart from the form's secret and the address they typed."""
    text = answer.content.decode().replace(but, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", text)


# ── coming in ────────────────────────────────────────────────────────────────


def test_ada_comes_in_whatever_the_case_of_her_address(harbour: cast.Cast, client: Client) -> None:
    answer = sign_in(client, "Ada@Harbour.Example")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)


def test_she_goes_where_she_wanted_but_never_elsewhere(harbour: cast.Cast, client: Client) -> None:
    asked = client.get("/goals/")
    assert asked["Location"] == "/sign-in/?next=/goals/"
    assert sign_in(client, "ada@harbour.example", next="/goals/")["Location"] == "/goals/"
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert sign_in(Client(), "ada@harbour.example", next=evil)["Location"] == "/"


def test_staying_signed_in_is_a_choice(harbour: cast.Cast, settings: Any) -> None:
    for given, lasts in (({}, ""), ({"remember": "on"}, settings.SESSION_COOKIE_AGE)):
        client = Client()
        sign_in(client, "ada@harbour.example", **given)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        assert cookie["max-age"] == lasts
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_get_signs_nobody_out(harbour: cast.Cast, client: Client) -> None:
    sign_in(client, "ada@harbour.example")
    assert client.get("/sign-out/").status_code == 200
    assert is_in(client)
    client.post("/sign-out/")
    assert not is_in(client)


def test_pages_are_not_kept_and_carry_the_policy(harbour: cast.Cast, client: Client) -> None:
    answer = client.get(SIGN_IN)
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_login_code"])
def test_what_we_do_not_want_of_the_package_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


# ── strangers learn nothing ──────────────────────────────────────────────────


def test_known_and_unknown_addresses_get_the_same_answer(harbour: cast.Cast) -> None:
    addresses = ["ada@harbour.example", "bo@harbour.example", "lo@harbour.example", "nobody@harbour.example"]
    for path, field in ((SIGN_IN, "login"), ("/password/reset/", "email")):
        answers = [
            Client().post(path, {field: address, "password": "not-the-right-one"}, follow=True) for address in addresses
        ]
        assert len({answer.status_code for answer in answers}) == 1
        assert len({words(answer, but=address) for answer, address in zip(answers, addresses, strict=True)}) == 1


def test_every_answer_costs_one_hash(harbour: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        made.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    costs = {}
    for address in ("ada@harbour.example", "bo@harbour.example", "lo@harbour.example", "nobody@harbour.example"):
        made.clear()
        sign_in(Client(), address, "not-the-right-one")
        costs[address] = len(made)
    assert set(costs.values()) == {1}, costs


def test_after_five_wrong_ones_even_the_right_one_waits(harbour: cast.Cast) -> None:
    for _attempt in range(5):
        assert "do not belong together" in sign_in(Client(), "ada@harbour.example", "wrong").content.decode()
    late = sign_in(Client(), "ada@harbour.example")
    assert "Too many attempts. Wait five minutes" in late.content.decode()
    assert sign_in(Client(), "cy@harbour.example").status_code == 302, "Cy is not locked out with her"
    unknown = [sign_in(Client(), "nobody@harbour.example", "wrong") for _attempt in range(6)]
    assert words(unknown[-1], but="nobody@harbour.example") == words(late, but="ada@harbour.example")


def test_one_network_cannot_try_everybody(harbour: cast.Cast) -> None:
    last = [sign_in(Client(), f"nobody{number}@harbour.example", "wrong") for number in range(11)][-1]
    assert "Too many attempts" in last.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, "ada@harbour.example").status_code == 302


def test_the_limit_is_shared_by_all_processes(harbour: cast.Cast, settings: Any, tmp_path: Path) -> None:
    """In production the counts lie in the database: a second process, or a restarted one, goes on counting."""
    told = subprocess.run(
        [sys.executable, "-c", "from sapwood.config import settings as s; print(s.CACHES['default']['BACKEND'], s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"],
        env={**os.environ, "SAPWOOD_MODE": "production", "SAPWOOD_SECRET_KEY": "x" * 50, "SAPWOOD_BASE_URL": "https://okr.example", "SAPWOOD_MAIL": "off", "SAPWOOD_KEYS": str(tmp_path), "SAPWOOD_DATA": "/nowhere"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == [
        "django.core.cache.backends.db.DatabaseCache",
        "__Host-sapwood",
        "True",
        "True",
        "31536000",
    ]
    from django.core.management import call_command
    from django.db import connection

    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_shared"}
    }
    call_command("createcachetable", verbosity=0)
    for _attempt in range(5):
        sign_in(Client(), "ada@harbour.example", "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_shared")
        assert cursor.fetchone()[0] > 0
    assert "Too many attempts" in sign_in(Client(), "ada@harbour.example").content.decode()


# ── the last day, another address, another password ──────────────────────────


def test_the_session_ends_with_the_last_day(harbour: cast.Cast, client: Client) -> None:
    sign_in(client, "ada@harbour.example")
    assert is_in(client)
    Person.objects.filter(pk=harbour.ada.pk).update(leaves=clock.today() - dt.timedelta(days=2))
    assert client.get("/notices/")["Location"].startswith(SIGN_IN)
    home = Client()
    found = home.get(sign_in(home, "ada@harbour.example")["Location"])
    assert "Ada, this is yours" in found.content.decode(), "what is hers alone is kept for a while"
    assert not is_in(home) and "_auth_user_id" not in home.session, "and nothing else opens"
    personal.erase_belongings(by=cast.fresh(harbour.ada), at=clock.now())
    ended = home.get(sign_in(home, "ada@harbour.example")["Location"])
    assert "This account has ended" in ended.content.decode()


def test_whoever_has_left_brings_the_second_step_too(harbour: cast.Cast, client: Client) -> None:
    secret = with_an_app(client)
    Person.objects.filter(pk=harbour.ada.pk).update(leaves=clock.today() - dt.timedelta(days=2))
    home = Client()
    assert sign_in(home, "ada@harbour.example", "wrong").status_code == 200
    assert sign_in(home, "ada@harbour.example")["Location"] == "/sign-in/keys/authenticate/"
    assert "That code does not fit" in home.post("/sign-in/keys/authenticate/", {"code": "000000"}).content.decode()
    cache.clear()
    found = home.post("/sign-in/keys/authenticate/", {"code": code_for(secret)})
    assert found["Location"].startswith("/personal/along/")
    assert not is_in(home)


def test_an_address_that_was_changed_opens_nothing(harbour: cast.Cast) -> None:
    assert sign_in(Client(), "ada@harbour.example").status_code == 302
    Person.objects.filter(pk=harbour.ada.pk).update(email="ada.okoye@harbour.example")
    assert sign_in(Client(), "ada@harbour.example").status_code == 200
    assert sign_in(Client(), "ada.okoye@harbour.example").status_code == 302


def test_a_new_password_ends_the_other_sessions_and_is_told(harbour: cast.Cast) -> None:
    here, there = Client(), Client()
    sign_in(here, "ada@harbour.example")
    sign_in(there, "ada@harbour.example")
    new = "four-ropes-under-moonlight"
    answer = here.post("/password/", {"oldpassword": cast.PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert Event.objects.get(verb="people.password_changed").actor == harbour.ada
    mail = Delivery.objects.get(kind="sign-in")
    assert (mail.subject, mail.urgent, mail.person) == ("Your Sapwood password was changed", True, harbour.ada)
    assert "/password/reset/" in mail.body
    assert "127.0.0.1" not in mail.body.replace("http://127.0.0.1:8000", ""), "no device, no network"


@pytest.mark.parametrize("weak", ["short", "password1234", "ada@harbour.example", "12345678901234"])
def test_a_weak_password_is_refused_in_words(harbour: cast.Cast, client: Client, weak: str) -> None:
    sign_in(client, "ada@harbour.example")
    answer = client.post("/password/", {"oldpassword": cast.PASSWORD, "password1": weak, "password2": weak})
    assert "Nothing was lost" in answer.content.decode()
    assert cast.fresh(harbour.ada).check_password(cast.PASSWORD)


# ── a forgotten password ─────────────────────────────────────────────────────


def reset_link(mail: Delivery) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/password/reset/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(harbour: cast.Cast, client: Client) -> None:
    old = Client()
    sign_in(old, "ada@harbour.example")
    client.post("/password/reset/", {"email": "ada@harbour.example"})
    mail = Delivery.objects.get()
    assert (mail.kind, mail.urgent, mail.subject) == ("sign-in", True, "Choose a new password for Sapwood")
    link = reset_link(mail)
    form = client.get(link, follow=True)
    page = form.redirect_chain[-1][0]
    assert page not in mail.body, "the secret leaves the address bar"
    new = "four-ropes-under-moonlight"
    assert (
        "Your new password holds"
        in client.post(page, {"password1": new, "password2": new}, follow=True).content.decode()
    )
    assert not is_in(old)
    assert sign_in(Client(), "ada@harbour.example", new).status_code == 302
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_a_link_for_a_new_password_ends_with_the_last_day(harbour: cast.Cast, client: Client) -> None:
    """Whoever reads the mailbox of somebody who has left comes to nothing by it."""
    client.post("/password/reset/", {"email": "ada@harbour.example"})
    link = reset_link(Delivery.objects.get())
    opened = Client()
    page = opened.get(link, follow=True).redirect_chain[-1][0]
    Person.objects.filter(pk=harbour.ada.pk).update(leaves=clock.today() - dt.timedelta(days=2))
    assert "does not work any more" in Client().get(link, follow=True).content.decode()
    new = "four-ropes-under-moonlight"
    opened.post(page, {"password1": new, "password2": new})
    assert cast.fresh(harbour.ada).check_password(cast.PASSWORD), "nor by one that was opened before"
    client.post("/password/reset/", {"email": "ada@harbour.example"})
    assert Delivery.objects.count() == 1


def test_nobody_else_gets_a_link(harbour: cast.Cast) -> None:
    for address in ("nobody@harbour.example", "lo@harbour.example", "bo@harbour.example"):
        Client().post("/password/reset/", {"email": address})
    assert Delivery.objects.count() == 0, "not strangers, not who has left, not who was never invited"


# ── a second step ────────────────────────────────────────────────────────────


def code_for(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_an_app(client: Client) -> str:
    """Ada turns the app on, after she was asked once more who she is; returns its secret."""
    sign_in(client, "ada@harbour.example")
    client.post("/sign-in/again/", {"password": cast.PASSWORD})
    page = client.get("/sign-in/keys/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/sign-in/keys/totp/activate/", {"code": code_for(secret)})
    assert answer.status_code == 302
    cache.clear()  # a code is good once; the next sign-in would otherwise wait for the next one
    return str(secret)


def test_with_an_app_the_password_alone_is_not_enough(harbour: cast.Cast, client: Client) -> None:
    secret = with_an_app(client)
    later = Client()
    assert sign_in(later, "ada@harbour.example")["Location"] == "/sign-in/keys/authenticate/"
    assert not is_in(later)
    wrong = later.post("/sign-in/keys/authenticate/", {"code": "000000"})
    assert "That code does not fit" in wrong.content.decode()
    assert not is_in(later)
    cache.clear()
    later.post("/sign-in/keys/authenticate/", {"code": code_for(secret)})
    assert is_in(later)


def test_a_recovery_code_lets_in_once(harbour: cast.Cast, client: Client) -> None:
    with_an_app(client)
    shown = client.get("/sign-in/keys/recovery-codes/").content.decode()
    codes = re.findall(r"<li>([0-9a-f ]+)</li>", shown) or re.findall(r"<li>(\S+)</li>", shown)
    assert len(codes) == 10
    for expected in (True, False):
        later = Client()
        sign_in(later, "ada@harbour.example")
        later.post("/sign-in/keys/authenticate/", {"code": codes[0]})
        assert is_in(later) is expected


def test_the_secret_of_the_app_lies_sealed_and_its_owner_is_told(
    harbour: cast.Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret = with_an_app(client)
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert "people.way_in_added" in verbs
    assert events.verify_chain() is None
    assert "An authenticator app was added in Sapwood" in Delivery.objects.values_list("subject", flat=True)


def test_changing_a_way_in_asks_once_more_who_it_is(harbour: cast.Cast, client: Client) -> None:
    sign_in(client, "ada@harbour.example")
    asked = client.get("/sign-in/keys/totp/activate/")
    assert asked["Location"].startswith("/sign-in/again/")
    again = client.post("/sign-in/again/", {"password": "wrong", "next": "/sign-in/keys/"})
    assert "That is not your password" in again.content.decode()
    assert (
        client.post("/sign-in/again/", {"password": cast.PASSWORD, "next": "/sign-in/keys/"})["Location"]
        == "/sign-in/keys/"
    )


# ── whose keys ───────────────────────────────────────────────────────────────

KEEP = (
    "/sign-in/again/ /password/ /password/first/ /sign-in/keys/ /sign-in/keys/reauthenticate/ "
    "/sign-in/keys/totp/activate/ /sign-in/keys/totp/deactivate/ /sign-in/keys/recovery-codes/ "
    "/sign-in/keys/recovery-codes/generate/ /sign-in/keys/recovery-codes/download/ /sign-in/keys/webauthn/ "
    "/sign-in/keys/webauthn/add/ /sign-in/keys/webauthn/reauthenticate/ /sign-in/keys/webauthn/keys/1/edit/ "
    "/sign-in/keys/webauthn/keys/1/remove/"
).split()


@pytest.mark.parametrize("path", KEEP)
def test_a_stranger_is_sent_to_the_sign_in_page(path: str, client: Client) -> None:
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=")


def test_a_key_of_somebody_else_is_not_found(harbour: cast.Cast, client: Client) -> None:
    theirs = Authenticator.objects.create(
        user=harbour.cy, type=Authenticator.Type.WEBAUTHN, data={"name": "blue key", "credential": {}}
    )
    sign_in(client, "ada@harbour.example")
    client.post("/sign-in/again/", {"password": cast.PASSWORD})
    for page in ("edit", "remove"):
        path = f"/sign-in/keys/webauthn/keys/{theirs.pk}/{page}/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "mine now"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "blue key"
