"""Building a bridge, beginning it, letting more teams start, telling days and values, ending it."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.notices import tell
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth import rules
from sapwood.growth.bridges import reading, values
from sapwood.growth.models import Bridge, BridgeSession, BridgeTeam
from sapwood.people.models import Behaviour, Competency, Person, Team

MOST_BEHAVIOURS = 3
MOST_COMPETENCIES = 3


@dataclass(frozen=True)
class BridgePlan:
    """What a bridge is to be. `starting` teams begin on `starts`; `comparing` ones do not begin for now."""

    problem: str
    key_result: KeyResult
    competency: Competency
    programme: str
    assumption: str
    leading: str
    business_owner: Person
    measured_from: dt.date
    starts: dt.date
    read_on: dt.date
    starting: tuple[Team, ...]
    comparing: tuple[Team, ...]
    behaviours: tuple[Behaviour, ...] | None = None  # None: those that were named stay
    leading_unit: str = ""
    leading_falls: bool = False
    period: str = Bridge.Period.WEEK
    lag: int = 0
    allocation: str = Bridge.Allocation.CHOSEN
    hours: Decimal | None = None
    cost: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class Part:
    """One team of a bridge as it is to be: when it starts, and which of its key results tell its values."""

    team: Team
    starts: dt.date | None
    lagging_result: KeyResult | None = None
    leading_result: KeyResult | None = None


@deed("growth.build_bridge")
def build_bridge(*, by: Person, plan: BridgePlan, at: dt.datetime) -> Bridge:
    """Write a bridge down; nobody but its builders and its business owner sees it until it begins.

    Raises Refused for a key result that is not open to all, more than three behaviours, a fourth competency for one
    strategic objective, no team that starts, and days that do not follow on each other.
    """
    if not rules.may_build(by):
        raise Refused(_("Bridges are built by the OKR owner and executives."), _("The People page says who they are."))
    _check(plan, None)
    row = Bridge.objects.create(created=at, created_by=by, **_fields(plan))
    row.behaviours.set(plan.behaviours or ())
    _write_teams(row, plan)
    events.record("growth.bridge_built", by=by, about=row, at=at)
    return row


@deed("growth.change_bridge")
def change_bridge(*, by: Person, bridge: Bridge, version: int, plan: BridgePlan, at: dt.datetime) -> Bridge:
    """Write it anew while it has not begun. Teams that stay keep their start and their key results."""
    _keeper(by, bridge)
    if bridge.begun is not None:
        raise Refused(
            _("It has begun; what was asked is not changed while the answer is on its way."),
            _("Teams, days and values can still be told. For another question build another bridge."),
        )
    _check(plan, bridge)
    changed = Bridge.objects.filter(pk=bridge.pk, version=version).update(version=version + 1, **_fields(plan))
    if not changed:
        raise Refused(_("Somebody else changed it meanwhile."), _("Load the page again and repeat the change."))
    bridge.refresh_from_db()
    kept = bridge.behaviours.filter(competency=plan.competency) if plan.behaviours is None else plan.behaviours
    bridge.behaviours.set(kept)
    _write_teams(bridge, plan)
    events.record("growth.bridge_changed", by=by, about=bridge, at=at)
    return bridge


@deed("growth.name_bridge_behaviours")
def name_behaviours(*, by: Person, bridge: Bridge, behaviours: Sequence[Behaviour], at: dt.datetime) -> Bridge:
    """Say which of the competency's behaviours are practised: one to three, before it begins."""
    _keeper(by, bridge)
    if bridge.begun is not None:
        raise Refused(_("It has begun; what is practised stays."), _("For another behaviour build another bridge."))
    _few(behaviours, bridge.competency)
    bridge.behaviours.set(behaviours)
    events.record("growth.bridge_behaviours_named", by=by, about=bridge, at=at)
    return bridge


