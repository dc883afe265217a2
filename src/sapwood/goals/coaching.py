"""The live checklist beside a draft: what a goal needs, held against what has been written so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from sapwood.goals.drafts import ObjectiveDraft

Verdict = Literal["passes", "weak", "fails"]

TASKS = re.compile(
    r"^\W*(attend|build|buy|call|complete|conduct|configure|create|deliver|deploy|design|develop|document|"
    r"finish|hire|hold|implement|install|introduce|launch|lead|make|migrate|organi[sz]e|prepare|present|publish|"
    r"read|release|roll out|run|send|set up|ship|start|take|train|write)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w#])\d[\d.,]*\s*(%|percent|k|m|million)?", re.IGNORECASE)


@dataclass(frozen=True)
class Remark:
    """One line of the checklist. `question` is asked only where it does not pass."""

    name: str
    verdict: Verdict
    words: str
    question: str = ""


def remarks(draft: ObjectiveDraft) -> list[Remark]:
    """Every line of the checklist, in the order a goal is written. An empty page is asked one thing only."""
    results = [result for result in draft.key_results if result.title.strip()]
    if not (results or draft.title.strip() or draft.why.strip() or draft.audience.strip()):
        return [_title(draft)]
    return [
        _title(draft),
        _audience(draft),
        _why(draft),
        _count(len(results)),
        _results_not_tasks(draft),
        _measured(draft),
        _both_indicators(draft),
    ]


def first_open(found: list[Remark]) -> Remark | None:
    """The one question worth asking now: of what fails, else of what is weak."""
    for verdict in ("fails", "weak"):
        for remark in found:
            if remark.verdict == verdict and remark.question:
                return remark
    return None


def _title(draft: ObjectiveDraft) -> Remark:
    name = _("The objective")
    title = draft.title.strip()
    if not title:
        return Remark(name, "fails", _("not written yet"), _("What will be true at the end that is not true today?"))
    if TASKS.match(title):
        return Remark(
            name,
            "fails",
            _("reads like a task"),
            _("When that is done, what will somebody notice? Write that instead of “%(title)s”.") % {"title": title},
        )
    if NUMBER.search(title):
        return Remark(
            name, "weak", _("has a number in it"), _("Numbers live in the key results. What do they stand for here?")
        )
    if len(title.split()) < 4:
        return Remark(
            name, "weak", _("very short"), _("Could any company on earth write this? Say which aspect, and for whom.")
        )
    return Remark(name, "passes", _("says a state, not a task"))


def _audience(draft: ObjectiveDraft) -> Remark:
    name = _("Whose behaviour")
    if draft.audience.strip():
        return Remark(name, "passes", draft.audience.strip())
    return Remark(name, "fails", _("nobody named"), _("Who will do something differently because of this?"))


def _why(draft: ObjectiveDraft) -> Remark:
    name = _("Why")
    if draft.values or draft.priorities:
        return Remark(name, "passes", _("linked to what the organisation stands for"))
    if draft.why.strip():
        return Remark(
            name,
            "weak",
            _("said, but not linked"),
            _("Which of our values or priorities does it serve? Tick one below."),
        )
    return Remark(name, "fails", _("not said"), _("What happens to whom if nobody does this?"))


def _count(number: int) -> Remark:
    name = _("Key results")
    if number == 0:
        return Remark(name, "fails", _("none yet"), _("How would you see that it has become true?"))
    if number > 5:
        return Remark(name, "weak", _("%(n)d of them") % {"n": number}, _("Which two would you keep if you had to?"))
    if number == 1:
        return Remark(name, "weak", _("only one"), _("What could get worse while this one gets better?"))
    return Remark(name, "passes", _("%(n)d of them") % {"n": number})


def _results_not_tasks(draft: ObjectiveDraft) -> Remark:
    name = _("Results, not tasks")
    tasks = [result.title for result in draft.key_results if TASKS.match(result.title)]
    if tasks:
        return Remark(
            name,
            "fails",
            _("“%(title)s” is something you do") % {"title": tasks[0]},
            _("When that is done, what will others do or notice that they do not today?"),
        )
    return Remark(name, "passes", _("none begins as a task"))


def _measured(draft: ObjectiveDraft) -> Remark:
    name = _("From and to")
    results = [result for result in draft.key_results if result.title.strip()]
    no_target = [result.title for result in results if result.target is None]
    if no_target:
        return Remark(
            name, "fails", _("“%(title)s” has no target") % {"title": no_target[0]}, _("How much would be enough?")
        )
    no_start = [result.title for result in results if result.baseline is None and result.direction in {"rise", "fall"}]
    if no_start:
        return Remark(
            name,
            "weak",
            _("“%(title)s” has no start") % {"title": no_start[0]},
            _("Where does it stand today, and who would know?"),
        )
    return Remark(name, "passes" if results else "weak", _("each has a start and a target") if results else _("later"))


def _both_indicators(draft: ObjectiveDraft) -> Remark:
    name = _("Leading, lagging")
    kinds = {result.indicator for result in draft.key_results if result.title.strip()}
    if kinds == {"leading", "lagging"}:
        return Remark(name, "passes", _("one to steer by, one to arrive at"))
    if kinds == {"leading"}:
        return Remark(name, "weak", _("all leading"), _("If all of these move, what would prove that it helped?"))
    if kinds == {"lagging"}:
        return Remark(name, "weak", _("all lagging"), _("What would you see move first, in week three?"))
    return Remark(name, "weak", _("later"))
