"""Coming in by invitation, adding a passkey, and signing in with nothing but it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from sapwood.activity import clock
from sapwood.activity.models import Delivery, Event
from sapwood.people.actions import invitations
from tests import cast

PASSWORD = "four-ropes-under-moonlight"  # noqa: S105

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def device(context: BrowserContext, page: Page) -> Iterator[Any]:
    """A passkey device inside the browser that always finds its owner's finger."""
    cache.clear()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield lambda: session.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]
    session.detach()


def come_in_by_invitation(page: Page, base: str, company: cast.Cast) -> None:
    invitations.invite(by=company.ad, person=company.ada, at=clock.now())
    link = re.search(r"/invitations/\S+", Delivery.objects.get().body)
    assert link
    page.goto(base + link[0])
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    expect(page).to_have_url(f"{base}/first-week/")


def add_a_passkey(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/sign-in/keys/webauthn/add/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Its name").fill(name)
    page.get_by_role("button", name="Go on at the device").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page, base: str) -> None:
    page.goto(f"{base}/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_ada_comes_in_adds_a_passkey_and_needs_no_password_any_more(
    quiet_page: Page, live_server: Any, company: cast.Cast, device: Callable[[], list[Any]]
) -> None:
    page, base = quiet_page, live_server.url
    come_in_by_invitation(page, base, company)
    add_a_passkey(page, base, "work laptop")
    assert page.locator(".codes li").count() == 10
    assert len(device()) == 1
    page.goto(f"{base}/sign-in/keys/webauthn/")
    expect(page.get_by_text("work laptop")).to_be_visible()
    expect(page.get_by_text("lets you in alone")).to_be_visible()
    assert Event.objects.filter(verb="people.way_in_added", actor=company.ada).exists()

    sign_out(page, base)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{base}/")
    page.goto(f"{base}/sign-in/keys/webauthn/")
    expect(page.get_by_text("last used")).to_be_visible()


def test_a_passkey_that_was_removed_lets_nobody_in(
    quiet_page: Page, live_server: Any, company: cast.Cast, device: Callable[[], list[Any]]
) -> None:
    page, base = quiet_page, live_server.url
    come_in_by_invitation(page, base, company)
    add_a_passkey(page, base, "old phone")
    page.goto(f"{base}/sign-in/keys/webauthn/")
    page.get_by_role("link", name="Remove old phone").click()
    page.get_by_role("button", name="Remove it").click()
    sign_out(page, base)
    with page.expect_navigation():  # what the device says is sent, and refused
        page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(f"{base}/notices/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_without_a_device_the_page_says_so_and_the_password_still_works(
    page: Page, live_server: Any, company: cast.Cast, context: BrowserContext
) -> None:
    cache.clear()
    company.ada.set_password(PASSWORD)
    company.ada.save()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    page.goto(f"{live_server.url}/sign-in/")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": False}})  # fmt: skip
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Nothing came back from the passkey")).to_be_visible()
    page.get_by_label("E-mail").fill("ada@harbour.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/")