@deed("growth.set_bridge_teams")
def set_bridge_teams(*, by: Person, bridge: Bridge, parts: Sequence[Part], at: dt.datetime) -> Bridge:
    """Say when each team starts and which key results tell its values. After the beginning more teams may start from
    today on; a start that is past stays as it was."""
    _keeper(by, bridge)
    if not any(part.starts for part in parts):
        raise Refused(_("No team starts."), _("Give at least one team a day on which it starts."))
    rows = {row.team_id: row for row in bridge.teams.select_related("team")}
    started = []
    for part in parts:
        row = rows.get(part.team.pk)
        if row is None:
            raise Refused(_("%(team)s takes no part in this bridge.") % {"team": part.team}, _("Load the page again."))
        for result in (part.lagging_result, part.leading_result):
            _open_result(result, row.team)
        _told_result(part.lagging_result)
        if part.starts != row.starts:
            _may_start(bridge, row, part.starts, at.date())
            started.append(part.team)
        row.starts, row.lagging_result, row.leading_result = part.starts, part.lagging_result, part.leading_result
        row.save(update_fields=["starts", "lagging_result", "leading_result"])
    events.record("growth.bridge_teams_set", by=by, about=bridge, at=at, data={"starts": len(started)})
    return bridge


@deed("growth.begin_bridge")
def begin_bridge(*, by: Person, bridge: Bridge, at: dt.datetime) -> Bridge:
    """It begins: open to all from now on, with the strongest word its design could earn written down. Starts by lot
    are dealt among its teams now."""
    _keeper(by, bridge)
    if bridge.begun is not None:
        raise Refused(_("It has begun already."), _("Load the page again."))
    if not bridge.behaviours.exists():
        raise Refused(
            _("It is not said which behaviour is practised."), _("Name one to three; what is seen can be practised.")
        )
    parts = list(bridge.teams.select_related("team"))
    if bridge.allocation == Bridge.Allocation.LOT:
        _deal(parts, at.date())
    outlook = reading.outlook_of(bridge, parts, values.courses(bridge, parts)["lagging"])
    bridge.begun, bridge.begun_by = at, by
    bridge.promise = outlook.prospect.finding.name.lower()
    bridge.smallest, bridge.smallest_in_spreads = outlook.smallest, outlook.in_spreads
    bridge.version += 1
    bridge.save(update_fields=["begun", "begun_by", "promise", "smallest", "smallest_in_spreads", "version"])
    events.record("growth.bridge_begun", by=by, about=bridge, at=at, data={"promise": bridge.promise})
    if bridge.business_owner_id != by.pk:
        tell(
            [bridge.business_owner],
            kind="bridge",
            text=_("“%(problem)s” begins; you answer for it") % {"problem": bridge.problem},
            link=reverse("growth:bridge", args=[bridge.public_id]),
            why=_("You are named as its business owner."),
            at=at,
        )
    return bridge


@deed("growth.plan_bridge_reading")
def plan_reading(*, by: Person, bridge: Bridge, read_on: dt.date, at: dt.datetime) -> Bridge:
    """Move the day it is read, or set the day of a further reading once it was read."""
    _keeper(by, bridge)
    if read_on <= at.date():
        raise Refused(_("That day is not ahead of us."), _("Choose a later one; until then it is too early."))
    due = bridge.read_on <= at.date() and not bridge.findings.filter(read_on=bridge.read_on).exists()
    if bridge.begun is not None and due:
        raise Refused(
            _("It is due to be read; moving the day now would let one wait for a better answer."),
            _("Read it first, then set the day of a further reading."),
        )
    bridge.read_on = read_on
    bridge.version += 1
    bridge.save(update_fields=["read_on", "version"])
    events.record("growth.bridge_reading_planned", by=by, about=bridge, at=at, data={"on": read_on.isoformat()})
    return bridge


