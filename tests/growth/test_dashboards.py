"""Ada sees how she grows; others see what she shared."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.feedback.models import ReportSharing, Wave
from tests import cast
from tests.growth import reports

SPRING = cast.NOW - dt.timedelta(days=180)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


def signed_in(client: Client, person: object) -> Client:
    client.force_login(person)  # type: ignore[arg-type]
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
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in(client, company.ada)
    counts = []
    for place in range(3):
        at = cast.NOW - dt.timedelta(days=100 * (3 - place))
        reports.level(reports.published([company.ada], at=at), company.ada, 3.0 + place / 10)
        with CaptureQueriesContext(connection) as seen:
            words(client, "/growth/")
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 30
