"""`sapwood pulse` and `sapwood forecast`: files in, words or one JSON object out, 0, 1 or 2 at the end."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import numpy as np
import pytest

from sapwood.cli import main
from sapwood.measurement.worlds import quarters


def write(path: Path, rows: list[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode()) if path.suffix == ".gz" else text.getvalue().encode())
    return str(path)


@pytest.fixture
def answers(tmp_path) -> str:
    chance = np.random.default_rng(2)
    rows = []
    for week in range(1, 17):
        for team, level, n in (("north", 4.0, 7), ("south", 4.0 if week < 10 else 2.8, 7), ("tiny", 4.0, 3)):
            rows += [
                {
                    "team": team,
                    "week": week,
                    "members": 9,
                    "answer": int(np.clip(round(chance.normal(level, 0.7)), 1, 5)),
                }
                for _ in range(n)
            ]
    return write(tmp_path / "answers.csv.gz", rows)


@pytest.fixture
def checkins(tmp_path) -> str:
    table = quarters(np.random.default_rng(3), 45)
    rows = [
        {"key_result": f"past {row}", "week": week + 1, "progress": round(float(table[row, week]), 3)}
        for row in range(40)
        for week in range(13)
    ]
    rows += [
        {"key_result": f"now {row}", "week": week + 1, "progress": round(float(table[40 + row, week]), 3)}
        for row in range(5)
        for week in range(6)
    ]
    rows += [{"key_result": "stuck", "week": week, "progress": 0.2} for week in range(1, 7)]
    return write(tmp_path / "checkins.csv", rows)


def test_a_pulse_names_what_it_shows_and_what_it_does_not(answers, capsys):
    assert main(["pulse", answers]) == 2  # 16 weeks in one heap: 112 answers of 9 members
    assert "answers but only 9 members" in capsys.readouterr().err
    assert main(["pulse", answers, "--week", "week"]) == 1  # south fell
    told = capsys.readouterr().out
    assert "Week 16: 17 of 27 answered" in told and "south: fell: since about week" in told
    assert "tiny: 3 of 9 answered: 3 answered; a result is shown from 5 answers on." in told
    assert main(["pulse", answers, "--week", "week", "--at", "7"]) in (0, 1)


def test_a_pulse_as_json_is_whole_and_rounds_when_published(answers, capsys):
    assert main(["pulse", answers, "--week", "week", "--json"]) == 1
    exact = json.loads(capsys.readouterr().out)
    assert {"week", "units", "within", "between", "members", "answers", "k", "published", "watch", "notes"} == set(
        exact
    )
    units = {one["unit"]: one for one in exact["units"]}
    assert units["tiny"]["estimate"] is None and units["tiny"]["reason"]
    assert exact["watch"]["south"]["state"] == "fell" and exact["watch"]["north"]["state"] == "steady"
    assert main(["pulse", answers, "--week", "week", "--json", "--publish"]) == 1
    for one in json.loads(capsys.readouterr().out)["units"]:
        if one["estimate"] is not None:
            assert (one["estimate"] * 2).is_integer() and (one["low"] * 2).is_integer() and one["se"] is None


def test_a_tree_of_units_decides_what_is_shown(tmp_path, capsys):
    rows = [{"unit": unit, "members": 8, "answer": 3 + place % 3} for unit in "abc" for place in range(6)]
    rows += [{"unit": "lead", "members": 2, "answer": 4}] * 2
    file = write(tmp_path / "a.csv", rows)
    tree = write(
        tmp_path / "t.csv",
        [{"unit": one, "parent": "all"} for one in ("a", "b", "c", "lead")] + [{"unit": "all", "parent": ""}],
    )
    assert main(["pulse", file, "--tree", tree, "--json", "--scale", "1", "5"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(one["estimate"] is not None for one in told["units"]) == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["pulse", "none.csv"], "none.csv"),
        (["pulse", "{a}", "--answer", "mood"], "no column 'mood'"),
        (["pulse", "{a}", "--members", "people", "--week", "week"], "no column 'people'"),
        (["pulse", "{a}", "--week", "week", "--at", "99"], "There is no week '99'"),
        (["pulse", "{a}", "--at", "3"], "--week"),
        (["pulse", "{a}", "--week", "week", "--least", "3"], "3 never"),
        (["pulse", "{a}", "--week", "week", "--scale", "1", "3"], "outside the scale"),
        (["forecast", "{c}"], "shares of the cycle"),
        (["forecast", "{c}", "--weeks", "0"], "more than 0 weeks"),
        (["forecast", "{c}", "--weeks", "13", "--progress", "way"], "no column 'way'"),
        (["forecast", "{a}", "--result", "team", "--weeks", "16"], "Progress needs a column"),
        (["forecast", "{c}", "--start", "soon", "--end", "later"], "is no date"),
        (["forecast", "{c}", "--start", "5"], "Both the start and the end"),
        (["forecast", "{c}", "--start", "9", "--end", "3"], "must end after it starts"),
        (["forecast", "{c}", "--weeks", "13", "--finished", "no.csv"], "no.csv"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_sentence(arguments, says, answers, checkins, capsys):
    assert main([one.format(a=answers, c=checkins) for one in arguments]) == 2
    error = capsys.readouterr().err
    assert says in error and "Traceback" not in error and error.count("\n") == 1


def test_forecasts_are_told_learned_and_scored(checkins, capsys):
    assert main(["forecast", checkins, "--weeks", "13"]) == 1  # one stands still
    told = capsys.readouterr().out
    assert "stuck: Lands at" in told and "No change for 3 check-ins" in told and "past 0" not in told
    assert "Learned from 40 finished key results" in told and "past forecasts: 80% intervals held" in told


def test_forecasts_as_json(checkins, capsys):
    assert main(["forecast", checkins, "--weeks", "13", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {"enough", "forecasts", "prior", "finished", "scores"} == set(told) and told["finished"] == 40
    one = told["forecasts"][0]
    assert one["low"] < one["landing"] < one["high"] and 0 <= one["chance"] <= 1 and len(one["fan"]) == 13
    assert 0.5 < told["scores"]["coverage"] <= 1


def test_dates_and_values_with_baseline_and_target(tmp_path, capsys):
    rows = [
        {"result": "calls", "date": f"2026-01-{day:02d}", "value": 100 - day, "baseline": 100, "target": 60}
        for day in (8, 15, 22, 29)
    ]
    file = write(tmp_path / "v.csv", rows)
    arguments = ["forecast", file, "--start", "2026-01-01", "--end", "2026-04-01", "--json"]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["forecasts"][0]["value"] == pytest.approx(29 / 40) and "reason" in told["scores"]
    assert told["prior"]["learned_from"] == 0


def test_an_empty_file_is_told_so(tmp_path, capsys):
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "head.csv").write_text("unit,members,answer\n")
    assert main(["pulse", str(tmp_path / "empty.csv")]) == 2
    assert main(["pulse", str(tmp_path / "head.csv")]) == 2
    (tmp_path / "f.csv").write_text("key_result,time,progress\n")
    assert main(["forecast", str(tmp_path / "f.csv")]) == 0
    assert "Traceback" not in capsys.readouterr().err
