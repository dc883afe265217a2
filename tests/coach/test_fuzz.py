"""Whatever is written, the coach answers: empty, huge, hostile, in any script."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapwood.coach import Context, read_comment, read_key_result, read_objective
from sapwood.coach.words import LONGEST, tokens

HOSTILE = [
    "",
    " \n\t ",
    "\x00\x01\x1b[31m",
    "\u202eevil\u202c 5% \u200f",
    "🚀🔥💯" * 50,
    "مرحبا بكم في 2026",
    "增加收入20%",
    "%" * 5000,
    "1" * 20000,
    "from " * 4000,
    "1,000," * 3000,
    "(" * 3000,
    "a" * 100_000,
    "to 5 " * 3000,
    "increase by by by by 5 5 5 %",
    "9" * 30 + " to " + "9" * 40,
    "$€£¥ -> → <>",
    "__ [ ] TBD ??",
    "31/02/2026 and 2026-13-45 and Feb 30",
    "{text} %(words)s %s {0}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_like_any_other(text: str) -> None:
    for strict in (False, True):
        reading = read_objective(
            text, [text, text], Context(level="team", audience=text, why="", safety_critical=True), strict=strict
        )
        for read in reading.statements:
            for finding in (*read.findings, *reading.findings):
                assert str(finding.message) and str(finding.question)
            for judgement in read.labels.values():
                assert all(0 <= start < end <= len(text) for start, end in judgement.spans)
    assert read_comment(text).text == text


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(one: str, other: str) -> None:
    reading = read_objective(one, [other, one + other])
    assert len(reading.key_results) == sum(bool(text.strip()) for text in (other, one + other))
    assert read_comment(other).language


@given(
    st.lists(
        st.sampled_from(
            "from to by 20 % 5 → increase reduce hold launch currently ( ) within X days $3M Q3 2026 all no zero of , . : -".split()
        ),
        max_size=40,
    )
)
@settings(max_examples=250, deadline=None)
def test_any_order_of_telling_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    read = read_key_result(text)
    assert read.text == text
    assert all(0 <= start < end <= len(text) for start, end in read.measure.target_spans + read.measure.baseline_spans)


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    found = tokens("word " * 200_000)
    assert found[-1].end <= LONGEST and len(found) < LONGEST
