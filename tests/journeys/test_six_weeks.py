"""From My week to a private goal in a few clicks: what should colleagues notice in six weeks?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from sapwood.goals.models import Objective
from sapwood.people.models import Behaviour, Competency
from tests import cast

MOST_CLICKS = 4  # in, a behaviour, out; one to spare: the rest is typed


def test_a_private_goal_in_four_lines(
    quiet_page: Page, company: cast.Cast, be: Callable[[Any], None], live_server: Any
) -> None:
    listening = Competency.objects.create(name="Listening", key="listening", practise="Count to three.")
    Behaviour.objects.create(competency=listening, key="waits", text="Lets others finish their sentence.")
    be(company.cy)
    page = quiet_page
    page.add_init_script(
        "addEventListener('click', (event) => { if (event.detail) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1; }, true);"
    )
    page.goto(live_server.url)
    page.get_by_role("link", name="Write it down, for yourself").click()
    page.get_by_label("What should colleagues notice in six weeks?").focus()
    page.keyboard.type("Colleagues can finish their sentence before I answer")
    page.keyboard.press("Tab")
    page.get_by_label("Lets others finish their sentence.").click()
    page.get_by_label("Whose experience changes?").focus()
    page.keyboard.type("the people on my crane")
    page.keyboard.press("Tab")
    page.keyboard.type("Times I let somebody finish before I answered")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect(page.locator("#tellable")).to_contain_text("from 2, a rise to 6 a week")
    page.keyboard.type("8")
    page.get_by_role("button", name="Take it on, for myself").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Colleagues can finish their sentence before I answer")
    expect(page.get_by_text("Only you.")).to_be_visible()
    expect(page.get_by_role("heading", name="Five kinds of evidence")).to_be_visible()
    assert int(page.evaluate("sessionStorage.clicks")) <= MOST_CLICKS
    goal = Objective.objects.get(layer="developmental")
    assert (goal.stage, goal.owner_person_id) == ("active", company.cy.pk)
