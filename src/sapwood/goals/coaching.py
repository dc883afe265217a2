"""The live checklist beside a draft: nine questions a good goal answers, judged by the coach as one types.

Each passes, is weak, fails or is not answered yet, with the words it is about and one question. One question is open
at a time; dismissing it, or asking for another way to write it, is a click. Nothing here keeps anybody from saving.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.coach import Context, Finding, Reading, Result, Statement, read_objective
from sapwood.goals import wording
from sapwood.goals.drafts import ObjectiveDraft
from sapwood.goals.surroundings import context_of
from sapwood.people.columns import told as _told

__all__ = ["Remark", "context_of", "first_open", "read_draft", "remarks", "tally"]

Verdict = Literal["passes", "weak", "fails", "open"]

TASKS = {"KR101", "KR102", "KR103", "KR301", "ST108", "SG101"}
MEASURES = {"KR201", "KR202", "KR203", "KR204", "KR206", "KR207", "AM101", "AM102"}
WORDS = {"KR205", "SG102"}
GAMES = {"KR401", "KR303", "AL102"}
AROUND = ("AL101", "SG103", "SG104")
SHARPER = {
    "KR101",
    "KR102",
    "KR103",
    "KR202",
    "KR203",
    "KR207",
    "KR205",
    "OB101",
    "OB103",
    "ST108",
    "AL102",
}  # these fail


@dataclass(frozen=True)
class Remark:
    """One line of the checklist. `quote` is what it is about, cut into pieces and whether each is underlined."""

    name: str
    verdict: Verdict
    words: str
    question: str = ""
    quote: tuple[tuple[str, bool], ...] = ()
    key: str = ""  # by which it is dismissed; another text has another one
    code: str = ""  # of the coach's finding, and the text that is about; none for what is only missing
    about: str = ""
    judged: tuple[wording.Judged, ...] = ()
    rewrites: tuple[str, ...] = ()
    line: int | None = None  # the key result that a rewrite would replace, counted from 0
    at: int | None = None  # the key result it is about, counted from 0
    dismissed: bool = False
    can_show: bool = False  # there are rewrites, not shown yet


def read_draft(draft: ObjectiveDraft, context: Context, trends: Mapping[str, Decimal] | None = None) -> Reading:
    """The coach's reading of a draft. `trends` says where readings were heading, by public id of the key result."""
    given = []
    for one in draft.key_results:
        if not one.title.strip():
            continue
        counted = one.direction != "reach" or (one.target is not None and one.target > 1)  # yes or no is no number
        given.append(
            Result(
                one.title,
                one.public_id,
                one.baseline if counted else None,
                one.target if counted else None,
                one.due,
                one.indicator,
                unit=one.unit,
                projected=(trends or {}).get(one.public_id) if one.public_id else None,
            )
        )
    return read_objective(draft.title, given, context)


def remarks(
    draft: ObjectiveDraft,
    *,
    context: Context | None = None,
    dismissed: Collection[str] = (),
    show: str = "",
    trends: Mapping[str, Decimal] | None = None,
) -> list[Remark]:
    """Every line of the checklist, in the order a goal is written. An empty page is asked one thing only.

    `dismissed` names remarks somebody does not want to see; `show` the one whose rewrites are asked for.
    What a goal hangs together with is a tenth line, once that can be known.
    """
    results = [(place, one) for place, one in enumerate(draft.key_results) if one.title.strip()]
    if not (results or draft.title.strip() or draft.why.strip() or draft.audience.strip()):
        return [_unwritten()]
    context = context or context_of(draft)
    reading = read_draft(draft, context, trends)
    places = [place for place, _one in results]
    found = [
        _title(draft, reading),
        _audience(draft),
        _of_results(_("Result or task"), reading, places, TASKS, _("each says what will be different")),
        _measured(reading, places),
        _of_results(_("Clear words"), reading, places, WORDS, _("nothing that everyone reads differently")),
        _of_results(_("Could it be gamed"), reading, places, GAMES, _("no cheap way seen")),
        _both_indicators(draft),
        _count(reading),
        _why(draft),
        *_around(reading, context),
    ]
    return [_quiet(one, dismissed, show) for one in found]


