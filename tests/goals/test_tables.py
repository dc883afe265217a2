"""`sapwood export forecasts` and `sapwood export coverage`: a cycle for a spreadsheet or a notebook, by team."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood import cli
from sapwood.goals import standing, tables
from sapwood.goals.models import Alignment, Objective
from tests import cast
from tests.goals.test_forecasts import told


def moving(title: str, owner: Any, company: cast.Cast, **fields: Any) -> Objective:
    goal = cast.objective(title, owner, company.cycle, **fields)
    told(goal.key_results.all()[0], 1, 2, 3, 4)
    standing.refresh(goal)
    return goal


def test_forecasts_as_csv_json_and_workbook(company: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    moving("=Ships leave on time", company.cranes, company)
    cast.objective("Never told", company.ropes, company.cycle)
    paths = {kind: tmp_path / f"forecasts.{kind}" for kind in ("csv", "json", "xlsx")}
    for path in paths.values():
        assert cli.main(["export", "forecasts", str(path)]) == 0
        assert f"1 forecasts of Autumn 2026 in {path}." in capsys.readouterr().out
    [row] = csv.DictReader(io.StringIO(paths["csv"].read_text(encoding="utf-8-sig")))
    [same] = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert (row["team"], row["objective"]) == ("Cranes", "'=Ships leave on time")  # no formula for a spreadsheet
    assert same["objective"] == "=Ships leave on time" and same["low"] < same["landing"] < same["high"]
    assert float(row["value"]) == pytest.approx(same["value"]) and same["at_risk"] in {True, False}
    sheet = openpyxl.load_workbook(paths["xlsx"]).active
    assert sheet is not None and [cell.value for cell in sheet[1]] == list(tables.Landing._fields)


def test_one_persons_goal_is_in_no_table(company: cast.Cast, tmp_path: Path) -> None:
    for layer in ("strategic", "developmental"):
        moving("I listen", company.ada, company, layer=layer)
    path = tmp_path / "forecasts.json"
    for by in ("ada@harbour.example", "dee@harbour.example"):
        assert cli.main(["export", "forecasts", str(path), "--by", by]) == 0
        assert json.loads(path.read_text(encoding="utf-8")) == []


def test_coverage_says_who_carries_and_names_nobody(company: cast.Cast, capsysbinary: Any) -> None:
    top = cast.objective("The harbour is trusted", company.company, company.cycle, results=2)
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    first = top.key_results.all()[0]
    Alignment.objects.create(child=goal, parent=top, parent_key_result=first, by=company.bo, at=cast.NOW)
    assert cli.main(["export", "coverage", "-"]) == 0
    said = capsysbinary.readouterr().out.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert [(row["carry"], row["owners"], row["agreed"]) for row in rows] == [
        ("carried", "1", goal.public_id),
        ("gap", "0", ""),
    ]
    assert "Ada" not in said and "Bo" not in said


def test_a_cycle_that_is_not_there_is_said(company: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    for name in ("forecasts", "coverage"):
        assert cli.main(["export", name, str(tmp_path / "x.csv"), "--cycle", "Winter"]) == 2
        assert "There is no cycle 'Winter'. Cycles here: Autumn 2026." in capsys.readouterr().err


def test_many_cost_as_many_questions_as_one(company: cast.Cast) -> None:
    counts = []
    for many in (1, 6):
        for number in range(many):
            moving(f"{many} {number}", company.quay, company)
        with CaptureQueriesContext(connection) as asked:
            dee = cast.fresh(company.dee)
            found = tables.landings(dee, company.cycle)
            tables.carried(dee, company.cycle, today=cast.TODAY)
        counts.append(len(asked))
    assert len(found) == 7 and counts[0] == counts[1], counts
