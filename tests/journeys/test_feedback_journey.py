"""A 360 and a pulse as a new company walks them: from no questionnaire to a report, in a browser, counted in clicks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from sapwood.activity import clock
from sapwood.activity.models import Delivery
from sapwood.feedback import jobs, links, outside
from sapwood.feedback.actions import closing, inviting
from sapwood.feedback.models import Ballot, Invitation, Item, Receipt, Relation, Subject, Wave
from sapwood.goals.models import Objective
from sapwood.people.actions import take_in_library
from sapwood.people.library import bank
from sapwood.people.models import Person
from tests import cast
from tests.feedback import rounds
from tests.journeys.test_accessibility import NARROW, RULES, WIDE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Be = Callable[[Any], None]
WEAK, STRONG = 2, 4
WORDS = "On Tuesday she let the pilot finish before she spoke. We found the fault."


@dataclass
class Counted:
    """A page on which clicks, taps and keys are counted."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def choose(self, what: Locator) -> None:
        what.click(force=True)  # the words of a step lie under its radio button
        self.clicks += 1

    def tap(self, what: Locator) -> None:
        what.tap()
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    @property
    def screen(self) -> Locator:
        return self.page.locator("[data-screen]:visible")


@pytest.fixture
def harbour(company: cast.Cast) -> cast.Cast:
    """The small company with the library in place, and three more hands: Cranes are six."""
    take_in_library(by=company.dee, library=bank(), at=cast.NOW)
    rounds.hands(company.cranes, 3)
    return company


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Moves the clock of the house on, for the server's threads as well."""
    real, ahead = clock.now, [dt.timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])
    return lambda by: ahead.__setitem__(0, ahead[0] + by)


def wanted(item: Item, weak: int) -> int:
    """What everybody in this story sees: one competency is the weak one."""
    return weak if item.competency is not None and item.competency.key == "listening" else STRONG


def by_key(wave: Wave, weak: int, relation: str = Relation.PEER) -> list[int | None]:
    """The answers in the order of the screens; None for a question in words. A guest is asked five of them."""
    items = outside.shortened(list(wave.questionnaire.items.select_related("competency")), relation)
    return [wanted(item, weak) if item.is_scale else None for item in items]


def reads_about(page: Page, number: int, of: int) -> None:
    """The screen of that question is the one shown."""
    expect(page.locator("[data-screen]:visible")).to_contain_text(re.compile(rf"(?<!\d){number} / {of}"))


def answer_by_mouse(counted: Counted, wave: Wave, weak: int, words: str = "", relation: str = Relation.PEER) -> None:
    answers = by_key(wave, weak, relation)
    counted.button("Begin")
    for number, value in enumerate(answers, 1):
        reads_about(counted.page, number, len(answers))
        if value is not None:
            counted.choose(counted.screen.locator(f".scale input[value='{value}']"))
            continue
        if words:
            counted.screen.get_by_role("textbox").fill(words)
        counted.click(counted.screen.get_by_role("button", name="Go on"))
    counted.click(counted.screen.get_by_role("button", name="Send", exact=True))
    expect(counted.page.get_by_role("heading", name="It is sealed")).to_be_visible()


def answer_on_a_phone(browser: Browser, address: str, wave: Wave, weak: int) -> Counted:
    phone = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True, locale="en-GB")
    counted = Counted(phone)
    phone.goto(address)
    counted.tap(phone.get_by_role("button", name="Begin"))
    answers = by_key(wave, weak)
    for number, value in enumerate(answers, 1):
        reads_about(phone, number, len(answers))
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        if value is not None:
            counted.tap(counted.screen.locator(f".scale input[value='{value}']"))
        else:
            counted.screen.get_by_role("textbox").fill(WORDS)
            counted.tap(counted.screen.get_by_role("button", name="Go on"))
    counted.tap(counted.screen.get_by_role("button", name="Send", exact=True))
    expect(phone.get_by_role("heading", name="It is sealed")).to_be_visible()
    phone.close()
    return counted


