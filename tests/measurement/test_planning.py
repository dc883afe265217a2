"""Plans say how many raters a question needs, evidence survives a search, and invented companies are what was asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import (
    TYPICAL,
    Components,
    MeasurementError,
    Truth,
    change_between,
    detectable_change,
    error_of_change,
    error_of_whole_change,
    plan_raters,
    prior_of_changes,
    probability_of_change,
    q_values,
    raters_for_change,
    raters_for_level,
    reliability_of_level,
    simulate_company,
    tellable_change,
    tellable_pulse_change,
)


def test_the_raters_asked_for_give_the_reliability_wanted() -> None:
    n = raters_for_level(0.7)

    assert reliability_of_level(n) == pytest.approx(0.7)
    assert raters_for_level(0.7, leniency_removed=False) > n


def test_a_plan_agrees_with_the_published_table() -> None:
    # measurement of 1, 3 and 5 items at 5.8 raters, six in ten kept: 0.324, 0.199, 0.161 predicted
    for items, expected in ((1, 0.324), (3, 0.199), (5, 0.161)):
        assert error_of_change(5.8, 0.6, TYPICAL.with_items(items)) == pytest.approx(expected, abs=0.008)
    assert raters_for_change(0.42, 0.6, TYPICAL.with_items(3), many_tests=False) == pytest.approx(8, abs=0.5)
    assert raters_for_change(0.42, 0.6, TYPICAL.with_items(3)) == pytest.approx(15.5, abs=0.8)


def test_a_plan_comes_true_in_an_invented_company() -> None:
    firm = simulate_company(400, 10, 3, 0.0, seed=41, truth=Truth(peers=(4, 4), reports=(0, 0)))
    result = change_between(
        "ratee", "rater", "wave", data=firm.columns(), scores=[f"c{k}" for k in range(10)], relation="relation", items=3
    )

    planned = error_of_change(5, 0.65, result.components)

    known = np.isfinite(result.se[:, 0])
    assert planned < np.median(result.se[known]) < 1.5 * planned  # the general level adds its own error


@pytest.mark.parametrize(("competencies", "items"), [(10, 3), (4, 2), (3, 1)])
def test_what_a_subject_is_told_comes_as_sure_as_planned(competencies: int, items: int) -> None:
    firm = simulate_company(300, competencies, items, 0.0, seed=43, truth=Truth(peers=(4, 4), reports=(0, 0)))
    rows = firm.columns()
    forms = zip(*(rows[one].tolist() for one in ("ratee", "rater", "wave")), strict=True)
    result = change_between(
        "ratee", "rater", "wave", data=rows, relation="relation", items=items,
        scores=[f"c{k}" for k in range(competencies)], alike={tuple(map(str, form)): "all" for form in forms},
    )  # fmt: skip
    known = np.isfinite(result.se[:, 0])
    kept = float((result.kept[known] / result.raters[known].max(axis=1)).mean())
    raters = float(result.raters[known].mean())

    planned = error_of_whole_change(raters, kept, result.components, competencies=competencies)
    assert planned == pytest.approx(float(np.median(result.se[known])), rel=0.06)


@pytest.mark.parametrize("step", [0.1, 0.5])
def test_chance_and_rounding_alone_pass_for_a_change_in_one_case_of_twenty(step: float) -> None:
    chance, components = np.random.default_rng(5), TYPICAL.with_items(3)
    for raters in (3, 5, 8, 13, 21):
        error = error_of_whole_change(raters, 0.6, components) / np.sqrt(2)
        truth = chance.uniform(2, 4, 100_000)
        first, second = (np.round((truth + chance.normal(0, error, truth.size)) / step) * step for _wave in range(2))
        told = tellable_change(raters, 0.6, components, step=step)
        assert (np.abs(second - first) >= told - 1e-9).mean() <= 0.055
        assert (np.abs(second - first) >= told - step - 1e-9).mean() > 0.05  # a step less would be too little


def test_a_unit_of_whom_all_answered_shows_every_half_point() -> None:
    assert tellable_pulse_change(8, 8) == 0.5
    assert tellable_pulse_change(8, 7) > tellable_pulse_change(8, 7, items=4) > tellable_pulse_change(40, 38, step=0.1)


@settings(max_examples=50, deadline=None)
@given(st.floats(2, 40), st.floats(0, 1), st.integers(1, 8))
def test_more_raters_more_items_and_the_same_raters_never_harm(raters: float, kept: float, items: int) -> None:
    here = detectable_change(raters, kept, TYPICAL.with_items(items))

    assert detectable_change(raters + 1, kept, TYPICAL.with_items(items)) < here
    assert detectable_change(raters, kept, TYPICAL.with_items(items + 1)) < here
    assert detectable_change(raters, min(1, kept + 0.1), TYPICAL.with_items(items)) <= here


def test_a_plan_is_told_in_whole_people() -> None:
    said = str(plan_raters(raters=6, items=3))

    assert "8 raters for one planned test, 16 where a whole company is searched" in said
    assert "assumed from typical programmes" in said


@pytest.mark.parametrize(
    "call", [{"raters": 0}, {"kept": 1.2}, {"change": -1}, {"items": 0}, {"competencies": 1}, {"raters": float("nan")}]
)
def test_what_is_no_plan_is_said(call: dict[str, float]) -> None:
    with pytest.raises(MeasurementError, match="given|at least"):
        plan_raters(**call)  # type: ignore[arg-type]


def test_people_who_do_not_differ_can_never_be_told_apart() -> None:
    alike = Components(0.0, 0.0, 0.0, 0.0, 0.1, 0.1, 0.1, 0.1, 0.3)

    assert raters_for_level(0.7, alike) == float("inf")


# ---- evidence


def test_q_values_are_those_of_benjamini_and_hochberg() -> None:
    assert q_values([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert q_values([[0.5, np.nan]])[0, 0] == pytest.approx(0.5)
    assert np.isnan(q_values([[0.5, np.nan]])[0, 1])
    with pytest.raises(MeasurementError):
        q_values([1.2])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_keep_the_order_and_never_fall_below_p(p: list[float]) -> None:
    q = q_values(p)

    assert (q >= np.array(p) - 1e-12).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= -1e-12).all()


def test_the_prior_learns_what_occurs() -> None:
    chance = np.random.default_rng(3)
    true = np.where(chance.random(3000) < 0.2, 0.6, 0.0)
    se = np.full(3000, 0.2)
    seen = true + chance.normal(0, 0.2, 3000)

    rise, fall = probability_of_change(seen, se, prior_of_changes(seen, se), 0.15, learned=True)

    assert rise.mean() == pytest.approx(0.2, abs=0.04)
    assert fall.mean() < 0.05
    for low in (0.0, 0.3, 0.7):
        here = (rise >= low) & (rise < low + 0.3)
        assert rise[here].mean() == pytest.approx((true[here] > 0).mean(), abs=0.12)


def test_one_odd_estimate_does_not_vouch_for_itself() -> None:
    chance = np.random.default_rng(4)
    seen, se = chance.normal(0, 0.2, 1000), np.full(1000, 0.2)
    seen[0] = 0.9
    weights = prior_of_changes(seen, se)

    alone, _ = probability_of_change(seen, se, weights, 0.15)
    by_others, _ = probability_of_change(seen, se, weights, 0.15, learned=True)

    assert alone[0] > 0.9
    assert by_others[0] < 0.9


# ---- invented companies


def test_an_invented_company_is_the_same_each_time_and_another_with_another_seed() -> None:
    one, again, other = (simulate_company(60, 4, 2, 1.0, seed=seed) for seed in (1, 1, 2))

    assert (one.y == again.y).all()
    assert one.y.shape != other.y.shape or (one.y != other.y).any()


def test_an_invented_company_has_what_was_asked_for() -> None:
    firm = simulate_company(1000, 10, 3, 1.5, seed=8)
    others = firm.relation != 3
    pairs = [
        set(zip(firm.ratee[others & (firm.wave == w)], firm.rater[others & (firm.wave == w)], strict=True))
        for w in (0, 1)
    ]

    assert others.sum() / 2000 == pytest.approx(5.8, abs=0.15)
    assert len(pairs[0] & pairs[1]) / len(pairs[0]) == pytest.approx(0.64, abs=0.03)
    assert (firm.change > 0).any(axis=1).mean() == pytest.approx(0.3, abs=0.05)
    assert np.unique(firm.change) == pytest.approx([0.0, 1.5 * firm.truth.spread])
    assert firm.y.min() >= 1
    assert firm.y.max() <= 5
    assert (firm.ratee[~others] == firm.rater[~others]).all()
    assert (firm.ratee[others] != firm.rater[others]).all()


def test_who_changes_names_the_right_focus() -> None:
    firm = simulate_company(200, 6, 3, 1.5, seed=9)

    focus = firm.focus()

    assert focus[firm.change > 0].all()
    assert ((focus.sum(axis=1) >= 1) & (focus.sum(axis=1) <= 2)).all()


@pytest.mark.parametrize("size", [{"people": 1}, {"competencies": 0}, {"items": 0}])
def test_an_impossible_company_is_refused(size: dict[str, int]) -> None:
    with pytest.raises(MeasurementError, match="at least two people"):
        simulate_company(**{"people": 20, "competencies": 3, "items": 1, **size}, seed=1)


def test_the_error_of_a_level_is_what_its_reliability_says():
    """Reliability r of n raters means true variance over true and error variance together."""
    from sapwood.measurement.planning import error_of_level

    true = TYPICAL.ratee + TYPICAL.ratee_competency
    for removed in (True, False):
        error = error_of_level(6, leniency_removed=removed)
        assert true / (true + error**2) == pytest.approx(reliability_of_level(6, leniency_removed=removed))
