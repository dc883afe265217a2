"""What the goals room shows by panels: what somebody carries, how a team stands, what was put aside of the coach's remarks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sapwood import charts
from sapwood.activity import clock
from sapwood.coach import BY_CODE
from sapwood.feedback.models import Asking, Cell, Subject, Telling
from sapwood.goals import asides, carrying, evidence, negotiation, queries, records, rules, waiting, written
from sapwood.goals.models import Cycle, Evidence, KeyResult, Objective
from sapwood.goals.models.aside import digest
from sapwood.people.models import Person, Team
from sapwood.ui import panels
from sapwood.ui.panels import Panel


def furnish() -> None:
    """Offer the panels; called once when the room starts."""
    panels.register("people:person", carries)
    panels.register("people:person", growth)
    panels.register("people:team", team_goals)
    panels.register("people:team", team_record)
    panels.register("people:handover", handover)
    panels.register("people:first_week", first_week)
    panels.register("overview:my_week", negotiated)
    panels.register("overview:week_aside", not_told)
    panels.register("goals:objective", conversations)
    panels.register("goals:objective", wording)
    panels.register("feedback:report", from_report)
    panels.register("goals:objective", seen_by_colleagues)
    panels.register("feedback:telling", lay_beside)
    panels.register("feedback:asking", lay_beside)


def conversations(request: HttpRequest, objective: Objective) -> Panel | None:
    """What was said about the goal, for whoever reads it, and the way to note more for its owner and lead."""
    if request.GET.get("tab", "now") != "now":
        return None
    notes = list(objective.conversation_notes.select_related("by", "key_result"))
    may_note = rules.may_note_conversation(_reader(request), objective)
    if not notes and not may_note:
        return None
    return Panel(
        "goals/panels/conversations.html", {"objective": objective, "notes": notes, "may_note": may_note}, order=30
    )


def wording(request: HttpRequest, objective: Objective) -> Panel | None:
    """Remarks of the coach that were put aside with a reason, for whoever reads the goal; and the way to all of them.

    Only what stands about the text as it reads now.
    """
    if request.GET.get("tab", "now") not in {"now", "discussion"}:
        return None
    put = list(objective.asides.filter(ended=None).exclude(reason="").select_related("by"))
    if put:
        texts = {digest(text): text for text in asides.texts_of(written.draft_of(objective))}
        put = [row for row in put if row.digest in texts]
    rows = [{"aside": row, "text": row.text, "title": _(BY_CODE[row.code].title)} for row in put if row.code in BY_CODE]
    return Panel("goals/panels/asides.html", {"objective": objective, "rows": rows}, order=40)


def from_report(request: HttpRequest, told: tuple[Subject, Cell]) -> Panel | None:
    """On one's own report: what is told there becomes a goal in one click."""
    subject, cell = told
    competency = cell.competency or (cell.item.competency if cell.item else None)
    if subject.person_id != _reader(request).pk or competency is None or cell.low is None:
        return None
    context = {"subject": subject, "competency": competency, "item": cell.item, "name": competency.said("name")}
    return Panel("goals/panels/from_report.html", context)


def seen_by_colleagues(request: HttpRequest, objective: Objective) -> Panel | None:
    """On a developmental goal: what colleagues told its owner, as far as this reader may read it."""
    if objective.layer != Objective.Layer.DEVELOPMENTAL or request.GET.get("tab", "now") != "now":
        return None
    reader = _reader(request)
    laid, is_own = evidence.beside(objective, reader), rules.owns(reader, objective)
    if not laid and not is_own:
        return None
    askings, tellings = evidence.to_lay(objective, reader) if is_own else ([], [])
    results = list(objective.key_results.filter(dropped=None)) if askings or tellings else []
    return Panel(
        "goals/panels/evidence.html",
        {
            "objective": objective,
            "laid": laid,
            "is_own": is_own,
            "askings": askings,
            "tellings": tellings,
            "results": results,
        },
        order=30,
    )


def lay_beside(request: HttpRequest, thing: Telling | Asking) -> Panel | None:
    """On what a colleague told, for whom it was told: one's own developmental goals it could lie beside."""
    goals = evidence.own_goals(_reader(request))
    if not goals:
        return None
    kind = "asking" if isinstance(thing, Asking) else "telling"
    laid = set(Evidence.objects.filter(**{kind: thing}).values_list("objective_id", flat=True))
    return Panel(
        "goals/panels/lay_beside.html",
        {"goals": [(goal, goal.pk in laid) for goal in goals], "thing": f"{kind}-{thing.public_id}"},
        order=40,
    )


def carries(request: HttpRequest, person: Person) -> Panel | None:
    """The key results somebody reports on and has a part in, as far as the reader sees the goals. No scores."""
    reader = _reader(request)
    carried = carrying.carried_by(reader, person)
    results = [row for row in carried.key_results if row.objective.layer != Objective.Layer.PERSONAL]
    if not results and not carried.contributions:
        return None
    return Panel(
        "goals/panels/carries.html",
        {
            "person": person,
            "key_results": results,
            "contributions": carried.contributions,
            "own": reader.pk == person.pk,
        },
        order=10,
    )