def answer_by_keyboard(page: Page, wave: Wave, weak: int) -> Counted:
    """No mouse at all: the first button is focused, numbers answer, Tab and Enter go on."""
    counted = Counted(page)
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    counted.press("Enter")
    answers = by_key(wave, weak)
    for number, value in enumerate(answers, 1):
        reads_about(page, number, len(answers))
        if value is not None:
            counted.press(str(value))
            continue
        expect(counted.screen.get_by_role("textbox")).to_be_focused()
        page.keyboard.type(WORDS)
        onward = counted.screen.get_by_role("button", name="Go on")
        while not onward.evaluate("one => one === document.activeElement"):
            counted.press("Tab")
        counted.press("Enter")
    expect(counted.screen.get_by_role("button", name="Send", exact=True)).to_be_focused()
    counted.press("Enter")
    expect(page.get_by_role("heading", name="It is sealed")).to_be_visible()
    return counted


def launch_a_round(page: Page, dee: Be, company: cast.Cast, server: str) -> tuple[Wave, Counted]:
    """Dee, who has never seen the page, from nothing to an open round about a team of six and a customer asked."""
    counted = Counted(page)
    dee(company.dee)
    page.goto(f"{server}/feedback/")
    counted.link("360 round")
    counted.click(page.get_by_role("button", name=re.compile("Take this one")).first)
    counted.button("Publish")
    counted.link("Begin a 360 with it")
    page.get_by_label("Name", exact=True).fill("How Cranes work together")
    page.get_by_label("About the people of").select_option(label="Cranes")
    page.get_by_label("A follow-up will compare with it").check()
    counted.clicks += 3
    counted.button("Begin")
    counted.button("Fill in those near them")
    counted.link("Ada Okoye")
    counted.click(page.get_by_text("Ask somebody from outside"))
    page.get_by_label("Name", exact=True).fill("Ola Customer")
    page.get_by_label("E-mail").fill("ola@customer.example")
    counted.button("Ask them by mail")
    expect(page.get_by_text("can show a change of").first).to_be_visible()
    counted.link("How Cranes work together")
    expect(page.get_by_text("the raters of 6 people are not agreed")).to_be_visible()
    counted.button("Agree for every manager")
    counted.button("Open it now")
    expect(page.get_by_text("there is no live count")).to_be_visible()
    return Wave.objects.get(), counted


def mailed_link(wave: Wave, to: str) -> str:
    """The link as it stands in the mail."""
    inviting.invite(clock.now())
    mail = Delivery.objects.get(address=to)
    found = re.search(r"https?://[^/\s]+(/answers/\S+)", mail.body)
    assert found is not None
    return found.group(1)


def the_rest_answers(wave: Wave, *, better: Person | None = None) -> None:
    """Everybody who has not: about the same as those in the browser, a little more or less from person to person. Of
    `better` they see the weak competency as often as the others: were it so of everybody, nobody could tell it from
    raters who became more lenient."""

    def how(row: Invitation, item: Item) -> int:
        who = row.person_id or row.guest_id or 0
        weak = STRONG if row.subject is not None and row.subject.person_id == getattr(better, "pk", None) else WEAK
        return max(1, min(5, wanted(item, weak) + (who * 7 + item.position * 3) % 3 - 1))

    rows = wave.invitations.filter(receipt=None)
    for row in rows.select_related("wave__questionnaire", "person", "guest", "subject"):
        rounds.answer(row, how, at=clock.now())


def close(wave: Wave) -> None:
    assert wave.closes is not None
    closing.close(wave, wave.closes + dt.timedelta(minutes=1))


