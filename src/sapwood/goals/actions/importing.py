"""Taking in a goal file: looked at, then applied as a whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import cast

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.models import Event
from sapwood.files.goals import GoalFile
from sapwood.goals import importing, rules
from sapwood.goals.actions.links import align_all, pair
from sapwood.goals.actions.objectives import edit_objective, write_objective
from sapwood.goals.exporting import id_of
from sapwood.goals.importing import Link, Plan, State, Verdict, folded
from sapwood.goals.models import Alignment, Cycle, KeyResult, Objective, Pair
from sapwood.people.models import Person, Team

IN_ONE_QUERY = 500  # keys asked for at once; databases limit how many


def state_for(by: Person, file: GoalFile, *, cycle: Cycle | None, owner: Team | Person | None, today: dt.date) -> State:
    """What stands here of what the file may mean, as far as `by` may see it."""
    teams: dict[str, list[Team]] = defaultdict(list)
    for team in Team.objects.filter(retired=None):
        teams[folded(team.name)].append(team)
    people: dict[str, list[Person]] = defaultdict(list)
    for person in Person.objects.at_work(today):
        for name in {folded(person.name), folded(person.email or "")} - {""}:
            people[name].append(person)
    mine = _may_be_meant(by, file)
    asked = {one.id for one in file.goals} | {f"{one.id}/{two.id}" for one in file.goals for two in one.key_results}
    return State(
        teams=teams,
        people=people,
        cycles={folded(one.name): one for one in Cycle.objects.all()},
        objectives=mine,
        taken=_taken(sorted(asked - {""})),
        links=frozenset(Alignment.objects.values_list("child_id", "parent_id", "parent_key_result_id")),
        pairs=frozenset(Pair.objects.values_list("hard_id", "soft_id")),
        may_write=lambda whose, layer: rules.may_write_for(by, whose, layer),
        may_edit=lambda objective: rules.may_edit(by, objective),
        default_cycle=cycle,
        default_owner=owner,
    )


def _may_be_meant(by: Person, file: GoalFile) -> tuple[Objective, ...]:
    """The objectives `by` may see that an id or a title of the file could mean."""
    names = {name for one in file.goals for name in (one.id, *one.parent, *one.pair)} - {""}
    ids = names | {name.partition("/")[0] for name in names}
    titles = {folded(one.objective) for one in file.goals} | {folded(name) for name in names}
    visible = Objective.objects.visible_to(by)
    keys = [
        pk
        for pk, public_id, external_id, title in visible.values_list("pk", "public_id", "external_id", "title")
        if public_id in ids or external_id in ids or folded(title) in titles
    ]
    results = (
        KeyResult.objects.filter(dropped=None)
        .select_related("updater")
        .prefetch_related("milestones")
        .order_by("position", "id")
    )
    found: list[Objective] = []
    for start in range(0, len(keys), IN_ONE_QUERY):
        rows = Objective.objects.filter(pk__in=keys[start : start + IN_ONE_QUERY])
        rows = rows.select_related("owner_team", "owner_person", "cycle")
        found += rows.prefetch_related(
            Prefetch("key_results", queryset=results, to_attr="results"), "reasons__value", "reasons__priority"
        )
    return tuple(found)


def _taken(ids: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for start in range(0, len(ids), IN_ONE_QUERY):
        some = ids[start : start + IN_ONE_QUERY]
        for model in (Objective, KeyResult):
            found |= {
                str(one) for one in model.objects.filter(external_id__in=some).values_list("external_id", flat=True)
            }
    return frozenset(found)


def plan_for(by: Person, file: GoalFile, *, cycle: Cycle | None, owner: Team | Person | None, today: dt.date) -> Plan:
    """What the file would do now. Reads only."""
    return importing.plan(file, state_for(by, file, cycle=cycle, owner=owner, today=today))


@deed("goals.import_goals")
def import_goals(
    *,
    by: Person,
    file: GoalFile,
    filename: str,
    cycle: Cycle | None = None,
    owner: Team | Person | None = None,
    fingerprint: str = "",
    at: dt.datetime,
) -> Event:
    """Apply a goal file: new goals become drafts of their owner, others are changed where they may be.

    `cycle` and `owner` are for goals whose row names none. `fingerprint` is that of the plan that was looked at.
    Raises Refused, and does nothing, when one goal cannot be taken or when something changed in between.
    """
    plan = plan_for(by, file, cycle=cycle, owner=owner, today=at.date())
    if fingerprint and plan.fingerprint != fingerprint:
        raise Refused(
            _("Something changed here since you looked, so nothing was taken in."),
            _("Look at it again, then apply it."),
        )
    if not plan.can_apply:
        count = plan.counts[Verdict.REJECTED] + len(plan.loose)
        raise Refused(
            ngettext(
                "One goal cannot be taken, so nothing was changed.",
                "%(n)d goals cannot be taken, so nothing was changed.",
                count,
            )
            % {"n": count},
            _("Correct them in the file, then give it again."),
        )
    written = [_write(by, one, filename, at) for one in plan.goals]
    links = [(written[place], _end(link, written)) for place, one in enumerate(plan.goals) for link in one.parents]
    if links:
        align_all(by=by, links=links, at=at)
    for place, one in enumerate(plan.goals):
        for link in one.partners:
            partner = cast("Objective", _end(link, written))
            hard, soft = (
                (written[place], partner)
                if written[place].nature == Objective.Nature.HARD
                else (partner, written[place])
            )
            pair(by=by, hard=hard, soft=soft, at=at)
    counts = plan.counts
    return events.record(
        "goals.imported", by=by, about=None, at=at,
        data={"file": filename, "new": counts["new"], "changed": counts["changed"], "same": counts["same"]},
    )  # fmt: skip


def _write(by: Person, one: importing.GoalPlan, filename: str, at: dt.datetime) -> Objective:
    if one.found is None:
        assert one.owner is not None and one.draft is not None  # a goal without an owner is rejected
        return write_objective(by=by, owner=one.owner, layer=one.layer, cycle=one.cycle, draft=one.draft, at=at)
    if one.rewrites and one.draft is not None:
        reason = _("From the file “%(file)s”") % {"file": filename}
        return edit_objective(
            by=by, objective=one.found, version=one.found.version, draft=one.draft, at=at, reason=reason
        )
    return one.found


def _end(link: Link, written: list[Objective]) -> Objective | KeyResult:
    objective = written[link.place] if link.place is not None else Objective.objects.get(pk=link.here or 0)
    if link.result is None:
        return objective
    if isinstance(link.result, int):
        return KeyResult.objects.select_related("objective").get(pk=link.result)
    return objective.key_results.select_related("objective").get(external_id=f"{id_of(objective)}/{link.result}")
