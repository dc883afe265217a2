"""Ada sees how she grows; others see what she shared."""

from __future__ import annotations

import datetime as dt
import io
import random

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.feedback.models import ReportSharing, Wave
from sapwood.goals.models import Sharing
from sapwood.growth import actions, outlook, skills
from sapwood.growth.models import LessonRead, Plan, PlanSharing
from sapwood.measurement.rounding import Published
from sapwood.people.models import Person
from tests import cast
from tests.growth import reports

SPRING = cast.NOW - dt.timedelta(days=180)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_a_ring_is_a_published_round_and_says_its_number(client: Client, company: cast.Cast) -> None:
    reports.level(reports.published([company.ada], at=SPRING), company.ada, 3.1)
    second = reports.published([company.ada], at=cast.NOW - dt.timedelta(days=3))
    reports.level(second, company.ada, 3.6, own=3.5, gap=(-0.1, -0.8, 0.6))
    page = words(signed_in(client, company.ada), "/growth/")
    assert "How colleagues see me" in page and "Listening" in page
    assert page.index("3.6 (3.1 to 4.1)") < page.index("3.1 (2.6 to 3.6)")  # the newest first, both in words
    assert "It overlaps with what others see: the difference may be anything from −0.8 to 0.6." in page


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ((0.9, 0.2, 1.6), "You see it higher than others do: own view 4.5, the difference 0.9 (0.2 to 1.6)."),
        ((-0.9, -1.6, -0.1), "Others see more of it than you do: own view 4.5, the difference 0.9 (−1.6 to −0.1)."),
        ((0.4, 0.0, 0.9), "It overlaps with what others see: the difference may be anything from 0.0 to 0.9."),
        (None, "Own view 4.5; there is nothing it could be compared with."),
    ],
)
def test_ones_own_view_is_compared_no_surer_than_the_interval_is(
    client: Client, company: cast.Cast, gap: tuple[float, float, float] | None, said: str
) -> None:
    reports.level(reports.published([company.ada]), company.ada, 3.6, own=4.5, gap=gap)
    assert said in words(signed_in(client, company.ada), "/growth/")


def test_a_round_that_is_open_is_a_ring_without_a_number(client: Client, company: cast.Cast) -> None:
    reports.level(reports.published([company.ada], at=SPRING), company.ada, 3.1)
    Wave.objects.filter(pk=reports.published([company.ada]).wave_id).update(stage=Wave.Stage.OPEN)
    page = words(signed_in(client, company.ada), "/growth/")
    assert "open now" in page and "nobody reads it yet" in page and "3.1 (2.6 to 3.6)" in page


def test_others_see_the_rings_of_a_shared_report_and_no_other(client: Client, company: cast.Cast) -> None:
    first, second = reports.published([company.ada], at=SPRING), reports.published([company.ada])
    reports.level(first, company.ada, 3.1)
    reports.level(second, company.ada, 3.6)
    address = f"/people/{company.ada.public_id}/"
    for reader in (company.bo, company.cy, company.dee, company.max):
        assert "How colleagues see" not in words(signed_in(client, reader), address)
    shared = ReportSharing.objects.create(
        subject=first.wave.subjects.get(), person=company.cy, at=cast.NOW - dt.timedelta(days=1)
    )
    page = words(signed_in(client, company.cy), address)
    assert "How colleagues see Ada" in page and "3.1 (2.6 to 3.6)" in page and "4.1)" not in page
    shared.revoke(cast.NOW)
    assert "How colleagues see" not in words(client, address)


def test_the_page_of_somebody_without_anything_says_what_will_stand_there(client: Client, company: cast.Cast) -> None:
    page = words(signed_in(client, company.eve), "/growth/")
    assert "No round about you is published yet." in page and "Nothing of your growth waits for you." in page


def test_the_growth_page_costs_the_same_for_one_report_and_for_three(client: Client, company: cast.Cast) -> None:
    signed_in(client, company.ada)
    counts = []
    for place in range(3):
        at = cast.NOW - dt.timedelta(days=100 * (3 - place))
        reports.level(reports.published([company.ada], at=at), company.ada, 3.0 + place / 10)
        with CaptureQueriesContext(connection) as seen:
            words(client, "/growth/")
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 30


# ---- of a team


def test_a_manager_sees_what_was_shared_and_nobody_who_shared_nothing(client: Client, company: cast.Cast) -> None:
    publication = reports.published([company.ada, company.cy])
    reports.level(publication, company.ada, 3.1)
    reports.level(publication, company.cy, 3.6)
    page = words(signed_in(client, company.bo), "/growth/team/")
    assert (
        "Nobody shares a goal of their own or a report" in page and "Ada Okoye" not in page and "Cy Tanaka" not in page
    )
    ReportSharing.objects.create(
        subject=publication.wave.subjects.get(person=company.ada), person=company.bo, at=cast.NOW
    )
    page = words(client, "/growth/team/")
    assert "Ada Okoye" in page and "Cy Tanaka" not in page
    assert "Ada shared a report with you. Thank them" in page


def test_a_doubtful_goal_is_a_prompt_only_when_it_is_shared(client: Client, company: cast.Cast) -> None:
    goal = cast.objective("Others finish their sentences", company.ada, company.cycle, layer="developmental")
    goal.confidence = 1
    goal.progress, goal.measured = 0.02, 1
    goal.save()
    assert "Others finish" not in words(signed_in(client, company.bo), "/growth/team/")
    Sharing.objects.create(objective=goal, with_person=company.bo, at=cast.NOW)
    page = words(client, "/growth/team/")
    assert "Ask Ada what would help with “Others finish their sentences”" in page


