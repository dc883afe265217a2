"""Somebody writes down a course to complete, and the coach's questions lead to a key result that passes.

Clicks and keys are counted in the page; with `-s` each way is printed as a line of JSON, and with PICTURES=folder
three pictures are taken. The figures of docs/coach.md come from here.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sapwood.coach import read_key_result
from sapwood.goals.models import Objective
from tests import cast

COURSE = "Complete 1 online course on agile methodologies"
TITLE = "I help the team stay calm when priorities change"
PASSED = "5 of 8 colleagues name a case in which I used agile methodologies to help them"
ABOUT_THE_RESULT = ("Result or task", "By how much, from where", "Clear words", "Could it be gamed")
COUNT = """
const count = (name) => sessionStorage.setItem(name, Number(sessionStorage.getItem(name) || 0) + 1);
addEventListener("keydown", () => count("keys"), true);
addEventListener("click", (event) => { if (event.detail) count("clicks"); }, true);
"""


@pytest.fixture
def page_of_ada(quiet_page: Page, company: cast.Cast, be: Callable[[Any], None], live_server: Any) -> Page:
    be(company.ada)
    quiet_page.add_init_script(COUNT)
    quiet_page.goto(f"{live_server.url}/objectives/new/?layer=developmental")
    return quiet_page


def line(page: Page, name: str) -> Locator:
    return page.locator(".check-list li").filter(has=page.locator("b", has_text=name)).first


def told(page: Page, way: str, began: float) -> dict[str, Any]:
    counts = page.evaluate("['clicks', 'keys'].map((name) => Number(sessionStorage.getItem(name) || 0))")
    found = {"way": way, "clicks": counts[0], "keys": counts[1], "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(found))  # noqa: T201  (the record that the documentation is written from)
    return found


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(
            path=Path(folder) / f"{name}.png", clip={"x": 224, "y": 60, "width": 1030, "height": 740}
        )  # without the rail


def passes(page: Page) -> None:
    for name in ABOUT_THE_RESULT:
        expect(line(page, name)).to_contain_text("Passes")
    assert [one.code for one in read_key_result(PASSED, objective=TITLE).findings if one.severity != "note"] == []


def saved(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("Saved as a draft")
    goal = Objective.objects.get()
    assert (goal.title, goal.key_results.get().title) == (TITLE, PASSED)


def test_by_mouse_with_a_rewrite_taken_over(page_of_ada: Page) -> None:
    page, began = page_of_ada, time.monotonic()
    page.locator("[name=title]").click()
    page.keyboard.type(TITLE)
    page.locator("[name=kr-0-title]").click()
    page.keyboard.type(COURSE)
    expect(line(page, "Result or task")).to_contain_text("Fails")
    expect(page.locator("#checklist .ask")).to_contain_text(
        "When the online course on agile methodologies is finished, what will your colleagues notice in daily work?"
    )
    picture(page, "coach-asks")
    page.get_by_role("button", name="Show a rewrite").click()
    first = page.locator(".rewrite").first
    expect(first).to_contain_text("colleagues name a case in which I used agile methodologies")
    picture(page, "coach-offers")
    first.click()
    expect(page.locator("[name=kr-0-title]")).to_be_focused()
    page.evaluate("document.activeElement.blur()")  # as a browser does that goes to the place an address names, late
    expect(page.locator("[name=kr-0-title]")).to_be_focused()
    expect(page.locator("#checklist .ask")).to_contain_text("What goes into the blank")
    page.keyboard.type("5")  # the first blank is selected
    for key in ("ArrowRight",) * 4 + ("Delete",) * 2:
        page.keyboard.press(key)
    page.keyboard.type("8")
    passes(page)
    picture(page, "coach-passes")
    page.get_by_role("button", name="Save as draft").click()
    saved(page)
    assert told(page, "mouse", began)["clicks"] == 5


def test_by_keyboard_alone(page_of_ada: Page) -> None:
    page, keys, began = page_of_ada, page_of_ada.keyboard, time.monotonic()
    keys.press("Tab")  # “Skip to the page”
    keys.press("Enter")
    for _step in range(6):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "title":
            break
    expect(page.locator("[name=title]")).to_be_focused()
    keys.type(TITLE)
    for _field in ("audience", "why", "kr-0-title"):
        keys.press("Tab")
    expect(page.locator("[name=kr-0-title]")).to_be_focused()
    keys.type(COURSE)
    expect(line(page, "Result or task")).to_contain_text("Fails")
    keys.press("Alt+q")
    expect(page.get_by_role("button", name="Show a rewrite")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".rewrite").first).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[name=kr-0-title]")).to_be_focused()
    keys.type("5")
    for key in ("ArrowRight",) * 4 + ("Delete",) * 2:
        keys.press(key)
    keys.type("8")
    passes(page)
    keys.press("Alt+s")
    expect(page.get_by_role("button", name="Save as draft")).to_be_focused()
    keys.press("Enter")
    saved(page)
    assert told(page, "keyboard", began)["clicks"] == 0


def test_the_answer_in_ones_own_words_passes_as_well(page_of_ada: Page) -> None:
    page, began = page_of_ada, time.monotonic()
    page.locator("[name=title]").click()
    page.keyboard.type(TITLE)
    page.locator("[name=kr-0-title]").click()
    page.keyboard.type(COURSE)
    expect(line(page, "Result or task")).to_contain_text("Fails")
    page.locator("#checklist a.quote").click()  # back to the line that is asked about
    expect(page.locator("[name=kr-0-title]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("6 of 8 colleagues name a change of plan in which I helped them keep the date, up from 2")
    for name in ABOUT_THE_RESULT:
        expect(line(page, name)).to_contain_text("Passes")
    told(page, "own words", began)
