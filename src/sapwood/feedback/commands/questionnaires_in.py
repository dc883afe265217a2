"""Take in questionnaires (YAML, XLSX or CSV) as drafts: all of them, or none.

One that is called like one here becomes a draft of its next edition; what is published never changes.
docs/question-bank.md explains the columns. Exit status: 0 the drafts are there, 1 a row cannot be taken and nothing
was changed, 2 the file cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys

from sapwood.people.commands import taking_in


def arguments(parser: argparse.ArgumentParser) -> None:
    taking_in.arguments(parser, "the file")


def run(options: argparse.Namespace) -> int:
    from sapwood.activity import clock
    from sapwood.activity.deeds import Refused
    from sapwood.feedback import actions
    from sapwood.files.questions import read_questionnaires
    from sapwood.files.words import Unreadable
    from sapwood.people.columns import told
    from sapwood.people.commands import keeping

    by = keeping.keeper(options.by)
    try:
        file = read_questionnaires(keeping.content_of(options.file))
    except Unreadable as error:
        return keeping.complain(told(error.reason), told(error.next_step), options.json)
    applied = False
    if not file.problems and not options.dry_run:
        try:
            actions.take_in_questionnaires(by=by, file=file, at=clock.now())
            applied = True
        except Refused as refusal:
            print(f"{refusal} {refusal.next_step}", file=sys.stderr)
            return 1
    counts = {one.name: len(one.questions) for one in file.questionnaires}
    if options.json:
        said = {"applied": applied, "by": by.email, "questions": counts, "problems": keeping.data(file.problems)}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 1 if file.problems else 0
    print("\n".join(keeping.lines(file.problems)), end="\n" if file.problems else "")
    for name, count in counts.items():
        print(f"{name}: {count} questions.")
    if applied:
        print(f"Taken in as drafts, by {by.name}.")
    else:
        print("Nothing was changed." if file.problems else "A dry run: nothing was changed.")
    return 1 if file.problems else 0
