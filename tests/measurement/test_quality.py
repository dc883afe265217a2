"""Scale quality figures are those of the textbooks, and of R, and say when there are none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import (
    Estimate,
    MeasurementError,
    Withheld,
    alpha,
    group_reliability,
    icc,
    krippendorff_alpha,
    may_score,
    may_speak_for_team,
    omega,
    read_csv,
    rwg,
    rwg_items,
    weighted_kappa,
)
from tests.measurement.reference.tables import shared, trusted

# Six subjects, four judges (Shrout & Fleiss 1979, table 2)
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)

# The values of the paper to two digits, and of psych::ICC with its intervals to ten
SHROUT_FLEISS = {
    ("one-way", False): (0.16574176841, -0.13293232487, 0.72256006233),
    ("agreement", False): (0.28976377953, 0.01878650862, 0.76108440117),
    ("consistency", False): (0.71484071484, 0.34246499163, 0.94585827862),
}


def table_of(data: dict[str, list[str]], names: list[str]) -> Any:
    return np.array([[float(x) if x not in ("", "NA") else np.nan for x in data[name]] for name in names]).T


def value(one: Any) -> float:
    assert isinstance(one, Estimate), one
    return one.value


def one_factor(people: int = 500, items: int = 5, loading: float = 0.7) -> Any:
    chance = np.random.default_rng(4)
    common = chance.normal(size=people)
    return np.column_stack(
        [loading * common + np.sqrt(1 - loading**2) * chance.normal(size=people) for _ in range(items)]
    )


@pytest.mark.parametrize(("kind", "average"), list(SHROUT_FLEISS))
def test_the_three_correlations_of_shrout_and_fleiss(kind: Any, average: bool) -> None:
    found = icc(JUDGES, kind, average=average)

    assert isinstance(found, Estimate)
    assert (found.value, found.low, found.high) == pytest.approx(SHROUT_FLEISS[kind, average], abs=1e-5)


def test_the_mean_of_judges_is_more_reliable_than_one() -> None:
    for kind in ("one-way", "agreement", "consistency"):
        assert value(icc(JUDGES, kind, average=True)) > value(icc(JUDGES, kind))  # type: ignore[arg-type]


def test_icc_with_intervals_agrees_with_r() -> None:
    anxiety = table_of(read_csv(shared("fetched-irr", "anxiety.csv")), ["rater1", "rater2", "rater3"])
    kinds = [(kind, mean) for mean in (False, True) for kind in ("one-way", "agreement", "consistency")]

    for (kind, mean), r in zip(kinds, trusted()["psychometrics"]["icc_anxiety"]["aov"]["results"], strict=True):
        found: Any = icc(anxiety, kind, average=mean)  # type: ignore[arg-type]
        assert (found.value, found.low, found.high) == pytest.approx(
            (r["ICC"], r["lower bound"], r["upper bound"]), abs=1e-5
        )


def test_alpha_and_omega_of_five_scales_agree_with_r() -> None:
    bfi = read_csv(shared("bfi.csv.gz"))

    for scale in trusted()["psychometrics"]["bfi"].values():
        turned = [scale["reversed"]] if isinstance(scale["reversed"], str) else scale["reversed"]
        answers = table_of(bfi, scale["items"])
        for item in turned:
            answers[:, scale["items"].index(item)] = 7 - answers[:, scale["items"].index(item)]
        assert value(alpha(answers)) == pytest.approx(scale["alpha_raw_complete"], abs=1e-5)
        assert value(omega(answers)) == pytest.approx(scale["omega_cfa_unit"], abs=1e-4)


def test_omega_finds_the_share_that_is_common() -> None:
    true = (5 * 0.7) ** 2 / ((5 * 0.7) ** 2 + 5 * (1 - 0.49))

    found = omega(one_factor(4000))

    assert isinstance(found, Estimate)
    assert found.low < true < found.high
    assert found.value == pytest.approx(value(alpha(one_factor(4000))), abs=0.005)  # equal loadings: alpha is omega


def test_omegas_interval_is_as_wide_as_samples_differ() -> None:
    chance = np.random.default_rng(9)
    found = []
    for _ in range(120):
        common = chance.normal(size=200)
        found.append(omega(np.column_stack([0.6 * common + 0.8 * chance.normal(size=200) for _ in range(4)])))

    values, errors = (
        np.array([value(one) for one in found]),
        np.array([one.se for one in found if isinstance(one, Estimate)]),
    )
    assert values.std() == pytest.approx(errors.mean(), rel=0.2)


def test_kappa_of_two_by_two_is_known_by_hand() -> None:
    one, other = ["yes"] * 45 + ["no"] * 55, ["yes"] * 30 + ["no"] * 15 + ["yes"] * 10 + ["no"] * 45

    seen, chance = 0.75, 0.45 * 0.40 + 0.55 * 0.60
    assert value(weighted_kappa(one, other, "none")) == pytest.approx((seen - chance) / (1 - chance))


def test_kappas_interval_is_as_wide_as_samples_differ() -> None:
    chance = np.random.default_rng(10)
    found = []
    for _ in range(150):
        true = chance.integers(1, 6, 150)
        noisy = [np.clip(true + chance.integers(-1, 2, 150), 1, 5) for _ in range(2)]
        found.append(weighted_kappa(*noisy))

    values, errors = (
        np.array([value(one) for one in found]),
        np.array([one.se for one in found if isinstance(one, Estimate)]),
    )
    assert values.std() == pytest.approx(errors.mean(), rel=0.2)


def test_kappa_and_krippendorff_agree_with_r() -> None:
    r, wine = trusted()["psychometrics"], read_csv(shared("wine.csv"))
    table = np.full((8, 9), np.nan)
    for rating, bottle, judge in zip(wine["rating"], wine["bottle"], wine["judge"], strict=True):
        table[int(bottle) - 1, int(judge) - 1] = float(rating)
    anxiety = table_of(read_csv(shared("fetched-irr", "anxiety.csv")), ["rater1", "rater2", "rater3"])

    assert value(weighted_kappa(table[:, 0], table[:, 1])) == pytest.approx(
        r["kappa_wine_j1j2"]["weighted_quadratic"], abs=1e-5
    )
    assert value(weighted_kappa(anxiety[:, 0], anxiety[:, 1], "linear")) == pytest.approx(
        r["irr"]["kappa2_anxiety12_equal"]["value"], abs=1e-5
    )
    assert value(krippendorff_alpha(table)) == pytest.approx(r["krippendorff_correct"]["wine_ordinal"], abs=1e-5)
    for kind in ("nominal", "ordinal", "interval"):
        found = value(krippendorff_alpha(anxiety, kind))  # type: ignore[arg-type]
        assert found == pytest.approx(r["krippendorff_correct"][f"anxiety_{kind}"], abs=1e-5)


def test_krippendorff_takes_missing_ratings_and_is_one_for_agreement() -> None:
    table = np.array([[1, 1, np.nan], [3, 3, 3], [5, np.nan, 5], [2, np.nan, np.nan]])

    assert value(krippendorff_alpha(table)) == pytest.approx(1)


def test_agreement_in_groups_agrees_with_r() -> None:
    r = trusted()["psychometrics"]
    teams, soldiers = read_csv(shared("bh1996.csv.gz")), read_csv(shared("lq2002.csv.gz"))
    items = table_of(soldiers, [f"LEAD{k:02d}" for k in range(1, 12)])

    assert rwg(teams["COHES"], teams["GRP"], 5).mean == pytest.approx(r["bh1996"]["rwg_COHES_mean"], abs=1e-5)
    assert rwg_items(items, soldiers["COMPID"], 5).mean == pytest.approx(r["lq2002"]["rwgj_LEAD_mean"], abs=1e-5)
    found = group_reliability(teams["COHES"], teams["GRP"])
    assert not isinstance(found, Withheld)
    assert found.icc1 == pytest.approx(r["bh1996"]["COHES"]["ICC1"], abs=1e-5)
    assert found.icc2 == pytest.approx(r["bh1996"]["COHES"]["ICC2"], abs=1e-5)


def test_a_team_of_one_mind_agrees_and_a_torn_one_does_not() -> None:
    found = rwg([4, 4, 4, 1, 5, 3, 2], ["one mind"] * 3 + ["torn"] * 4, 5)

    assert found.of("one mind") == 1
    assert found.of("torn") == pytest.approx(max(0, 1 - np.var([1, 5, 3, 2], ddof=1) / 2))


def test_a_scale_of_unrelated_items_may_not_score_anybody() -> None:
    noise = np.random.default_rng(2).normal(size=(300, 4))

    assert may_score(one_factor())
    assert not may_score(noise)
    assert "a score needs 0.70" in may_score(noise).reason or "not known" in may_score(noise).reason


def test_a_torn_team_does_not_speak_with_one_voice() -> None:
    chance = np.random.default_rng(6)
    teams = np.repeat(["calm", "torn", "keen"], 12)
    level = {"calm": 2.0, "torn": 3.0, "keen": 4.5}
    items = np.array([[level[team]] * 4 for team in teams]) + chance.normal(0, 0.3, (36, 4))
    items[teams == "torn"] = np.where(chance.random((12, 1)) < 0.5, 1.0, 5.0)

    gates = may_speak_for_team(items, teams, 5)

    assert gates["calm"] and gates["keen"]
    assert not gates["torn"]
    assert "0.70 is needed" in gates["torn"].reason


@pytest.mark.parametrize(
    "found",
    [
        icc(np.ones((5, 3))), icc(np.ones((1, 3))), alpha(np.ones((9, 3))), alpha(np.ones((9, 1))), omega(np.ones((9, 4))),
        omega(np.random.default_rng(0).normal(size=(4, 4))), weighted_kappa([1, 1, 1], [1, 1, 1]), krippendorff_alpha(np.ones((4, 2))),
        group_reliability([1, 2, 3], ["a", "a", "a"]), group_reliability([2, 2, 2, 2], ["a", "a", "b", "b"]),
    ],
)  # fmt: skip
def test_where_nothing_varies_the_figure_is_withheld_with_a_reason(found: Any) -> None:
    assert isinstance(found, Withheld)
    assert found.reason


@pytest.mark.parametrize(
    "call",
    [
        lambda: icc([1, 2, 3]),
        lambda: alpha([["a", "b"]]),
        lambda: rwg([1, 2], ["a", "a"], 1),
        lambda: weighted_kappa([1], [1, 2]),
    ],
)
def test_what_is_no_table_is_said(call: Any) -> None:
    with pytest.raises(MeasurementError):
        call()


@settings(max_examples=25, deadline=None)
@given(st.floats(-50, 50), st.floats(0.1, 20), st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_scales_unit_or_the_order_of_rows(
    shift: float, stretch: float, chance: Any
) -> None:
    order = list(range(6))
    chance.shuffle(order)
    moved = shift + stretch * JUDGES[order]

    for kind in ("one-way", "agreement", "consistency"):
        assert value(icc(moved, kind)) == pytest.approx(value(icc(JUDGES, kind)), abs=1e-8)  # type: ignore[arg-type]
    assert value(alpha(moved)) == pytest.approx(value(alpha(JUDGES)), abs=1e-8)
    assert value(krippendorff_alpha(moved, "interval")) == pytest.approx(
        value(krippendorff_alpha(JUDGES, "interval")), abs=1e-8
    )
