"""A goal from its first draft to an agreement and past it, in a browser: four people, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sapwood.goals import actions
from sapwood.goals.models import Objective, SuggestedChange
from tests import cast
from tests.journeys.test_accessibility import NARROW, RULES, SERIOUS, WIDE

TITLE = "Captains find their berth free when they arrive"
OTHER = "Captains of coastal ships find their berth free when they dock"


def looked_at(page: Page) -> None:
    """Nobody is shut out of this page, in either theme; at 360 px nothing is cut off."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        found = [one for one in Axe().run(page, options=RULES).response["violations"] if one["impact"] in SERIOUS]
        assert found == [], (page.url, theme, [(one["id"], one["nodes"][0]["target"]) for one in found])
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_a_goal_is_written_talked_about_agreed_and_changed(
    company: cast.Cast, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    page, home = quiet_page, live_server.url

    be(company.cy)  # writes and proposes
    page.goto(f"{home}/objectives/new/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=audience]").fill("captains of coastal ships")
    page.locator("[name=kr-0-title]").fill("Ships that wait more than an hour for a berth")
    page.locator("[name=kr-0-baseline]").fill("30")
    page.locator("[name=kr-0-target]").fill("8")
    page.locator("[name=kr-0-unit]").fill("a month")
    page.get_by_role("button", name="Propose").click()
    expect(page.locator(".whose")).to_contain_text("With Bo Ferreira since today")
    goal = Objective.objects.get()
    assert goal.stage == "proposed"
    looked_at(page)

    be(company.bo)  # finds it in his week, says a word on a key result, would put two words differently
    page.goto(home)
    page.get_by_role("link", name="Answer the proposal").click()
    page.locator("summary", has_text="Ships that wait").click()
    page.get_by_role("link", name="Say something about it").click()
    expect(page.locator("[name=about]")).to_have_value(goal.key_results.get().public_id)
    page.locator("[name=text]").fill("Counted from the pilot's log?")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".talk")).to_contain_text("on “Ships that wait more than an hour for a berth”")
    page.get_by_role("link", name="Suggest another wording").first.click()
    looked_at(page)
    page.locator("[name=title]").fill(OTHER)
    page.locator("[name=note]").fill("Ferries have their own berth.")
    page.get_by_role("button", name="Suggest it").click()
    expect(page.locator(".suggestion ins").first).to_contain_text("of coastal ships")

    be(company.cy)  # takes one change by mouse and leaves the other by keyboard
    page.goto(home)
    page.get_by_role("link", name="Decide on another wording").click()
    looked_at(page)
    page.get_by_role("button", name="Take the change from “” to “ of coastal ships”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Captains of coastal ships find their berth free when they arrive"
    )
    page.get_by_role("button", name="Leave “ arrive” as it is").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Left as it was.")
    assert [row.outcome for row in SuggestedChange.objects.all()] == ["taken", "left"]

    be(company.bo)  # takes it on as it reads now
    page.goto(f"{home}/objectives/{goal.public_id}/")
    page.get_by_role("button", name="Take it on, as it reads").click()
    expect(page.get_by_role("status")).to_contain_text("Agreed, as it reads now.")
    goal.refresh_from_db()
    assert (goal.stage, goal.agreements.get().by) == ("active", company.bo)

    be(company.cy)  # makes it easier
    page.get_by_role("link", name="Change the text").wait_for()
    page.goto(f"{home}/objectives/{goal.public_id}/text/")
    page.locator("[name=kr-0-target]").fill("12")
    page.locator("[name=reason]").fill("The second pilot comes in spring.")
    page.get_by_role("button", name="Save", exact=True).click()

    be(company.eve)  # sees from elsewhere what was changed, by whom
    page.goto(f"{home}/objectives/{goal.public_id}/")
    expect(page.locator(".changed summary")).to_contain_text("Changed since the agreement of")
    expect(page.locator(".changed del")).to_contain_text("8")
    expect(page.locator(".changed ins")).to_contain_text("12")
    expect(page.locator(".changed")).to_contain_text("Cy Tanaka")
    looked_at(page)

    be(company.bo)  # agrees again, by keyboard
    page.goto(home)
    page.get_by_role("link", name="Agree again").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Agree to it, as it reads now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Agreed, as it reads now.")
    expect(page.locator(".changed")).to_have_count(0)


def test_the_gaps_are_seen_and_closed(
    company: cast.Cast, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    page = quiet_page
    top = cast.objective("Ships leave on time", company.company, company.cycle, results=2)
    cast.objective("Cranes stand still less", company.cranes, company.cycle)
    be(company.ada)
    page.goto(f"{live_server.url}/alignment/")
    page.get_by_role("link", name="Who carries what").click()
    page.get_by_role("link", name="Gaps").click()
    expect(page.locator(".cover > li")).to_have_count(2)
    looked_at(page)
    page.locator("summary", has_text="A goal of my team carries it").first.click()
    page.locator(".cover select").first.select_option(label="Cranes stand still less")
    page.get_by_role("button", name="Link").first.click()
    expect(page.get_by_role("status")).to_contain_text("carries it now")
    expect(page.locator(".cover .chip.ok")).to_have_text("One team carries it")
    page.goto(f"{live_server.url}/objectives/{top.public_id}/")
    expect(page.locator(".cover")).to_contain_text("Cranes stand still less")
    looked_at(page)


def test_without_script_a_suggestion_is_made_and_taken_word_by_word(
    company: cast.Cast, browser: Browser, live_server: Any
) -> None:
    from django.conf import settings
    from django.test import Client

    goal = cast.objective(TITLE, company.cranes, company.cycle, stage="draft", proposed_by=company.cy)
    actions.propose_objective(by=company.cy, objective=goal, at=cast.NOW)

    def as_(person: Any) -> Page:
        client = Client()
        client.force_login(person)
        context = browser.new_context(java_script_enabled=False)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return context.new_page()

    page = as_(company.eve)
    page.goto(f"{live_server.url}/objectives/{goal.public_id}/suggestions/")
    page.locator("[name=title]").fill(OTHER)
    page.get_by_role("button", name="Suggest it").click()
    page.context.close()
    page = as_(company.bo)
    page.goto(f"{live_server.url}/objectives/{goal.public_id}/?tab=discussion")
    page.get_by_role("button", name="Take all 2").click()
    page.locator("summary", has_text="Ask for changes").click()
    page.locator("#note-words").fill("By how much?")
    page.get_by_role("button", name="Give it back").click()
    page.context.close()
    goal.refresh_from_db()
    assert (goal.title, goal.turns.get(ended=None).person) == (OTHER, company.cy)
