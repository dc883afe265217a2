"""Take in a library of competencies (YAML, XLSX or CSV): all of it, or nothing.

What is new is added, what is known by its key is reworded with its history kept, the rest stays. docs/question-bank.md
explains the columns. Exit status: 0 applied or nothing to do, 1 a row cannot be taken and nothing was changed, 2 the
file cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys

from sapwood.people.commands import taking_in


def arguments(parser: argparse.ArgumentParser) -> None:
    taking_in.arguments(parser, "the library file")


def run(options: argparse.Namespace) -> int:
    from sapwood.activity import clock
    from sapwood.activity.deeds import Refused
    from sapwood.files.questions import read_library
    from sapwood.files.words import Unreadable
    from sapwood.people import actions
    from sapwood.people.columns import told
    from sapwood.people.commands import keeping
    from sapwood.people.library.comparing import compare

    by = keeping.keeper(options.by)
    try:
        library = read_library(keeping.content_of(options.file))
    except Unreadable as error:
        return keeping.complain(told(error.reason), told(error.next_step), options.json)
    comparison = compare(library)
    applied = False
    if not library.problems and not options.dry_run and not comparison.does_nothing:
        try:
            actions.take_in_library(by=by, library=library, at=clock.now())
            applied = True
        except Refused as refusal:
            print(f"{refusal} {refusal.next_step}", file=sys.stderr)
            return 1
    if options.json:
        said = {
            "applied": applied,
            "by": by.email,
            "counts": comparison.counts,
            "problems": keeping.data(library.problems),
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 1 if library.problems else 0
    counts = comparison.counts
    print("\n".join(keeping.lines(library.problems)), end="\n" if library.problems else "")
    print(
        f"Competencies: {counts['new_competencies']} new, {counts['changed_competencies']} changed. "
        f"Behaviours: {counts['new_behaviours']} new, {counts['changed_behaviours']} reworded."
    )
    if applied:
        print(f"Applied, by {by.name}.")
    elif library.problems:
        print("Nothing was changed.")
    else:
        print("There is nothing to do." if comparison.does_nothing else "A dry run: nothing was changed.")
    return 1 if library.problems else 0
