"""The rater model tells the ratee from the rater, and agrees with R to many digits."""

from __future__ import annotations

import csv
import gzip
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import MeasurementError, fit_mixed, read_csv
from tests.measurement.reference.tables import BATCH, DYESTUFF, DYESTUFF2, SMALL, crossed, shared, trusted

GROUPS = ("s", "d", "dept")


def test_it_finds_what_r_finds_in_crossed_ratings() -> None:
    fit, r = fit_mixed("y", GROUPS, ["service"], data=crossed(), conditional=True), SMALL["crossed"]

    assert fit.converged
    assert fit.criterion == pytest.approx(r["criterion"], abs=1e-6)
    for name, value in r["variances"].items():
        assert fit.variances["residual" if name == "Residual" else name] == pytest.approx(value, rel=1e-4)
    for name, (estimate, se) in r["fixed"].items():
        assert fit.fixed[name].estimate == pytest.approx(estimate, abs=1e-5)
        assert fit.fixed[name].se == pytest.approx(se, abs=1e-5)
    for factor, levels in r["levels"].items():
        one = fit.levels[factor]
        for name, (estimate, variance) in levels.items():
            place = one.names.index(name)
            assert one.estimate[place] == pytest.approx(estimate, abs=1e-4)
            assert one.conditional_variance is not None
            assert one.conditional_variance[place] == pytest.approx(variance, rel=1e-3)
        assert (one.se**2 >= one.conditional_variance).all()


def test_a_single_factor_is_fitted_too() -> None:
    fit, r = fit_mixed(DYESTUFF, {"Batch": BATCH}), SMALL["dyestuff"]

    assert fit.criterion == pytest.approx(r["criterion"], abs=1e-7)
    assert fit.variances["Batch"] == pytest.approx(1764.05, rel=1e-6)
    assert fit.levels["Batch"].of("C").value == pytest.approx(r["levels"]["Batch"]["C"][0], abs=1e-3)


def test_batches_that_differ_by_chance_only_have_variance_zero_and_the_result_says_so() -> None:
    fit = fit_mixed(DYESTUFF2, {"Batch": BATCH})

    assert fit.variances["Batch"] == 0
    assert fit.converged
    assert fit.criterion == pytest.approx(SMALL["dyestuff2"]["criterion"], abs=1e-7)
    assert "estimated as 0" in str(fit)
    assert (fit.levels["Batch"].estimate == 0).all()


def test_error_variances_are_those_of_the_inverted_equations() -> None:
    data = crossed()
    fit = fit_mixed("y", ("s", "d"), ["service"], data=data)

    Z = [np.column_stack([np.ones(fit.n), data["service"]])]
    prior = [np.zeros(2)]
    for factor in ("s", "d"):
        Z.append((data[factor][:, None].astype(str) == np.array(fit.levels[factor].names)).astype(float))
        prior.append(np.full(len(fit.levels[factor]), fit.variances["residual"] / fit.variances[factor]))
    W = np.hstack(Z)
    dense = np.diag(np.linalg.inv(W.T @ W + np.diag(np.concatenate(prior)))) * fit.variances["residual"]

    ours = np.concatenate([fit.levels[factor].se ** 2 for factor in ("s", "d")])
    assert ours == pytest.approx(dense[2:], rel=1e-9)


@pytest.mark.parametrize(
    ("model", "groups", "fixed"), [("M0_crossed", ("s", "d"), ()), ("M1_service_dept", GROUPS, ("service",))]
)
def test_73_000_lecture_ratings_agree_with_r(model: str, groups: tuple[str, ...], fixed: tuple[str, ...]) -> None:
    data = {name: np.array(one, int) for name, one in read_csv(shared("insteval.csv.gz")).items()}
    fit, r = fit_mixed("y", groups, fixed, data=data, conditional=True), trusted()["insteval"][model]

    assert fit.criterion <= r["crit"] + 1e-4
    for name, value in r["var"].items():
        ours = fit.variances["residual" if name == "Residual" else name]
        assert ours == pytest.approx(value, rel=1e-3 if name == "dept" else 1e-4)
    for factor, one in fit.levels.items():
        with gzip.open(shared("blup", f"blup_{model}_{factor}.csv.gz"), "rt") as file:
            table = {row["level"]: row for row in csv.DictReader(file)}
        assert one.estimate == pytest.approx([float(table[name]["blup"]) for name in one.names], abs=1e-4)
        assert one.conditional_variance == pytest.approx(
            [float(table[name]["condvar"]) for name in one.names], rel=1e-4
        )


# ---- what theory says must hold for any table


TABLE = crossed()


def refit(change: dict[str, Any]) -> Any:
    return fit_mixed("y", ("s", "d"), ["service"], data={**TABLE, **change})


BEFORE = refit({})


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(chance: Any) -> None:
    order = list(range(len(TABLE["y"])))
    chance.shuffle(order)

    after = refit({name: column[order] for name, column in TABLE.items()})

    assert after.criterion == pytest.approx(BEFORE.criterion, abs=1e-6)
    assert after.levels["d"].names == BEFORE.levels["d"].names
    assert after.levels["d"].estimate == pytest.approx(BEFORE.levels["d"].estimate, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(30)))
def test_a_rater_is_the_same_under_another_name(names: list[int]) -> None:
    after = refit({"s": np.array([f"rater {names[old]}" for old in TABLE["s"]])})

    assert after.criterion == pytest.approx(BEFORE.criterion, abs=1e-6)
    for old in range(30):
        now = after.levels["s"].of(f"rater {names[old]}")
        assert now.value == pytest.approx(BEFORE.levels["s"].of(old).value, abs=1e-6)
        assert now.se == pytest.approx(BEFORE.levels["s"].of(old).se, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3), st.booleans())
