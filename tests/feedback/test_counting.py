"""What is chosen to be shown tells about no few people: random organisations and rounds against the null space."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.feedback.ballots import Answers, Remark
from sapwood.feedback.counting import forms as forms_of
from sapwood.feedback.counting import pulses, rounds
from sapwood.feedback.counting.cells import Scale
from sapwood.measurement import audit

QUESTION = Scale(1, 1, 5)
people = st.tuples(st.integers(-1, 9), st.integers(0, 9), st.integers(0, 2))  # the unit above, members, readers


def organisation(shape: list[tuple[int, int, int]]) -> list[pulses.Unit]:
    parents = [None if number == 0 or above < 0 else above % number for number, (above, _n, _r) in enumerate(shape)]
    readers = [extra for _above, _members, extra in shape]
    for unit in reversed(range(len(shape))):  # a reader below a unit is one below those above it too
        if parents[unit] is not None:
            readers[parents[unit]] = max(readers[parents[unit]], readers[unit])
    return [
        pulses.Unit(number, parents[number], members, readers[number])
        for number, (_above, members, _r) in enumerate(shape)
    ]


def below(units: list[pulses.Unit], unit: int) -> set[int]:
    parents = {one.id: one.parent for one in units}
    found = set()
    for one in parents:
        at: int | None = one
        while at is not None and at != unit:
            at = parents[at]
        if at == unit:
            found.add(one)
    return found


@settings(max_examples=60)
@given(st.lists(people, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_no_sum_or_difference_of_what_a_pulse_shows_tells_about_fewer_than_five(shape, chance) -> None:
    units = organisation(shape)
    ballots = [
        Answers(f"{unit.id}-{number}", unit=unit.id, ratings={1: chance.choice([1, 2, 3, 4, 5, None])})
        for unit in units
        for number in range(unit.members)
        if chance.random() < 0.8
    ]
    answered = [one for one in ballots if one.ratings[1] is not None]
    shown = [one.unit for one in pulses.count(units, [QUESTION], ballots).figures if one.value is not None]
    groups = {str(unit): [one.rater for one in answered if one.unit in below(units, unit)] for unit in shown}

    assert audit(groups).safe
    for unit in units:  # a reader who answered takes the own answer out, and still learns of no fewer than five
        if unit.readers and (mine := [one.rater for one in answered if one.unit == unit.id][: unit.readers]):
            without = {name: [one for one in group if one not in mine] for name, group in groups.items()}
            assert audit({name: group for name, group in without.items() if group}).safe


@settings(max_examples=60)
@given(st.lists(people, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_a_comment_could_have_come_from_eight_people_where_it_stands(shape, chance) -> None:
    units = organisation(shape)
    ballots = [
        Answers(f"{unit.id}-{number}", unit=unit.id, ratings={1: 3}, remarks={2: Remark(f"{unit.id}-{number}")})
        for unit in units
        for number in range(unit.members)
        if chance.random() < 0.9
    ]
    sayings = pulses.count(units, [QUESTION], ballots, texts=[2]).sayings
    places = defaultdict(set)
    for saying in sayings:
        places[saying.unit].add(saying.text)

    assert all(len(texts) >= 8 for texts in places.values())
    assert not any(saying.rater for saying in sayings)


relations = st.fixed_dictionaries({name: st.integers(0, 6) for name in ("peer", "report", "other", "external")})


@settings(max_examples=80, deadline=None)
@given(relations, st.randoms(use_true_random=False))
def test_the_own_and_the_shared_report_together_tell_about_no_fewer_than_three(counts, chance) -> None:
    """Subject and reader put their two reports side by side; the manager's and the own view are known to both."""
    items = [Scale(1, 1, 5, competency=7), Scale(2, 1, 5, competency=7), Scale(3, 1, 5, competency=8)]
    ballots = [
        Answers(
            f"{relation}-{number}",
            subject=1,
            relation=relation,
            ratings={item.id: chance.randint(1, 5) for item in items},
        )
        for relation, count in {**counts, "manager": 1, "self": 1}.items()
        for number in range(count)
    ]
    extra = [
        Answers(f"x-{number}", subject=2, relation="peer", ratings={item.id: chance.randint(1, 5) for item in items})
        for number in range(6)
    ]
    figures = rounds.count([1, 2], forms_of.Asked(items), [*ballots, *extra]).figures
    cells = [
        one for one in figures if one.subject == 1 and one.competency == 7 and one.kind == "level" and not one.withheld
    ]
    raters = {name: [f"{name}-{number}" for number in range(count)] for name, count in counts.items()}
    everybody = list(itertools.chain.from_iterable(raters.values()))
    single = {one.group for one in cells if one.group in raters}
    shared = {one.group for one in cells if one.group in raters and one.shared}
    groups = {group: raters[group] for group in single}
    folded = [one for name, some in raters.items() if name not in single for one in some]
    rest = [one for name, some in raters.items() if name not in shared for one in some]
    if any(one.group == "others" for one in cells):
        groups["others"] = folded + (raters["other"] if "other" in single and "others" in groups else [])
    if any(one.group == "rest" for one in cells):
        groups["rest"] = rest
    if any(one.group == "all" for one in cells):
        groups["all"] = everybody

    assert audit({name: group for name, group in groups.items() if group}, k=3).safe
    assert all(len(group) >= 3 for group in groups.values())


