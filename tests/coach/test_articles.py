"""Key results the practice's own literature offers and its own rules forbid, in our words: each gets a remark."""

from __future__ import annotations

import pytest

from sapwood.coach import read_key_result


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Lead four workshops on customer empathy", {"KR102"}),
        ("Complete an e-learning course on lean planning", {"KR103", "KR301"}),
        ("Take three classes in conversational Spanish", {"KR102", "KR103"}),
        ("Read ten leadership books this year", {"KR102", "KR301"}),
        ("Launch 30% more marketing campaigns than last quarter", {"KR101", "KR401"}),
        ("90% of ads are cleared by legal at the first attempt", {"KR401"}),
        ("Halve the bugs I ship to production", {"KR401"}),
        ("Phone 7,000 prospective buyers", {"KR102", "KR401"}),
    ],
)
def test_a_bad_example_is_remarked_on(text: str, among: set[str]) -> None:
    shown = {one.code for one in read_key_result(text).findings if one.severity != "note"}
    assert shown & among, shown
