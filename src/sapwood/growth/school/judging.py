"""What an answer is worth, and why. A rewrite is read by the coach, by the same rules as everybody's goals."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sapwood.coach import read_comment, read_goal_title, read_key_result
from sapwood.coach.words import content_of, word_set
from sapwood.goals import wording
from sapwood.growth.school import Drill
from sapwood.people.columns import told

LONGEST = 600  # letters of a rewrite


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rewrite lacks, and the question that helps."""

    message: str
    question: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right. Of a rewrite, also the coach's `line` and what it `remarks`."""

    is_right: bool
    remarks: tuple[Remark, ...] = ()
    line: wording.Line | None = None


def judge(drill: Drill, given: str) -> Verdict:
    """Judge an answer: a choice by its words, a rewrite by the coach. The same answer gets the same verdict."""
    if drill.kind != "rewrite":
        return Verdict(given == drill.right)
    line, remarks = _READERS[drill.form](given)
    remarks = _unfit(drill, given) or remarks
    return Verdict(not remarks, tuple(remarks), line)


def _unfit(drill: Drill, given: str) -> list[Remark]:
    """A sentence that is still the old one, or one about something else: nothing the coach says would help."""
    if word_set(given) == word_set(drill.text):
        return [Remark(_("These are the words it began with."), _("What would be different for somebody?"))]
    if not content_of(given) & content_of(f"{drill.text} {drill.about} {drill.example}"):
        return [
            Remark(
                _("This seems to be about something else."),
                _("Which words of the situation belong into your sentence?"),
            )
        ]
    return []


def _key_result(given: str) -> tuple[wording.Line | None, list[Remark]]:
    read = read_key_result(given)
    line = wording.line(read)
    found = [Remark(one.message, one.question, one.code) for one in line.heard]
    if not found and read.type is not None and read.type.value != "outcome":
        found.append(Remark(_("It reads like work to be done."), _("What is different for somebody once it is done?")))
    if not found and not read.measure.has_target:
        found.append(Remark(_("It does not say how far."), _("At which number would you be content?")))
    if not found and not read.measure.has_baseline:
        found.append(Remark(_("It does not say from where."), _("Where does it stand today?")))
    return line, found


def _objective(given: str) -> tuple[wording.Line | None, list[Remark]]:
    line = wording.line(read_goal_title(given))
    return line, [Remark(one.message, one.question, one.code) for one in line.heard]


def _comment(given: str) -> tuple[wording.Line | None, list[Remark]]:
    found = read_comment(given).findings
    return None, [Remark(told(one.message), told(one.question), one.code) for one in found]


_READERS = {"key_result": _key_result, "objective": _objective, "comment": _comment}
