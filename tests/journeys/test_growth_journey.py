"""From a business problem to a behaviour that changed, in a browser: a bridge with two pilots, a goal by the guide,
practice, somebody who watches, a journal nobody else can find, the second round, and what the executive reads."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sapwood.activity import clock
from sapwood.feedback.models import Wave
from sapwood.goals.models import BoundReading, KeyResult, Objective
from sapwood.growth.jobs.bridges import read_bridges
from sapwood.growth.models import Bridge
from sapwood.people.models import Behaviour, Competency, Team
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Be = Callable[[Any], None]
PROBLEM = "Customers wait too long for answers"
ASKS, SUMS_UP = "Asks what the customer needs before answering.", "Sums up what was said before going on."
NOTICED = "The crew on shift finish what they have to say before I answer"
FEARED = "I was afraid on Tuesday to ask the harbour master twice"
PILOTS, OTHERS = ("Cranes", "Ropes"), ("Buoys", "Locks")


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Moves the clock of the house on, for the server's threads as well."""
    real, ahead = clock.now, [dt.timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])
    return lambda by: ahead.__setitem__(0, ahead[0] + by)


@pytest.fixture
def quay(company: cast.Cast) -> cast.Cast:
    """The small company with two more teams, a strategic goal, and a first round about Ada behind it."""
    for name in OTHERS:
        cast.team(name, Team.Level.TEAM, company.quay)
    answers = cast.objective("Customers get their answer within a day", company.company, company.cycle)
    answers.key_results.update(
        title="Hours until an answer", unit="hours", direction=KeyResult.Direction.FALL, baseline=30, target=20
    )
    raters = [(one, "peer") for one in rounds.hands(company.cranes, 8, word="Peer")]
    began = clock.now() - dt.timedelta(days=130)
    rounds.published_round(company.dee, [company.ada, company.cy], raters, how=rounds.around(3), at=began)
    listening = Competency.objects.get(name="Competency 0")
    for place, text in enumerate((ASKS, SUMS_UP)):
        Behaviour.objects.create(competency=listening, key=f"b{place}", text=text)
    return company


def values(weeks: int, from_day: dt.date, started: dt.date) -> str:
    """Hours until an answer, week by week: the same swing everywhere, and in the pilots less by six from the start."""
    chance, rows = random.Random(7), ["team,period,leading,lagging"]
    for week in range(weeks):
        day = from_day + dt.timedelta(weeks=week)
        for place, team in enumerate((*PILOTS, *OTHERS)):
            begun = team in PILOTS and day >= started
            asked = 3 + place * 0.2 + (2 if begun else 0) + chance.gauss(0, 0.3)
            hours = 30 + place - (6 if begun else 0) + chance.gauss(0, 1)
            rows.append(f"{team},{day},{asked:.2f},{hours:.2f}")
    return "\n".join(rows)


def build_the_bridge(page: Page, server: str) -> Bridge:
    """Dee, on one page, from the problem to the teams; then two behaviours, and it begins."""
    page.goto(f"{server}/capabilities/")
    page.get_by_role("link", name="Build the first one").click()
    page.get_by_label("What is the business problem?").fill(PROBLEM)
    offered = page.locator("#result-titles option").first.get_attribute("value")
    page.get_by_label("Which result is to move?").fill(offered or "")
    page.get_by_label("Which competency would move it?").select_option("Competency 0")
    page.get_by_label("What will people practise, and how?").fill(
        "To ask before answering, a quarter of an hour a week."
    )
    page.get_by_label("What would move first?").fill("Questions asked before an answer, counted on ten calls")
    page.get_by_label("Who answers for the business side?").fill("Max Berg")
    for name, side in (*((one, "starts") for one in PILOTS), *((one, "compares") for one in OTHERS)):
        page.locator(".sides li", has_text=name).get_by_role("combobox").select_option(side)
    page.get_by_role("button", name="Look at what it could tell").click()
    expect(page.get_by_text("The strongest it could ever say is").first).to_be_visible()
    page.get_by_label(ASKS).check()
    page.get_by_label(SUMS_UP).check()
    page.get_by_role("button", name="Name these").click()
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_text("Everybody can read it now")).to_be_visible()
    return Bridge.objects.get()


def bring_values(page: Page, server: str, bridge: Bridge, text: str) -> None:
    page.goto(f"{server}/capabilities/")
    page.get_by_role("link", name="Competency 0").first.click()
    page.get_by_role("link", name="Take in a file").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "answers.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.get_by_text("Every row can be read")).to_be_visible()
    page.get_by_role("button", name="Take it in").click()
    expect(page.locator(".timeline svg")).to_be_visible()


