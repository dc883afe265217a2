"""The journeys of a week, in a browser: by mouse, by keyboard, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sapwood.goals.models import CheckIn, KeyResult, Objective, Reading
from tests import cast


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    return cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)


def test_ada_checks_in_by_mouse(
    company: cast.Cast, goal: Objective, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.ada)
    quiet_page.goto(live_server.url + "/check-in/")
    first = goal.key_results.first()
    assert first is not None
    quiet_page.locator(f"[name='{first.public_id}-value']").fill("4")
    quiet_page.locator(f"[name='{first.public_id}-note']").fill("The new pilot knows the harbour.")
    quiet_page.get_by_role("button", name="Send").click()
    expect(quiet_page.get_by_role("status")).to_contain_text("Checked in on 1 key result")
    reading = Reading.objects.get()
    assert (reading.key_result, float(reading.value), reading.note) == (first, 4.0, "The new pilot knows the harbour.")
    first.refresh_from_db()
    assert first.progress == pytest.approx(0.4)


def test_what_ada_typed_is_there_when_she_comes_back(
    company: cast.Cast, goal: Objective, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.ada)
    first = goal.key_results.first()
    assert first is not None
    quiet_page.goto(live_server.url + "/check-in/")
    quiet_page.locator(f"[name='{first.public_id}-note']").fill("Half a sentence")
    expect(quiet_page.locator("[data-saved]")).to_have_text("Saved as a draft")
    quiet_page.goto(live_server.url + "/check-in/")
    expect(quiet_page.locator(f"[name='{first.public_id}-note']")).to_have_value("Half a sentence")
    assert not CheckIn.objects.exists()


def test_cy_writes_a_goal_by_keyboard_alone(
    company: cast.Cast, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.cy)
    quiet_page.goto(live_server.url + "/")
    quiet_page.keyboard.press("n")
    expect(quiet_page.get_by_role("link", name="Objective").first).to_be_focused()
    quiet_page.keyboard.press("Enter")
    quiet_page.wait_for_url("**/objectives/new/**")
    quiet_page.locator("[name=title]").focus()
    quiet_page.keyboard.type("Captains find their berth free when they arrive")
    quiet_page.keyboard.press("Tab")
    quiet_page.keyboard.type("captains of coastal ships")
    quiet_page.locator("[name=kr-0-title]").focus()
    quiet_page.keyboard.type("Ships that wait more than an hour for a berth")
    for name, text in (("baseline", "30"), ("target", "8")):
        quiet_page.locator(f"[name=kr-0-{name}]").focus()
        quiet_page.keyboard.type(text)
    quiet_page.get_by_role("button", name="Save as draft").focus()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_role("status")).to_contain_text("Saved as a draft")
    written = Objective.objects.get()
    assert (written.stage, written.owner_team, written.proposed_by) == ("draft", company.cranes, company.cy)
    result = written.key_results.get()
    assert (float(result.baseline or 0), float(result.target or 0), result.direction) == (
        30,
        8,
        KeyResult.Direction.FALL,
    )


def test_without_script_every_deed_works(
    company: cast.Cast, goal: Objective, browser: Browser, live_server: Any
) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(company.ada)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
    page = context.new_page()
    page.goto(live_server.url + "/check-in/")
    first = goal.key_results.first()
    assert first is not None
    page.locator(f"[name='{first.public_id}-value']").fill("6")
    page.get_by_role("button", name="Send").click()
    assert Reading.objects.get().value == 6
    page.goto(f"{live_server.url}/objectives/{goal.public_id}/?tab=discussion")
    page.locator("[name=text]").fill("I saw two ships wait on Monday.")
    page.get_by_role("button", name="Say it").click()
    assert goal.comments.get().text == "I saw two ships wait on Monday."
    context.close()


def test_two_people_edit_one_goal_and_nothing_is_lost(
    company: cast.Cast, goal: Objective, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    address = f"{live_server.url}/objectives/{goal.public_id}/text/"
    be(company.ada)
    quiet_page.goto(address)
    quiet_page.locator("[name=why]").fill("Ada's reason")
    be(company.bo)
    second = quiet_page.context.new_page()
    second.goto(address)
    second.locator("[name=why]").fill("Bo's reason")
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_url(f"**/objectives/{goal.public_id}/")
    be(company.ada)
    quiet_page.get_by_role("button", name="Save", exact=True).click()
    expect(quiet_page.get_by_role("heading", level=1)).to_contain_text("Somebody else saved")
    expect(quiet_page.locator("main")).to_contain_text("Bo's reason")
    expect(quiet_page.locator("[name=why]")).to_have_value("Ada's reason")
    quiet_page.locator("[name=why]").fill("Bo's reason, and Ada's reason")
    quiet_page.get_by_role("button", name="Save the merged text").click()
    quiet_page.wait_for_url(f"**/objectives/{goal.public_id}/")
    goal.refresh_from_db()
    assert goal.why == "Bo's reason, and Ada's reason"


def test_a_double_click_makes_one_row(
    company: cast.Cast, goal: Objective, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.ada)
    quiet_page.goto(f"{live_server.url}/objectives/{goal.public_id}/?tab=discussion")
    quiet_page.locator("[name=text]").fill("Once.")
    quiet_page.get_by_role("button", name="Say it").dblclick()
    quiet_page.wait_for_load_state("networkidle")
    assert goal.comments.count() == 1