def follow_up(page: Page, server: str, before: Wave) -> Wave:
    """Dee begins it on the page of the published round; the raters are those of the first."""
    page.goto(f"{server}/feedback/waves/{before.public_id}/")
    page.get_by_role("link", name="Begin the follow-up").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("How Cranes work together: follow-up")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("button", name="Agree for every manager").click()
    page.get_by_role("button", name="Open it now").click()
    expect(page.get_by_text("there is no live count")).to_be_visible()
    return Wave.objects.get(follows=before)


def test_a_360_about_a_team_of_six_from_nothing_to_a_key_result_that_moves_by_itself(
    quiet_page: Page,
    be: Be,
    harbour: cast.Cast,
    live_server: Any,
    browser: Browser,
    move: Callable[[dt.timedelta], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    page, server = quiet_page, live_server.url
    wave, launching = launch_a_round(page, be, harbour, server)
    about_ada = Subject.objects.get(wave=wave, person=harbour.ada)
    assert wave.subjects.count() == 6 and about_ada.invitations.filter(relation="peer").count() == 4
    one, other, _third = Person.objects.filter(name__startswith="Hand").order_by("pk")

    def link(person: Person) -> str:
        return server + links.address(Invitation.objects.get(subject=about_ada, person=person))

    on_a_phone = answer_on_a_phone(browser, link(harbour.cy), wave, WEAK)
    be(one)
    page.goto(server)
    page.get_by_role("link", name="About Ada Okoye").click()
    by_keyboard = answer_by_keyboard(page, wave, WEAK)
    expect(page.get_by_role("link", name="Next:")).to_be_visible()
    page.goto(link(other))
    by_mouse = Counted(page)
    answer_by_mouse(by_mouse, wave, WEAK, WORDS)
    page.goto(server + mailed_link(wave, "ola@customer.example"))
    expect(page.get_by_text("I do not want to be asked")).to_be_visible()
    answer_by_mouse(Counted(page), wave, WEAK, WORDS, Relation.EXTERNAL)

    page.goto(link(harbour.bo))  # the manager is named, so what he types is saved as he goes
    expect(page.get_by_text("As a manager you answer by name")).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    page.locator("[data-screen]:visible .scale input[value='2']").check(force=True)
    expect(page.locator("[data-saved]")).to_have_text("Saved as a draft")
    page.goto(link(harbour.bo))
    expect(page.locator(".scale input[value='2']").first).to_be_checked()
    answer_by_mouse(Counted(page), wave, WEAK)
    page.goto(link(harbour.ada))
    expect(page.get_by_role("heading", name="How do you see yourself?")).to_be_visible()
    answer_by_mouse(Counted(page), wave, STRONG)
    assert Receipt.objects.count() == Ballot.objects.count() == 6

    the_rest_answers(wave)
    close(wave)
    be(harbour.ada)
    page.goto(f"{server}/feedback/")
    page.get_by_role("link", name="How colleagues see you").click()
    headings = page.locator("main h2")
    expect(headings.first).to_have_text("What colleagues see most")
    shown = headings.all_inner_texts()
    assert shown.index("Listening") > shown.index("Keeping agreements")  # what is seen least comes last
    weakest = page.locator("section.sec", has=page.get_by_role("heading", name="Listening", exact=True))
    expect(weakest.get_by_text("Your own view")).to_be_visible()
    expect(page.get_by_text(WORDS).first).to_be_visible()

    page.get_by_role("button", name="Turn this into a goal: Listening").click()
    expect(page.get_by_role("status")).to_contain_text("bound already")
    goal = Objective.objects.get(owner_person=harbour.ada)
    move(dt.timedelta(days=120))
    be(harbour.dee)
    second = follow_up(page, server, wave)
    the_rest_answers(second, better=harbour.ada)
    close(second)
    be(harbour.ada)
    page.goto(f"{server}/objectives/{goal.public_id}/")
    moved = page.get_by_role("img", name=re.compile(r"Listening\. \d(\.\d)?, between \d(\.\d)? and \d(\.\d)?"))
    expect(moved.first).to_be_visible()  # a level and its interval, typed by nobody
    page.get_by_text("Raters see it more often: Listening").first.click()
    told = page.get_by_role("listitem").filter(has_text="How Cranes work together: follow-up").last
    expect(told).to_contain_text("improvement")
    with capsys.disabled():
        print(  # noqa: T201  (the counts are what one runs this test to read)
            f"\n360: launching {launching.clicks} clicks; about one colleague of {len(by_key(wave, WEAK))} questions: "
            f"{by_mouse.clicks} clicks, {on_a_phone.clicks} taps, or {by_keyboard.keys} keys beside the words typed"
        )


def launch_a_weekly_pulse(page: Page, server: str) -> Counted:
    """From no questionnaire to a programme that opens and closes by itself."""
    counted = Counted(page)
    page.goto(f"{server}/feedback/")
    counted.link("Pulse")
    counted.click(page.get_by_role("button", name=re.compile("Take this one")).first)
    counted.button("Publish")
    counted.link("Feedback")
    counted.link("Pulse that comes back")
    page.get_by_label("Name", exact=True).fill("How the week was")
    page.get_by_label("From", exact=True).fill(f"{clock.today() + dt.timedelta(days=1)}")
    counted.clicks += 2
    for day in ("Monday", "Wednesday", "Thursday", "Friday"):
        counted.choose(page.get_by_role("checkbox", name=day))
    counted.button("Set it up")
    expect(page.get_by_text("What would be published").first).to_be_visible()
    return counted


def test_a_weekly_pulse_is_set_up_once_and_answered_by_keys_in_a_minute(
    quiet_page: Page,
    be: Be,
    harbour: cast.Cast,
    live_server: Any,
    move: Callable[[dt.timedelta], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    page, server = quiet_page, live_server.url
    be(harbour.dee)
    launching = launch_a_weekly_pulse(page, server)
    move(dt.timedelta(days=4))  # past a weekend: it has opened
    jobs.open_programmes(clock.now())
    wave = Wave.objects.get(kind=Wave.Kind.PULSE)
    questions = wave.questionnaire.items.count()

    page.goto(server + links.address(Invitation.objects.get(wave=wave, person=harbour.ada)))
    answering = Counted(page)
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    answering.press("Enter")
    for number in range(1, questions + 1):
        reads_about(page, number, questions)
        answering.press("4")
    expect(answering.screen.get_by_role("button", name="Send", exact=True)).to_be_focused()
    answering.press("Enter")
    expect(page.get_by_role("heading", name="It is sealed")).to_be_visible()
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)

    rounds.all_answer(wave, but=[harbour.ada], at=clock.now())
    close(wave)
    be(harbour.dee)
    page.goto(f"{server}/feedback/waves/{wave.public_id}/results/")
    expect(page.get_by_text(re.compile(r"of \d+ answered")).first).to_be_visible()
    with capsys.disabled():
        print(  # noqa: T201  (as above)
            f"\npulse: setting up {launching.clicks} clicks; answering {questions} questions {answering.keys} keys"
        )


def test_what_is_typed_is_there_again_after_the_browser_was_closed_and_the_line_was_cut(
    page: Page, harbour: cast.Cast, live_server: Any
) -> None:
    wave = rounds.draft_round(harbour.dee, [harbour.ada], at=clock.now())
    rounds.ask(harbour.dee, wave, [(harbour.cy, "peer")], at=clock.now())
    rounds.open_round(harbour.dee, wave, at=clock.now())
    link = live_server.url + links.address(Invitation.objects.get(person=harbour.cy))
    page.goto(link)
    page.get_by_role("button", name="Begin").click()
    page.locator("[data-screen]:visible .scale input[value='3']").check(force=True)
    expect(page.locator("[data-saved]")).to_have_text("Kept in this browser, locked")
    held = page.evaluate("JSON.stringify(localStorage)")
    assert "i-" not in held and "Cy" not in held  # a cipher, under a name that says nothing

    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_text("What you had filled in is back.")).to_be_visible()
    expect(page.locator(".scale input[value='3']").first).to_be_checked()
    page.get_by_role("button", name="Begin").click()
    for _question in range(7):
        page.locator("[data-screen]:visible [data-next]").click()
    expect(page.get_by_role("heading", name="This is what you send")).to_be_visible()
    expect(page.locator("[data-review] dd").first).to_have_text("About half the time")
    page.route("**/answers/**", lambda route: route.abort())
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("It could not be sent")).to_be_visible()
    assert not Receipt.objects.exists()
    page.unroute("**/answers/**")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_role("heading", name="It is sealed")).to_be_visible()
    page.wait_for_function(
        "Object.keys(localStorage).length === 0"
    )  # the script of the page lets it go once it is read
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)


