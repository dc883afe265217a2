"""The work of `sapwood import people`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.files import people as people_file
from sapwood.files import tables
from sapwood.files.words import Unreadable
from sapwood.people import columns
from sapwood.people.actions import importing as actions
from sapwood.people.importing import Plan
from sapwood.people.models import Person, Role


def run(options: argparse.Namespace) -> int:
    """Preview, and without --dry-run apply. Every deed is somebody's: the event names an administrator."""
    by = _administrator(options.by)
    if by is None:
        return 2
    try:
        if options.file.stat().st_size > tables.LIMITS.bytes:
            content = b" " * (tables.LIMITS.bytes + 1)  # refused in the same words, without being loaded
        else:
            content = options.file.read_bytes()
        file = people_file.read(content, date_order=options.date_order, sheet=options.sheet)
    except OSError as error:
        return _complain(
            f"{options.file}: {error.strerror}.", "Give the path of a file that can be read.", options.json
        )
    except Unreadable as error:
        return _complain(columns.told(error.reason), columns.told(error.next_step), options.json)
    at = clock.now()
    found = actions.plan_for(by, file, at, missing_have_left=options.missing_have_left)
    applied = False
    if found.can_apply and not options.dry_run and not found.does_nothing:
        try:
            actions.import_people(
                by=by, file=file, filename=options.file.name, missing_have_left=options.missing_have_left, at=at
            )
            applied = True
        except Refused as refusal:  # somebody changed people in this very second
            print(f"{refusal} {refusal.next_step}", file=sys.stderr)
            return 1
    print(
        json.dumps(_data(found, applied, by), ensure_ascii=False, indent=2)
        if options.json
        else _words(found, applied, options, by)
    )
    return 0 if found.can_apply else 1


def _administrator(address: str) -> Person | None:
    """The administrator of this address, else the one who has been it longest. A file is never applied by nobody."""
    grants = Person.objects.at_work(clock.today()).filter(role_grants__role=Role.ADMINISTRATOR, role_grants__ends=None)
    if address:
        grants = grants.filter(email__iexact=address)
    found = grants.order_by("role_grants__starts", "pk").first()
    if found is None:
        print(
            f"sapwood import people: no administrator has the address {address!r}. Give one of an administrator."
            if address
            else "sapwood import people: there is no administrator yet, and every import is somebody's. Make the first one.",
            file=sys.stderr,
        )
    return found


def _complain(reason: str, next_step: str, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": reason, "next_step": next_step}, ensure_ascii=False, indent=2))
    else:
        print(f"{reason} {next_step}", file=sys.stderr)
    return 2


def _words(found: Plan, applied: bool, options: argparse.Namespace, by: Person) -> str:
    counts = found.counts
    lines = [columns.told(remark) for remark in found.remarks]
    for question in found.questions:
        lines.append(
            f"{question.column}: {', '.join(question.examples)} can be day/month or month/day. "
            "Say which with --date-order dmy or --date-order mdy."
        )
    for row in found.rejected:
        for one in row.problems:
            where = f"line {one.line}" + (f", {one.column}" if one.column else "")
            given = f" “{one.given}”" if one.given else ""
            lines.append(f"{where}:{given} {columns.told(one.reason)} {columns.told(one.next_step)}")
    if found.missing:
        names = ", ".join(sorted(one.name for one in found.missing)[:10])
        more = f" and {len(found.missing) - 10} more" if len(found.missing) > 10 else ""
        leave = f"{len(found.leaving)} of them leave today." if options.missing_have_left else "They stay as they are."
        lines.append(f"Not in the file: {names}{more}. {leave}")
    made = sum(team.pk is None for team in found.teams)
    lines.append(
        f"{counts['new']} new, {counts['changed']} changed, {counts['same']} the same, {counts['rejected']} rejected; "
        f"{made} teams made, {len(found.teams) - made} hung elsewhere."
    )
    if applied:
        lines.append(f"Applied, by {by.name}.")
    elif not found.can_apply:
        lines.append("Nothing was changed.")
    elif found.does_nothing:
        lines.append("There is nothing to do.")
    else:
        lines.append("A dry run: nothing was changed.")
    return "\n".join(lines)


def _data(found: Plan, applied: bool, by: Person) -> dict[str, Any]:
    return {
        "applied": applied,
        "by": by.email,
        "counts": found.counts,
        "teams_made": [team.name for team in found.teams if team.pk is None],
        "teams_moved": [team.name for team in found.teams if team.pk is not None],
        "missing": [one.name for one in found.missing],
        "leaving": [one.name for one in found.missing if one.pk in found.leaving],
        "questions": [{"column": one.column, "examples": list(one.examples)} for one in found.questions],
        "rejected": [
            {
                "line": one.line,
                "column": one.column,
                "given": one.given,
                "reason": columns.told(one.reason),
                "next_step": columns.told(one.next_step),
            }
            for row in found.rejected
            for one in row.problems
        ],
        "changed": [
            {"line": row.line, "name": row.name, "fields": {one.column: [one.before, one.after] for one in row.changes}}
            for row in found.rows
            if row.changes and not row.problems
        ],
        "remarks": [columns.told(remark) for remark in found.remarks],
    }
