"""Opening, moving and editing cycles."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import events
from sapwood.activity.deeds import Conflict, Refused, deed
from sapwood.goals import announcements, rules
from sapwood.goals.models import Cycle, CycleStep, Objective
from sapwood.people.models import Person

NEXT_STAGE = {
    Cycle.Stage.PLANNING: Cycle.Stage.ACTIVE,
    Cycle.Stage.ACTIVE: Cycle.Stage.SCORING,
    Cycle.Stage.SCORING: Cycle.Stage.CLOSED,
}
LONGEST = dt.timedelta(days=731)
YEARS = (2000, 2199)


@deed("goals.open_cycle")
def open_cycle(
    *,
    by: Person,
    name: str,
    starts: dt.date,
    ends: dt.date,
    cadence_days: int = 7,
    drafts_by: dt.date | None = None,
    agreed_by: dt.date | None = None,
    at: dt.datetime,
) -> Cycle:
    """Open a cycle for planning. Raises Refused unless `by` may manage cycles and the dates make sense."""
    _guard(by)
    _check(name, starts, ends, cadence_days)
    _check_deadlines(drafts_by, agreed_by, ends)
    if Cycle.objects.filter(name=name.strip()).exists():
        raise Refused(_("There is a cycle called “%(name)s” already.") % {"name": name}, _("Choose another name."))
    cycle = Cycle.objects.create(
        name=name.strip(),
        starts=starts,
        ends=ends,
        cadence_days=cadence_days,
        drafts_by=drafts_by,
        agreed_by=agreed_by,
    )
    CycleStep.objects.create(cycle=cycle, stage=cycle.stage, by=by, at=at)
    events.record("goals.cycle_opened", by=by, about=cycle, at=at)
    return cycle


@deed("goals.edit_cycle")
def edit_cycle(
    *,
    by: Person,
    cycle: Cycle,
    version: int,
    name: str,
    starts: dt.date,
    ends: dt.date,
    cadence_days: int,
    drafts_by: dt.date | None = None,
    agreed_by: dt.date | None = None,
    at: dt.datetime,
) -> Cycle:
    """Change name, dates, deadlines or cadence. Raises Conflict when somebody else saved since `version`."""
    _guard(by)
    _check(name, starts, ends, cadence_days)
    _check_deadlines(drafts_by, agreed_by, ends)
    changed = Cycle.objects.filter(pk=cycle.pk, version=version).update(
        name=name.strip(),
        starts=starts,
        ends=ends,
        cadence_days=cadence_days,
        drafts_by=drafts_by,
        agreed_by=agreed_by,
        version=version + 1,
    )
    cycle.refresh_from_db()
    if not changed:
        raise Conflict(
            current={"name": cycle.name, "starts": cycle.starts, "ends": cycle.ends},
            given={"name": name, "starts": starts, "ends": ends},
        )
    events.record("goals.cycle_edited", by=by, about=cycle, at=at)
    return cycle


@deed("goals.move_cycle")
def move_cycle(*, by: Person, cycle: Cycle, stage: str, at: dt.datetime) -> Cycle:
    """Move the cycle to its next stage: planning, active, scoring, closed. There is no way back."""
    _guard(by)
    if NEXT_STAGE.get(Cycle.Stage(cycle.stage)) != stage:
        raise Refused(
            _("This cycle is in the stage “%(stage)s”.") % {"stage": cycle.get_stage_display()},
            _("Stages follow each other: planning, active, scoring, closed."),
        )
    if stage == Cycle.Stage.CLOSED:
        _nothing_left(cycle)
    cycle.stage = stage
    cycle.version += 1
    cycle.save(update_fields=["stage", "version"])
    CycleStep.objects.create(cycle=cycle, stage=stage, by=by, at=at)
    events.record("goals.cycle_moved", by=by, about=cycle, at=at, data={"stage": stage})
    announcements.cycle_moved(cycle, at=at)
    return cycle


def _guard(by: Person) -> None:
    if not rules.may_manage_cycles(by):
        raise Refused(_("Cycles are run by the OKR owner."), _("Ask them; the People page says who it is."))


def _nothing_left(cycle: Cycle) -> None:
    """What was agreed and is open to all must have ended; drafts and proposals never began. Developmental and personal goals are their owners' to end."""
    strategic = Objective.objects.filter(layer=Objective.Layer.STRATEGIC)
    left = strategic.filter(cycle=cycle, stage=Objective.Stage.ACTIVE).count()
    if left:
        raise Refused(
            ngettext(
                "%(count)d objective of this cycle is not closed yet.",
                "%(count)d objectives of this cycle are not closed yet.",
                left,
            )
            % {"count": left},
            _("Close each with a score and what was learned; the cycle's page lists them."),
        )
    unseen = strategic.filter(cycle=None, stage=Objective.Stage.ACTIVE).exclude(reviews__cycle=cycle).count()
    if unseen:
        raise Refused(
            ngettext(
                "%(count)d continuous goal was not reviewed in this cycle.",
                "%(count)d continuous goals were not reviewed in this cycle.",
                unseen,
            )
            % {"count": unseen},
            _("Say in a line what you saw; the cycle's page lists them."),
        )


def _check(name: str, starts: dt.date, ends: dt.date, cadence_days: int) -> None:
    if not name.strip():
        raise Refused(_("A cycle needs a name."), _("For example “Autumn 2026”."))
    if ends <= starts:
        raise Refused(
            _("The last day (%(ends)s) is not after the first (%(starts)s).") % {"ends": ends, "starts": starts},
            _("Most cycles last 13 weeks."),
        )
    if ends - starts > LONGEST or not YEARS[0] <= starts.year <= YEARS[1]:
        raise Refused(
            _("A cycle from %(starts)s to %(ends)s was given.") % {"starts": starts, "ends": ends},
            _("It lasts two years at most, and begins between %(first)d and %(last)d.")
            % {"first": YEARS[0], "last": YEARS[1]},
        )
    if not 1 <= cadence_days <= 92:
        raise Refused(_("Check-ins can be 1 to 92 days apart."), _("Seven is a week."))


def _check_deadlines(drafts_by: dt.date | None, agreed_by: dt.date | None, ends: dt.date) -> None:
    if drafts_by and agreed_by and agreed_by < drafts_by:
        raise Refused(
            _("Goals are to be agreed by %(agreed)s, before they are drafted by %(drafted)s.")
            % {"agreed": agreed_by, "drafted": drafts_by},
            _("Leave some days between the two."),
        )
    latest = max([one for one in (drafts_by, agreed_by) if one], default=None)
    if latest and latest > ends:
        raise Refused(
            _("The deadline %(day)s lies after the cycle's last day, %(ends)s.") % {"day": latest, "ends": ends},
            _("Choose a day before the cycle begins, or in its first weeks."),
        )
