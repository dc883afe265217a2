"""An objective with its key results, read together: each statement, and what only the set shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sapwood.coach.findings import finding, findings
from sapwood.coach.language import language_of
from sapwood.coach.reading import read_statement
from sapwood.coach.results import NOTHING_KNOWN, Context, Finding, Reading, Statement
from sapwood.coach.sets.given import Result, read_given, with_fields
from sapwood.coach.sets.own import with_others
from sapwood.coach.sets.together import of_set
from sapwood.files.words import _, said

__all__ = ["Result", "read_goal_title", "read_key_result", "read_objective"]

_NOTHING: Mapping[str, str] = {}


def read_key_result(
    result: Result | str,
    *,
    objective: str = "",
    context: Context = NOTHING_KNOWN,
    language: str = "",
    strict: bool = False,
) -> Statement:
    """One key result with its findings."""
    given = Result(result) if isinstance(result, str) else result
    read = with_fields(read_given(given, context, language), given)
    found = [*findings(read, objective=objective, context=context, strict=strict), *_ambition(read, given, context)]
    return replace(read, findings=tuple(_marked(found, given.ignore)))


def read_goal_title(
    text: str,
    *,
    id: str = "",
    context: Context = NOTHING_KNOWN,
    language: str = "",
    strict: bool = False,
    ignore: Mapping[str, str] = _NOTHING,
) -> Statement:
    """One objective with its findings, without its key results."""
    read = read_statement(text, "objective", id=id, level=context.level, language=language, today=context.today)
    return replace(read, findings=tuple(_marked(findings(read, context=context, strict=strict), ignore)))


def read_objective(
    objective: str,
    key_results: Sequence[Result | str] = (),
    context: Context = NOTHING_KNOWN,
    *,
    id: str = "",
    strict: bool = False,
    ignore: Mapping[str, str] = _NOTHING,
) -> Reading:
    """An objective and its key results, read as one goal.

    >>> reading = read_objective("Nurses have time for patients", ["Hold 12 workshops"])
    >>> [finding.code for finding in reading.key_results[0].findings][:1]
    ['KR102']
    """
    given = [Result(one) if isinstance(one, str) else one for one in key_results]
    given = [one for one in given if one.text.strip()]
    language = language_of("\n".join([objective, *(one.text for one in given)]))
    title = (
        read_goal_title(objective, id=id, context=context, language=language, strict=strict, ignore=ignore)
        if objective.strip()
        else None
    )
    results = tuple(
        read_key_result(one, objective=objective, context=context, language=language, strict=strict) for one in given
    )
    found = list(of_set(title, results, given, context, strict))
    results = with_others(results, context, strict)
    return Reading(title, results, tuple(_marked(found, ignore)), language)


def _marked(found: Sequence[Finding], ignore: Mapping[str, str]) -> list[Finding]:
    return [replace(one, suppressed=ignore[one.code]) if one.code in ignore else one for one in found]


def _ambition(read: Statement, given: Result, context: Context) -> Iterator[Finding]:
    target, projected = read.measure.target, given.projected
    if target is None or projected is None or context.ambition == "committed":
        return
    falls = read.measure.direction in {"fall", "stay_below"}
    if (falls and projected <= target) or (not falls and projected >= target):
        yield finding(
            "AM101",
            said(_("If the readings go on as before, this is reached without doing anything.")),
            said(_("What would be a target that you reach in seven of ten cases?")),
            spans=read.measure.target_spans,
        )
