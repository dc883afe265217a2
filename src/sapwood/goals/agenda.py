"""The review of the quarter, prepared: what to talk about, in which order, for how many minutes, and what to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sapwood.files import board
from sapwood.goals import coverage, desk
from sapwood.goals.checks import Checks
from sapwood.goals.models import Closure, Cycle, Objective
from sapwood.people.models import Organisation, Person
from sapwood.ui.templatetags.ui import STATUSES, score

MOST = 8  # lines a point


@dataclass(frozen=True)
class Line:
    """One thing to talk about. `said`: what is known of it."""

    text: str
    owner: str = ""
    said: str = ""
    status: str = ""
    href: str = ""


@dataclass(frozen=True)
class Point:
    """A point of the agenda: a question, the minutes for it, and what it is about; `more` lines stand at `rest`."""

    title: str
    question: str
    minutes: int
    lines: list[Line] = field(default_factory=list)
    more: int = 0
    rest: str = ""


@dataclass(frozen=True)
class Agenda:
    cycle: Cycle
    lead: str
    points: list[Point]

    @property
    def minutes(self) -> int:
        return sum(point.minutes for point in self.points)


def of(person: Person, cycle: Cycle, *, today: dt.date) -> Agenda:
    """Six points at most; one that has nothing to talk about is left out, except the decisions at the end."""
    found = desk.look(person, cycle, today=today)
    goals = [one for one in found.checks.objectives if one.stage in {Objective.Stage.ACTIVE, Objective.Stage.CLOSED}]
    tree = reverse("goals:alignment") + f"?cycle={cycle.public_id}"
    cover = reverse("goals:coverage", args=[cycle.public_id])
    points = [
        _point(_("What is behind"), _("What have we learned, and do we go on?"), 15, _behind(goals, found.checks), f"{tree}&filter=at_risk"),
        _point(_("What nobody carries"), _("Who takes it, or do we let it go?"), 10, _gaps(found.covered), f"{cover}?carry=gap"),
        _point(
            _("What one goal cost another"),
            _("Is the price still right?"),
            10,
            [
                Line(one.hard.title, str(one.hard.owner), one.sentence, href=_page(one.hard))
                for one in found.falling
            ]
            + [
                Line(one.objective.title, str(one.objective.owner), "; ".join(one.signs), href=_page(one.objective))
                for one in found.second
            ],
            reverse("goals:pairs", args=[cycle.public_id]),
        ),
        _point(
            _("What seems outdated"),
            _("Keep, change or retire?"),
            10,
            [Line(one.objective.title, str(one.objective.owner), one.why, href=_page(one.objective)) for one in found.queue],
            reverse("goals:desk") + "#outdated",
        ),
        _point(_("What was learned"), _("What should everybody know?"), 10, _lessons(goals), reverse("goals:cycle", args=[cycle.public_id])),
    ]  # fmt: skip
    kept = [point for point in points if point.lines]
    kept.append(Point(_("What we decide"), _("Who does what by when?"), 10))
    return Agenda(cycle, _lead(goals), kept)


def as_board(agenda: Agenda, today: dt.date) -> board.Board:
    """The same as a document."""
    return board.Board(
        title=_("Review of %(cycle)s") % {"cycle": agenda.cycle},
        subtitle=_("%(organisation)s, %(day)s, %(minutes)d minutes")
        % {"organisation": Organisation.current().name, "day": date_format(today, "j F Y"), "minutes": agenda.minutes},
        lead=(agenda.lead,),
        sections=tuple(
            board.Section(
                _("%(title)s (%(minutes)d min)") % {"title": point.title, "minutes": point.minutes},
                tuple(_goal(line) for line in point.lines),
                lead=point.question,
            )
            for point in agenda.points
        ),
        words={"page": _("page"), "of": _("of")},
        language=get_language() or "en",
        overview=False,
    )


def _goal(line: Line) -> board.Goal:
    tone, _glyph, word = STATUSES[line.status] if line.status else ("open", "", "")
    return board.Goal(
        title=line.text, facts=(line.owner,) if line.owner else (), status=str(word), tone=tone, why=line.said
    )


def _point(title: str, question: str, minutes: int, lines: list[Line], rest: str) -> Point:
    return Point(title, question, minutes, lines[:MOST], max(0, len(lines) - MOST), rest)


def _behind(goals: list[Objective], checks: Checks) -> list[Line]:
    """Off track first, then at risk; by owner."""
    order = ("off_track", "at_risk")
    words = {one.pk: checks.status[one.pk] for one in goals if one.stage == Objective.Stage.ACTIVE}
    rows = [one for one in goals if words.get(one.pk) in order]
    rows.sort(key=lambda one: (order.index(words[one.pk]), one.progress or 0.0, str(one.owner)))
    return [
        Line(one.title, str(one.owner), _("reached %(score)s") % {"score": score(one.progress)}, words[one.pk], _page(one))
        for one in rows
    ]  # fmt: skip


def _gaps(covered: list[coverage.CoveredObjective]) -> list[Line]:
    found = coverage.only(covered, coverage.Carry.GAP)
    return [
        Line(row.result.title, str(goal.objective.owner), goal.objective.title, href=_page(goal.objective))
        for goal in found
        for row in goal.results
    ]


def _lessons(goals: list[Objective]) -> list[Line]:
    by_pk = {one.pk: one for one in goals if one.stage == Objective.Stage.CLOSED}
    rows = Closure.objects.filter(objective__in=by_pk).exclude(learned="").order_by("-at", "-id")
    return [
        Line(by_pk[row.objective_id].title, str(by_pk[row.objective_id].owner), row.learned, href=_page(by_pk[row.objective_id]))
        for row in rows[: MOST * 3]
    ]  # fmt: skip


def _lead(goals: list[Objective]) -> str:
    measured = [one.progress for one in goals if one.progress is not None]
    said = ngettext("One goal", "%(n)d goals", len(goals)) % {"n": len(goals)}
    if not measured:
        return _("%(goals)s; none has been measured yet.") % {"goals": said}
    mean = sum(measured) / len(measured)
    return _("%(goals)s, %(measured)d of them measured; on average they have come %(mean).2f of their way.") % {
        "goals": said,
        "measured": len(measured),
        "mean": mean,
    }


def _page(one: Objective) -> str:
    return reverse("goals:objective", args=[one.public_id])
