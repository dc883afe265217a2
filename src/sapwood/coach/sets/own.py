"""A personal goal of which every key result is one's own effort: one question, whose behaviour would show it."""

from __future__ import annotations

from dataclasses import replace

from sapwood.coach.findings import enough, finding
from sapwood.coach.results import Context, Statement
from sapwood.files.words import _, said


def with_others(results: tuple[Statement, ...], context: Context, strict: bool) -> tuple[Statement, ...]:
    """The same results; where all of a personal goal is done by oneself, the first one asks for somebody else.

    A single result of this kind is no reason to ask: exercise is for oneself. A goal with nobody else in it is."""
    if context.layer != "personal" or not results:
        return results
    efforts = [read.labels.get("individual_effort") for read in results]
    if not all(one is not None and one.value and enough("KR301", one.p, strict) for one in efforts):
        return results
    first, effort = results[0], efforts[0]
    assert effort is not None
    asked = finding(
        "KR301",
        said(_("All of it is what you do yourself; nobody else is in it.")),
        said(_("For whom would it make a difference, and what would they do that they do not do today?")),
        p=effort.p,
        spans=effort.spans,
    )
    return (replace(first, findings=(*first.findings, asked)), *results[1:])
