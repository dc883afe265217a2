"""Dee composes a 360 of two competencies in a browser, looks at it as a rater, publishes it, and goes on to edition two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sapwood.feedback.models import Questionnaire
from sapwood.people.actions import take_in_library
from sapwood.people.library import bank
from tests import cast


@pytest.fixture
def library(company: cast.Cast) -> cast.Cast:
    take_in_library(by=company.dee, library=bank(), at=cast.NOW)
    return company


def test_from_nothing_to_edition_two(
    library: cast.Cast, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    be(library.dee)
    page = quiet_page
    page.goto(live_server.url + "/questionnaires/")
    page.get_by_label("Name").fill("How we decide")
    page.get_by_label("360: empty").check(force=True)
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("link", name="Choose from the library").first.click()
    for name in ("Listening", "Deciding"):
        competency = page.locator("details", has=page.locator("summary", has_text=name)).first
        competency.locator("summary").click()
        competency.get_by_label("All of them").check()
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.get_by_role("status")).to_contain_text("10 questions were added.")

    page.get_by_role("button", name="Down: Says back").click()
    first = page.locator("ol li").first
    expect(first).to_contain_text("Lets others finish")

    page.get_by_role("link", name="As a rater sees it").click()
    question = page.get_by_role("group", name="Lets others finish their sentence before speaking.")
    question.get_by_label("Most of the time").check(force=True)
    question.get_by_text("What the steps can look like").click()
    expect(question.get_by_text("Cuts in during most talks")).to_be_visible()
    question.get_by_label("I could not observe this").check(force=True)
    expect(question.get_by_label("Most of the time")).not_to_be_checked()
    page.get_by_role("link", name="Back to composing").click()

    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Published.")
    expect(page.get_by_role("link", name="Change:")).to_have_count(0)

    page.get_by_role("button", name="Make a new edition").click()
    page.get_by_role("link", name="Change: Lets others finish").click()
    page.get_by_label("The question").fill("Lets people finish their sentence.")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Published.")

    old, new = Questionnaire.objects.order_by("edition")
    assert (old.retired is None, new.retired is None) == (False, True)
    texts = [one.items.get(key="listening.lets-finish").text for one in (old, new)]
    assert texts == ["Lets others finish their sentence before speaking.", "Lets people finish their sentence."]


def test_it_works_without_script(
    library: cast.Cast, browser: Browser, live_server: Any, browser_context_args: dict[str, Any]
) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(library.dee)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + "/questionnaires/")
    page.get_by_label("Name").fill("Weekly")
    page.get_by_label("Pulse: empty").check(force=True)
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("link", name="Choose from the bank").first.click()
    page.get_by_label("I know what comes first in my work right now.").check()
    page.get_by_role("button", name="Add what is ticked").click()
    page.get_by_role("button", name="Publish").click()
    assert Questionnaire.objects.get().published is not None
    context.close()
