"""`sapwood impact` and `sapwood disclose`: the strongest honest word, and what may be shown."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from sapwood.cli import main
from sapwood.measurement.worlds import pilots


@pytest.fixture
def study(tmp_path) -> str:
    world = pilots(np.random.default_rng(9), effect=0.8)
    lines = ["team,week,start,sales"]
    for y, team, week, start in zip(world.outcome, world.team, world.week, world.start, strict=True):
        lines.append(f"t{team},{week},{'' if math.isnan(start) else int(start)},{y:.4f}")
    (tmp_path / "pilots.csv").write_text("\n".join(lines))
    return str(tmp_path / "pilots.csv")


@pytest.fixture
def series(tmp_path) -> str:
    chance = np.random.default_rng(4)
    y, x = chance.normal(10, 1, 60), chance.normal(10, 1, 60)
    y[36:] += 3
    lines = ["month,y,x"] + [f"{month},{a:.3f},{b:.3f}" for month, (a, b) in enumerate(zip(y, x, strict=True), 1)]
    (tmp_path / "series.csv").write_text("\n".join(lines))
    return str(tmp_path / "series.csv")


def test_pilots_in_words_and_json(study, capsys):
    arguments = ["impact", study, "--outcome", "sales", "--unit", "team", "--time", "week", "--start", "start"]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert told.startswith("Consistent with an effect: +0.") and "compared with" in told
    assert main([*arguments, "--json", "--randomised"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["finding"] == "effect shown" and found["design"] == "pilots whose start was drawn by lot"
    assert found["effect"]["low"] < 0.8 < found["effect"]["high"] and found["lot_p"] <= 0.05
    assert len(found["checks"]) == 4 and len(found["by_period"]) == 23 and isinstance(found["comparison"], str)


def test_one_series_two_series_and_a_pair(series, capsys):
    assert main(["impact", series, "--at", "37"]) == 0
    assert capsys.readouterr().out.startswith("Moved together: +")
    assert main(["impact", series, "--at", "37", "--comparison", "x", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["finding"] == "consistent with an effect"
    assert main(["impact", series, "--leading", "x", "--lag", "2"]) == 0
    assert "2 periods apart" in capsys.readouterr().out


def test_before_a_study_starts(capsys):
    assert main(["impact", "--plan", "series", "--before", "30", "--after", "20"]) == 0
    assert "'moved together'" in capsys.readouterr().out
    assert main(["impact", "--plan", "randomised", "--before", "8", "--after", "8", "--units", "9", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["strongest"] == "too early" and "0 units could be compared with" in told["needs"][0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["impact"], "Name a FILE"),
        (["impact", "{s}"], "Say how to compare"),
        (["impact", "{s}", "--at", "3", "--leading", "x"], "--at, --leading"),
        (["impact", "{s}", "--at", "3", "--outcome", "z"], "no column 'z'"),
        (["impact", "{s}", "--at", "3", "--season", "1"], "at least 2 periods"),
        (["impact", "{p}", "--at", "3", "--outcome", "sales"], "two rows for '1'"),
        (["impact", "{p}", "--outcome", "team", "--start", "start"], "must be numbers"),
        (["impact", "--plan", "hope"], "There is no design 'hope'"),
        (["disclose", "{s}"], "no column 'unit'"),
        (["disclose", "{s}", "--groups"], "no column 'person'"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_sentence(arguments, says, study, series, capsys):
    assert main([one.format(p=study, s=series) for one in arguments]) == 2
    error = capsys.readouterr().err
    assert says in error and "Traceback" not in error and error.count("\n") == 1


@pytest.fixture
def units(tmp_path) -> str:
    (tmp_path / "units.csv").write_text(
        "unit,parent,answers,shown\nfirm,,0,yes\nsales,firm,2,yes\nnorth,sales,6,yes\nsouth,sales,7,yes\n"
    )
    return str(tmp_path / "units.csv")


def test_the_largest_safe_choice(units, capsys):
    assert main(["disclose", units, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["shown"]) == 3 and len(told["hidden"]) == 1 and told["k"] == 5
    assert main(["disclose", units]) == 0
    assert "3 of 4 units may be shown" in capsys.readouterr().out


def test_a_choice_that_gives_two_leads_away_ends_with_1(units, capsys):
    assert main(["disclose", units, "--shown", "shown"]) == 1
    assert "sales: beside the units shown below it, it shows what 2 people answered." in capsys.readouterr().out
    assert main(["disclose", units, "--shown", "shown", "--least", "2"]) == 0
    assert "Safe" in capsys.readouterr().out


def test_any_family_of_groups(tmp_path, capsys):
    rows = [f"p{one},team{one // 6}" for one in range(18)] + [f"p{one},long here" for one in range(4, 18)]
    (tmp_path / "groups.csv").write_text("person,group\n" + "\n".join(rows))
    assert main(["disclose", str(tmp_path / "groups.csv"), "--groups"]) == 1
    assert "exposed" in capsys.readouterr().out
    (tmp_path / "safe.csv").write_text("person,group\n" + "\n".join(rows[:18]))
    assert main(["disclose", str(tmp_path / "safe.csv"), "--groups", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["safe"] is True


def test_a_circle_or_a_unit_named_twice_is_told(tmp_path, capsys):
    for text, says in (
        ("unit,parent,answers\na,b,5\nb,a,5\n", "circle"),
        ("unit,parent,answers\na,,5\na,,6\n", "twice"),
        ("unit,parent,answers\na,,many\n", "whole numbers"),
    ):
        (tmp_path / "u.csv").write_text(text)
        assert main(["disclose", str(tmp_path / "u.csv")]) == 2
        assert says in capsys.readouterr().err