def first_open(found: Sequence[Remark]) -> Remark | None:
    """The one question worth asking now: of what fails, else of what is open, else of what is weak."""
    for verdict in ("fails", "open", "weak"):
        for remark in found:
            if remark.verdict == verdict and remark.question and not remark.dismissed:
                return remark
    return None


def tally(found: Sequence[Remark]) -> str:
    """“5 pass, 2 are weak, 1 fails, 1 not yet.”"""
    counts = {verdict: sum(one.verdict == verdict for one in found) for verdict in ("passes", "weak", "fails", "open")}
    said = [
        ngettext("%(n)d passes", "%(n)d pass", counts["passes"]) % {"n": counts["passes"]},
        ngettext("%(n)d is weak", "%(n)d are weak", counts["weak"]) % {"n": counts["weak"]},
        ngettext("%(n)d fails", "%(n)d fail", counts["fails"]) % {"n": counts["fails"]},
        _("%(n)d not yet") % {"n": counts["open"]},
    ]
    return ", ".join(words for words, verdict in zip(said, counts, strict=True) if counts[verdict])


# ── the nine ────────────────────────────────────────────────────────────────


def _unwritten() -> Remark:
    return Remark(
        _("The objective"), "open", _("not written yet"), _("What will be true at the end that is not true today?")
    )


def _title(draft: ObjectiveDraft, reading: Reading) -> Remark:
    name, title = _("The objective"), draft.title.strip()
    if not title or reading.objective is None:
        return _unwritten()
    found = [*reading.objective.findings, *(one for one in reading.findings if one.code == "AL103")]
    if not found:
        return Remark(name, "passes", _("says a state, not a task"))
    finding = found[0]
    words = {
        "OB101": _("reads like a task"),
        "OB102": _("has a number in it"),
        "OB103": _("could be anybody's"),
        "OB104": _("only moves a number"),
    }.get(finding.code, _told(finding.message))
    if finding.code == "AL103":  # about the goal as a whole
        return _remark(name, finding, words, None, None, _whole(reading))
    return _remark(name, finding, words, reading.objective, None)


def _audience(draft: ObjectiveDraft) -> Remark:
    name = _("Whose behaviour changes")
    if draft.audience.strip():
        return Remark(name, "passes", draft.audience.strip())
    return Remark(name, "open", _("nobody named"), _("Who will do something differently because of this?"))


def _of_results(name: str, reading: Reading, places: Sequence[int], codes: Collection[str], well: str) -> Remark:
    """The weightiest finding of these codes among the key results, else what the set shows, else that all is well."""
    if not reading.key_results:
        return Remark(name, "open", _("no key result yet"))
    found = [
        (finding.code not in SHARPER, place, finding.code != "KR207", read, finding)  # an open blank is asked first
        for place, read in zip(places, reading.key_results, strict=True)
        for finding in read.findings
        if finding.code in codes
    ]
    if found:
        _weak, place, _later, read, finding = min(found, key=lambda one: one[:3])
        return _remark(name, finding, _in_short(finding), read, place)
    for finding in reading.findings:
        if finding.code in codes:
            return _remark(name, finding, _told(finding.message), None, None, _whole(reading))
    return Remark(name, "passes", well)


def _measured(reading: Reading, places: Sequence[int]) -> Remark:
    """Numbers are asked of results; as long as there are only tasks, there is nothing to measure."""
    remark = _of_results(_("By how much, from where"), reading, places, MEASURES, "")
    if remark.verdict != "passes":
        return remark
    outcomes = [read for read in reading.key_results if read.type is None or read.type.value == "outcome"]
    if not outcomes:
        return replace(remark, verdict="open", words=_("comes once there is a result"))
    if all(read.says("has_target") and read.says("has_baseline") for read in outcomes):
        return replace(remark, words=_("each has a start and a target"))
    if all(read.says("has_target") for read in outcomes):
        return replace(remark, words=_("each has a target"))
    return replace(remark, verdict="open", words=_("not all have a target"))