def test_vague_praise_turns_into_what_was_seen_as_one_types(
    quiet_page: Page, harbour: cast.Cast, live_server: Any
) -> None:
    page = quiet_page
    wave = rounds.draft_round(harbour.dee, [harbour.ada], at=clock.now())
    rounds.ask(harbour.dee, wave, [(harbour.cy, "peer")], at=clock.now())
    rounds.open_round(harbour.dee, wave, at=clock.now())
    page.goto(live_server.url + links.address(Invitation.objects.get(person=harbour.cy)))
    page.get_by_role("button", name="Begin").click()
    for _question in range(6):
        page.locator("[data-screen]:visible [data-next]").click()
    words, help = page.get_by_role("textbox"), page.locator(".word-help")
    words.fill("Great communicator")
    page.get_by_role("button", name="Could they do something with it?").click()
    expect(help).to_contain_text("about the person, not about what they did")
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)  # from here on it listens
    words.fill(WORDS)
    expect(help).to_contain_text("It says what happened and what came of it.")
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_screen_of_a_round_shuts_anybody_out(
    page: Page, be: Be, harbour: cast.Cast, live_server: Any, theme: str
) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    be(harbour.dee)
    page.goto(f"{live_server.url}/feedback/rounds/new/")
    found = {"nothing asked yet": shut_out(page)}
    wave = rounds.draft_round(harbour.dee, [harbour.ada, harbour.cy], at=clock.now())
    page.goto(f"{live_server.url}/feedback/waves/{wave.public_id}/")
    found["being prepared"] = shut_out(page)
    page.goto(f"{live_server.url}/feedback/subjects/{wave.subjects.all()[0].public_id}/")
    found["choosing raters"] = shut_out(page)
    rounds.ask(harbour.dee, wave, [(harbour.eve, "peer")], at=clock.now())
    rounds.open_round(harbour.dee, wave, at=clock.now())
    page.goto(live_server.url + links.address(Invitation.objects.filter(person=harbour.eve)[0]))
    found["before answering"] = shut_out(page)
    page.get_by_role("button", name="Begin").click()
    found["a question"] = shut_out(page)
    for _question in range(6):
        page.locator("[data-screen]:visible [data-next]").click()
    page.get_by_role("textbox").fill("Great communicator")
    page.get_by_role("button", name="Could they do something with it?").click()
    expect(page.locator(".word-help")).to_contain_text("about the person")
    found["words and help"] = shut_out(page)
    page.locator("[data-screen]:visible [data-next]").click()
    found["what is sent"] = shut_out(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It is sealed")).to_be_visible()
    found["sent"] = shut_out(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def shut_out(page: Page) -> list[str]:
    """Serious findings of the accessibility scan, and whether it is cut off at 360 px."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    rules = Axe().run(page, options=RULES).response["violations"]
    problems = [f"{one['id']}: {[node['target'] for node in one['nodes']][:4]}" for one in rules]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return problems + ([f"at 360 px it is {wide} px wide"] if wide > NARROW["width"] else [])
