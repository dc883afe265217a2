"""The company engine is the general model, only faster: same components, same changes, levels that hold."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from sapwood.measurement import Truth, adjusted_levels, fit_mixed, read_csv, simulate_company
from sapwood.measurement.changes import estimate_changes, shrunk_changes
from sapwood.measurement.fitting import fit_components
from sapwood.measurement.forms import Forms, read_forms, two_waves
from tests.measurement.reference.tables import SMALL, company, shared, trusted


def forms() -> Forms:
    return two_waves(
        read_forms("ratee", "rater", "wave", data=company(), rating="y", competency="competency", relation="relation")
    )


def test_components_of_a_whole_form_are_those_r_finds_in_its_items() -> None:
    found, r = fit_components(forms()).components, SMALL["company"]["variances"]

    ours = {
        "ratee": found.ratee, "rw": found.ratee_wave, "rk": found.ratee_competency, "rkw": found.ratee_competency_wave,
        "rater": found.rater, "pair": found.pair, "pw": found.pair_wave, "pk": found.pair_competency, "Residual": found.residual,
    }  # fmt: skip
    for name, value in r.items():
        assert ours[name] == pytest.approx(value, rel=1e-3), name


def test_its_level_half_is_the_general_model_of_form_means() -> None:
    table = forms()
    fitted = fit_components(table)
    fit = fit_mixed(
        table.y.mean(axis=1),
        {"ratee": table.ratee, "moves": table.ratee * 2 + table.wave, "pair": table.pair, "rater": table.rater},
        {"wave": table.wave, "manager": table.relation == table.relations.index("manager")},
    )

    names = ("ratee", "moves", "pair", "rater", "residual")
    for ours, name in zip(fitted.level_variances, names, strict=True):
        assert ours == pytest.approx(fit.variances[name], rel=1e-3, abs=1e-6)
    assert fitted.at_level.criterion == pytest.approx(fit.criterion, abs=1e-4)


def test_150_people_change_as_lmer_says() -> None:
    data = read_csv(shared("sim_company_150.csv.gz"))
    table = two_waves(
        read_forms("ratee", "rater", "wave", data=data, scores=[f"c{k}" for k in range(5)], relation="rel")
    )
    found = shrunk_changes(fit_components(table))
    person = {name: place for place, name in enumerate(table.ratees)}

    with shared("sim_company_150_lmer_change.csv").open() as file:
        pairs = [(found[person[row["ratee"]], int(row["k"])], float(row["change"])) for row in csv.DictReader(file)]

    ours, theirs = np.array(pairs).T
    assert np.abs(ours - theirs).max() < 0.001
    assert np.corrcoef(ours, theirs)[0, 1] > 0.9999


def test_800_people_have_the_components_lmer_finds() -> None:
    data = read_csv(shared("sim_company_800.csv.gz"))
    table = two_waves(
        read_forms("ratee", "rater", "wave", data=data, scores=[f"c{k}" for k in range(10)], relation="rel")
    )
    found = fit_components(table).level_variances

    r = trusted()["sim"]["sim800_levelA"]["var"]
    for ours, name in zip(found, ("ratee", "rw", "pair", "rater", "Residual"), strict=True):
        assert ours == pytest.approx(r[name], rel=1e-3, abs=1e-5)


def test_intervals_of_changes_hold_as_often_as_they_say() -> None:
    firm = simulate_company(400, 6, 3, 1.0, seed=11, truth=Truth(scale=None))
    table = two_waves(
        read_forms(
            "ratee", "rater", "wave", data=firm.columns(), scores=[f"c{k}" for k in range(6)], relation="relation"
        )
    )

    found = estimate_changes(fit_components(table))

    true = firm.change[[int(name) for name in table.ratees]]
    held = (np.abs(found.estimate - true) <= 1.96 * found.se)[found.known]
    assert 0.93 < held.mean() < 0.97
    assert 0.92 < held[true[found.known] > 0].mean() < 0.98


def test_levels_are_unshrunk_and_hold_as_often_as_they_say() -> None:
    firm = simulate_company(400, 6, 3, 0.0, seed=12, truth=Truth(scale=None))
    found = adjusted_levels(
        "ratee",
        "rater",
        data=firm.columns(),
        scores=[f"c{k}" for k in range(6)],
        relation="relation",
        wave="wave",
        which=0,
    )

    true = firm.standing[[int(name) for name in found.ratees]]
    off = found.estimate - true
    assert np.polyfit(true.ravel(), found.estimate.ravel(), 1)[0] == pytest.approx(1, abs=0.05)
    assert 0.93 < (np.abs(off - np.median(off)) <= 1.96 * found.se).mean() < 0.97


def test_missing_answers_are_filled_so_that_a_form_still_speaks() -> None:
    firm = simulate_company(300, 6, 3, 1.5, seed=13)
    columns = firm.columns()
    chance = np.random.default_rng(1)
    for k in range(6):
        columns[f"c{k}"] = np.where(chance.random(len(columns["ratee"])) < 0.1, np.nan, columns[f"c{k}"])
    table = two_waves(
        read_forms("ratee", "rater", "wave", data=columns, scores=[f"c{k}" for k in range(6)], relation="relation")
    )

    found = estimate_changes(fit_components(table))

    true = firm.change[[int(name) for name in table.ratees]]
    assert 0.92 < (np.abs(found.estimate - true) <= 1.96 * found.se)[found.known].mean() < 0.97


@pytest.mark.slow
def test_a_company_of_5_000_keeps_its_intervals() -> None:
    firm = simulate_company(5000, 10, 1, 0.5, seed=14)
    table = two_waves(
        read_forms(
            "ratee", "rater", "wave", data=firm.columns(), scores=[f"c{k}" for k in range(10)], relation="relation"
        )
    )

    found = estimate_changes(fit_components(table))

    true = firm.change[[int(name) for name in table.ratees]]
    assert 0.945 < (np.abs(found.estimate - true) <= 1.96 * found.se)[found.known].mean() < 0.953
