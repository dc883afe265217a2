"""Goals of every kind, for tests that write and read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from sapwood.files import goals
from sapwood.files.goals.model import CHOICES, STEERING, KeyResult, Objective

letters = st.one_of(
    st.text(st.sampled_from("aZ9 é\u4e2d\u05d0\U0001f33f\"'=+-@|\\/:#*-,;&!%{}[]<>~`?.\t"), max_size=24),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        [
            "yes",
            "null",
            "~",
            "1.200",
            "- a: b",
            "# x",
            "goals:",
            "--- ",
            "key: value",
            '"quoted"',
            "=1+1",
            "'=x",
            "| a | b",
            "sep=;",
        ]
    ),
)


def clean(text: str) -> str:
    return goals.one_line(STEERING.sub("", text))


lines = letters.map(clean)
words = lines.filter(bool)
prose = st.lists(letters, max_size=4).map(
    lambda parts: goals.paragraphs("\n".join(STEERING.sub("", part) for part in parts))
)
ids = lines.map(lambda text: clean(text.replace("/", "")))
numbers = (
    st.none()
    | st.decimals(-(10**13), 10**13, places=6).map(lambda one: one.normalize())
    | st.integers(-9999, 9999).map(Decimal)
)
some_names = st.lists(words, max_size=3, unique=True).map(tuple)


def choice(column: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *CHOICES[column]))


key_results = st.builds(
    KeyResult,
    key_result=words,
    id=ids,
    indicator=choice("indicator"),
    direction=choice("direction"),
    unit=lines.filter(lambda text: len(text) <= 40),
    baseline=numbers,
    target=numbers,
    current=numbers,
    due=st.none() | st.dates(dt.date(1930, 1, 1), dt.date(2100, 1, 1)),
    weight=st.none() | st.decimals(0, 100, places=2),
    confidence=st.none() | st.integers(0, 10),
)
objectives = st.builds(
    Objective,
    objective=words,
    id=ids,
    cycle=lines,
    owner=lines,
    level=lines.filter(lambda text: len(text) <= 40),
    layer=choice("layer"),
    nature=choice("nature"),
    ambition=choice("ambition"),
    why=prose,
    audience=lines,
    parent=some_names,
    pair=some_names,
    key_results=st.lists(key_results, max_size=3, unique_by=lambda one: one.id or object()).map(tuple),
)
some_goals = st.lists(
    objectives,
    min_size=1,
    max_size=4,
    unique_by=lambda one: ("", one.id) if one.id else (one.cycle, one.owner, one.objective),
).map(tuple)
