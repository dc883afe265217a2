"""Rows 11.1 to 11.7 and the scale quality part of 11.10: rater model, change, verdicts, planning."""

from __future__ import annotations

import csv
import gzip
import json
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from measurement_rows import ROOT, Row, at_least, at_most, between, has_r, missing, run_apart, run_r, shared

SEEDS = range(6001, 6021)
SEEDS_WITHOUT_CHANGE = range(7001, 7021)
BASE_SEED = 4001
MODELS = {"M0": ("M0_crossed", ("s", "d"), ()), "M1": ("M1_service_dept", ("s", "d", "dept"), ("service",))}


def rows(only: str) -> Iterator[Row]:
    place = shared()
    parts = {
        "11.1": insteval,
        "11.2": speed,
        "11.3": small_sets,
        "11.4": companies,
        "11.5": sizes,
        "11.6": verdicts,
        "11.7": base_case,
        "11.10": quality,
    }
    for number, part in parts.items():
        if only in ("", number):
            yield from part(place)


# ---- 11.1, 11.2


def read_insteval(place: Path) -> dict[str, Any]:
    from sapwood.measurement import read_csv

    return {name: np.array(values, dtype=np.int64) for name, values in read_csv(place / "insteval.csv.gz").items()}


def insteval(place: Path | None) -> Iterator[Row]:
    from sapwood.measurement import fit_mixed

    if place is None:
        yield missing("11.1 InstEval against R", "reference data not there")
        return
    data = read_insteval(place)
    trusted = json.loads((place / "trusted.json").read_text())["insteval"]
    for model, (name, groups, fixed) in MODELS.items():
        fit, r = fit_mixed("y", groups, fixed, data=data, conditional=True), trusted[name]
        yield at_most(f"11.1 {model} criterion above R's", fit.criterion - r["crit"], 1e-4)
        for factor, value in r["var"].items():
            ours = fit.variances["residual" if factor == "Residual" else factor]
            yield at_most(
                f"11.1 {model} variance of {factor}, relative to R",
                abs(ours / value - 1),
                1e-3 if factor == "dept" else 1e-4,
            )
        pairs = list(zip(fit.fixed.values(), r["fixef"].values(), r["fixef_se"].values(), strict=True))
        yield at_most(
            f"11.1 {model} fixed effects, largest difference", max(abs(a.estimate - b) for a, b, _ in pairs), 1e-4
        )
        yield at_most(f"11.1 {model} their standard errors", max(abs(a.se - c) for a, _, c in pairs), 1e-4)
        yield from _levels(place, model, name, fit)


def _levels(place: Path, model: str, name: str, fit: Any) -> Iterator[Row]:
    blup, given, wider = 0.0, 0.0, np.inf
    for factor, one in fit.levels.items():
        with gzip.open(place / "blup" / f"blup_{name}_{factor}.csv.gz", "rt") as file:
            table = {row["level"]: row for row in csv.DictReader(file)}
        r_blup = np.array([float(table[level]["blup"]) for level in one.names])
        r_given = np.array([float(table[level]["condvar"]) for level in one.names])
        blup = max(blup, float(np.abs(one.estimate - r_blup).max()))
        given = max(given, float(np.abs(one.conditional_variance / r_given - 1).max()))
        wider = min(wider, float((one.se**2 / one.conditional_variance).min()))
    yield at_most(f"11.1 {model} every level, largest difference to R", blup, 1e-4, "points")
    yield at_most(f"11.1 {model} conditional variances, relative to R", given, 1e-4)
    yield at_least(f"11.1 {model} error variance over conditional, smallest", wider, 1 - 1e-9)


