"""Changes between two waves get a verdict only where raters have shown one, and say what is missing where not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import (
    TYPICAL,
    Company,
    Components,
    Estimate,
    MeasurementError,
    Rules,
    Verdict,
    Withheld,
    adjusted_levels,
    change_between,
    self_gap,
    simulate_company,
)
from sapwood.measurement.results import as_data
from tests.measurement.reference.tables import company

SKILLS = ("asks before telling", "says what is difficult", "keeps promises", "shares credit")


def between_waves(firm: Company, *, focus: bool = True, **more: Any) -> Any:
    scores = [f"c{k}" for k in range(firm.y.shape[1])]
    named = [(person, f"c{k}") for person, k in zip(*np.nonzero(firm.focus()), strict=True)]
    return change_between(
        "ratee", "rater", "wave", data=firm.columns(), scores=scores, relation="relation", items=firm.items,
        focus=named if focus else None, **more,
    )  # fmt: skip


FIRM = simulate_company(350, 8, 3, 2.0, seed=21)
RESULT = between_waves(FIRM)


def story(
    ada: float, others: float = 0.0, *, raters: int = 8, people: int = 40, before: float = 3.0, spread: float = 0.25
) -> dict[str, Any]:
    """Ada is rated by the same colleagues twice; on the first skill she moves by `ada`, everybody by `others`."""
    chance = np.random.default_rng(5)
    rows: dict[str, list[Any]] = {name: [] for name in ("ratee", "rater", "wave", "skill", "relation", "score")}
    leniency, standing = chance.normal(0, 0.3, people), chance.normal(0, 0.2, (people, len(SKILLS)))
    pairs = chance.normal(0, 0.15, (people, raters, len(SKILLS)))
    for person in range(people):
        name = "Ada" if person == 0 else f"person {person}"
        for wave in (1, 2):
            for place in range(raters):
                rater, pair = (person + place + 1) % people, pairs[person, place]
                for k, skill in enumerate(SKILLS):
                    moved = (others + (ada if person == 0 and k == 0 else 0.0)) * (wave == 2)
                    score = before + standing[person, k] + leniency[rater] + pair[k] + moved + chance.normal(0, spread)
                    rows["ratee"].append(name)
                    rows["rater"].append("Ada" if rater == 0 else f"person {rater}")
                    rows["wave"].append(wave)
                    rows["skill"].append(skill)
                    rows["relation"].append("manager" if place == 0 else "peer")
                    rows["score"].append(score)
    return rows


def told(rows: dict[str, Any], **more: Any) -> Any:
    return change_between(
        "ratee", "rater", "wave", data=rows, rating="score", competency="skill", relation="relation", items=3, **more
    )


def test_adas_colleagues_see_that_she_asks_before_telling() -> None:
    change = told(story(1.2)).of("Ada", SKILLS[0])

    assert isinstance(change.change, Estimate)
    assert change.change.low < 1.2 < change.change.high
    assert change.verdict is Verdict.IMPROVED
    assert change.words().startswith("Raters see an improvement of 1.")


def test_a_decline_is_told_in_the_same_way() -> None:
    change = told(story(-1.2)).of("Ada", SKILLS[0])

    assert change.verdict is Verdict.DECLINED
    assert change.words().startswith("Raters see a decline of 1.")


def test_what_moves_everybody_is_the_companys_shift_and_nobodys_change() -> None:
    result = told(story(0.0, others=0.5))

    assert result.shift.low < 0.5 < result.shift.high
    assert result.counts()[Verdict.IMPROVED] == 0
    assert abs(np.median(result.estimate)) < 0.02


def test_two_raters_are_not_enough_and_the_words_say_so() -> None:
    change = told(story(1.2, raters=2)).of("Ada", SKILLS[0])

    assert change.verdict is Verdict.NOT_ENOUGH
    assert "fewer than 3 raters besides the person" in change.words()


def test_who_starts_at_the_top_has_no_room_to_be_seen_improving() -> None:
    rows = story(0.1, before=3.0)
    rows["score"] = [
        4.8 if name == "Ada" and wave == 1 else score
        for name, wave, score in zip(rows["ratee"], rows["wave"], rows["score"], strict=True)
    ]

    change = told(rows).of("Ada", SKILLS[0])

    assert change.verdict is Verdict.NOT_ENOUGH
    assert "no room left" in change.reason


def test_who_was_rated_once_has_no_change_at_all() -> None:
    rows = story(0.0)
    keep = [not (name == "Ada" and wave == 2) for name, wave in zip(rows["ratee"], rows["wave"], strict=True)]
    rows = {name: [value for value, kept in zip(column, keep, strict=True) if kept] for name, column in rows.items()}

    change = told(rows).of("Ada", SKILLS[0])

    assert isinstance(change.change, Withheld)
    assert change.words() == "Not enough evidence: rated in one wave only."


def test_raters_who_contradict_each_other_leave_too_wide_an_interval() -> None:
    change = told(story(1.2, raters=3, spread=0.9)).of("Ada", SKILLS[0])

    assert change.verdict is Verdict.NOT_ENOUGH
    assert "above 0.35 points" in change.reason


def test_self_ratings_never_enter() -> None:
    rows = story(0.0)
    louder = {name: [*column] for name, column in rows.items()}
    for wave, score in ((1, 1.0), (2, 5.0)):
        for skill in SKILLS:
            for name, value in (
                ("ratee", "Ada"),
                ("rater", "Ada"),
                ("wave", wave),
                ("skill", skill),
                ("relation", "self"),
                ("score", score),
            ):
                louder[name].append(value)

    before, after = told(rows), told(louder)

    assert after.of("Ada", SKILLS[0]).change == before.of("Ada", SKILLS[0]).change
    assert any("self-ratings were left out" in note for note in after.notes)


def test_a_small_programme_is_judged_by_typical_components_and_says_so() -> None:
    result = told(story(1.2, people=12))

    assert "too few to learn how raters differ" in " ".join(result.notes)
    assert "typical programmes" in result.components.source
    assert result.of("Ada", SKILLS[0]).probability is None


def test_few_focus_cells_have_no_probability() -> None:
    result = told(story(1.2), focus=[("Ada", SKILLS[0])])

    assert result.of("Ada", SKILLS[0]).focus
    assert result.of("Ada", SKILLS[0]).probability is None
    assert result.of("Ada", SKILLS[0]).verdict is Verdict.IMPROVED
    assert any("no probabilities" in note for note in result.notes)


def test_what_was_not_named_needs_stronger_evidence_than_what_was() -> None:
    rows = story(0.35, spread=0.35)
    named, unnamed = told(rows, focus=[("Ada", SKILLS[0])]), told(rows, focus=[("person 1", SKILLS[0])])
    ada, other = named.of("Ada", SKILLS[0]), unnamed.of("Ada", SKILLS[0])

    assert ada.verdict is Verdict.IMPROVED
    assert unnamed.rules.false_rate_unnamed < other.q < unnamed.rules.false_rate
    assert other.verdict is Verdict.UNDETECTED


def test_assumed_components_make_wider_intervals_than_the_same_ones_given() -> None:
    rows = story(0.0, people=12)
    assumed = told(rows)
    given = told(rows, components=replace(TYPICAL.with_items(3), source="known from earlier rounds"))

    assert np.allclose(assumed.estimate, given.estimate)
    assert np.allclose(assumed.se, 1.09 * given.se)


def test_a_programme_that_the_model_fits_exactly_is_told_and_no_crash() -> None:
    result = change_between(
        ["a", "b", "b", "c"], ["r1", "r0", "r2", "r1"], [0, 1, 1, 1], rating=[1.0, 1.0, 1.0, 2.0], competency=[0, 0, 0, 1]
    )  # fmt: skip

    assert [one.words() for one in result]


def test_a_focus_nobody_has_is_an_error_with_what_there_is() -> None:
    with pytest.raises(MeasurementError, match="no competency of this table: asks before telling"):
        told(story(0.0), focus=[("Ada", "whistling")])


def test_most_verdicts_are_true_and_many_true_changes_are_found() -> None:
    truth = FIRM.change[[int(name) for name in RESULT.ratees]]
    said = RESULT.focus & (RESULT.verdict == Verdict.IMPROVED)
    changed = RESULT.focus & (truth > 0)

    assert (said & (truth == 0)).sum() <= 0.1 * said.sum()
    assert said[changed].mean() > 0.5


def test_probabilities_mean_what_they_say() -> None:
    truth = FIRM.change[[int(name) for name in RESULT.ratees]]
    known = np.isfinite(RESULT.rise)

    assert abs(RESULT.rise[known].mean() - (truth[known] > 0).mean()) < 0.06
    assert (truth[known & (RESULT.rise > 0.9)] > 0).mean() > 0.85


def test_a_shown_improvement_never_has_an_interval_with_zero() -> None:
    said = RESULT.verdict == Verdict.IMPROVED

    assert said.any()
    assert (RESULT.low[said] > 0).all()
    assert (RESULT.estimate[said] >= RESULT.rules.least).all()


def test_where_nobody_changed_nobody_is_told_so() -> None:
    result = between_waves(simulate_company(400, 8, 3, 0.0, seed=22))

    assert result.counts()[Verdict.IMPROVED] + result.counts()[Verdict.DECLINED] == 0


def test_one_item_and_a_small_change_end_in_what_would_show() -> None:
    result = between_waves(simulate_company(300, 6, 1, 0.5, seed=23))

    counts = result.counts()
    assert counts[Verdict.NOT_ENOUGH] + counts[Verdict.UNDETECTED] >= len(result) - 1
    assert "can show a change of 0." in str(result)
    assert any("or more would show" in one.words() for one in result)


def test_stricter_rules_allow_fewer_verdicts() -> None:
    strict = between_waves(FIRM, rules=Rules(least=0.8, sure=0.99))

    assert 0 < strict.counts()[Verdict.IMPROVED] < RESULT.counts()[Verdict.IMPROVED]


def test_ratings_that_are_all_the_same_tell_nothing() -> None:
    rows = story(0.0)
    rows["score"] = [3.0] * len(rows["score"])

    result = told(rows)

    assert result.counts()[Verdict.NOT_ENOUGH] == len(result)
    assert result.of("Ada", SKILLS[0]).words() == "Not enough evidence: all ratings are the same."


def test_a_single_wave_has_levels_and_no_change() -> None:
    rows = story(0.0)
    rows["wave"] = [1] * len(rows["wave"])

    with pytest.raises(MeasurementError, match="One wave gives levels"):
        told(rows)


def test_waves_are_named_or_the_last_two() -> None:
    rows = story(0.0)
    rows["wave"] = [9 if wave == 1 else 10 for wave in rows["wave"]]

    assert told(rows).waves == ("9", "10")
    with pytest.raises(MeasurementError, match="no wave '11'; there are 9, 10"):
        told(rows, first=11)


def test_another_scale_is_noticed() -> None:
    rows = story(0.0)
    rows["score"] = [20 * score for score in rows["score"]]

    assert any("made for a scale from 1 to 5" in note for note in told(rows).notes)


def test_a_result_can_be_written_down_as_json() -> None:
    data = as_data(RESULT)

    assert set(data["components"]) == set(Components.__dataclass_fields__)
    assert data["verdict"][0][0] in set(Verdict)


# ---- what theory says must hold for any company


TABLE = company()
BEFORE = change_between("ratee", "rater", "wave", data=TABLE, rating="y", competency="competency", relation="relation")


def again(change: dict[str, Any]) -> Any:
    return change_between(
        "ratee", "rater", "wave", data={**TABLE, **change}, rating="y", competency="competency", relation="relation"
    )


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(chance: Any) -> None:
    order = list(range(len(TABLE["y"])))
    chance.shuffle(order)

    after = again({name: column[order] for name, column in TABLE.items()})

    assert after.estimate == pytest.approx(BEFORE.estimate, abs=1e-6)
    assert after.se == pytest.approx(BEFORE.se, abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(100, 125)))
def test_raters_under_other_names_see_the_same_changes(names: list[int]) -> None:
    after = again({"rater": np.array([f"r{names[old - 100]}" for old in TABLE["rater"]])})

    assert after.estimate == pytest.approx(BEFORE.estimate, abs=1e-6)
    assert after.se == pytest.approx(BEFORE.se, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.floats(-100, 100), st.floats(0.01, 100))
def test_shifted_and_stretched_answers_give_stretched_changes(shift: float, stretch: float) -> None:
    after = again({"y": shift + stretch * TABLE["y"]})

    assert after.estimate == pytest.approx(BEFORE.estimate * stretch, abs=1e-4 * stretch)
    assert after.se == pytest.approx(BEFORE.se * stretch, rel=1e-3)
    assert after.shift.value == pytest.approx(BEFORE.shift.value * stretch, abs=1e-4 * stretch)


@settings(max_examples=15, deadline=None)
@given(st.floats(-3, 3))
def test_what_is_added_to_a_whole_wave_is_the_companys_shift(lift: float) -> None:
    after = again({"y": TABLE["y"] + lift * (TABLE["wave"] == 1)})

    assert after.estimate == pytest.approx(BEFORE.estimate, abs=1e-4)
    assert after.shift.value == pytest.approx(BEFORE.shift.value + lift, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_small_programme_ends_in_a_crash(data: Any) -> None:
    rows = data.draw(
        st.lists(
            st.tuples(
                st.integers(0, 2),
                st.integers(0, 4),
                st.integers(0, 1),
                st.integers(0, 1),
                st.sampled_from([1.0, 2.0, 5.0, float("nan")]),
            ),
            max_size=25,
        )
    )
    ratee, rater, wave, competency, rating = ([row[k] for row in rows] for k in range(5))
    try:
        result = change_between(
            [f"p{one}" for one in ratee], [f"r{one}" for one in rater], wave, rating=rating, competency=competency
        )
    except MeasurementError:
        return
    assert [one.words() for one in result]
    assert np.isin(result.verdict, list(Verdict)).all()


# ---- levels of one wave


def test_a_level_has_an_interval_and_too_few_raters_are_a_reason() -> None:
    rows = story(0.0)
    found = adjusted_levels(
        "ratee", "rater", data=rows, rating="score", competency="skill", relation="relation", wave="wave", which=1
    )

    level = found.of("Ada", SKILLS[0])
    assert isinstance(level, Estimate)
    assert level.low < level.value < level.high
    few = adjusted_levels("ratee", "rater", data=rows, rating="score", competency="skill", wave="wave", min_raters=9)
    assert few.of("Ada", SKILLS[0]) == Withheld("8 raters besides the person; at least 9 are needed")


def test_a_lenient_rater_does_not_lift_whom_they_rate() -> None:
    chance = np.random.default_rng(3)
    ratee, rater = np.repeat(np.arange(60), 5), (np.repeat(np.arange(60), 5) * 7 + np.tile(np.arange(5), 60)) % 60
    generous = rater % 2 == 0
    y = 3 + 0.8 * generous + chance.normal(0, 0.3, 300)
    names = [f"p{one}" for one in ratee]

    found = adjusted_levels(names, [f"r{one}" for one in rater], rating=y)

    lucky = np.array([generous[ratee == int(name[1:])].mean() for name in found.ratees])
    raw = np.array([y[ratee == int(name[1:])].mean() for name in found.ratees])
    assert np.corrcoef(lucky, raw)[0, 1] > 0.5
    assert abs(np.corrcoef(lucky, found.estimate[:, 0])[0, 1]) < 0.3


def test_the_gap_to_ones_own_view_carries_its_own_error() -> None:
    found = adjusted_levels("ratee", "rater", data=story(0.0), rating="score", competency="skill", wave="wave", which=1)
    level = found.of("Ada", SKILLS[0])
    assert isinstance(level, Estimate)

    gap = self_gap(found, "Ada", SKILLS[0], level.value + 0.5)

    assert isinstance(gap, Estimate)
    assert gap.value == pytest.approx(0.5)
    assert gap.high - gap.low > level.high - level.low
    assert self_gap(found, "Ada", SKILLS[0], float("nan")) == Withheld("the person did not rate themselves")


def test_intervals_hold_where_forms_of_one_group_weigh_the_same_and_each_error_says_what_it_costs() -> None:
    firm = simulate_company(300, 6, 3, 1.5, seed=8)
    rows = firm.columns()
    names = zip(*(rows[one].tolist() for one in ("ratee", "rater", "wave", "relation")), strict=True)
    alike = {(str(ratee), str(rater), str(wave)): relation for ratee, rater, wave, relation in names}
    even, free = between_waves(firm, focus=False, alike=alike), between_waves(firm, focus=False)

    known = np.isfinite(even.se)
    true = firm.change[[int(one) for one in even.ratees]]
    assert 0.93 <= ((even.low <= true) & (true <= even.high))[known].mean() <= 0.97
    assert (even.se[known] >= free.se[known] - 1e-9).all()
    assert even.se[known].mean() < 1.35 * free.se[known].mean()  # four of ten raters are new: what it costs


def test_two_forms_of_one_group_can_be_exchanged_and_those_of_no_group_cannot() -> None:
    def estimates(low: str, high: str, alike: bool) -> Any:
        rows = [(about, f"r{one}", wave) for about in "ABC" for wave in (1, 2) for one in range(wave, 6 + wave)]
        said = {low: 1.0, high: 5.0}
        score = [said.get(rater, 3.0) if about == "A" and wave == 1 else 2.0 + ord(rater[1]) * ord(about) % 3 for about, rater, wave in rows]  # fmt: skip
        ratee, rater, wave = zip(*rows, strict=True)
        named = {(about, who, str(when)): "all" for about, who, when in rows} if alike else None
        return change_between(ratee, rater, wave, rating=score, alike=named).estimate

    assert estimates("r1", "r2", True) == pytest.approx(estimates("r2", "r1", True))
    assert estimates("r1", "r2", False) != pytest.approx(estimates("r2", "r1", False))  # the first did not come again
