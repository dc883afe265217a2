"""Answers with a known truth: the same each time they are asked, and as severe, changed or silent as the truth says."""

from __future__ import annotations

from statistics import fmean

from sapwood.measurement.respondents import Chance, Members, Raters
from sapwood.measurement.simulate import Truth

ASKED = {f"c{k}": [f"c{k}-{part}" for part in range(3)] for k in range(4)}
CALM = Truth(leniency=0.0, leniency_wave=0.0, halo=0.0, halo_wave=0.0, pair_competency=0.0, residual=0.0, drift=0.0)


def mean(form: dict[str, int | None]) -> float:
    return fmean(answer for answer in form.values() if answer is not None)


def test_a_form_is_the_same_whenever_it_is_asked_for() -> None:
    first = Raters(7).form("Ada", "Kemal", "peer", 1, ASKED)
    Raters(7).form("Bo", "Kemal", "peer", 1, ASKED)
    assert Raters(7).form("Ada", "Kemal", "peer", 1, ASKED) == first
    assert Raters(8).form("Ada", "Kemal", "peer", 1, ASKED) != first


def test_who_changes_does_so_in_what_they_named_and_nowhere_else() -> None:
    world = Raters(7, effect=1.5)
    grown = 0
    for number in range(300):
        moved = world.changes(f"person {number}", list(ASKED))
        named = world.focus(f"person {number}", list(ASKED))
        assert 1 <= len(named) <= 2
        assert {one for one, by in moved.items() if by} in (set(), set(named))
        grown += any(moved.values())
    assert 60 <= grown <= 120  # three in ten


def test_without_noise_an_answer_is_the_level_to_the_next_whole_number() -> None:
    world = Raters(7, CALM, effect=3.0, unseen=0.0)
    before = world.form("Ada", "Kemal", "peer", 1, ASKED)
    after = world.form("Ada", "Kemal", "peer", 2, ASKED)
    for competency, behaviours in ASKED.items():
        level = world.standing("Kemal", competency)
        assert {before[one] for one in behaviours} == {round(level)}
        moved = world.changes("Kemal", list(ASKED))[competency]
        assert {after[one] for one in behaviours} == {min(5, round(level + moved))}


def test_a_severe_rater_is_severe_with_everybody_and_in_both_waves() -> None:
    world = Raters(7)
    raters = [f"rater {number}" for number in range(40)]

    def given(rater: str, wave: int) -> float:
        return fmean(mean(world.form(rater, f"subject {one}", "peer", wave, ASKED)) for one in range(20))

    order = sorted(raters, key=lambda rater: given(rater, 1))
    severe, lenient = order[:10], order[-10:]
    assert fmean(given(one, 2) for one in severe) < fmean(given(one, 2) for one in lenient) - 0.5


def test_so_many_stay_silent_and_so_many_answers_are_not_observed() -> None:
    world = Raters(7, silent=0.2, unseen=0.1)
    there = [world.takes_part(f"rater {number}", "Kemal", "peer", 1) for number in range(2_000)]
    bosses = [world.takes_part(f"rater {number}", "Kemal", "manager", 1) for number in range(2_000)]
    assert 0.77 < fmean(there) < 0.83 and fmean(bosses) > 0.93
    forms = [world.form(f"rater {number}", "Kemal", "peer", 1, ASKED) for number in range(300)]
    assert 0.08 < fmean(answer is None for form in forms for answer in form.values()) < 0.12


def test_a_step_lifts_a_unit_from_its_week_on_and_no_other() -> None:
    world = Members(7, steps={("Desk", "workload"): (5, 1.0)})

    def felt(unit: str, theme: str, week: int) -> float:
        people = (f"person {number}" for number in range(400))
        return fmean(world.answer(one, ["All", unit], theme, "q", week) for one in people)

    assert felt("Desk", "workload", 5) - felt("Desk", "workload", 4) > 0.6
    assert abs(felt("Desk", "clarity", 5) - felt("Desk", "clarity", 4)) < 0.15
    assert abs(felt("Line", "workload", 5) - felt("Line", "workload", 4)) < 0.15


def test_dice_fall_evenly() -> None:
    shares = [Chance(7).share("one", number) for number in range(10_000)]
    assert abs(fmean(shares) - 0.5) < 0.01 and 0 < min(shares) < 0.01 and 0.99 < max(shares) < 1
    spread = [Chance(7).normal(2.0, "one", number) for number in range(10_000)]
    assert abs(fmean(spread)) < 0.08 and abs(fmean(one * one for one in spread) - 4) < 0.2