@deed("growth.note_bridge_session")
def note_session(
    *, by: Person, bridge: Bridge, day: dt.date, what: str, hours: Decimal, cost: Decimal, at: dt.datetime
) -> BridgeSession:
    """Tell a day of the programme, with the hours people spent and what it cost."""
    _keeper(by, bridge)
    if day > at.date():
        raise Refused(_("That day has not come yet."), _("Tell it when it was."))
    if hours < 0 or cost < 0:
        raise Refused(_("Hours and cost cannot be below 0."), _("Leave them empty where there were none."))
    row = BridgeSession.objects.create(bridge=bridge, day=day, what=what.strip(), hours=hours, cost=cost, by=by, at=at)
    events.record("growth.bridge_session_noted", by=by, about=bridge, at=at)
    return row


@deed("growth.end_bridge")
def end_bridge(*, by: Person, bridge: Bridge, lesson: str, at: dt.datetime) -> Bridge:
    """End it, with what was learned. One that never began is deleted instead when there is nothing to keep."""
    _keeper(by, bridge)
    if bridge.begun is None:
        raise Refused(_("It has not begun."), _("Change it, or leave it: nobody else sees it."))
    if not lesson.strip():
        raise Refused(
            _("It would end without a lesson."),
            _("Say in a sentence what others should know, also when nothing moved. It can be searched by all."),
        )
    bridge.ended, bridge.ended_by, bridge.lesson = at, by, lesson.strip()
    bridge.version += 1
    bridge.save(update_fields=["ended", "ended_by", "lesson", "version"])
    events.record("growth.bridge_ended", by=by, about=bridge, at=at)
    return bridge


def _keeper(by: Person, bridge: Bridge) -> None:
    if bridge.ended is not None:
        raise Refused(_("This bridge has ended; it stays as it is."), _("Build a new one to go on."))
    if not rules.may_keep(by, bridge):
        raise Refused(
            _("This bridge is not yours to change."), _("The OKR owner, executives and its business owner can.")
        )


def _fields(plan: BridgePlan) -> dict[str, object]:
    return {
        "problem": plan.problem.strip(),
        "key_result": plan.key_result,
        "competency": plan.competency,
        "programme": plan.programme.strip(),
        "assumption": plan.assumption.strip(),
        "leading": plan.leading.strip(),
        "leading_unit": plan.leading_unit.strip(),
        "leading_falls": plan.leading_falls,
        "period": plan.period,
        "lag": plan.lag,
        "allocation": plan.allocation,
        "measured_from": plan.measured_from,
        "read_on": plan.read_on,
        "business_owner": plan.business_owner,
        "hours": plan.hours,
        "cost": plan.cost,
        "currency": plan.currency.strip().upper(),
    }


def _check(plan: BridgePlan, bridge: Bridge | None) -> None:
    _open_result(plan.key_result, None)
    _told_result(plan.key_result)
    _few(plan.behaviours or (), plan.competency)
    _a_handful(plan, bridge)
    if not plan.starting:
        raise Refused(_("No team starts."), _("Choose at least one pilot team."))
    if set(plan.starting) & set(plan.comparing):
        raise Refused(_("A team both starts and compares."), _("Let each team take one part."))
    if not plan.measured_from < plan.starts < plan.read_on:
        raise Refused(
            _("The days do not follow on each other: values from, then the start, then the day it is read."),
            _("Values from before the start are what the time after it is compared with; half a year is good."),
        )


def _few(behaviours: Sequence[Behaviour], competency: Competency) -> None:
    if len(behaviours) > MOST_BEHAVIOURS:
        raise Refused(
            _("%(n)d behaviours were chosen; a bridge carries up to %(most)d.")
            % {"n": len(behaviours), "most": MOST_BEHAVIOURS},
            _("People can practise one or two things at a time. Take those that would move the result most."),
        )
    if any(one.competency_id != competency.pk for one in behaviours):
        raise Refused(_("A behaviour belongs to another competency."), _("Choose behaviours of the one named here."))


