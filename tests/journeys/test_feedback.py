"""A pulse and a 360, in a browser: launched, answered by keyboard, on a phone and without script, closed and read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sapwood.activity import clock
from sapwood.feedback import links
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Guest, Invitation, Receipt, Subject, Wave
from tests import cast
from tests.feedback import rounds

pytestmark = pytest.mark.django_db(transaction=True)

Be = Callable[[Any], None]


def test_dee_launches_a_pulse_ada_answers_by_keyboard_alone_and_bo_answers_the_result(
    quiet_page: Page, be: Be, company: cast.Cast, live_server: Any
) -> None:
    page = quiet_page
    rounds.hands(company.cranes, 9)
    rounds.hands(company.company, 6)
    asked = rounds.pulse_questions()
    be(company.dee)
    page.goto(f"{live_server.url}/feedback/")
    page.get_by_role("link", name="Pulse", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Pulse of this week")
    page.get_by_role("button", name="See what it would show").click()
    expect(page.get_by_role("row", name="Cranes")).to_contain_text("11")
    page.get_by_role("button", name="Open it now").click()
    expect(page.get_by_text("there is no live count")).to_be_visible()

    wave = Wave.objects.get(questionnaire=asked)
    be(company.ada)
    page.goto(live_server.url)
    page.get_by_role("link", name="Pulse of this week").click()
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("legend", has_text="part 0")).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator("legend", has_text="part 1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Mostly").first).to_be_checked()
    page.keyboard.press("4")
    expect(page.locator("legend", has_text="part 1")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("The crane is loud")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It is sealed")).to_be_visible()
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)

    rounds.all_answer(wave, but=[company.ada], at=clock.now())
    assert wave.closes is not None
    closing.close(wave, wave.closes + dt.timedelta(minutes=1))
    be(company.bo)
    page.goto(f"{live_server.url}/feedback/")
    page.get_by_role("link", name="Pulse of this week").click()
    unit = page.locator("section", has=page.get_by_role("heading", name="Cranes"))
    expect(unit.get_by_text("10 to 19 answers").first).to_be_visible()
    unit.get_by_text("Answer: what we do").click()
    unit.get_by_label("What we do").fill("A quieter crane")
    unit.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("A quieter crane")).to_be_visible()


def test_a_colleague_answers_on_a_phone_an_outsider_without_script_and_ada_reads_her_report(
    quiet_page: Page, be: Be, company: cast.Cast, live_server: Any, browser: Browser
) -> None:
    page = quiet_page
    now = clock.now()
    peers = rounds.hands(company.cranes, 5)
    wave = rounds.draft_round(company.dee, [company.ada], at=now)
    subject = Subject.objects.get()
    guest = Guest.objects.create(name="Ola Customer", email="ola@customer.example", by=company.ada, at=now)
    be(company.ada)
    page.goto(f"{live_server.url}/feedback/subjects/{subject.public_id}/")
    page.get_by_label("Who", exact=True).fill("Cy Tanaka")
    page.get_by_role("button", name="Ask them", exact=True).click()
    page.get_by_text("Ask somebody from outside").click()
    page.get_by_label("Name", exact=True).fill("Ola Customer")
    page.get_by_label("E-mail").fill(guest.email)
    page.get_by_role("button", name="Ask them by mail").click()
    expect(page.get_by_text("Ola Customer").first).to_be_visible()
    rounds.ask(company.dee, wave, [(one, "peer") for one in peers], at=now)
    rounds.open_round(company.dee, wave, at=now)

    phone = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    phone.goto(live_server.url + links.address(Invitation.objects.get(person=company.cy)))
    phone.get_by_role("button", name="Begin").tap()
    for _item in range(6):
        phone.locator("[data-screen]:visible").get_by_label("Most of the time").tap()
        phone.wait_for_timeout(250)
    phone.get_by_role("textbox").fill("Asks before answering")
    phone.get_by_role("button", name="Go on").tap()
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("heading", name="It is sealed")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.close()

    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(live_server.url + links.address(Invitation.objects.get(guest=guest)))
    expect(plain.get_by_text("I do not want to be asked")).to_be_visible()
    for group in plain.get_by_role("group").all():
        if group.get_by_label("Nearly every time").count():
            group.get_by_label("Nearly every time").check(force=True)
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("heading", name="It is sealed")).to_be_visible()
    plain.close()

    for row in wave.invitations.filter(receipt=None).select_related("wave", "person", "guest", "subject"):
        rounds.answer(row, at=now)
    closing.close(wave, now + rounds.WEEK + dt.timedelta(minutes=1))
    page.goto(f"{live_server.url}/feedback/")
    page.get_by_role("link", name="How colleagues see you").click()
    expect(page.get_by_text("Your own view").first).to_be_visible()
    expect(page.get_by_text("Asks before answering")).to_be_visible()