def test_passing_on_an_item_is_filled_in_and_no_rater_is_missing_from_any_number() -> None:
    items = [Scale(1, 1, 5, competency=7), Scale(2, 1, 5, competency=7)]
    ballots = [
        Answers(f"r{n}", subject=1, relation="peer", ratings={1: 4, 2: None if n == 0 else 2}) for n in range(6)
    ] + [Answers(f"s{n}", subject=2, relation="peer", ratings={1: 1 + n % 5, 2: 3}) for n in range(6)]
    figures = rounds.count([1, 2], forms_of.Asked(items), ballots).figures

    second = next(one for one in figures if one.subject == 1 and one.item == 2)
    assert second.count == "5 to 9" and second.value is not None


def test_two_raters_of_relations_that_are_shown_together_weigh_the_same_in_what_all_raters_see() -> None:
    asked = forms_of.Asked([Scale(1, 1, 5, competency=1), Scale(2, 1, 5, competency=2)])
    relations = {
        7: ("peer", "peer", "report", "report", "other", "other", "other", "manager"),  # peers and reports: "others"
        8: ("report", "peer", "report", "other", "other", "other", "other"),
        9: ("report", "peer", "report", "report"),
    }

    def levels(low: int, high: int) -> list[list[float]]:
        given = {low: 1, high: 5}
        forms = [
            Answers(f"r{rater}", about, relation, None, {1: given.get(rater, 2 + rater % 3), 2: 3 + rater % 2})
            for about, some in relations.items()
            for rater, relation in enumerate(some)
        ]
        found = rounds._levels(forms_of.read(forms, asked), asked)
        assert found is not None
        return found.estimate.tolist()

    for one, other in zip(levels(0, 2), levels(2, 0), strict=True):
        assert one == pytest.approx(other)


def test_a_turned_item_counts_the_other_way_and_every_scale_is_told_from_one_to_five() -> None:
    assert [Scale(1, 1, 5, reverse=True).turned(answer) for answer in (1, 2, 5)] == [5, 4, 1]
    assert [Scale(1, 0, 10).on_five(answer) for answer in (0, 5, 10)] == [1, 3, 5]
    assert Scale(1, 1, 7, reverse=True).on_five(7) == 1


def test_a_unit_without_any_answer_is_too_few_and_one_hidden_for_others_would_tell() -> None:
    units = [pulses.Unit(1, None, 12), pulses.Unit(2, 1, 9), pulses.Unit(3, 1, 8)]
    ballots = [Answers(f"a{n}", unit=2, ratings={1: 3 + n % 2}) for n in range(9)]
    ballots += [Answers(f"b{n}", unit=1, ratings={1: 2 + n % 3}) for n in range(3)]
    told = {one.unit: one.withheld for one in pulses.count(units, [QUESTION], ballots).figures}

    assert told[3] == "too_few"
    assert {told[1], told[2]} == {"", "would_tell"}