def test_shifted_and_stretched_ratings_give_shifted_and_stretched_results(
    shift: float, stretch: float, turned: bool
) -> None:
    factor = -stretch if turned else stretch

    after = refit({"y": shift + factor * TABLE["y"]})

    assert after.variances["d"] == pytest.approx(BEFORE.variances["d"] * factor**2, rel=1e-3)
    assert after.variances["residual"] == pytest.approx(BEFORE.variances["residual"] * factor**2, rel=1e-3)
    assert after.levels["d"].estimate == pytest.approx(BEFORE.levels["d"].estimate * factor, abs=1e-4 * stretch)
    assert after.fixed["(Intercept)"].estimate == pytest.approx(
        shift + factor * BEFORE.fixed["(Intercept)"].estimate, rel=1e-5, abs=1e-4 * stretch
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 3),
            st.sampled_from([1.0, 3.0, 5.0, float("nan"), float("inf"), -1e300, 1e300]),
        ),
        max_size=12,
    )
)
def test_no_small_table_hangs_or_ends_in_a_crash(rows: list[tuple[int, int, float]]) -> None:
    ratee, rater, y = ([row[k] for row in rows] for k in range(3))
    try:
        fit = fit_mixed(y, {"ratee": ratee, "rater": rater})
    except MeasurementError:
        return
    assert fit.n + fit.dropped == len(rows)
    assert all(value >= 0 for value in fit.variances.values())


# ---- awkward tables are answered in words


def plain(**change: Any) -> dict[str, Any]:
    ratee, rater = np.repeat(np.arange(12), 5), np.tile(np.arange(5), 12)
    y = np.random.default_rng(1).normal(3, 1, 60)
    return {"rating": y, "groups": {"ratee": ratee, "rater": rater}, **change}


def test_ratings_that_are_all_the_same_say_nothing_about_anybody() -> None:
    fit = fit_mixed(**plain(rating=np.full(60, 4.0)))

    assert fit.variances == {"ratee": 0.0, "rater": 0.0, "residual": 0.0}
    assert fit.fixed["(Intercept)"].estimate == pytest.approx(4.0)
    assert "All ratings are the same" in str(fit)


def test_one_rater_only_cannot_be_told_from_the_average() -> None:
    table = plain()
    table["groups"]["rater"] = np.zeros(60, int)

    fit = fit_mixed(**table)

    assert fit.variances["rater"] == 0
    assert fit.variances["residual"] > 0
    assert "rater has one level only" in str(fit)


def test_a_level_for_every_rating_cannot_be_told_from_chance() -> None:
    table = plain()
    table["groups"]["ratee"] = np.arange(60)

    assert "one rating per level" in str(fit_mixed(**table))


def test_ratings_the_ratee_explains_wholly_are_not_given_a_variance_to_trust() -> None:
    table = plain()
    fit = fit_mixed(table["groups"]["ratee"] * 1.0, table["groups"])

    assert not fit.converged
    assert "explain every rating exactly" in str(fit)


def test_groups_of_raters_that_never_meet_are_named() -> None:
    table = plain()
    table["groups"]["rater"] = table["groups"]["rater"] + 10 * (table["groups"]["ratee"] // 4)

    assert "fall into 3 parts with nothing in common" in str(fit_mixed(**table))


def test_two_names_for_one_grouping_are_counted_once() -> None:
    table = plain()
    table["groups"] = {"ratee": table["groups"]["ratee"], "again": table["groups"]["ratee"] + 7}

    fit = fit_mixed(**table)

    assert fit.variances["again"] == 0
    assert "divides the ratings exactly as ratee does" in str(fit)


def test_fixed_effects_that_repeat_each_other_are_left_out_with_a_word() -> None:
    table = plain()
    x = np.arange(60.0)

    fit = fit_mixed(**table, fixed={"x": x, "twice": 2 * x + 1, "always": np.ones(60)})

    assert set(fit.fixed) == {"(Intercept)", "x"}
    assert sum("left out: the other fixed effects" in note for note in fit.notes) == 2


def test_missing_and_infinite_ratings_are_left_out_and_counted() -> None:
    table = plain()
    table["rating"][[3, 9]] = np.nan
    table["rating"][4] = np.inf

    fit = fit_mixed(**table)

    assert (fit.n, fit.dropped) == (57, 3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rating": ["good"] * 60}, "must be numbers, but there is 'good'"),
        ({"rating": np.ones(59)}, "same number of rows"),
        ({"groups": {}}, "at least one grouping factor"),
        ({"groups": ["ratee"]}, "no table"),
        ({"rating": np.full(60, np.nan)}, "0 of 60 rows"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_is_allowed(change: dict[str, Any], words: str) -> None:
    with pytest.raises(MeasurementError, match=words):
        fit_mixed(**plain(**change))


def test_columns_may_be_texts_of_anything_with_names() -> None:
    class Frame:
        columns = ("y", "d", "s")

        def __getitem__(self, name: str) -> list[str]:
            if name not in self.columns:
                raise KeyError(name)
            return [str(value) for value in TABLE[name]]

    fit = fit_mixed("y", ["s", "d"], data=Frame())

    assert fit.n == 280
    assert fit.levels["d"].names[:3] == ("0", "1", "2")
    with pytest.raises(MeasurementError, match="There are: y, d, s"):
        fit_mixed("y", ["s", "ratee"], data=Frame())
