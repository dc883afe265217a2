"""The coach's first word: it reads anything, says what it rests on, and keeps quiet about what is well said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.cli import main
from sapwood.coach import BY_CODE, CODES, read_key_result, read_statement
from sapwood.coach import codes as pages
from sapwood.coach.training import read_lines

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SAPWOOD_SHARED", ROOT.parent / "shared"))
HOSTILE = [
    "",
    " ",
    "\x00\x07",
    "🐟" * 400,
    "שלום עולם מ־3 ל־7",
    "a" * 20_000,
    "1" * 5_000,
    "%" * 3_000,
    "from to by from " * 900,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["key_result", "objective"])
def test_no_text_is_too_strange_to_read(text: str, kind: str) -> None:
    read = read_statement(text, kind)  # type: ignore[arg-type]

    assert read.text == text
    assert all(0.0 <= one.p <= 1.0 for one in read.labels.values())


@given(st.text(max_size=300))
def test_whatever_is_typed_has_an_answer_with_spans_inside_it(text: str) -> None:
    read = read_statement(text)

    for judgement in read.labels.values():
        for span in judgement.spans:
            assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Complete 1 online course on agile methodologies", "KR103"),
        ("Hold 12 repair workshops", "KR102"),
        ("Ship the new booking page", "KR101"),
    ],
)
def test_a_task_is_told_from_a_result(text: str, code: str) -> None:
    found = {finding.code for finding in read_key_result(text).findings}

    assert code in found


def test_a_result_from_somewhere_to_somewhere_is_left_in_peace() -> None:
    read = read_key_result("Guests who finish a booking without calling us rise from 54 % to 75 %")

    assert not {finding.code for finding in read.findings} & {"KR101", "KR102", "KR103"}


def test_every_code_has_its_page_and_its_examples() -> None:
    written = (ROOT / "docs" / "coach-codes.md").read_text(encoding="utf-8")

    assert written.rstrip() == pages.page().rstrip()
    for code in CODES:
        assert BY_CODE[code.code] is code
        assert code.bad
        assert code.good
        assert code.ignore


def test_the_command_says_by_its_status_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weak, fine, broken = (tmp_path / name for name in ("weak.jsonl", "fine.jsonl", "broken.jsonl"))
    weak.write_text(json.dumps({"kind": "key_result", "text": "Hold 12 repair workshops", "id": "k1"}) + "\n")
    text = "Guests who finish a booking without calling us rise from 54 % to 75 %"
    fine.write_text(json.dumps({"kind": "key_result", "text": text}) + "\n")
    broken.write_text("{not json\n")

    assert main(["lint", str(weak), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["kind"], told["type"]["label"]) == ("k1", "key_result", "activity")
    assert {"code", "severity", "message", "question", "spans", "rewrites"} <= set(told["findings"][0])
    assert main(["lint", str(fine)]) == 0
    assert main(["lint", str(broken)]) == 2
    assert main(["lint", str(tmp_path / "nowhere.md")]) == 2
    assert main(["lint", "--explain", "KR102"]) == 0


def test_the_training_statements_are_many_and_not_each_others_twins() -> None:
    lines = read_lines()
    words = [frozenset(line.text.lower().split()) for line in lines]
    first: dict[frozenset[str], int] = {}
    twins = sum(1 for place, one in enumerate(words) if first.setdefault(one, place) != place)

    assert len(lines) >= 3000
    assert twins <= 0.05 * len(lines)


def test_no_training_statement_is_taken_from_the_corpus_that_measures() -> None:
    corpus = SHARED / "okr-corpus" / "dev.jsonl"
    if not corpus.exists():
        pytest.skip("The measuring corpus is not part of the project.")
    real = [frozenset(json.loads(line)["text"].lower().split()) for line in corpus.read_text().splitlines()]
    ours = [frozenset(line.text.lower().split()) for line in read_lines()]
    near = [(a, b) for a in ours for b in real if a and 2 * len(a & b) > len(a | b)]

    assert near == []