def growth(request: HttpRequest, person: Person) -> Panel | None:
    """Developmental goals the reader may see: all of them on one's own page, elsewhere what was shared.

    The growth rings tell of every cycle and every goal in it, so they stand on one's own page only.
    """
    reader = _reader(request)
    visible = Objective.objects.visible_to(reader)
    goals = list(
        visible.filter(owner_person=person, layer=Objective.Layer.DEVELOPMENTAL)
        .exclude(stage=Objective.Stage.DRAFT)
        .select_related("cycle")
        .order_by("stage", "-id")[:6]
    )
    own = reader.pk == person.pk
    if not goals and not own:
        return None
    return Panel(
        "goals/panels/growth.html",
        {
            "person": person,
            "goals": goals,
            "own": own,
            "rings": _rings(person, Objective.Layer.DEVELOPMENTAL, reader) if own else None,
        },
        order=20,
    )


def team_goals(request: HttpRequest, team: Team) -> Panel | None:
    """The team's goals of this cycle, and its growth rings with their numbers."""
    reader = _reader(request)
    today = clock.today(reader.time_zone)
    cycle = queries.cycle_of(request, today)
    goals = list(queries.of_team(reader, team, cycle).select_related("owner_team", "cycle")[:30])
    courses = queries.courses_of(goals)
    return Panel(
        "goals/panels/team.html",
        {
            "team": team,
            "cycle": cycle,
            "goals": [_line(goal, courses[goal.pk], cycle, today) for goal in goals],
            "rings": _rings(team, Objective.Layer.STRATEGIC, reader),
            "may_write": rules.may_write_for(reader, team, Objective.Layer.STRATEGIC),
        },
        order=10,
    )


def team_record(request: HttpRequest, team: Team) -> Panel | None:
    """What the team's finished goals say about the next ones: for the team, its leads and the OKR owner."""
    if not rules.may_read_record(_reader(request), team):
        return None
    found = records.record_of(team)
    return Panel("goals/panels/record.html", {"records": found}, order=15) if found else None


def negotiated(request: HttpRequest, person: Person) -> Panel | None:
    """Goals under negotiation that concern this person: where each stands, with whom it is and since when."""
    turns = waiting.turns_concerning(request)
    found = negotiation.concerning(person, turns, clock.today(person.time_zone))
    return Panel("goals/panels/negotiated.html", {"goals": found}, order=30) if found else None


def not_told(request: HttpRequest, person: Person) -> Panel | None:
    """For a lead: key results of the team that nobody told about beyond the days of grace. By goal, never by person."""
    if not person.led_team_ids:
        return None
    today = clock.today(person.time_zone)
    goals = Objective.objects.visible_to(person).filter(
        owner_team__in=person.led_team_ids, stage=Objective.Stage.ACTIVE
    )
    found = queries.missed(goals, today)
    return (
        Panel("goals/panels/not_told.html", {"results": found[:6], "more": len(found) - 6}, order=25) if found else None
    )


def handover(request: HttpRequest, leaver: Person) -> Panel | None:
    """What a leaver still carries, to be given to others line by line or as a whole."""
    reader = _reader(request)
    if not rules.may_hand_over(reader, leaver):
        return None
    carried = carrying.carried_by(reader, leaver)
    return Panel(
        "goals/panels/handover.html",
        {"leaver": leaver, "carried": carried, "colleagues": queries.colleagues(leaver)},
        order=10,
    )


def first_week(request: HttpRequest, person: Person) -> Panel | None:
    """What a newcomer wants to know of goals: what the company and the team want this cycle, and what names them."""
    reader = _reader(request)
    today = clock.today(reader.time_zone)
    cycle = queries.cycle_of(request, today)
    team = person.team
    company = list(
        queries.of_cycle(reader, cycle)
        .filter(owner_team__level=Team.Level.COMPANY)
        .exclude(stage=Objective.Stage.DRAFT)[:5]
    )
    goals = list(queries.of_team(reader, team, cycle).select_related("owner_team", "cycle")[:8]) if team else []
    return Panel(
        "goals/panels/first_week.html",
        {
            "person": person,
            "team": team,
            "cycle": cycle,
            "company": company,
            "goals": goals,
            "key_results": list(
                KeyResult.objects.filter(
                    updater=person, dropped=None, objective__in=Objective.objects.visible_to(reader).open()
                ).select_related("objective")[:8]
            ),
        },
        order=10,
    )


def _line(goal: Objective, course: list[float], cycle: Cycle | None, today: dt.date) -> dict[str, Any]:
    expected = cycle.elapsed(today) if cycle and goal.cycle else None
    return {
        "objective": goal,
        "status": queries.word_of(goal, today),
        "spark": charts.sparkline(course, title=_("Progress this cycle"), expected=expected),
    }


def _rings(owner: Team | Person, layer: str, reader: Person) -> dict[str, Any] | None:
    current = queries.current_cycle(clock.today(reader.time_zone))
    past = queries.past_scores(owner, layer=layer, until=current)
    shown = [
        charts.Ring(cycle.name, reached, cycle == current and cycle.stage in {Cycle.Stage.ACTIVE, Cycle.Stage.SCORING})
        for cycle, reached in past
    ]
    if not shown:
        return None
    title = _("Growth rings of %(owner)s") % {"owner": owner}
    return {"svg": charts.rings(shown, seed=owner.public_id, title=title, size=150), "list": shown[::-1]}


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
