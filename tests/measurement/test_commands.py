"""`sapwood fit`, `change` and `plan-raters` read files, answer in text or JSON, and never end in a traceback."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sapwood import cli
from sapwood.measurement import simulate_company
from tests.measurement.reference.tables import SMALL, company, crossed


def written(path: Path, columns: dict[str, Any], separator: str = ",") -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    raw = text.getvalue().encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    status = cli.main([str(word) for word in words])
    said = capsys.readouterr()
    return status, json.loads(said.out) if "--json" in words and said.out else said.out, said.err


def test_fit_gives_one_object_with_r_s_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "ratings.csv.gz", crossed())

    status, found, _ = run(
        capsys,
        "fit",
        file,
        "--rating",
        "y",
        "--ratee",
        "d",
        "--rater",
        "s",
        "--fixed",
        "service",
        "--group",
        "dept",
        "--json",
    )

    assert status == 0
    assert found["criterion"] == pytest.approx(SMALL["crossed"]["criterion"], abs=1e-5)
    assert set(found["variances"]) == {"d", "s", "dept", "residual"}
    assert found["variances"]["dept"] == pytest.approx(SMALL["crossed"]["variances"]["dept"], rel=1e-3)
    assert found["fixed"]["service"]["se"] == pytest.approx(SMALL["crossed"]["fixed"]["service"][1], abs=1e-5)
    assert found["levels"]["d"][0].keys() == {"level", "estimate", "se", "n"}
    assert (found["n"], found["converged"], len(found["levels"]["s"])) == (280, True, 30)
    assert "REML" in found["method"]


def test_fit_says_in_text_where_ratings_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "ratings.csv", crossed(), separator=";")

    status, said, _ = run(capsys, "fit", file)

    assert status == 0
    assert "Where the ratings differ" in said
    assert "highest and lowest" in said


def test_ratings_that_do_not_vary_are_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = crossed()
    table["y"] = [3] * len(table["y"])

    status, found, _ = run(capsys, "fit", written(tmp_path / "r.csv", table), "--json")

    assert status == 1
    assert found["criterion"] is None
    assert "All ratings are the same" in found["notes"][-1]


def test_one_rater_only_is_a_result_that_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = crossed()
    table["s"] = [1] * len(table["y"])

    status, found, _ = run(capsys, "fit", written(tmp_path / "r.csv", table), "--json")

    assert status == 0
    assert found["variances"]["s"] == 0
    assert "one level only" in " ".join(found["notes"])


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (b"", ["--rating", "y"], "is empty"),
        (b"y,d,s\n", ["--rating", "y"], "0 of 0 rows"),
        (b"y,d,s\n3,a,b\n", ["--rating", "score"], "no column 'score' for the rating. There are: y, d, s"),
        (b"y,d,s\ngood,a,b\nbad,a,c\n", [], "must be numbers, but there is 'good'"),
        (b"a,b\n1,2\n", [], "name it with --rat"),
        (b"y,d,s\n1,2,3,4\n", [], "line 2: 4 cells, but the heading has 3"),
        (b"y,y,s\n1,2,3\n", [], "more than one column named y"),
        (b"\xff\xfe\x00y", [], "cannot be read as a CSV file"),
        (b"\x1f\x8bbroken", [], "cannot be read as a CSV file"),
    ],
)
@pytest.mark.parametrize("command", ["fit", "change"])
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, content: bytes, words: list[str], said: str
) -> None:
    file = tmp_path / "ratings.csv"
    file.write_bytes(content)
    more = ["--wave", "s"] if command == "change" else []
    if command == "change" and "0 of 0" in said:
        said = "No form is left"

    status, _, error = run(capsys, command, file, *words, *more)

    assert status == 2
    assert said in error
    assert error.startswith(f"sapwood {command}: ")


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["fit", tmp_path / "no.csv"],
        ["change", tmp_path / "no.csv", "--wave", "w"],
        ["plan-raters", "--components", tmp_path / "no.json"],
    ):
        status, _, error = run(capsys, *words)
        assert status == 2
        assert "no." in error


def test_change_tells_each_cell_and_its_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = company()
    file = written(
        tmp_path / "waves.csv",
        {
            "ratee": table["ratee"],
            "rater": table["rater"],
            "w": table["wave"],
            "c": table["competency"],
            "r": table["relation"],
            "y": table["y"],
        },
    )

    status, found, _ = run(capsys, "change", file, "--wave", "w", "--competency", "c", "--relation", "r", "--json")

    assert status == 0
    assert len(found["changes"]) == 35 * 3
    one = found["changes"][0]
    assert one["low"] < one["estimate"] < one["high"]
    assert one["verdict"] in found["counts"]
    assert found["waves"] == ["0", "1"]
    assert found["components"]["rater"] == pytest.approx(SMALL["company"]["variances"]["rater"], rel=1e-2)
    assert found["rules"]["min_raters"] == 3


def test_change_reads_wide_files_and_a_focus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    firm = simulate_company(150, 5, 3, 2.0, seed=5)
    file = written(tmp_path / "wide.csv.gz", firm.columns(self_ratings=True))
    people, skills = np.nonzero(firm.focus())
    focus = written(tmp_path / "focus.csv", {"ratee": people, "competency": [f"c{k}" for k in skills]})

    status, said, _ = run(
        capsys,
        "change",
        file,
        "--wave",
        "wave",
        "--scores",
        "c0,c1,c2,c3,c4",
        "--relation",
        "relation",
        "--focus",
        focus,
        "--progress",
    )

    assert status == 0
    assert "Raters see an improvement" in said
    assert "self-ratings were left out" in said


def test_a_single_wave_is_told_to_have_no_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = company()
    file = written(
        tmp_path / "w.csv",
        {"ratee": table["ratee"], "rater": table["rater"], "w": [1] * len(table["y"]), "y": table["y"]},
    )

    status, _, error = run(capsys, "change", file, "--wave", "w")

    assert status == 2
    assert "A change needs two waves" in error


def test_plans_can_use_ones_own_components(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = company()
    file = written(
        tmp_path / "w.csv",
        {
            "ratee": table["ratee"],
            "rater": table["rater"],
            "w": table["wave"],
            "c": table["competency"],
            "y": table["y"],
        },
    )
    _, found, _ = run(capsys, "change", file, "--wave", "w", "--competency", "c", "--json")
    mine = tmp_path / "change.json"
    mine.write_text(json.dumps(found))

    assert run(capsys, "plan-raters")[0] == 0
    status, plan, _ = run(capsys, "plan-raters", "--components", mine, "--raters", 8, "--json")

    assert status == 0
    assert plan["components"]["residual"] == pytest.approx(found["components"]["residual"])
    assert plan["detectable"] == pytest.approx(1.959964 * plan["error"], rel=1e-6)
    assert run(capsys, "plan-raters", "--kept", 3)[0] == 2
    mine.write_text("[]")
    assert "holds no components" in run(capsys, "plan-raters", "--components", mine)[2]


def test_naming_the_library_loads_nothing_heavy_and_no_django() -> None:
    code = "import sys, sapwood.measurement as m; print([n for n in ('numpy', 'scipy', 'django') if n in sys.modules]); m.fit_mixed; print('django' in sys.modules, len(dir(m)) > 40)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["[]", "False True"]


def test_every_public_name_is_there_and_explains_itself() -> None:
    import sapwood.measurement as library

    silent = [
        name
        for name in library.__all__
        if callable(getattr(library, name)) and not (getattr(library, name).__doc__ or "").strip()
    ]
    assert silent == []
    assert sorted(library.__all__) == sorted(dir(library))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = library.nothing
