"""Who answers to whom: history kept, circles refused by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.people import actions
from sapwood.people.models import ReportingLine
from tests import cast
from tests.cast import LONG_AGO, NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def test_a_new_manager_ends_the_line_before_and_keeps_it(company: Cast) -> None:
    actions.set_manager(by=company.ad, person=company.ada, manager=company.dee, at=NOW)
    lines = (
        ReportingLine.objects.filter(person=company.ada).order_by("id").values_list("manager__name", "starts", "ends")
    )
    assert list(lines) == [("Bo Ferreira", LONG_AGO, TODAY), ("Dee Lindqvist", TODAY, None)]
    assert cast.fresh(company.ada).manager == company.dee


def test_the_manager_above_hands_a_report_on_and_a_peer_does_not(company: Cast) -> None:
    assert actions.set_manager(by=company.max, person=company.ada, manager=company.max, at=NOW) is not None
    for nobody in (company.bo, company.cy, company.eve, company.dee):
        with pytest.raises(Refused):
            actions.set_manager(by=nobody, person=company.cy, manager=company.max, at=NOW)


def test_a_circle_is_refused_with_every_name_in_it(company: Cast) -> None:
    with pytest.raises(Refused, match="Max Berg → Ada Okoye → Bo Ferreira → Max Berg"):
        actions.set_manager(by=company.ad, person=company.max, manager=company.ada, at=NOW)
    with pytest.raises(Refused, match="Ada Okoye → Ada Okoye"):
        actions.set_manager(by=company.ad, person=company.ada, manager=company.ada, at=NOW)
    assert cast.fresh(company.max).manager is None


def test_who_has_left_takes_no_reports(company: Cast) -> None:
    with pytest.raises(Refused, match="Lo Brandt has left"):
        actions.set_manager(by=company.ad, person=company.ada, manager=company.lo, at=NOW)
    with pytest.raises(Refused, match="Lo Brandt has left"):
        actions.add_further_manager(by=company.ad, person=company.ada, manager=company.lo, at=NOW)


def test_a_further_manager_stands_beside_the_first_and_may_become_it(company: Cast) -> None:
    actions.add_further_manager(by=company.ad, person=company.ada, manager=company.eve, at=NOW)
    assert cast.fresh(company.ada).manager == company.bo
    assert company.ada.pk in cast.fresh(company.eve).report_ids
    actions.set_manager(by=company.ad, person=company.ada, manager=company.eve, at=NOW)
    assert cast.fresh(company.ada).manager == company.eve
    assert ReportingLine.objects.filter(person=company.ada, ends=None).count() == 1


def test_a_further_line_ends_and_a_first_one_does_not_end_that_way(company: Cast) -> None:
    line = actions.add_further_manager(by=company.ad, person=company.ada, manager=company.eve, at=NOW)
    assert actions.end_further_manager(by=company.ad, line=line, at=NOW).ends == TODAY
    with pytest.raises(Refused):
        actions.end_further_manager(by=company.ad, line=company.ada.reporting_lines.get(is_primary=True), at=NOW)


def test_nobody_is_a_manager_too(company: Cast) -> None:
    assert actions.set_manager(by=company.ad, person=company.ada, manager=None, at=NOW) is None
    assert cast.fresh(company.ada).manager is None