def _both_indicators(draft: ObjectiveDraft) -> Remark:
    name = _("Leading or lagging")
    kinds = {result.indicator for result in draft.key_results if result.title.strip()}
    if kinds == {"leading", "lagging"}:
        return Remark(name, "passes", _("one to steer by, one to arrive at"))
    if kinds == {"leading"}:
        return Remark(name, "weak", _("all leading"), _("If all of these move, what would prove that it helped?"))
    if kinds == {"lagging"}:
        return Remark(name, "weak", _("all lagging"), _("What would you see move first, in week three?"))
    return Remark(name, "open", _("no key result yet"))


def _count(reading: Reading) -> Remark:
    name, number = _("How many"), len(reading.key_results)
    for finding in reading.findings:
        if finding.code in {"ST102", "ST104", "ST105"}:
            return _remark(name, finding, _told(finding.message), None, None, _whole(reading))
    if number == 0:
        return Remark(name, "open", _("no key result yet"), _("How would you see that it has become true?"))
    if number == 1:
        return Remark(name, "weak", _("only one"), _("What could get worse while this one gets better?"))
    return Remark(name, "passes", _("%(n)d key results") % {"n": number})


def _why(draft: ObjectiveDraft) -> Remark:
    name = _("Why it matters")
    if draft.values or draft.priorities:
        return Remark(name, "passes", _("linked to what the organisation stands for"))
    if draft.why.strip():
        question = _("Which of our values or priorities does it serve? Tick one below.")
        return Remark(name, "weak", _("said, but not linked"), question)
    return Remark(name, "open", _("not said"), _("What happens to whom if nobody does this?"))


def _around(reading: Reading, context: Context) -> list[Remark]:
    if context.pair is None and context.parent is None:
        return []
    name = _("What it hangs together with")
    for finding in reading.findings:
        if finding.code in AROUND:
            return [_remark(name, finding, _told(finding.message), None, None, _whole(reading))]
    return [Remark(name, "passes", _("linked to what is around it"))]


# ── pieces ──────────────────────────────────────────────────────────────────


def _remark(
    name: str, finding: Finding, words: str, read: Statement | None, place: int | None, whole: str = ""
) -> Remark:
    text = read.text if read else whole
    return Remark(
        name,
        "fails" if finding.code in SHARPER else "weak",
        words,
        _told(finding.question),
        wording.pieces(read.text, finding.spans) if read else (),
        wording.key_of(finding.code, text),
        finding.code,
        text,
        tuple(wording.judged(read)) if read else (),
        finding.rewrites,
        place,
        place,
    )


def _whole(reading: Reading) -> str:
    return "\n".join(one.text for one in reading.statements)


def _in_short(finding: Finding) -> str:
    """The message without the words it is about, which stand beside it."""
    return {
        "KR101": _("something delivered, not something changed"),
        "KR102": _("effort spent, not something changed"),
        "KR103": _("attendance, not what people do differently"),
        "KR205": _("a word everyone reads differently"),
        "KR206": _("a change, but of what?"),
    }.get(finding.code) or _told(finding.message)


def _quiet(remark: Remark, dismissed: Collection[str], show: str) -> Remark:
    """Dismissed remarks keep their line and lose their question; rewrites are shown only when asked for."""
    if not remark.key:
        key = f"{crc32(remark.name.encode()):08x}-{crc32(remark.words.encode()):08x}"
        remark = replace(remark, key=key if remark.question else "")
    return replace(
        remark,
        dismissed=bool(remark.key) and remark.key in dismissed,
        rewrites=remark.rewrites if remark.key == show else (),
        can_show=bool(remark.rewrites) and remark.key != show,
        line=remark.line if remark.rewrites else None,
    )
