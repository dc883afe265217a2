"""From a 360 report to a goal that the next round moves by itself, in a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sapwood.activity import clock
from sapwood.goals.models import Binding, BoundReading, Objective, Sharing
from tests import cast
from tests.feedback import rounds

pytestmark = pytest.mark.django_db(transaction=True)

Be = Callable[[Any], None]


def test_ada_turns_what_her_report_says_into_a_goal_and_the_next_round_moves_it(
    quiet_page: Page, be: Be, company: cast.Cast, live_server: Any
) -> None:
    page = quiet_page
    began = clock.now() - dt.timedelta(days=130)
    raters = [(one, "peer") for one in rounds.hands(company.cranes, 8, word="Peer")]
    first = rounds.published_round(company.dee, [company.ada, company.cy], raters, how=rounds.around(3), at=began)

    be(company.ada)
    page.goto(f"{live_server.url}/feedback/")
    page.get_by_role("link", name="How colleagues see you").click()
    page.get_by_role("button", name="Turn this into a goal: Competency 0").click()
    expect(page.get_by_text("A draft, and yours alone")).to_be_visible()
    expect(page.get_by_text("its numbers are not typed")).to_be_visible()
    page.get_by_label("Why does it matter?").fill("So that bad news comes while it can still be mended.")
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("button", name="Take it on").click()
    goal = Objective.objects.get(owner_person=company.ada)
    assert goal.stage == Objective.Stage.ACTIVE
    row = page.locator(".result-row")
    row.locator("summary").first.click()
    expect(row.get_by_text("No wave since the baseline yet")).to_be_visible()
    row.get_by_role("link", name="What measures it").click()
    expect(page.get_by_text("The smallest change it can tell")).to_be_visible()
    binding = Binding.objects.get()
    page.get_by_label("Target level").fill(str(round(binding.start + 0.1, 1)))
    page.get_by_role("button", name="Let feedback measure it", exact=True).click()
    expect(page.get_by_text("cannot be told from noise")).to_be_visible()

    rounds.published_round(
        company.dee, [company.ada, company.cy], how=rounds.around(4), follows=first, at=clock.now() - rounds.WEEK
    )
    reading = BoundReading.objects.get()
    assert reading.value is not None and reading.value > binding.start
    page.goto(f"{live_server.url}/objectives/{goal.public_id}/")
    expect(page.get_by_text("of 1 measured").first).to_contain_text("1 of 1")
    row.locator("summary").first.click()
    value, low, high = (f"{one:g}" for one in (reading.value, reading.low, reading.high))
    expect(row.get_by_text(f"{value} ({low} to {high})").first).to_be_visible()
    row.get_by_text(f"{value} ({low} to {high})").first.click()
    expect(row.get_by_text("with the movement of everybody taken out")).to_be_visible()

    page.goto(f"{live_server.url}/check-in/")
    expect(page.get_by_text("no value is typed")).to_be_visible()
    page.get_by_label("What changed?").fill("I asked twice before I answered.")
    page.get_by_role("button", name="Send the check-in").click()
    expect(page.get_by_text("Checked in on 1 key result")).to_be_visible()


def test_cy_sees_the_shared_goal_and_its_readings_only_after_a_second_choice(
    quiet_page: Page, be: Be, company: cast.Cast, live_server: Any
) -> None:
    page = quiet_page
    began = clock.now() - dt.timedelta(days=130)
    raters = [(one, "peer") for one in rounds.hands(company.cranes, 8, word="Peer")]
    first = rounds.published_round(company.dee, [company.ada, company.bo], raters, how=rounds.around(3), at=began)
    be(company.ada)
    page.goto(f"{live_server.url}/objectives/new/?layer=developmental")
    page.get_by_label("What will be true at the end?").fill("Colleagues bring me bad news early")
    page.get_by_role("button", name="One measured by feedback").click()
    with page.expect_response(lambda answer: answer.url.endswith("/instrument/")):
        page.get_by_label("Which competency").select_option("Competency 1")
    page.get_by_label("What will be different?").fill("Raters see me ask for it")
    page.get_by_role("button", name="Let feedback measure it", exact=True).click()
    expect(page.get_by_text("Measured by feedback from now on")).to_be_visible()
    assert Binding.objects.get().competency.name == "Competency 1"
    rounds.published_round(
        company.dee, [company.ada, company.bo], how=rounds.around(4), follows=first, at=clock.now() - rounds.WEEK
    )
    goal = Objective.objects.get(owner_person=company.ada)
    Sharing.objects.create(objective=goal, with_person=company.cy, at=clock.now())

    be(company.cy)
    here = f"{live_server.url}/objectives/{goal.public_id}/"
    page.goto(here)
    page.locator(".result-row summary").first.click()
    expect(page.get_by_text("its owner keeps the readings")).to_be_visible()

    be(company.ada)
    page.goto(here)
    page.locator(".result-row summary").first.click()
    page.get_by_text("Only you see these readings").click()
    page.get_by_label("Who may see the readings").fill("Cy Tanaka")
    page.get_by_role("button", name="Let them see the readings").click()
    expect(page.get_by_text("Cy Tanaka sees the readings now")).to_be_visible()

    be(company.cy)
    page.goto(here)
    page.locator(".result-row summary").first.click()
    expect(page.get_by_text("as seen by: all raters")).to_be_visible()
