"""What is visible in a statement is read exactly: start, target, change, unit, direction, date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from sapwood.coach import quantities

MARCH = dt.date(2026, 3, 16)


@pytest.mark.parametrize(
    ("text", "baseline", "target", "unit", "direction"),
    [
        ("Cut first-year exits from 22% to 15%", 22, 15, "%", "fall"),
        ("Raise NPS 31 → 45", 31, 45, "", "rise"),
        ("Waiting time falls from 58 to 30 minutes", 58, 30, "minutes", "fall"),
        ("eNPS of 60+ (currently 35)", 35, 60, "", "rise"),
        ("Grow ARR from $4M to $6.5M", 4_000_000, 6_500_000, "$", "rise"),
        ("Books closed in 4 days instead of 9", 9, 4, "days", "fall"),
        ("Keep churn below 2%", None, 2, "%", "stay_below"),
        ("Peers rate my updates 4/5", None, 4, "/5", None),
        ("Answer 90% of letters within ten days", None, 90, "%", "fall"),
        ("1,250 members by June", None, 1250, "", None),
        ("Zero open findings", None, 0, "", "fall"),
    ],
)
def test_numbers_prefill_the_form(
    text: str, baseline: int | None, target: int, unit: str, direction: str | None
) -> None:
    read = quantities.read(text, MARCH)
    assert read.baseline == (None if baseline is None else Decimal(baseline))
    assert (read.target, read.unit, read.direction) == (Decimal(target), unit, direction)
    assert read.has_target and read.has_baseline == (baseline is not None)


@pytest.mark.parametrize(
    ("text", "change", "unit"),
    [
        ("Increase repeat orders by 20%", 20, "%"),
        ("Double the number of members", 2, "x"),
        ("Load times 3x faster", 3, "x"),
        ("Returns down 40%", 40, "%"),
        ("28% QoQ growth", 28, "%"),
    ],
)
def test_a_change_relative_to_today_is_told_from_a_level(text: str, change: int, unit: str) -> None:
    read = quantities.read(text)
    assert read.relative and read.has_target and not read.has_baseline
    assert read.change_unit == unit or read.change == change


@pytest.mark.parametrize(
    "text",
    [
        "Obtain the SOC 2 report",
        "Pass the ISO 27001 audit",
        "Set up 360 feedback for managers",
        "Launch by 30 June 2026",
        "Publish the plan in Q3",
        "Migrate to Python 3",
        "Hold 1:1s with the team",
        "Raise conversion by X%",
        "Adopt the process across all teams",
        "Improve p95 latency",
    ],
)
def test_names_dates_and_blanks_are_no_target(text: str) -> None:
    assert not quantities.read(text).has_target


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Launch by June 30", dt.date(2026, 6, 30)),
        ("Launch by 1 March", dt.date(2027, 3, 1)),
        ("Ready in Q3 2026", dt.date(2026, 9, 30)),
        ("Done by end of April", dt.date(2026, 4, 30)),
        ("Finished 2026-11-05", dt.date(2026, 11, 5)),
        ("Signed 25/12/2026", dt.date(2026, 12, 25)),
        ("Signed 03/04/2026", None),
    ],
)
def test_dates_are_read_and_never_guessed(text: str, due: dt.date | None) -> None:
    assert quantities.read(text, MARCH).due == due


def test_spans_lie_in_the_text() -> None:
    text = "Cut first-year exits from 22% to 15% by June 30"
    read = quantities.read(text, MARCH)
    assert [text[start:end] for start, end in read.target_spans] == ["15"]
    assert [text[start:end] for start, end in read.due_spans] == ["June 30"]


def test_among_how_many_is_no_target() -> None:
    assert quantities.read("Colleagues who say that they were heard, of 9").target is None
    assert quantities.read("From 3 to 8 colleagues who say that they were heard, of 9").target == 8
