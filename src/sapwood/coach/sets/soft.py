"""Remarks on a soft goal: will it be seen, who is asked, with what is it paired, when is it looked at again?"""

from __future__ import annotations

from collections.abc import Iterator

from sapwood.coach.findings import finding
from sapwood.coach.results import Context, Finding, Statement
from sapwood.coach.words import tokens
from sapwood.files.words import _, said

_EVIDENCE = frozenset(
    "survey puls rate rating score say report agree feedback 360 interview observ observation ask tell name describ review "
    "questionnaire poll note mention thank notic nps enps csat colleague peer team customer student pupil patient parent member".split()
)


_SURELY_SOFT = 0.9  # who could be asked is asked only where nobody doubts that the goal is soft


def of_soft(
    title: Statement | None, results: tuple[Statement, ...], context: Context, strict: bool
) -> Iterator[Finding]:
    if title is None:
        return
    soft = title.labels.get("soft")
    sure = context.nature == "soft" or bool(soft and soft.value and soft.p >= (0.5 if strict else 0.6))
    if not sure:
        return
    p = 1.0 if context.nature == "soft" else (soft.p if soft else 1.0)
    if results and all(
        read.type is not None and read.type.value != "outcome" or read.says("vague") or not read.says("measurable")
        for read in results
    ):
        yield finding(
            "SG101",
            said(_("Nothing here could be seen or heard by somebody else.")),
            said(_("If it had become true, what would somebody in the room see or hear?")),
            p=p,
            spans=soft.spans if soft else (),
        )
    stems = {one.stem for read in results for one in tokens(read.text)} | {
        one.text.lower() for read in results for one in tokens(read.text)
    }
    if results and not stems & _EVIDENCE and (p >= _SURELY_SOFT or strict):
        yield finding(
            "SG102",
            said(_("Nobody is asked whether it shows.")),
            said(_("Who would notice it first, and how will you ask them?")),
            p=p,
        )
    if context.pair == "" and context.layer != "personal":
        yield finding(
            "SG103",
            said(_("It is not paired with a hard goal.")),
            said(_("Which hard goal lasts only if this becomes true?")),
        )
    if context.cadence == "":
        yield finding(
            "SG104",
            said(_("It is not said when you will look at it again.")),
            said(_("How often will you come back to it?")),
        )
