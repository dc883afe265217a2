"""`sapwood lint`: goal files and lines of JSON in; text, notices or JSON out; an exit status a pipeline can use."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sapwood.cli import main

GOALS = """# Owners mend their tent with us

- Hold 12 repair workshops
- Repairs back with the owner within 10 days rise from 61% to 80%
"""


@pytest.fixture
def goals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A goal file in an empty folder."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "goals.md"
    file.write_text(GOALS, encoding="utf-8")
    return file


def test_a_goal_file_is_read_line_by_line(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(goals), "--rewrites"]) == 1
    out = capsys.readouterr().out
    assert "goals.md:3: KR102" in out and "After the last of the repair workshops" in out
    assert "3 statements read" in out and "    - " in out


def test_a_clean_file_ends_with_nought(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goals.write_text(
        "# Owners mend their tent with us\n\n- Owners who repair rise from 10% to 40%\n- Repairs done in 10 days rise from 61% to 80%\n",
        encoding="utf-8",
    )
    assert main(["lint", str(goals)]) == 0
    assert "0 remarks" in capsys.readouterr().out


def test_lines_of_json_come_back_one_object_each(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"kind": "objective", "id": "o1", "text": "Nurses have time"},
        {"kind": "key_result", "id": "k1", "text": "Hold 12 workshops", "objective": "Nurses have time"},
        {"text": "Overtime falls from 14 to 6 hours", "ignore": {"KR201": "known"}},
    ]
    file = goals.with_name("goals.jsonl")
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert main(["lint", str(file), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in found] == ["o1", "k1", ""]
    assert found[1]["type"]["label"] == "activity" and 0 < found[1]["type"]["p"] <= 1
    assert found[1]["labels"]["measurable"]["value"] is True
    first = found[1]["findings"][0]
    assert {"code", "severity", "message", "question", "spans", "rewrites"} <= set(first)
    assert found[2]["measure"]["baseline"] == "14" and found[2]["measure"]["direction"] == "fall"


def test_key_results_that_name_their_objective_are_read_as_a_set(
    goals: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [{"kind": "objective", "id": "o1", "text": "Nurses have time"}]
    lines += [
        {"kind": "key_result", "id": f"k{n}", "text": f"Hold {n} workshops for ward {n}", "objective_id": "o1"}
        for n in (12, 14)
    ]
    file = goals.with_name("goals.jsonl")
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    main(["lint", str(file), "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "ST108" in {one["code"] for one in found[0]["findings"]}


def test_notices_for_a_pipeline(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(goals), "--format", "github", "--select", "KR1"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 1 and out[0].startswith("::warning file=") and ",line=3,title=KR102::" in out[0]


def test_standard_input_is_a_file_too(
    goals: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Given:
        buffer = io.BytesIO(b'{"text": "Hold 12 workshops"}\n')

    monkeypatch.setattr(sys, "stdin", Given())
    assert main(["lint", "-"]) == 1
    assert "<stdin>:1: KR102" in capsys.readouterr().out


def test_settings_are_found_near_the_file_and_overruled_by_words(
    goals: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (goals.parent / "sapwood.toml").write_text('[lint]\nignore = ["KR", "ST"]\n', encoding="utf-8")
    assert main(["lint", str(goals)]) == 0
    assert main(["lint", str(goals), "--ignore", "KR4"]) == 1
    capsys.readouterr()
    (goals.parent / "sapwood.toml").unlink()
    (goals.parent / "pyproject.toml").write_text(
        '[tool.sapwood.lint]\nselect = ["OB"]\nformat = "json"\n', encoding="utf-8"
    )
    assert main(["lint", str(goals)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["kind"] == "objective"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "give at least one FILE"),
        (["missing.md"], "No such file"),
        (["goals.md", "--select", "XY9"], "no code 'XY9'"),
        (["--explain", "KR999"], "no code 'KR999'"),
    ],
)
def test_bad_input_ends_with_two_and_says_why(
    goals: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["lint", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_bad_setting_is_named(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (goals.parent / "sapwood.toml").write_text('[lint]\nselct = ["KR"]\n', encoding="utf-8")
    assert main(["lint", str(goals)]) == 2
    assert "'selct'" in capsys.readouterr().err


def test_a_bad_line_is_named_and_the_others_are_read(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = goals.with_name("goals.jsonl")
    file.write_text(
        '{"text": "Hold 12 workshops"}\nnot json\n{"kind": "poem", "text": "x"}\n{"text": 5}\n[1]\n', encoding="utf-8"
    )
    assert main(["lint", str(file)]) == 2
    out = capsys.readouterr()
    assert "KR102" in out.out and all(f":{line}:" in out.err for line in (2, 3, 4, 5))


def test_a_code_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--explain", "kr103"]) == 0
    assert "four levels of training evaluation" in capsys.readouterr().out


def test_a_workbook_and_a_table_are_goal_files_too(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = goals.with_name("goals.csv")
    file.write_text(
        "objective,key_result,owner,baseline,target\nOwners mend their tent,Hold 12 workshops,,,\n,Tent repairs a month,,310,600\n",
        encoding="utf-8",
    )
    assert main(["lint", str(file)]) == 1
    out = capsys.readouterr().out
    assert "goals.csv:2: KR102" in out and "KR202" not in out


def test_another_language_is_said_openly(goals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goals.write_text(
        "# Die Leute reparieren ihr Zelt bei uns und nicht im Netz\n\n- Die Zahl der Reparaturen steigt von 310 auf 600\n",
        encoding="utf-8",
    )
    main(["lint", str(goals)])
    assert "2 of them in a language the coach has no words for" in capsys.readouterr().out


def test_it_starts_light() -> None:
    program = "import sys; import sapwood.coach.commands, sapwood.coach.lint; print(sorted({'django', 'numpy', 'scipy', 'sklearn', 'openpyxl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