def _a_handful(plan: BridgePlan, bridge: Bridge | None) -> None:
    """No long lists of competencies for one objective: attention is what changes behaviour, and it does not stretch."""
    others = Bridge.objects.filter(key_result__objective=plan.key_result.objective_id, ended=None)
    if bridge is not None:
        others = others.exclude(pk=bridge.pk)
    names = dict(others.values_list("competency", "competency__name"))
    if plan.competency.pk not in names and len(names) >= MOST_COMPETENCIES:
        raise Refused(
            _("“%(goal)s” already rests on %(names)s. A fourth competency would take attention from each of them.")
            % {"goal": plan.key_result.objective, "names": ", ".join(sorted(names.values()))},
            _("What is practised by few and noticed moves a result; long lists do not. End one of the others first."),
        )


def _open_result(result: KeyResult | None, team: Team | None) -> None:
    if result is None:
        return
    goal = result.objective
    if goal.layer != Objective.Layer.STRATEGIC or goal.stage == Objective.Stage.DRAFT:
        raise Refused(
            _("“%(title)s” is not open to all, and a bridge is.") % {"title": result.title},
            _("Choose a key result of a strategic goal that is out of draft."),
        )
    if team is not None and goal.owner_team_id != team.pk:
        raise Refused(
            _("“%(title)s” is not a key result of %(team)s.") % {"title": result.title, "team": team},
            _("Choose one of its own."),
        )


def _told_result(result: KeyResult | None) -> None:
    if result is not None and result.source == KeyResult.Source.INSTRUMENT:
        raise Refused(
            _("“%(title)s” is measured by feedback, and its readings have fewer readers than a bridge.")
            % {"title": result.title},
            _("It can be the leading indicator. Choose a business figure as the result."),
        )


def _write_teams(bridge: Bridge, plan: BridgePlan) -> None:
    """Teams that start keep the day they had where they had one."""
    wanted = {team.pk: plan.starts for team in plan.starting} | dict.fromkeys(one.pk for one in plan.comparing)
    bridge.teams.exclude(team__in=list(wanted)).delete()
    here = {row.team_id: row for row in bridge.teams.all()}
    for team, starts in wanted.items():
        row = here.get(team)
        if row is None:
            BridgeTeam.objects.create(bridge=bridge, team_id=team, starts=starts)
        elif (row.starts is None) != (starts is None):
            row.starts = starts
            row.save(update_fields=["starts"])


def _may_start(bridge: Bridge, row: BridgeTeam, day: dt.date | None, today: dt.date) -> None:
    if bridge.begun is None:
        return
    if row.starts is not None and row.starts <= today:
        raise Refused(
            _("%(team)s started on %(day)s; that is what happened.") % {"team": row.team, "day": row.starts},
            _("Leave its day as it is."),
        )
    if bridge.is_by_lot and row.starts is not None and row.starts < bridge.read_on:
        raise Refused(
            _("The day of %(team)s was drawn by lot.") % {"team": row.team},
            _("Keep it, or the lot says nothing any more."),
        )
    if day is not None and day < today:
        raise Refused(_("%(team)s cannot start in the past.") % {"team": row.team}, _("Choose today or a later day."))
    if bridge.is_by_lot and day is not None and day < bridge.read_on:
        raise Refused(
            _("%(team)s compares until it is read, as the lot has it.") % {"team": row.team},
            _("Let it start on that day or later."),
        )


def _deal(parts: Sequence[BridgeTeam], today: dt.date) -> None:
    if any(part.starts is not None and part.starts <= today for part in parts):
        raise Refused(
            _("A team would start today or has started; a lot can only deal days that lie ahead."),
            _("Move the start, or say that the lot was drawn elsewhere before."),
        )
    days = [part.starts for part in parts]
    random.Random(secrets.randbits(64)).shuffle(days)
    for part, day in zip(parts, days, strict=True):
        part.starts = day
        part.save(update_fields=["starts"])
