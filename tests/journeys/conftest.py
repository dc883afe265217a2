"""A real browser against a running server, with the small company inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import browser, cast

expect.set_options(timeout=20_000)  # a page is waited for as long as a busy machine needs, and no longer than that

EXPECTED = re.compile(r"status of (409|422)")  # a conflict and a refusal are answers, not faults


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    try:
        return {"executable_path": browser.executable(), "args": browser.arguments()}
    except browser.NoBrowser as reason:
        pytest.fail(str(reason))


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"reduced_motion": "reduce", "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session", autouse=True)
def built_assets() -> None:
    from django.conf import settings

    from sapwood.ui import assets

    assets.build(settings.SAPWOOD_ASSETS / "ui")


@pytest.fixture
def company(transactional_db: None) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def be(context: BrowserContext, live_server: Any) -> Callable[[Any], None]:
    """Sign somebody in by giving the browser a session of theirs."""
    from django.conf import settings
    from django.test import Client

    def become(person: Any) -> None:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return become


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page that must not complain: no script error, no refused content, no failed request."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "console",
        lambda line: (
            complaints.append(f"console: {line.text}")
            if line.type == "error" and not EXPECTED.search(line.text)
            else None
        ),
    )
    page.on(
        "response", lambda answer: complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
    )
    yield page
    assert complaints == []
