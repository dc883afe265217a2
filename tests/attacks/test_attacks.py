"""A small run of every attack: seven companies, so that each double must give itself away. `make attack` runs 600."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.chance import Score, is_chance, most_right, tail
from tests.attacks.everything import ATTACKS, COUNTED, LIMITS
from tests.attacks.sums import Mean, Row, all_at_once, likeliest_difference, smallest_difference, subtracted
from tests.attacks.tally import Tally, as_lists, from_lists

SEEDS = range(1, 8)


@pytest.mark.django_db(transaction=True)
def test_no_attack_beats_chance_and_every_double_is_broken(tmp_path: Path) -> None:
    tally = Tally()
    tally.live(SEEDS, tmp_path, every=1)

    failed = [
        f"{row.code} {row.what}: {row.real} on the product, {row.double} on its double, {row.verdict}"
        for row in tally.rows()
        if row.verdict != "held"
    ]
    assert failed == []
    assert len(list(tally.rows())) == COUNTED
    lost = {limit.said: score for limit, score in zip(LIMITS, tally.lost, strict=True)}
    assert lost["an open wave, by whoever copied key store and database"].rate == 1.0  # as the product says
    assert from_lists(as_lists(tally)) == tally


def test_all_26_programs_are_there() -> None:
    codes = {attack.code for attack in ATTACKS} | {"A5"}
    assert {f"A{number}" for number in range(1, 27)} <= codes


def test_the_bound_is_three_sigma_shared_among_all_attacks() -> None:
    assert round(tail(1), 5) == 0.00135
    assert most_right(10_000, 1) in range(5_149, 5_152)  # 5,000 and three times 50
    assert most_right(10_000, 32) > most_right(10_000, 1)
    assert is_chance(Score(20, 32), 32) and not is_chance(Score(30, 32), 32) and not is_chance(Score(2, 32), 32)


def test_subtraction_finds_one_person_and_says_nothing_of_two_who_stand_together() -> None:
    whole, part = Mean(frozenset({1, 2, 3}), 3.0), Mean(frozenset({2, 3}), 4.0)
    assert subtracted(1, 2, whole, part) == pytest.approx(2.0)  # the first answered 1, two below the middle
    assert smallest_difference(2, 3, [whole, part]) == 0.0
    assert all_at_once(1, 2, [whole, part]) == pytest.approx(3.0)
    assert all_at_once(2, 3, [whole, part]) == 0.0


def test_unequal_weights_tell_two_people_apart_as_far_as_rounding_lets_them() -> None:
    fine = Row({1: 0.6, 2: 0.4}, value=0.6 * 1 + 0.4 * 5, step=0.01)
    assert likeliest_difference([1], [2], [fine]) > 0
    assert likeliest_difference([1], [2], [Row({1: 0.5, 2: 0.5}, value=3.0, step=0.01)]) == 0.0
