"""The goals of a cycle, or of one team in it, as a document to hand to a board: the same words as on the pages."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sapwood.files.board import Board, Goal, Result, Section
from sapwood.goals import queries, standing
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.models import Organisation, Person, Team
from sapwood.people.queries import below_ids
from sapwood.ui.templatetags.ui import STATUSES, number, score


def board(person: Person, cycle: Cycle, *, team: Team | None, today: dt.date) -> Board:
    """The strategic objectives of the cycle that the person may read; with a team, its own and those below it."""
    found = queries.with_key_results(queries.of_cycle(person, cycle)).select_related(
        "owner_team", "owner_person", "cycle", "closure"
    )
    if team is not None:
        found = found.filter(owner_team__in=below_ids(team))
    goals = [goal for goal in found if goal.stage != Objective.Stage.DRAFT]
    sections: dict[str, list[Goal]] = {}
    counts: dict[str, int] = {}
    for goal in goals:
        word = _word(goal, today)
        counts[word] = counts.get(word, 0) + 1
        sections.setdefault(str(goal.owner), []).append(_goal(goal, word, today))
    when = _("%(day)s, week %(week)d of %(weeks)d") % {
        "day": date_format(today, "j F Y"),
        "week": cycle.week(today),
        "weeks": cycle.weeks,
    }
    return Board(
        title=f"{team}: {cycle}" if team else str(cycle),
        subtitle=f"{Organisation.current().name}, {when if cycle.stage == Cycle.Stage.ACTIVE else date_format(cycle.ends, 'j F Y')}",
        lead=(_lead(goals),),
        counts=tuple((str(n), str(STATUSES[word][2]).lower(), STATUSES[word][0]) for word, n in counts.items()),
        sections=tuple(Section(name, tuple(rows)) for name, rows in sections.items()),
        words={
            "page": _("page"),
            "of": _("of"),
            "key_result": _("Key result"),
            "way": _("From, to"),
            "now": _("Now"),
            "status": _("Status"),
            "learned": _("What was learned"),
        },
        language=get_language() or "en",
        cycle=cycle.name,
    )


def _lead(goals: list[Objective]) -> str:
    measured = [goal.progress for goal in goals if goal.progress is not None]
    said = ngettext("One objective", "%(n)d objectives", len(goals)) % {"n": len(goals)}
    if not measured:
        return _("%(goals)s; none has been measured yet.") % {"goals": said}
    return _(
        "%(goals)s, %(measured)d of them measured. On average they have come %(mean).2f of their way; "
        "1 is every target, and what was not measured is left out."
    ) % {"goals": said, "measured": len(measured), "mean": sum(measured) / len(measured)}


def _word(goal: Objective, today: dt.date) -> str:
    if goal.stage in {Objective.Stage.PROPOSED, Objective.Stage.CLOSED}:
        return goal.stage
    return queries.status_of(goal, today)


def _goal(goal: Objective, word: str, today: dt.date) -> Goal:
    results: list[KeyResult] = goal.results  # type: ignore[attr-defined]
    closure = getattr(goal, "closure", None)
    reached = closure.score if closure is not None else goal.progress
    facts = [str(goal.get_ambition_display())]
    if goal.nature == Objective.Nature.SOFT:
        facts.append(_("soft"))
    if goal.audience:
        facts.append(_("for %(who)s") % {"who": goal.audience})
    return Goal(
        title=goal.title,
        why=goal.why,
        facts=tuple(facts),
        status=str(STATUSES[word][2]),
        tone=STATUSES[word][0],
        score=_("%(score)s, %(measured)d of %(all)d measured")
        % {"score": score(reached), "measured": goal.measured, "all": len(results)},
        results=tuple(_result(result, goal, today) for result in results),
        learned=closure.learned if closure is not None else "",
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