def measure_fit(model: str) -> dict[str, float]:
    """CPU seconds of one fit with all intervals from whole-number columns, and the peak memory of the process."""
    place = shared()
    if place is None:
        raise SystemExit("reference data not there")
    from sapwood.measurement import fit_mixed

    data = read_insteval(place)
    _, groups, fixed = MODELS[model]
    start = time.process_time()
    fit = fit_mixed("y", groups, fixed, data=data)
    seconds = time.process_time() - start
    return {
        "seconds": seconds,
        "criterion": fit.criterion,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def speed(place: Path | None) -> Iterator[Row]:
    if place is None:
        yield missing("11.2 speed on InstEval", "reference data not there")
        return
    script, with_r = ROOT / "tests" / "measurement" / "reference" / "insteval_speed.R", has_r()
    ours, theirs = [], []
    for _ in range(3):
        ours.append(run_apart("measurement_rater", "measure_fit", "M1"))
        if with_r:
            theirs.append(run_r(script, "M1"))
    mine = statistics.median(one["seconds"] for one in ours)
    yield Row("11.2 M1 fit and all intervals, ours", mine, "s CPU", "reported", True)
    yield at_most("11.2 M1 peak memory", max(one["megabytes"] for one in ours), 400, "MB")
    if not theirs:
        yield missing("11.2 M1 against lmer in this session", "R with lme4 is not installed")
        return
    fit = statistics.median(one["fit"] for one in theirs)
    both = statistics.median(one["fit"] + one["intervals"] for one in theirs)
    yield Row("11.2 M1 fit, lmer", fit, "s CPU", "reported", True)
    yield Row("11.2 M1 fit and ranef(condVar), lmer", both, "s CPU", "reported", True)
    yield at_least("11.2 lmer's fit over our fit and intervals", fit / mine, 5, "times")
    yield at_least("11.2 lmer's fit and intervals over ours", both / mine, 8, "times", "(aim 12)")


# ---- 11.3


SMALL = {
    "penicillin": ("penicillin", "diameter", ("plate", "sample"), ()),
    "pastes": ("pastes", "strength", ("batch", "sample"), ()),
    "gleser_gtheory": (
        "gleser_long",
        "y",
        ("patient", "symptom", "rater", "patient:symptom", "patient:rater", "symptom:rater"),
        (),
    ),
    "machines": ("machines", "score", ("Worker", "Worker:Machine"), ("Machine",)),
    "dyestuff": ("dyestuff", "Yield", ("Batch",), ()),
    "dyestuff2_boundary": ("dyestuff2", "Yield", ("Batch",), ()),
}


def small_sets(place: Path | None) -> Iterator[Row]:
    from sapwood.measurement import fit_mixed, read_csv

    if place is None:
        yield missing("11.3 small sets against R", "reference data not there")
        return
    trusted = json.loads((place / "trusted.json").read_text())["psychometrics"]
    for name, (file, rating, groups, fixed) in SMALL.items():
        data = read_csv(place / f"{file}.csv")
        fit, r = fit_mixed(rating, groups, fixed, data=data), trusted[name]
        worst = 0.0
        for part in r["vc"]:
            ours = fit.variances["residual" if part["grp"] == "Residual" else part["grp"]]
            worst = max(worst, abs(ours - part["vcov"]) / part["vcov"] if part["vcov"] > 0 else ours)
        yield at_most(f"11.3 {file} variances, relative to R", worst, 1e-3)
        yield at_most(f"11.3 {file} criterion above R's", fit.criterion - r["crit"], 1e-4)
    fit = fit_mixed("Yield", ["Batch"], data=read_csv(place / "dyestuff2.csv"))
    yield at_most("11.3 dyestuff2 variance of the batch", fit.variances["Batch"], 0.0)
    yield at_most(
        "11.3 penicillin error variances against a dense inverse",
        _against_dense(read_csv(place / "penicillin.csv")),
        1e-9,
    )


def _against_dense(data: dict[str, list[str]]) -> float:
    """Largest relative difference of our error variances to those of the inverted mixed model equations."""
    from sapwood.measurement import fit_mixed

    fit = fit_mixed("diameter", ["plate", "sample"], data=data)
    blocks, prior = [np.ones((fit.n, 1))], [np.zeros(1)]
    for factor in ("plate", "sample"):
        names = fit.levels[factor].names
        blocks.append((np.array(data[factor])[:, None] == np.array(names)).astype(float))
        prior.append(np.full(len(names), fit.variances["residual"] / fit.variances[factor]))
    Z = np.hstack(blocks)
    dense = np.diag(np.linalg.inv(Z.T @ Z + np.diag(np.concatenate(prior)))) * fit.variances["residual"]
    ours = np.concatenate([fit.levels[factor].se ** 2 for factor in ("plate", "sample")])
    return float(np.abs(ours / dense[1:] - 1).max())


# ---- 11.4


def companies(place: Path | None) -> Iterator[Row]:
    from sapwood.measurement import read_csv
    from sapwood.measurement.changes import shrunk_changes
    from sapwood.measurement.fitting import fit_components
    from sapwood.measurement.forms import read_forms, two_waves

    if place is None:
        yield missing("11.4 simulated companies against R", "reference data not there")
        return
    trusted = json.loads((place / "trusted.json").read_text())["sim"]

    def fitted(people: int, competencies: int) -> Any:
        data = read_csv(place / f"sim_company_{people}.csv.gz")
        scores = [f"c{k}" for k in range(competencies)]
        return fit_components(two_waves(read_forms("ratee", "rater", "wave", data=data, scores=scores, relation="rel")))

    large = fitted(800, 10)
    ours = dict(zip(("ratee", "rw", "pair", "rater", "Residual"), large.level_variances, strict=True))
    for name, value in trusted["sim800_levelA"]["var"].items():
        off = abs(ours[name] - value) / value if value > 1e-4 else abs(ours[name] - value)
        yield at_most(f"11.4 800 people, level, variance of {name}", off, 1e-3 if value > 1e-4 else 1e-5)
    middle = fitted(150, 5)
    with (place / "sim_company_150_lmer_change.csv").open() as file:
        table = list(csv.DictReader(file))
    person = {name: i for i, name in enumerate(middle.forms.ratees)}
    found = shrunk_changes(middle)
    pairs = np.array([(found[person[row["ratee"]], int(row["k"])], float(row["change"])) for row in table])
    yield at_most(
        "11.4 150 people, change, largest difference to lmer",
        float(np.abs(pairs[:, 0] - pairs[:, 1]).max()),
        0.01,
        "points",
    )
    yield at_least("11.4 150 people, change, correlation with lmer", float(np.corrcoef(pairs.T)[0, 1]), 0.9999)


# ---- 11.5


def measure_company(people: str, items: str, effect: str, seed: str) -> dict[str, float]:
    """CPU seconds from columns to verdicts for one company, and the peak memory of the process."""
    from sapwood.measurement import simulate_company

    company = simulate_company(int(people), 10, int(items), float(effect), seed=int(seed))
    start = time.process_time()
    result = _changes(company)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": memory, "ratings": int(company.y.size), "cells": len(result)}


def sizes(_: Path | None) -> Iterator[Row]:
    large = run_apart("measurement_rater", "measure_company", "5000", "1", "0.5", "5001")
    yield at_most("11.5 5,000 people x 10 x 2 waves, columns to verdicts", large["seconds"], 25, "s CPU", "(aim 12)")
    yield at_most("11.5 5,000 people, peak memory", large["megabytes"], 1200, "MB", "(aim 800)")
    small = run_apart("measurement_rater", "measure_company", "1000", "3", "1.5", "5002")
    yield at_most("11.5 1,000 people x 10 x 2 waves, columns to verdicts", small["seconds"], 3, "s CPU")


# ---- 11.6, 11.7


def _changes(company: Any) -> Any:
    from sapwood.measurement import change_between

    scores = [f"c{k}" for k in range(company.y.shape[1])]
    named = zip(*np.nonzero(company.focus()), strict=True)
    return change_between(
        "ratee", "rater", "wave", data=company.columns(), scores=scores, relation="relation", items=company.items,
        focus=[(person, f"c{k}") for person, k in named],
    )  # fmt: skip


def _scored(company: Any) -> dict[str, Any]:
    from sapwood.measurement import Verdict

    result = _changes(company)
    truth = company.change[[int(name) for name in result.ratees]]
    known, focus = np.isfinite(result.se), result.focus & np.isfinite(result.se)
    changed = truth > 0
    held = focus & (result.q <= 0.10) & (result.estimate > 0)
    improved = focus & (result.verdict == Verdict.IMPROVED)
    said = improved | (focus & (result.verdict == Verdict.DECLINED))
    share = lambda flags: float((flags & ~changed).sum() / max(1, flags.sum()))  # noqa: E731
    return {
        "coverage": float((np.abs(result.estimate - truth) <= 1.96 * result.se)[known].mean()),
        "bh_false": share(held),
        "verdict_false": share(improved),
        "bh_power": float(held[focus & changed].mean()) if changed.any() else 0.0,
        "verdict_power": float(improved[focus & changed].mean()) if changed.any() else 0.0,
        "said": int(said.sum()),
        "shift": result.shift.value,
        "rise": result.rise[focus & np.isfinite(result.rise)],
        "truth": changed[focus & np.isfinite(result.rise)],
        "flagged": int((result.verdict == Verdict.IMPROVED).sum() + (result.verdict == Verdict.DECLINED).sum()),
        "evidence": result,
    }


def verdicts(_: Path | None) -> Iterator[Row]:
    from sapwood.measurement import simulate_company

    runs = [_scored(simulate_company(1000, 10, 3, 1.5, seed=seed)) for seed in SEEDS]
    mean = {
        name: float(np.mean([run[name] for run in runs]))
        for name in runs[0]
        if name not in ("rise", "truth", "evidence")
    }
    what = "11.6 20 x 1,000 people, 3 items, 1.5 SD:"
    yield between(f"{what} coverage of 95% intervals", mean["coverage"], 0.940, 0.955)
    yield at_most(f"{what} false share, focus, BH 10%", mean["bh_false"], 0.10)
    yield at_most(f"{what} false share of the verdict improved", mean["verdict_false"], 0.05)
    yield at_least(f"{what} power, focus, BH 10%", mean["bh_power"], 0.55)
    yield at_least(f"{what} power of the verdict", mean["verdict_power"], 0.33)
    yield between(f"{what} company shift, mean", mean["shift"], 0.08, 0.12, "points")
    furthest = max((run["shift"] for run in runs), key=lambda value: abs(value - 0.10))
    yield between(f"{what} company shift, furthest run", furthest, 0.08, 0.12, "points")
    said, truth = np.concatenate([run["rise"] for run in runs]), np.concatenate([run["truth"] for run in runs])
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        here = (said >= low) & (said < high)
        if here.any():
            off = float(truth[here].mean() - said[here].mean())
            yield between(f"{what} P in {low:g} to {min(high, 1):g}: seen less said", off, -0.10, 0.10)
    nothing = [_scored(simulate_company(1000, 10, 3, 0.0, seed=seed))["said"] for seed in SEEDS_WITHOUT_CHANGE]
    yield at_most("11.6 no change at all: verdicts in 20 runs", sum(nothing), 1)


def base_case(_: Path | None) -> Iterator[Row]:
    from sapwood.measurement import Verdict, simulate_company

    run = _scored(simulate_company(5000, 10, 1, 0.5, seed=BASE_SEED))
    result = run["evidence"]
    yield at_most("11.7 1 item, 0.5 SD: verdicts among 50,000 cells", run["flagged"], 5)
    quiet = np.isin(result.verdict, [Verdict.NOT_ENOUGH, Verdict.UNDETECTED])
    yield at_least('11.7 cells told "not enough evidence" or what would show', float(quiet.mean()), 0.999)
    yield Row(
        '11.7 share told "not enough evidence"',
        float((result.verdict == Verdict.NOT_ENOUGH).mean()),
        "",
        "reported",
        True,
    )
    known = np.isfinite(result.se)
    yield between("11.7 mean detectable change", float(result.detectable[known].mean()), 0.60, 0.80, "points")


# ---- 11.10, scale quality


def _table(data: dict[str, list[str]], names: list[str]) -> Any:
    return np.array([[float(x) if x not in ("", "NA") else np.nan for x in data[name]] for name in names]).T


def quality(place: Path | None) -> Iterator[Row]:
    from sapwood.measurement import (
        alpha,
        group_reliability,
        icc,
        krippendorff_alpha,
        omega,
        read_csv,
        rwg,
        rwg_items,
        weighted_kappa,
    )  # fmt: skip

    if place is None:
        yield missing("11.10 scale quality against R", "reference data not there")
        return
    trusted = json.loads((place / "trusted.json").read_text())["psychometrics"]
    anxiety = _table(read_csv(place / "fetched-irr" / "anxiety.csv"), ["rater1", "rater2", "rater3"])
    judges = _table(read_csv(place / "shrout_fleiss.csv"), ["J1", "J2", "J3", "J4"])
    worst = 0.0
    for table, name in ((anxiety, "icc_anxiety"), (judges, "icc_shrout_fleiss")):
        asked = [(kind, mean) for mean in (False, True) for kind in ("one-way", "agreement", "consistency")]
        for (kind, mean), r in zip(asked, trusted[name]["aov"]["results"], strict=True):
            one: Any = icc(table, kind, average=mean)
            worst = max(
                worst, abs(one.value - r["ICC"]), abs(one.low - r["lower bound"]), abs(one.high - r["upper bound"])
            )
    yield at_most("11.10 ICC, all six forms with intervals", worst, 1e-5)
    bfi = read_csv(place / "bfi.csv.gz")
    alphas, omegas = 0.0, 0.0
    for scale in trusted["bfi"].values():
        table = _table(bfi, scale["items"])
        reversed_items = [scale["reversed"]] if isinstance(scale["reversed"], str) else scale["reversed"]
        turned = [scale["items"].index(item) for item in reversed_items]
        table[:, turned] = 7 - table[:, turned]
        a, o = alpha(table), omega(table)
        alphas = max(alphas, abs(a.value - scale["alpha_raw_complete"]))
        omegas = max(omegas, abs(o.value - scale["omega_cfa_unit"]))
    yield at_most("11.10 alpha of five scales", alphas, 1e-5)
    yield at_most("11.10 omega of five scales", omegas, 1e-4)
    wine = read_csv(place / "wine.csv")
    table = np.full((8, 9), np.nan)
    for rating, bottle, judge in zip(wine["rating"], wine["bottle"], wine["judge"], strict=True):
        table[int(bottle) - 1, int(judge) - 1] = float(rating)
    eyes = read_csv(place / "fetched-irr" / "vision.csv.gz")
    kappas = (
        (weighted_kappa(table[:, 0], table[:, 1]), trusted["kappa_wine_j1j2"]["weighted_quadratic"]),
        (weighted_kappa(eyes["r.eye"], eyes["l.eye"]), trusted["kappa_vision_psych"]["weighted"]),
        (weighted_kappa(anxiety[:, 0], anxiety[:, 1]), trusted["irr"]["kappa2_anxiety12_squared"]["value"]),
    )
    yield at_most("11.10 weighted kappa, three pairs", max(abs(one.value - r) for one, r in kappas), 1e-5)
    right = trusted["krippendorff_correct"]
    alphas = max(
        abs(krippendorff_alpha(table).value - right["wine_ordinal"]),
        *(
            abs(krippendorff_alpha(anxiety, kind).value - right[f"anxiety_{kind}"])
            for kind in ("ordinal", "nominal", "interval")
        ),
    )
    yield at_most("11.10 Krippendorff's alpha, four cases", alphas, 1e-5)
    teams, soldiers = read_csv(place / "bh1996.csv.gz"), read_csv(place / "lq2002.csv.gz")
    yield at_most(
        "11.10 rwg, mean of 99 groups",
        abs(rwg(teams["COHES"], teams["GRP"], 5).mean - trusted["bh1996"]["rwg_COHES_mean"]),
        1e-5,
    )
    items = _table(soldiers, [f"LEAD{k:02d}" for k in range(1, 12)])
    off = abs(rwg_items(items, soldiers["COMPID"], 5).mean - trusted["lq2002"]["rwgj_LEAD_mean"])
    yield at_most("11.10 rwg(j), mean of 49 groups", off, 1e-5)
    found: Any = group_reliability(teams["COHES"], teams["GRP"])
    r = trusted["bh1996"]["COHES"]
    yield at_most(
        "11.10 ICC(1) and ICC(2) of groups", max(abs(found.icc1 - r["ICC1"]), abs(found.icc2 - r["ICC2"])), 1e-5
    )