def begin_a_goal(page: Page, server: str) -> Objective:
    """Ada, led by the guide: why, what, for whom, what measures it and what that can tell, practice."""
    page.goto(f"{server}/growth/goal/")
    page.get_by_label("Why does it matter now?").fill("Customers ask twice, because I answer what they did not mean.")
    page.get_by_label("What it serves").select_option(label="Ships leave on time")
    with page.expect_response(lambda answer: answer.url.endswith("/growth/goal/")):
        page.get_by_label("Competency", exact=True).select_option(label="Competency 0")
    page.get_by_label(ASKS).check()
    page.get_by_label("What should colleagues notice in six weeks?").fill(NOTICED)
    page.get_by_label("Who exactly?").fill("the four people of my shift")
    with page.expect_response(lambda answer: answer.url.endswith("/growth/goal/")):
        page.get_by_role("radio", name="My next 360").check(force=True)
    expect(page.get_by_text("The smallest change it can tell")).to_be_visible()
    page.get_by_label("What will be different in what they see?").fill("Raters see me ask before I answer")
    expect(page.get_by_label("Target level")).not_to_have_value("")  # the nearest that could be told stands there
    page.get_by_role("button", name="Take it on, for myself").click()
    expect(page.get_by_text("nobody else sees it until you share it").first).to_be_visible()
    return Objective.objects.get(title=NOTICED)


def practise(page: Page, server: str) -> None:
    page.goto(f"{server}/growth/")
    page.get_by_role("group", name="Did you practise it this week?").get_by_role("button", name="2+").click()
    expect(
        page.get_by_role("group", name="Did you practise it this week?").get_by_role("button", name="2+")
    ).to_have_attribute("aria-pressed", "true")


def ask_to_be_observed(page: Page, server: str, goal: Objective) -> None:
    """A plan for the goal with one demonstration, and Cy is asked to watch it."""
    page.goto(f"{server}/objectives/{goal.public_id}/")
    page.get_by_role("link", name="Make a plan").click()
    page.get_by_label("Name of the plan").fill("Ask first")
    page.get_by_role("button", name="Begin it").click()
    page.get_by_label("Kind").select_option("demonstration")
    page.get_by_label("What to do", exact=True).fill("Lead the handover of the shift")
    page.get_by_label("Behaviour an observer looks for").select_option(label=ASKS)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Ask somebody to observe it").click()
    page.get_by_label("Cy Tanaka").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("is asked, until")).to_be_visible()


def tell_what_was_seen(page: Page, server: str) -> None:
    page.goto(f"{server}/feedback/")
    page.goto(f"{server}/growth/")
    page.get_by_role("link", name="Ada Okoye").first.click()
    page.get_by_role("radio").nth(3).check()
    page.get_by_label("One moment you remember").fill("At the handover she asked twice, then they agreed at once.")
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_role("heading", name="What you said")).to_be_visible()


def write_in_the_journal(page: Page, server: str, goal: Objective) -> None:
    page.goto(f"{server}/journal/")
    page.get_by_label("About a goal").select_option(label=goal.title)
    page.locator(".journal-form textarea").fill(FEARED)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status")).to_contain_text("Nobody but you reads it")
    expect(page.get_by_text(FEARED).first).to_be_visible()


def finds_nothing(page: Page, server: str) -> None:
    """Neither a search, nor one's own journal, growth or week shows what she wrote."""
    for address in ("/search/?q=afraid", "/search/?q=harbour+master", "/journal/", "/growth/", "/"):
        page.goto(f"{server}{address}")
        expect(page.locator("main")).to_be_visible()
        assert "on Tuesday to ask" not in page.content(), address


def test_from_a_problem_the_business_has_to_a_behaviour_that_changed(
    quiet_page: Page, be: Be, quay: cast.Cast, live_server: Any, move: Callable[[dt.timedelta], None]
) -> None:
    page, server = quiet_page, live_server.url
    be(quay.dee)
    bridge = build_the_bridge(page, server)
    starts = min(part.starts for part in bridge.teams.all() if part.starts)

    be(quay.max)
    page.goto(f"{server}/capabilities/")
    expect(page.get_by_text("For one it is too early")).to_be_visible()

    be(quay.ada)
    goal = begin_a_goal(page, server)
    practise(page, server)
    ask_to_be_observed(page, server, goal)
    be(quay.cy)
    tell_what_was_seen(page, server)
    be(quay.ada)
    page.goto(f"{server}/objectives/{goal.public_id}/")
    expect(page.get_by_text("At the handover she asked twice")).to_be_visible()
    write_in_the_journal(page, server, goal)
    for one in (quay.cy, quay.bo, quay.dee, quay.ad, quay.max):
        be(one)
        finds_nothing(page, server)

    first = Wave.objects.get()
    move(bridge.read_on - clock.today() + dt.timedelta(days=1))
    rounds.published_round(
        quay.dee, [quay.ada, quay.cy], how=rounds.around(4), follows=first, at=clock.now() - rounds.WEEK
    )
    reading = BoundReading.objects.get()
    be(quay.ada)
    page.goto(f"{server}/objectives/{goal.public_id}/")
    page.locator(".result-row summary").first.click()
    expect(
        page.locator(".result-row").get_by_text(f"{reading.value:g} ({reading.low:g} to {reading.high:g})").first
    ).to_be_visible()

    be(quay.dee)
    weeks = (bridge.read_on - bridge.measured_from).days // 7
    bring_values(page, server, bridge, values(weeks, bridge.measured_from, starts))
    read_bridges(clock.now())
    be(quay.max)
    page.goto(f"{server}/capabilities/")
    expect(page.get_by_text("One capability seems to move its result")).to_be_visible()
    said = page.locator(".movers li").first
    expect(said).to_contain_text("Teams in it differ from the others by")
    assert "caused" not in page.locator("main").inner_text().lower()
