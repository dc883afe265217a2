"""The goals of a cycle, or of one team in it, as a document to hand to a board: the same words as on the pages."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sapwood.files.board import Board, Goal, Result, Section
from sapwood.goals import progress, queries, standing
from sapwood.goals.models import Closure, Cycle, KeyResult, KeyResultScore, Objective
from sapwood.people.models import Organisation, Person, Team
from sapwood.people.queries import below_ids
from sapwood.ui.templatetags.ui import STATUSES, number, score

ENDINGS: dict[str, tuple[str, Any]] = {  # tone and word of how a goal ended
    "landed": ("ok", gettext_lazy("Landed")),
    "part": ("risk", gettext_lazy("Part of the way")),
    "short": ("off", gettext_lazy("Fell short")),
    "unmeasured": ("open", gettext_lazy("Not measured")),
    "retired": ("open", gettext_lazy("Retired")),
}
ORDER = ("landed", "part", "short", "on_track", "at_risk", "off_track", "too_early", "unknown", "unmeasured", "retired", "proposed")  # fmt: skip


def board(person: Person, cycle: Cycle, *, team: Team | None, today: dt.date) -> Board:
    """The strategic objectives of the cycle that the person may read; with a team, its own and those below it."""
    found = queries.with_key_results(queries.of_cycle(person, cycle)).select_related(
        "owner_team", "owner_person", "cycle", "closure", "retirement", "continuation__later__cycle"
    )
    if team is not None:
        found = found.filter(owner_team__in=below_ids(team))
    goals = [goal for goal in found.prefetch_related("closure__scores") if goal.stage != Objective.Stage.DRAFT]
    going_on = queries.seen(person, [goal.continuation.later for goal in goals if hasattr(goal, "continuation")])
    words = {goal.pk: _word(goal, today) for goal in goals}
    counts = Counter(words.values())
    when = _("%(day)s, week %(week)d of %(weeks)d") % {
        "day": date_format(today, "j F Y"),
        "week": cycle.week(today),
        "weeks": cycle.weeks,
    }
    days = f"{date_format(cycle.starts, 'j F')} – {date_format(cycle.ends, 'j F Y')}"
    return Board(
        title=f"{team}: {cycle}" if team else str(cycle),
        subtitle=f"{Organisation.current().name}, {when if cycle.stage == Cycle.Stage.ACTIVE else days}",
        lead=(_lead(goals),),
        counts=tuple((str(counts[word]), _said(word).lower(), _tone(word)) for word in ORDER if counts[word]),
        sections=tuple(
            _section(name, rows, words, going_on, today) for name, rows in _by_owner(goals, below=team).items()
        ),
        words={
            "page": _("page"),
            "of": _("of"),
            "key_result": _("Key result"),
            "way": _("From, to"),
            "now": _("Now"),
            "status": _("Status"),
            "learned": _("What was learned"),
            "team": _("Team"),
            "goals": _("Goals"),
            "reached": _("Reached"),
        },
        language=get_language() or "en",
        cycle=cycle.name,
    )


def _by_owner(goals: list[Objective], *, below: Team | None) -> dict[str, list[Objective]]:
    """Goals by owner, the company first and each team behind the one it belongs to; persons come last."""
    parents = {one.pk: one for one in Team.objects.all()}

    def path(goal: Objective) -> tuple[bool, list[str]]:
        names: list[str] = []
        step = goal.owner_team
        while step is not None and len(names) < len(parents) + 1:
            names.insert(0, step.name)
            step = parents.get(step.parent_id) if step.parent_id and step != below else None
        return goal.owner_team_id is None, names or [str(goal.owner)]

    found: dict[str, list[Objective]] = {}
    for goal in sorted(goals, key=lambda one: (*path(one), one.pk)):
        found.setdefault(str(goal.owner), []).append(goal)
    return found


def _section(
    name: str, goals: list[Objective], words: dict[int, str], going_on: frozenset[int], today: dt.date
) -> Section:
    scores = [reached for goal in goals if (reached := _reached(goal)) is not None]
    mean = sum(scores) / len(scores) if scores else None
    return Section(
        name,
        tuple(_goal(goal, words[goal.pk], going_on, today) for goal in goals),
        reached=score(mean),
        share=mean,
    )


def _lead(goals: list[Objective]) -> str:
    measured = [reached for goal in goals if (reached := _reached(goal)) is not None]
    said = ngettext("One objective", "%(n)d objectives", len(goals)) % {"n": len(goals)}
    if not measured:
        return _("%(goals)s; none has been measured yet.") % {"goals": said}
    return _(
        "%(goals)s, %(measured)d of them measured. On average they have come %(mean).2f of their way; "
        "1 is every target, and what was not measured is left out."
    ) % {"goals": said, "measured": len(measured), "mean": sum(measured) / len(measured)}


def _reached(goal: Objective) -> float | None:
    """The score given at closing, before it what the readings say; none for a goal that was retired without one."""
    if goal.stage != Objective.Stage.CLOSED:
        return goal.progress
    return goal.closure.score if hasattr(goal, "closure") else None


def _word(goal: Objective, today: dt.date) -> str:
    """The status of a goal under way; how one that has ended did."""
    if goal.stage == Objective.Stage.PROPOSED:
        return goal.stage
    if goal.stage != Objective.Stage.CLOSED:
        return queries.status_of(goal, today)
    return _landing(_reached(goal), goal.ambition) if hasattr(goal, "closure") else "retired"


def _landing(reached: float | None, ambition: str) -> str:
    """Where an ended goal, or a key result of it, landed: against where a goal of this ambition should land."""
    if reached is None:
        return "unmeasured"
    healthy = progress.HEALTHY.get(ambition, 1.0)
    return "landed" if round(reached, 2) >= healthy else "part" if reached >= healthy / 2 else "short"


def _said(word: str) -> str:
    return str(ENDINGS[word][1] if word in ENDINGS else STATUSES[word][2])


def _tone(word: str) -> str:
    return ENDINGS[word][0] if word in ENDINGS else STATUSES[word][0]


def _goal(goal: Objective, word: str, going_on: frozenset[int], today: dt.date) -> Goal:
    results = queries.results_of(goal)
    closure = getattr(goal, "closure", None)
    given = {row.key_result_id: row for row in closure.scores.all()} if closure is not None else {}
    measured = sum(row.score is not None for row in given.values()) if closure is not None else goal.measured
    facts = [str(goal.get_ambition_display())]
    if goal.nature == Objective.Nature.SOFT:
        facts.append(_("soft"))
    if goal.audience:
        facts.append(_("for %(who)s") % {"who": goal.audience})
    counted = {"score": score(_reached(goal)), "measured": measured, "all": len(results)}
    return Goal(
        title=goal.title,
        why=goal.why,
        facts=tuple(facts),
        status=_said(word),
        tone=_tone(word),
        score=_("%(score)s, %(measured)d of %(all)d measured") % counted if word != "retired" else "",
        results=tuple(
            _scored(result, given[result.pk], goal) if result.pk in given else _result(result, goal, today)
            for result in results
        ),
        learned=closure.learned if closure is not None else "",
        after=_after(goal, going_on),
        last=_("Score") if given else "",
    )


def _after(goal: Objective, going_on: frozenset[int]) -> str:
    """What became of a goal that has ended."""
    if hasattr(goal, "continuation") and goal.continuation.later_id in going_on:
        later = goal.continuation.later
        return _("Goes on in %(cycle)s: %(title)s") % {"cycle": later.cycle, "title": later.title}
    if hasattr(goal, "retirement"):
        reason = goal.retirement.reason
        return _("Retired: %(reason)s") % {"reason": reason} if reason else _("Retired: it landed where it should.")
    if hasattr(goal, "closure"):
        kept = goal.closure.next == Closure.Next.KEEP
        return _("To be kept in the next cycle.") if kept else _("To be changed for the next cycle.")
    return ""


def _scored(result: KeyResult, row: KeyResultScore, goal: Objective) -> Result:
    """A key result with the score it was given, and why where that differs from its readings."""
    return Result(
        title=result.title,
        way=_way(result),
        now=number(result.current, result.unit) if result.current is not None else "–",
        status=score(row.score),
        tone=_tone(_landing(row.score, goal.ambition)),
        share=row.score,
        note=row.reason,
    )


def _result(result: KeyResult, goal: Objective, today: dt.date) -> Result:
    word = standing.status(result, objective=goal, cycle=goal.cycle, today=today)
    if goal.stage == Objective.Stage.CLOSED:
        word = "closed"
    return Result(
        title=result.title,
        way=_way(result),
        now=number(result.current, result.unit) if result.current is not None else "–",
        status=str(STATUSES[word][2]),
        tone=STATUSES[word][0],
        share=result.progress,
    )


def _way(result: KeyResult) -> str:
    target = _exactly(result.target, result.unit)
    if result.target is None:
        return _("no target yet")
    if result.direction == KeyResult.Direction.STAY_ABOVE:
        return _("stay above %(target)s") % {"target": target}
    if result.direction == KeyResult.Direction.STAY_BELOW:
        return _("stay below %(target)s") % {"target": target}
    if result.direction == KeyResult.Direction.REACH or result.baseline is None:
        return _("to %(target)s") % {"target": target}
    return _("from %(baseline)s to %(target)s") % {"baseline": _exactly(result.baseline), "target": target}


def _exactly(value: Decimal | None, unit: str = "") -> str:
    """With all its decimals: a Word document that is read back must not change an agreed number."""
    if value is None:
        return "–"
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", text):
        text += "0"  # three decimals could be thousands
    text = text.replace(",", "\u2009").replace("-", "−")
    return f"{text} {unit}".strip()
