"""Real goals there and back: 600 statements people wrote, in through CSV and Markdown, shown, linted, out and in again.

Reads `../shared/okr-corpus/dev.jsonl` beside this checkout and says so when it is not there. Each way gets a database of
its own in a folder that is thrown away. Prints what was counted, as a table or with `--json` as one list of
{name, value, unit, bound, ok}; a bound is the number that it must be. Exit status 1 when one differs.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "okr-corpus" / "dev.jsonl"
CYCLE = "Last quarter"
KINDS = ("csv", "xlsx", "yaml", "md", "docx")
Goals = dict[str, list[str]]  # the words of an objective and those of its key results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--way", choices=("csv", "md"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not CORPUS.exists():
        print(
            "[]"
            if options.json
            else "There are no real goals beside this checkout (../shared/okr-corpus): nothing to do."
        )
        return 0
    if options.way:
        print(json.dumps(list(_there_and_back(options.way))))
        return 0
    found = list(_out_of_texts())
    for way in ("csv", "md"):
        with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as folder:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("SAPWOOD_")},
                "SAPWOOD_MODE": "test", "SAPWOOD_DATA": f"{folder}/data", "SAPWOOD_ASSETS": f"{folder}/assets",
                "DJANGO_SETTINGS_MODULE": "sapwood.config.settings",
            }  # fmt: skip
            done = subprocess.run(
                [sys.executable, __file__, "--way", way], env=environment, check=False, capture_output=True, text=True
            )
            if done.returncode:
                raise SystemExit(done.stderr)
            found += json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"{'':<44}{'counted':>8}{'must be':>9}")
        for one in found:
            bound = "" if one["bound"] is None else one["bound"]
            print(f"{one['name']:<44}{one['value']:>8}{bound:>9}{'' if one['ok'] else '  DIFFERS'}")
    return 0 if all(one["ok"] for one in found) else 1


def said(name: str, value: int, bound: int | None = None) -> dict[str, Any]:
    return {
        "name": f"real-goals.{name}",
        "value": value,
        "unit": "",
        "bound": bound,
        "ok": bound is None or value == bound,
    }


# ── the goals ───────────────────────────────────────────────────────────────


def real_goals() -> list[dict[str, Any]]:
    """Objectives with their key results; those that stand alone are gathered by where they come from."""
    rows = [json.loads(line) for line in CORPUS.read_text().splitlines()]
    goals = {
        row["id"]: {"id": row["id"], "objective": row["text"], "domain": row["domain"], "results": []}
        for row in rows
        if row["kind"] == "objective"
    }
    for row in rows:
        if row["kind"] != "key_result":
            continue
        above = row["objective_id"] or f"alone-{row['source_group']}"
        goal = goals.setdefault(
            above,
            {"id": above, "objective": f"Key results of {row['source_group']}", "domain": row["domain"], "results": []},
        )
        goal["results"].append((row["id"], row["text"]))
    return list(goals.values())


def as_csv(goals: list[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["ID", "Quarter", "Team", "Objective", "Key result"])
    for goal in goals:
        for kr_id, text in goal["results"] or [("", "")]:
            mark = f"{goal['id']}/{kr_id}" if kr_id else goal["id"]
            writer.writerow([mark, CYCLE, goal["domain"], goal["objective"], text])
    return out.getvalue().encode()


def as_markdown(goals: list[dict[str, Any]]) -> bytes:
    lines = ["---", f"cycle: {CYCLE}", "---", "", "# Our goals", ""]
    for goal in goals:
        lines += [f"## {goal['objective']}", f"id: {goal['id']}", f"owner: {goal['domain']}", ""]
        for kr_id, text in goal["results"]:
            lines += [f"- {text}", f"  id: {kr_id}"]
        lines.append("")
    return "\n".join(lines).encode()


def outline(found: Any) -> Goals:
    return {goal.objective: [one.key_result for one in goal.key_results] for goal in found}


def expected(goals: list[dict[str, Any]]) -> Goals:
    from sapwood.files.goals import one_line

    return {one_line(goal["objective"]): [one_line(text) for _id, text in goal["results"]] for goal in goals}


def equal(one: Goals, two: Goals) -> int:
    """How many objectives are the same in both, their key results in order included."""
    return sum(two.get(words) == results for words, results in one.items())


# ── without a database ──────────────────────────────────────────────────────


def _out_of_texts() -> Iterator[dict[str, Any]]:
    """The same goals as people paste them and as a Word document."""
    from docx import Document

    from sapwood.files import goals as files

    goals = real_goals()
    wanted = expected(goals)
    yield said("objectives", len(goals))
    yield said("key-results", sum(len(goal["results"]) for goal in goals))
    marked = "\n".join(
        "\n".join(
            [
                f"Objective {n}: {goal['objective']}",
                *(f"KR {n}.{m}: {text}" for m, (_id, text) in enumerate(goal["results"], 1)),
                "",
            ]
        )
        for n, goal in enumerate(goals, 1)
    )
    listed = "\n".join(
        "\n".join([goal["objective"], *(f"• {text}" for _id, text in goal["results"]), ""])
        for goal in goals
        if goal["results"]
    )
    document: Any = Document()
    for goal in goals:
        document.add_heading(goal["objective"], 2)
        for _id, text in goal["results"]:
            document.add_paragraph(text, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    with_results = {words: results for words, results in wanted.items() if results}
    yield said("pasted.marked.equal", equal(wanted, outline(files.read_pasted(marked).goals)), len(wanted))
    yield said("pasted.listed.equal", equal(with_results, outline(files.read_pasted(listed).goals)), len(with_results))
    yield said("word.equal", equal(wanted, outline(files.read(out.getvalue()).goals)), len(wanted))


# ── with one ────────────────────────────────────────────────────────────────


def _there_and_back(way: str) -> Iterator[dict[str, Any]]:
    import contextlib
    import datetime as dt

    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse
    from django.utils.html import escape

    from sapwood import cli
    from sapwood.files import board
    from sapwood.files import goals as files
    from sapwood.goals import documents, exporting
    from sapwood.goals.models import Cycle, KeyResult, Objective
    from sapwood.people.models import Person, Role, RoleGrant, Team

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("build_assets", verbosity=0)
    at = dt.datetime.now(dt.UTC)
    by = Person.objects.create(name="Ona Berg", email="ona@bench.example")
    RoleGrant.objects.create(person=by, role=Role.OKR_OWNER, starts=at)
    today = at.date()
    cycle = Cycle.objects.create(
        name=CYCLE, starts=today - dt.timedelta(days=30), ends=today + dt.timedelta(days=60), stage=Cycle.Stage.ACTIVE
    )
    goals = real_goals()
    for name in sorted({goal["domain"] for goal in goals}):
        Team.objects.create(name=name)
    wanted = expected(goals)

    def command(*words: str) -> tuple[int, Any]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = cli.main([*words])
        return status, [json.loads(line) for line in out.getvalue().splitlines()] if "lint" in words else out.getvalue()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"goals.{way}"
        path.write_bytes(as_csv(goals) if way == "csv" else as_markdown(goals))
        status, text = command("import", "goals", str(path), "--json")
        counts = json.loads(text)["counts"]
        yield said(f"{way}.import.status", status, 0)
        yield said(f"{way}.import.new", counts["new"], len(wanted))
        yield said(f"{way}.objectives", Objective.objects.count(), len(wanted))
        yield said(f"{way}.key-results", KeyResult.objects.count(), sum(map(len, wanted.values())))
        Objective.objects.update(stage=Objective.Stage.ACTIVE)  # agreed in one go: an export holds no drafts
        client = Client()
        client.force_login(by)
        shown = 0
        for goal in Objective.objects.all():
            page = client.get(reverse("goals:objective", args=[goal.public_id]))
            text = page.content.decode()
            words = [goal.title, *goal.key_results.values_list("title", flat=True)]
            shown += page.status_code == 200 and all(str(escape(one)) in text for one in words)
        yield said(f"{way}.shown", shown, len(wanted))
        _status, linted = command("lint", str(path), "--json")
        yield said(f"{way}.linted", len(linted))
        exported = exporting.goals_of(by, cycle)
        yield said(f"{way}.exported.equal", equal(wanted, outline(exported)), len(wanted))
        for kind in KINDS:
            again = Path(folder) / f"again.{kind}"
            made = (
                board.to_docx(documents.board(by, cycle, team=None, today=today))
                if kind == "docx"
                else files.write(exported, kind)
            )
            again.write_bytes(made)
            yield said(f"{way}.{kind}.equal", equal(wanted, outline(files.read(made).goals)), len(wanted))
            status, text = command("import", "goals", str(again), "--json")
            data = json.loads(text)
            if status:
                print(data["problems"][:3], file=sys.stderr)
            yield said(f"{way}.{kind}.again.same", data["counts"]["same"], len(wanted))
        yield said(f"{way}.objectives-after", Objective.objects.count(), len(wanted))


if __name__ == "__main__":
    sys.exit(main())
