"""Dee builds a bridge for "customers wait too long for answers" and pilots with two teams; Max reads the honest sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from sapwood.activity import clock
from sapwood.goals.models import KeyResult
from sapwood.growth import actions
from sapwood.growth.actions.bridge_values import Told
from sapwood.growth.models import Bridge, Kind
from sapwood.growth.queries import bridges as found
from sapwood.measurement.worlds import simulated_programme
from sapwood.people.models import Behaviour, Competency, Team
from tests import cast

PROBLEM = "Customers wait too long for answers"


def test_two_teams_pilot_and_the_executive_reads_what_it_says(
    company: cast.Cast, quiet_page: Page, be: Callable[[Any], None], live_server: Any
) -> None:
    result = cast.objective("Answers come the same day", company.quay, company.cycle).key_results.get()
    KeyResult.objects.filter(pk=result.pk).update(title="Hours until an answer", unit="hours", direction="fall")
    skill = Competency.objects.create(name="Calling early", key="calling-early", family="Own")
    Behaviour.objects.create(competency=skill, text="Calls before noon.")
    for name in ("Sheds", "Gates", "Pilots"):
        cast.team(name, Team.Level.TEAM, company.quay)

    be(company.dee)
    page = quiet_page
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="Capabilities").click()
    page.get_by_role("link", name="Build the first one").click()
    page.get_by_label("What is the business problem?").fill(PROBLEM)
    page.get_by_label("Which result is to move?").fill("Quay: Hours until an answer")
    page.get_by_label("Which competency would move it?").select_option(label="Calling early")
    page.get_by_label("What will people practise, and how?").fill("A round each Monday")
    page.get_by_label("What would move first?").fill("First words on the same day")
    page.get_by_label("Who answers for the business side?").fill("Bo Ferreira")
    for name, side in (("Cranes", "starts"), ("Ropes", "starts"), ("Sheds", "compares"), ("Gates", "compares")):
        page.locator(".sides li").filter(has_text=name).get_by_role("combobox").select_option(side)
    page.get_by_role("button", name="Look at what it could tell").click()
    expect(page.locator("#could-tell")).to_contain_text(
        "The strongest it could ever say is “consistent with an effect”"
    )
    page.get_by_label("Calls before noon.").check()
    page.get_by_role("button", name="Name these").click()
    page.get_by_role("button", name="Begin it").click()
    expect(page.locator("#finding")).to_contain_text("Too early")

    bridge = Bridge.objects.get()
    later = dt.datetime.combine(bridge.read_on, dt.time(6), tzinfo=dt.UTC)
    parts = found.parts_of(bridge)
    starts = [(part.starts - bridge.measured_from).days // 7 if part.starts else None for part in parts]
    weeks = (bridge.read_on - bridge.measured_from).days // 7
    told = [
        Told(
            parts[int(one.team)],
            Kind.LAGGING.value,
            bridge.measured_from + dt.timedelta(weeks=one.period),
            Decimal(str(round(20 + one.value, 2))),
        )
        for one in simulated_programme(3, starts, weeks, effect=-3, lag=bridge.lag)
    ]
    actions.take_values(by=company.dee, bridge=bridge, told=told, at=later)
    actions.read_bridge(by=None, bridge=bridge, at=later)

    be(company.max)
    with clock.frozen(later):
        page.goto(live_server.url + "/capabilities/")
        expect(page.get_by_role("heading", level=1)).to_have_text("One capability seems to move its result")
        expect(page.locator(".movers")).to_contain_text("Consistent with an effect")
        expect(page.locator(".movers")).to_contain_text("for the better")
        page.get_by_role("link", name="Calling early").click()
        expect(page.get_by_role("img", name=PROBLEM)).to_be_visible()
