"""Read goals in files and say what could be sharper: results or tasks, measures, vague words, ways to game them.

FILE is a goal file (YAML, Markdown, CSV, XLSX), JSON Lines with `kind`, `text` and optionally `id`, `objective`, `level`,
`ignore`, or - for standard input. Settings come from [lint] in sapwood.toml or [tool.sapwood.lint] in pyproject.toml.

Exit status: 0 nothing to remark, 1 at least one remark, 2 something could not be read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from sapwood.coach import lint
from sapwood.coach.language import knows


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sapwood lint` takes."""
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument(
        "--json", action="store_true", help="one object a statement, one a line (the same as --format json)"
    )
    parser.add_argument("--format", choices=lint.FORMATS, help="text (usual), github, json")
    parser.add_argument("--explain", metavar="CODE", help="print what a code means and end")
    parser.add_argument(
        "--strict", action="store_true", default=None, help="show remarks the coach is less sure of too"
    )
    parser.add_argument("--select", metavar="CODES", help="only these codes, or beginnings of codes: KR1,OB")
    parser.add_argument("--ignore", metavar="CODES", help="not these codes")
    parser.add_argument(
        "--level",
        choices=("company", "department", "team", "individual"),
        help="whose goals these are, where the file does not say",
    )
    parser.add_argument("--rewrites", action="store_true", help="with text: show other ways to write it")


def run(options: argparse.Namespace) -> int:
    """Print the remarks; returns the exit status."""
    if options.explain:
        print(lint.explain(options.explain))
        return 0
    if not options.files:
        print("sapwood lint: give at least one FILE, or - for standard input.", file=sys.stderr)
        return 2
    asked = _settings(options)
    today = dt.date.today()  # noqa: DTZ011 - the day on the wall of whoever runs it
    status = statements = remarks = foreign = 0
    for name in options.files:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        shown = "<stdin>" if name == "-" else name
        try:
            found = lint.lint(content, shown, asked, today)
        except lint.Unreadable as error:
            print(f"sapwood lint: {shown}: {error} {error.next_step}", file=sys.stderr)
            status = 2
            continue
        for read in found.statements:
            open_ones = [one for one in read.statement.findings if not one.suppressed]
            statements, remarks = statements + 1, remarks + len(open_ones)
            foreign += not knows(read.statement.language)
            if asked.format == "json":
                print(json.dumps(lint.as_data(read), ensure_ascii=False))
                continue
            for one in open_ones:
                print(
                    lint.as_github(read, one)
                    if asked.format == "github"
                    else lint.as_text(read, one, rewrites=options.rewrites)
                )
        for trouble in found.troubles:
            print(f"{trouble.file}:{trouble.line}: {trouble.reason} {trouble.next_step}", file=sys.stderr)
            status = 2
    if asked.format == "text" and status != 2:
        print(f"{statements} statement{'s' * (statements != 1)} read, {remarks} remark{'s' * (remarks != 1)}.")
    if asked.format == "text" and foreign:
        print(f"{foreign} of them in a language the coach has no words for: only what numbers show was judged.")
    return status or int(remarks > 0)


def _settings(options: argparse.Namespace) -> lint.Settings:
    first = Path(options.files[0]) if options.files[0] != "-" else Path.cwd()
    given = dict(lint.settings_near((first if first.is_dir() else first.parent).resolve()))
    for name in ("select", "ignore"):
        value = getattr(options, name)
        if value is not None:
            given[name] = [part.strip() for part in value.split(",") if part.strip()]
    for name in ("strict", "level"):
        if getattr(options, name):
            given[name] = getattr(options, name)
    if options.json or options.format:
        given["format"] = "json" if options.json else options.format
    return lint.settings(given)
