"""The remarks on one statement, those asked about first in front."""

from __future__ import annotations

from collections.abc import Iterator

from sapwood.coach.codes import BY_CODE
from sapwood.coach.findings.key_results import of_key_result
from sapwood.coach.findings.objectives import of_objective
from sapwood.coach.findings.remarks import HOLE, number_remark, open_blank
from sapwood.coach.language import knows
from sapwood.coach.phrases import phrases
from sapwood.coach.results import NOTHING_KNOWN, Context, Finding, Statement

_ORDER = {code: place for place, code in enumerate(BY_CODE)}


def findings(
    statement: Statement, *, objective: str = "", context: Context = NOTHING_KNOWN, strict: bool = False
) -> tuple[Finding, ...]:
    """The remarks on one statement, those asked about first in front: what it is, how it is measured, whose effort it is,
    how it could be gamed. Below a code's least probability the coach is silent."""
    if not knows(statement.language) or (statement.type is None and "vague" not in statement.labels):
        return tuple(_without_words(statement))
    words = phrases(statement.text, objective=objective, context=context, language=statement.language)
    found = (
        of_key_result(statement, words, context, strict)
        if statement.kind == "key_result"
        else of_objective(statement, words, context, strict)
    )
    seen: dict[str, Finding] = {}
    for one in found:
        seen.setdefault(one.code, one)
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(seen.values(), key=lambda one: (rank[one.severity], _ORDER[one.code])))


def _without_words(read: Statement) -> Iterator[Finding]:
    """What needs no knowledge of the language."""
    if hole := HOLE.search(read.text):
        yield open_blank(hole)
    metric = read.labels.get("contains_metric")
    if metric and metric.value:
        yield number_remark(metric.spans)
