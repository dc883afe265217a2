"""A lead closes the team's goals at the end of the cycle: by mouse, by keyboard, and without script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sapwood.goals import actions
from sapwood.goals.actions import Observation
from sapwood.goals.models import Alignment, Closure, Continuation, Cycle, Objective, Retirement
from tests import cast

TITLES = ("Ships leave on time", "Crews say it early", "Sheds are dry")


@pytest.fixture
def goals(company: cast.Cast) -> list[Objective]:
    """Cranes' goals in a cycle that is being scored; the next one is open, and the first goal serves the Quay's."""
    found = [cast.objective(title, company.cranes, company.cycle, updater=company.ada) for title in TITLES]
    for goal, value in zip(found, (6, 3, 9), strict=True):
        seen = {goal.key_results.get(): Observation(Decimal(value))}
        actions.check_in(by=company.ada, objective=goal, observations=seen, at=cast.NOW)
    year = cast.objective("No ship waits", company.quay, None)
    Alignment.objects.create(child=found[0], parent=year, at=cast.NOW)
    Cycle.objects.update(stage=Cycle.Stage.SCORING)
    Cycle.objects.create(name="Winter 2027", starts=dt.date(2026, 11, 30), ends=dt.date(2027, 2, 28))
    return found


def test_bo_closes_three_carries_two_on_retires_one_and_prints(
    company: cast.Cast, goals: list[Objective], quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.bo)
    page = quiet_page
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="Close the 3 goals of Cranes, Autumn 2026").click()
    for goal, learned, what in (
        (goals[0], "Ask the pilot first.", "Keep it"),
        (goals[1], "It must be the lead who asks.", "Change it"),
        (goals[2], "A roof is cheaper than a crane.", "Retire it"),
    ):
        section = page.locator(f"#goal-{goal.public_id}")
        section.get_by_label("What did we learn?").fill(learned)
        section.get_by_label(what, exact=True).check()
    ships = page.locator(f"#goal-{goals[0].public_id}")
    ships.get_by_label("Score", exact=True).fill("0.8")
    expect(ships.get_by_label("Why it is retired")).to_be_hidden()
    expect(page.locator(f"#goal-{goals[2].public_id}").get_by_label("Why it is retired")).to_be_visible()

    page.get_by_role("button", name="Close all that are filled in").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "“Ships leave on time, seen 1” differs from what the readings say"
    )
    assert not Closure.objects.exists()
    expect(ships.get_by_label("What did we learn?")).to_have_value("Ask the pilot first.")
    ships.get_by_label("Why it differs").fill("Two more left while the counter was broken.")
    page.get_by_role("button", name="Close all that are filled in").click()
    expect(page.get_by_role("status")).to_contain_text("3 goals are closed")
    assert Retirement.objects.get().objective == goals[2]

    page.get_by_role("button", name="Carry the ticked ones into Winter 2027").click()
    expect(page.get_by_role("status")).to_contain_text("2 goals go on in Winter 2027, as drafts")
    later = Continuation.objects.get(earlier=goals[0]).later
    page.get_by_role("link", name="Ships leave on time").last.click()
    page.wait_for_url(f"**/objectives/{later.public_id}/")
    expect(page.get_by_text("has no target yet")).to_be_visible()
    page.get_by_role("button", name="It serves No ship waits").click()
    expect(page.get_by_role("status")).to_contain_text("Linked")
    page.get_by_role("link", name="Give targets").click()
    expect(page.locator("[name$='-baseline']").first).to_have_value("6")

    page.goto(f"{live_server.url}/cycles/{company.cycle.public_id}/closing/?team={company.cranes.public_id}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF of this team's cycle").click()
    file = Path(waiting.value.path())
    assert file.read_bytes().startswith(b"%PDF-")
    assert waiting.value.suggested_filename == "cranes-autumn-2026.pdf"
    page.goto(live_server.url + "/search/?q=roof")
    expect(page.get_by_text("A roof is cheaper than a crane.")).to_be_visible()


def test_one_goal_is_closed_by_keyboard_and_what_was_typed_for_another_stays(
    company: cast.Cast, goals: list[Objective], quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.bo)
    page, address = quiet_page, f"/cycles/{company.cycle.public_id}/closing/?team={company.cranes.public_id}"
    page.goto(live_server.url + address)
    ships, crews = (page.locator(f"#goal-{goal.public_id}") for goal in goals[:2])
    crews.get_by_label("What did we learn?").focus()
    page.keyboard.type("Half a thought")
    ships.get_by_label("What did we learn?").focus()
    page.keyboard.type("Ask the pilot first.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # Keep it
    page.keyboard.press("Tab")
    expect(ships.get_by_role("button", name="Close this goal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 goal is closed")
    assert Closure.objects.get().objective == goals[0]
    expect(crews.get_by_label("What did we learn?")).to_have_value("Half a thought")


def test_without_script_all_of_it_works(
    company: cast.Cast, goals: list[Objective], browser: Browser, live_server: Any
) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(company.bo)
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/cycles/{company.cycle.public_id}/closing/?team={company.cranes.public_id}")
    ships = page.locator(f"#goal-{goals[0].public_id}")
    ships.get_by_label("What did we learn?").fill("Ask the pilot first.")
    ships.get_by_label("Keep it", exact=True).check()
    ships.get_by_label("Score", exact=True).press("Enter")  # keeps, closes nothing
    assert not Closure.objects.exists()
    expect(ships.get_by_label("What did we learn?")).to_have_value("Ask the pilot first.")
    ships.get_by_role("button", name="Close this goal").click()
    page.get_by_role("button", name="Carry the ticked ones").click()
    assert Continuation.objects.get().earlier == goals[0]
    page.goto(f"{live_server.url}/objectives/{goals[1].public_id}/retirement/")
    page.get_by_label("What has changed?").fill("The crews have a works council now.")
    page.get_by_role("button", name="Retire the goal").click()
    expect(page.get_by_text("The crews have a works council now.")).to_be_visible()
    context.close()
