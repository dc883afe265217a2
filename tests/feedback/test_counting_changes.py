"""What changed between two rounds is made of averages of groups: nobody can be subtracted out of it, whoever came or went."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sapwood.feedback.ballots import Answers
from sapwood.feedback.counting import changes, rounds
from sapwood.feedback.counting.cells import Scale
from sapwood.feedback.counting.forms import Asked, read

ASKED = Asked([Scale(1, 1, 5, competency=1), Scale(2, 1, 5, competency=2)])
PEER, REPORT, OTHER = "peer", "report", "other"
FIRST, SECOND = 0, 1

Round = Mapping[str, str]  # rater -> relation
Given = tuple[int, str]  # which round, which rater


def peers(names: str) -> dict[str, str]:
    return dict.fromkeys(names, PEER)


def estimates(before: Round, after: Round, given: Mapping[Given, int], asked: Asked = ASKED) -> list[list[float]]:
    """Three people are rated, the first of them by these raters; `given`: what somebody answers about that one."""
    both = []
    for number, raters in enumerate((before, after)):
        ballots = [Answers("boss", about, "manager", None, {1: 3 + number, 2: 3}) for about in (7, 8, 9)]
        for rater, relation in raters.items():
            ballots.append(Answers(rater, 7, relation, None, {1: given.get((number, rater), 3), 2: 2 + ord(rater) % 3}))
        for about, apart in ((8, {}), (9, {"e": REPORT, "f": REPORT, "g": REPORT, "h": REPORT})):
            for rater in "rstuvwx"[number : 6 + number] + "".join(apart):
                usual = 2 + (ord(rater) * about + number) % 3
                ballots.append(Answers(f"{rater}-{about}", about, apart.get(rater, PEER), None, {1: usual, 2: 3}))
        both.append(read(ballots, asked))
    found = changes.between(*both, asked)
    assert found is not None
    return found.estimate.tolist()


def swapped(before: Round, after: Round, number: int, one: str, other: str, asked: Asked = ASKED) -> bool:
    """Whether it shows in any change that two raters said the one what the other did."""
    low = estimates(before, after, {(number, one): 1, (number, other): 5}, asked)
    high = estimates(before, after, {(number, one): 5, (number, other): 1}, asked)
    return any(mine != pytest.approx(theirs) for mine, theirs in zip(low, high, strict=True))


@pytest.mark.parametrize("left", ["f", "ef", "def"])
def test_who_leaves_before_the_follow_up_is_not_told_from_those_who_stay(left: str) -> None:
    stay = "".join(one for one in "abcdef" if one not in left)
    assert not swapped(peers("abcdef"), peers(stay), FIRST, "a", left[0])


@pytest.mark.parametrize("joined", ["f", "ef", "def"])
def test_who_joins_in_the_follow_up_is_not_told_from_those_who_were_there(joined: str) -> None:
    there = "".join(one for one in "abcdef" if one not in joined)
    assert not swapped(peers(there), peers("abcdef"), SECOND, "a", joined[0])


def test_four_who_answered_twice_beside_four_who_did_not_are_groups_of_their_own() -> None:
    before, after = peers("abcdefgh"), peers("abcd")
    assert swapped(before, after, FIRST, "a", "e")  # four and four: what the four who left said may be known
    assert not swapped(before, after, FIRST, "a", "b")
    assert not swapped(before, after, FIRST, "e", "f")
    assert not swapped(before, after, FIRST, "a", "e", Asked(ASKED.items, least_relation=5))  # a threshold was raised


def test_relations_that_a_report_shows_together_weigh_the_same_in_a_change() -> None:
    raters = peers("abcd") | {"e": REPORT, "f": REPORT, "g": OTHER, "h": OTHER}
    later = {rater: relation for rater, relation in raters.items() if rater not in "bh"}
    for number in (FIRST, SECOND):
        assert not swapped(raters, later, number, "e", "g")


def test_relations_that_one_of_two_reports_shows_together_are_one_in_both() -> None:
    """Four reports in the first round, two in the second, who are then part of the peers: else the change, which is made
    of both rounds, would tell of the second what its report folds away."""
    before = peers("abcd") | dict.fromkeys("efgh", REPORT)
    after = peers("abcd") | dict.fromkeys("ef", REPORT)
    assert not swapped(before, after, SECOND, "a", "e")
    assert not swapped(before, after, FIRST, "a", "e")


def test_who_stands_otherwise_to_somebody_in_the_follow_up_weighs_the_same() -> None:
    before, after = peers("abcdefgh"), peers("abcdefg") | {"h": OTHER}
    for number in (FIRST, SECOND):
        assert not swapped(before, after, number, "a", "h")


def test_when_everybody_answers_twice_the_change_is_as_sure_as_before() -> None:
    """Evening weights that are even already costs nothing; with one new rater it costs a little."""
    first, same, fresh = (
        read([Answers(rater, about, PEER, None, {1: 2 + (ord(rater) * about) % 4, 2: 3}) for about in (7, 8, 9) for rater in some], ASKED)
        for some in ("abcdef", "abcdef", "bcdefg")
    )  # fmt: skip
    told, less = changes.between(first, same, ASKED), changes.between(first, fresh, ASKED)
    assert told is not None and less is not None
    assert 1.0 < float(less.se[0, 0] / told.se[0, 0]) < 1.6


def test_a_raised_threshold_holds_for_the_groups_of_a_shared_report_too() -> None:
    ballots = [Answers(rater, 7, PEER if rater in "abcdef" else REPORT, None, {1: 3, 2: 4}) for rater in "abcdefghij"]
    ballots += [Answers("a", 8, PEER, None, {1: 2, 2: 5})]
    told = rounds.count([7], Asked(ASKED.items, least_relation=5), ballots).figures
    assert {one.group for one in told if one.kind == "level" and one.competency and one.value is not None} == {"all"}
