"""The work of `sapwood import goals`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.files import goals as files
from sapwood.files import tables
from sapwood.files.problems import Problem
from sapwood.files.words import Unreadable
from sapwood.goals.actions import importing as actions
from sapwood.goals.commands.finding import cycle_named, somebody, team_named
from sapwood.goals.importing import Plan, Verdict
from sapwood.people.columns import told


def run(options: argparse.Namespace) -> int:
    """Preview, and without --dry-run apply."""
    by, cycle, owner = somebody(options.by), cycle_named(options.cycle), team_named(options.owner)
    try:
        file = _read(options)
    except Unreadable as error:
        return _unreadable(told(error.reason), told(error.next_step), options.json)
    at = clock.now()
    plan = actions.plan_for(by, file, cycle=cycle, owner=owner, today=at.date())
    applied = False
    if plan.can_apply and not plan.does_nothing and not options.dry_run:
        try:
            actions.import_goals(by=by, file=file, filename=options.file.name, cycle=cycle, owner=owner, at=at)
            applied = True
        except Refused as refusal:
            print(f"{refusal} {refusal.next_step}", file=sys.stderr)
            return 1
    if options.json:
        print(json.dumps(_data(plan, file, applied, by.email or ""), ensure_ascii=False, indent=2))
    else:
        print(_words(plan, file, applied, by.name))
    return 0 if plan.can_apply else 1


def _read(options: argparse.Namespace) -> files.GoalFile:
    """The file that was named, or with - what comes in: a text is read like one that was pasted."""
    most = tables.LIMITS.bytes
    if str(options.file) != "-":
        too_large = options.file.stat().st_size > most
        content = b" " * (most + 1) if too_large else options.file.read_bytes()
        return files.read(content, date_order=options.date_order, sheet=options.sheet)
    content = sys.stdin.buffer.read(most + 1)
    if content.startswith(b"PK"):
        return files.read(content, date_order=options.date_order, sheet=options.sheet)
    return files.read_pasted(tables.decode(content)[0], date_order=options.date_order)


def _unreadable(reason: str, next_step: str, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": reason, "next_step": next_step}, ensure_ascii=False, indent=2))
    else:
        print(f"{reason} {next_step}", file=sys.stderr)
    return 2


def _problems(plan: Plan) -> list[Problem]:
    every = [*plan.loose, *(one for goal in plan.goals for one in goal.problems)]
    return sorted(every, key=lambda one: one.line)


def _words(plan: Plan, file: files.GoalFile, applied: bool, by: str) -> str:
    lines = [told(remark) for remark in file.remarks]
    for one in _problems(plan):
        where = told(file.place(one.line)) + (f", {one.column}" if one.column else "")
        given = f" “{one.given}”" if one.given else ""
        lines.append(f"{where}:{given} {told(one.reason)} {told(one.next_step)}")
    counts = plan.counts
    lines.append(
        f"{counts['new']} new, {counts['changed']} changed, {counts['same']} the same, {counts['rejected']} rejected."
    )
    if plan.leaves_readings:
        lines.append("Current values and confidence are not taken in: they come with the check-ins.")
    if applied:
        lines.append(f"Applied, by {by}. New goals are drafts.")
    elif not plan.can_apply:
        lines.append("Nothing was changed.")
    else:
        lines.append("There is nothing to do." if plan.does_nothing else "A dry run: nothing was changed.")
    return "\n".join(lines)


def _data(plan: Plan, file: files.GoalFile, applied: bool, by: str) -> dict[str, Any]:
    return {
        "applied": applied,
        "by": by,
        "format": file.format,
        "counts": plan.counts,
        "goals": [
            {
                "line": one.goal.line,
                "id": one.goal.id,
                "objective": one.goal.objective,
                "verdict": str(one.verdict),
                "changes": [
                    [move.column, move.of, move.before, move.after]
                    for move in one.changes
                    if one.verdict == Verdict.CHANGED
                ],
            }
            for one in plan.goals
        ],
        "problems": [
            {
                "line": one.line,
                "where": told(file.place(one.line)),
                "column": one.column,
                "given": one.given,
                "reason": told(one.reason),
                "next_step": told(one.next_step),
            }
            for one in _problems(plan)
        ],
        "remarks": [told(remark) for remark in file.remarks],
    }
