"""The pages on the way in, and those about keys and mail, shut nobody out either: both themes, 360 px."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page

from sapwood.activity import clock
from sapwood.activity.models import Delivery
from sapwood.people.actions import invitations
from tests import cast
from tests.journeys.test_accessibility import NARROW, RULES, SERIOUS, WIDE

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = (
    "/sign-in/keys/ /sign-in/keys/totp/activate/ /sign-in/keys/webauthn/add/ /sign-in/keys/webauthn/ /password/ "
    "/settings/mail/ /post/ /sign-out/"
).split()


def troubles(page: Page) -> list[str]:
    """What shuts somebody out of the page as it stands."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    violations = Axe().run(page, options=RULES).response["violations"]
    found = [f"{one['id']}: {one['nodes'][0]['target']}" for one in violations if one["impact"] in SERIOUS]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"at 360 px it is {wide} px wide"] if wide > NARROW["width"] else found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_in_is_open_to_all(quiet_page: Page, live_server: Any, company: cast.Cast, theme: str) -> None:
    cache.clear()
    page, base, findings = quiet_page, live_server.url, {}
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    company.ad.set_password(cast.PASSWORD)
    company.ad.save()
    invitations.invite(by=company.ad, person=company.ada, at=clock.now())
    link = re.search(r"/invitations/\S+", Delivery.objects.get().body)
    assert link
    for path in (
        "/sign-in/",
        "/password/reset/",
        "/password/reset/sent/",
        "/password/reset/x-y/",
        link[0],
        "/sign-in/ended/",
    ):
        page.goto(base + path)
        findings[path] = troubles(page)
    page.goto(f"{base}/sign-in/")
    page.get_by_label("E-mail").fill("ad@harbour.example")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("That did not let you in").wait_for()
    findings["a wrong password"] = troubles(page)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Hello, Ad").wait_for()
    page.goto(f"{base}/sign-in/again/?next=/sign-in/keys/")
    findings["is it you"] = troubles(page)
    page.get_by_label("Your password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="How you sign in").wait_for()
    for path in KEYS:
        page.goto(base + path)
        assert page.url == base + path
        findings[path] = troubles(page)
    assert {path: found for path, found in findings.items() if found} == {}