def test_a_plan_is_on_the_team_page_once_it_is_shared(client: Client, company: cast.Cast) -> None:
    plan = Plan.objects.create(
        kind=Plan.Kind.ONBOARDING, person=company.ada, title="First weeks at the quay", starts=cast.TODAY,
        started_by=company.ada, created=cast.NOW, accepted=cast.NOW,
    )  # fmt: skip
    assert "First weeks at the quay" not in words(signed_in(client, company.bo), "/growth/team/")
    PlanSharing.objects.create(plan=plan, person=company.bo, at=cast.NOW)
    assert "First weeks at the quay" in words(client, "/growth/team/")


def test_the_team_page_is_for_those_somebody_answers_to(client: Client, company: cast.Cast) -> None:
    assert signed_in(client, company.ada).get("/growth/team/").status_code in {403, 404}
    assert "How my team grows" in words(signed_in(client, company.bo), "/growth/")
    assert "How my team grows" not in words(signed_in(client, company.ada), "/growth/")


# ---- of everybody


def subjects(company: cast.Cast, n: int) -> list[Person]:
    return [cast.person(f"Subject{one} Berg", company.ropes, manager=company.eve) for one in range(n)]


def test_a_level_of_everybody_is_told_from_ten_people_on_in_half_points(client: Client, company: cast.Cast) -> None:
    people = subjects(company, 12)
    few = reports.published(people[:9], at=SPRING, name="Round of nine")
    many = reports.published(people, name="Twelve")
    for place, one in enumerate(people):
        if place < 9:
            reports.level(few, one, 2.2)
        reports.level(many, one, 3.0 + (place % 3) / 10)
    page = words(signed_in(client, company.dee), "/growth/skills/")
    assert "Twelve" in page and "Round of nine" not in page and "(2.0" not in page
    assert "(3.0 to 3.5)" in page
    assert "from 4 published rounds of a competency on" in page


def test_levels_that_the_readers_know_but_for_a_few_are_not_told(client: Client, company: cast.Cast) -> None:
    people = subjects(company, 12)
    publication = reports.published(people)
    for one in people:
        reports.level(publication, one, 3.0)
    for one in people[:8]:
        ReportSharing.objects.create(subject=publication.wave.subjects.get(person=one), person=company.dee, at=cast.NOW)
    page = words(signed_in(client, company.dee), "/growth/skills/")
    assert "12 people had a level in this round" in page and "(3.0 to 3.0)" not in page


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ((4.0, 4.0), "Below what is wanted: at least 4.0, and at most 3.5 was seen."),
        ((2.0, 2.5), "What is wanted is there: at most 2.5, and at least 2.5 was seen."),
        ((2.0, 4.0), "It cannot be told: 2.0 to 4.0 is wanted, and 2.5 to 3.5 may be there."),
        (None, "No level is named, so nothing can be missing or there."),
    ],
)
def test_a_gap_is_told_no_surer_than_the_interval(wanted: tuple[float, float] | None, said: str) -> None:
    last = Published(3.0, 2.5, 3.5, 0.5, "10 to 19", 0.95, "")
    assert skills.gap_words(wanted, last) == said


def test_an_outlook_takes_four_rounds_and_holds_what_comes() -> None:
    """95 % of the next levels of steady courses with noise lie in it, give or take; and three rounds give none."""
    assert outlook.next_level([0, 1, 2], [3.0, 3.1, 3.2]) is None
    chance, held = random.Random(11), 0
    for _course in range(400):
        start, slope = chance.uniform(2, 3), chance.uniform(-0.1, 0.2)
        levels = [start + slope * step + chance.gauss(0, 0.15) for step in range(6)]
        found = outlook.next_level(range(5), levels[:5])
        assert found is not None
        held += found.low <= levels[5] <= found.high
    assert 0.92 * 400 <= held <= 0.995 * 400


def test_the_file_holds_the_figures_of_the_page_and_no_others(client: Client, company: cast.Cast) -> None:
    people = subjects(company, 12)
    publication = reports.published(people, name="Twelve")
    for place, one in enumerate(people):
        reports.level(publication, one, 3.0 + (place % 3) / 10)
    LessonRead.objects.bulk_create(LessonRead(person=one, lesson="objective", at=cast.NOW) for one in people[:6])
    actions.publish_equity(at=cast.NOW)
    page = words(signed_in(client, company.dee), "/growth/skills/")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/growth/skills.xlsx").content))
    assert book.sheetnames == ["Skills", "Development", "School"]
    assert not [sheet for sheet in book if sheet.sheet_state != "visible"]
    numbers = {
        value
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, float | int)
    }
    assert {3.0, 3.5} <= numbers
    for number in numbers:
        assert str(number) in page or f"{number:.1f}" in page, number
    said = " ".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    assert "Berg" not in said and "3.1" not in said


def test_without_declarations_the_page_says_that_it_cannot_know(client: Client, company: cast.Cast) -> None:
    page = words(signed_in(client, company.dee), "/growth/skills/")
    assert "Whether development is spread fairly cannot be known: people are asked nothing" in page
    for other in (company.bo, company.ad, company.max, company.ada):
        assert signed_in(client, other).get("/growth/skills/").status_code in {403, 404}
