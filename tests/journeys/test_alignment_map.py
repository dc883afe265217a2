"""The map with the mouse and with the keyboard alone: the goal appears beside it, and the place is not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sapwood.goals.models import Alignment
from tests import cast


@pytest.fixture
def goals(company: cast.Cast) -> list[Any]:
    top = cast.objective("Ships leave on time", company.company, company.cycle, results=2)
    below = [
        cast.objective(title, team, company.cycle)
        for title, team in (("Cranes stand still less", company.cranes), ("Ropes hold", company.ropes))
    ]
    for child in below:
        Alignment.objects.create(
            child=child, parent=top, parent_key_result=top.key_results.first(), by=company.bo, at=cast.NOW
        )
    return [top, *below]


def test_the_map_by_mouse_and_by_keyboard(
    company: cast.Cast, goals: list[Any], quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    top, cranes, ropes = goals
    be(company.ada)
    page = quiet_page
    page.goto(f"{live_server.url}/alignment/")
    page.get_by_role("link", name="Map", exact=True).click()
    box = page.get_by_role("link", name="Cranes stand still less, Cranes")
    box.click()
    side = page.locator("#side")
    expect(side.get_by_role("heading", name="Cranes stand still less")).to_be_visible()
    assert "view=map" in page.url and f"show={cranes.public_id}" in page.url
    expect(box).to_have_attribute("aria-current", "true")

    box.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#o-{ropes.public_id}")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#o-{top.public_id}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(side.get_by_role("heading", name="Ships leave on time")).to_be_visible()
    expect(side.get_by_text("2 teams carry it")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#o-{cranes.public_id}")).to_be_focused()
    page.go_back()
    expect(side.get_by_role("heading", name="Cranes stand still less")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Save as SVG").click()
    assert "Ropes hold" in taken.value.path().read_text(encoding="utf-8")


def test_on_a_phone_the_boxes_keep_their_size_and_the_map_scrolls(
    company: cast.Cast, goals: list[Any], quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(company.ada)
    quiet_page.set_viewport_size({"width": 360, "height": 780})
    quiet_page.goto(f"{live_server.url}/alignment/?view=map")
    box = quiet_page.locator(f"#o-{goals[0].public_id}").bounding_box()
    assert box is not None and box["width"] >= 190 and box["x"] < 60
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_script_each_box_is_a_plain_link(
    company: cast.Cast, goals: list[Any], browser: Any, be: Callable[[Any], None], live_server: Any, context: Any
) -> None:
    be(company.ada)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"{live_server.url}/alignment/?view=map")
    page.get_by_role("link", name="Ropes hold, Ropes").click()
    expect(page.locator("#side").get_by_role("heading", name="Ropes hold")).to_be_visible()
    assert page.url.endswith(f"#o-{goals[2].public_id}")
    plain.close()
