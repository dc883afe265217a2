"""What stands on My week: gathered from the rooms, with the minutes each thing takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood import charts
from sapwood.activity import clock
from sapwood.goals import carrying, queries, standing, waiting
from sapwood.goals.actions.practising import week_of
from sapwood.goals.measured import audience
from sapwood.goals.models import Cycle, Initiative, KeyResult, Objective, Practice, Sharing, Turn
from sapwood.people.models import Person
from sapwood.ui import panels

MOST = 5


@dataclass(frozen=True)
class Need:
    """One thing that needs this person: a verb, a thing, how long it takes, until when."""

    verb: str
    thing: str
    href: str
    minutes: int
    due: dt.date | None
    icon: str


def of(request: HttpRequest) -> dict[str, Any]:
    """Everything on the page, with a fixed number of queries however much there is."""
    person = request.user
    assert isinstance(person, Person)
    today = clock.today(person.time_zone)
    cycle = queries.cycle_of(request, today)
    away = person.is_away(today)
    to_report = queries.to_report(person, today, away=away)
    blockers = queries.blockers_for(person)[:MOST]
    to_dos = queries.initiatives_of(person)[:12]
    waits = waiting.waiting_for(person, waiting.turns_concerning(request))
    needs = _needs(person, waits, to_report, blockers, to_dos, today)
    team = person.team
    goals = list(queries.of_team(person, team, cycle).select_related("owner_team", "cycle")[:12]) if team else []
    check_ins = [_check_in(row, today) for row in to_report]
    return {
        "today": today,
        "now": clock.now(),
        "cycle": cycle,
        "needs": needs[:MOST],
        "more": len(needs) - MOST,
        "minutes": sum(need.minutes for need in needs[:MOST]),
        "check_ins": [row for row in check_ins if row["is_due"] or row["counts"]],
        "told": [row for row in check_ins if not row["is_due"] and not row["counts"]],
        "due_count": sum(row["is_due"] for row in check_ins),
        "check_in_minutes": max(1, round(sum(row["is_due"] for row in check_ins) * 0.9)),
        "own": _own(person, today),
        "team": team,
        "goals": _team_goals(goals, cycle, today),
        "blockers": blockers,
        "to_dos": to_dos,
        "away": away,
        "panels": panels.panels_for("overview:my_week", request, person),
    }


def _own(person: Person, today: dt.date) -> list[Objective]:
    """Developmental and personal goals under way; `shared` says whether somebody else sees one, `practised` how often
    it was this week (None: not told)."""
    goals = Objective.objects.filter(owner_person=person, stage=Objective.Stage.ACTIVE).exclude(
        layer=Objective.Layer.STRATEGIC
    )
    shared = Sharing.objects.filter(objective=OuterRef("pk"), revoked=None)
    told = Practice.objects.filter(objective=OuterRef("pk"), week=week_of(today)).values("times")[:1]
    goals = goals.annotate(shared=Exists(shared), practised=Subquery(told))
    found = list(queries.with_key_results(goals)[:3])
    for goal in found:
        vars(goal)["rests"] = goal.practice_rests(today) and vars(goal)["practised"] is None
    audience.put_on_lists(person, found)
    return found


def _team_goals(goals: list[Objective], cycle: Cycle | None, today: dt.date) -> list[dict[str, Any]]:
    courses = queries.courses_of(goals)
    expected = cycle.elapsed(today) if cycle else None
    return [
        {
            "objective": goal,
            "status": queries.word_of(goal, today),
            "spark": charts.sparkline(
                courses[goal.pk], title=_("Progress this cycle"), expected=expected if goal.cycle else None
            ),
        }
        for goal in goals
    ]


def _needs(
    person: Person,
    waits: waiting.Waiting,
    to_report: list[queries.Due],
    blockers: list[Any],
    to_dos: list[Initiative],
    today: dt.date,
) -> list[Need]:
    """What waits for this person: other people's waiting first, then what is due, then one's own unfinished words."""
    return [
        *_blocked(blockers),
        *_turns(waits.turns),
        *_proposals(waits.proposed),
        *_suggested(waits.suggested),
        *_due_check_ins(to_report, today),
        *_to_close(waits.to_close),
        *_due_to_dos(to_dos, today),
        *_leaving(person, today),
        *_drafts(waits.drafts),
    ]


def _blocked(blockers: list[Any]) -> list[Need]:
    return [
        Need(
            _("Help"),
            _("%(team)s: %(text)s") % {"team": blocker.check_in.objective.owner, "text": blocker.text},
            reverse("goals:objective", args=[blocker.check_in.objective.public_id]),
            5,
            None,
            "life-buoy",
        )
        for blocker in blockers
    ]


def _turns(turns: list[Turn]) -> list[Need]:
    """Goals under negotiation that are with this person: what to do with each, and who handed it over."""
    words = {
        Turn.Kind.ANSWER: (_("Answer"), _("the proposal “%(title)s” from %(name)s"), 4, "message-circle-question-mark"),
        Turn.Kind.VIEW: (_("Say a word"), _("on “%(title)s”: %(name)s asks for it"), 3, "message-circle"),
        Turn.Kind.CHANGES: (_("Change"), _("“%(title)s”: %(name)s says what"), 6, "pencil-line"),
        Turn.Kind.DECLINED: (_("Read"), _("why %(name)s declined “%(title)s”"), 2, "undo-2"),
        Turn.Kind.AGAIN: (_("Agree again"), _("to “%(title)s”: %(name)s changed it"), 3, "handshake"),
    }
    found = []
    for turn in turns[: MOST * 2]:
        verb, thing, minutes, icon = words[Turn.Kind(turn.kind)]
        names = {"title": turn.objective.title, "name": turn.by or _("somebody")}
        address = reverse("goals:objective", args=[turn.objective.public_id])
        found.append(Need(verb, thing % names, address, minutes, None, icon))
    return found


def _suggested(goals: list[tuple[Objective, int]]) -> list[Need]:
    return [
        Need(
            _("Decide"),
            ngettext("on another wording of “%(title)s”", "on %(n)d other wordings of “%(title)s”", count)
            % {"title": goal.title, "n": count},
            reverse("goals:objective", args=[goal.public_id]) + "?tab=discussion",
            2,
            None,
            "message-square-reply",
        )
        for goal, count in goals[:MOST]
    ]


def _proposals(goals: list[Objective]) -> list[Need]:
    return [
        Need(
            _("Answer"),
            _("the proposal “%(title)s” from %(name)s")
            % {"title": goal.title, "name": goal.proposed_by or _("somebody")},
            reverse("goals:objective", args=[goal.public_id]),
            4,
            None,
            "message-circle-question-mark",
        )
        for goal in goals[:MOST]
    ]


def _due_check_ins(to_report: list[queries.Due], today: dt.date) -> list[Need]:
    due = [row for row in to_report if row.is_due]
    if not due:
        return []
    words = ngettext("on %(n)d key result", "on %(n)d key results", len(due)) % {"n": len(due)}
    first = min((row.due for row in due if row.due), default=today)
    return [Need(_("Check in"), words, reverse("goals:check_in_week"), max(1, round(len(due) * 0.9)), first, "check")]


def _due_to_dos(to_dos: list[Initiative], today: dt.date) -> list[Need]:
    soon = today + dt.timedelta(days=6 - today.weekday())
    return [
        Need(
            _("Do"),
            row.title[:1].lower() + row.title[1:],
            reverse("goals:objective", args=[row.key_result.objective.public_id]) + "?tab=work",
            15,
            row.due,
            "circle-check",
        )
        for row in to_dos
        if row.due and row.due <= soon
    ]


def _leaving(person: Person, today: dt.date) -> list[Need]:
    """Leavers who answer to this person and still carry something."""
    return [
        Need(
            _("Hand over"),
            _("what %(name)s carries") % {"name": one.name},
            reverse("people:handovers"),
            5,
            one.leaves,
            "arrow-right-left",
        )
        for one in carrying.leavers_with_a_load(person, today)
    ]


def _to_close(goals: list[Objective]) -> list[Need]:
    """One line a goal; the goals of a team are closed in one sitting and are one line."""
    together: dict[tuple[int | None, int | None], list[Objective]] = {}
    for goal in goals:
        apart = None if goal.owner_team_id else -goal.pk
        together.setdefault((goal.cycle_id, goal.owner_team_id or apart), []).append(goal)
    return [_sitting(rows) if len(rows) > 1 else _closing(rows[0]) for rows in list(together.values())[: MOST * 2]]


def _closing(goal: Objective) -> Need:
    words = _("“%(title)s” with a score and what was learned") % {"title": goal.title}
    return Need(_("Close"), words, reverse("goals:closure", args=[goal.public_id]), 8, None, "archive")


def _sitting(goals: list[Objective]) -> Need:
    team, cycle = goals[0].owner_team, goals[0].cycle
    assert team is not None and cycle is not None
    words = _("the %(n)d goals of %(team)s, %(cycle)s") % {"n": len(goals), "team": team, "cycle": cycle}
    href = f"{reverse('goals:closing', args=[cycle.public_id])}?team={team.public_id}"
    return Need(_("Close"), words, href, 6 * len(goals), None, "archive")


def _drafts(goals: list[Objective]) -> list[Need]:
    return [
        Need(
            _("Finish"),
            _("your draft “%(title)s”") % {"title": goal.title},
            reverse("goals:edit", args=[goal.public_id]),
            6,
            None,
            "pencil-line",
        )
        for goal in goals[:MOST]
    ]


def _check_in(row: queries.Due, today: dt.date) -> dict[str, Any]:
    result = row.key_result
    cycle = result.objective.cycle
    return {
        "result": result,
        "objective": result.objective,
        "is_due": row.is_due,
        "counts": result.source == KeyResult.Source.TALLY,
        "spark": charts.sparkline(
            result.trail[-13:], title=_("Progress"), expected=cycle.elapsed(today) if cycle else None
        ),
        "status": standing.status(result, objective=result.objective, cycle=cycle, today=today),
    }
