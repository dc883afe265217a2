"""The training statements are ours, varied, far from what is measured on; the weights are of this data."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from sapwood.coach import training
from sapwood.coach.words import overlap, word_set

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "okr-corpus" / "dev.jsonl"


@pytest.fixture(scope="module")
def lines() -> list[training.Line]:
    return training.read_lines()


def test_there_are_enough_of_each_kind_and_level(lines: list[training.Line]) -> None:
    assert len(lines) >= 3000
    for kind in ("outcome", "output", "activity"):
        assert sum(line.type == kind for line in lines) > 500
    assert sum(line.kind == "objective" for line in lines) > 800
    for level in ("company", "department", "team", "individual"):
        assert sum(line.level == level for line in lines) > 100
    assert sum("soft_skills" in line.where for line in lines) > 200


def test_few_are_near_duplicates(lines: list[training.Line]) -> None:
    seen: dict[str, list[int]] = defaultdict(list)
    sets = [word_set(line.text) for line in lines]
    near = set()
    for place, words in enumerate(sets):
        before = {other for word in words for other in seen[word]}
        if any(overlap(words, sets[other]) > 0.7 for other in before):
            near.add(place)
        for word in words:
            seen[word].append(place)
    assert len(near) <= 0.05 * len(lines)


@pytest.mark.skipif(not CORPUS.exists(), reason="the measuring corpus is not here")
def test_no_line_shares_more_than_half_its_words_with_the_measuring_corpus(lines: list[training.Line]) -> None:
    measured = [word_set(json.loads(row)["text"]) for row in CORPUS.read_text(encoding="utf-8").splitlines()]
    assert [line.where for line in lines if any(overlap(word_set(line.text), one) > 0.5 for one in measured)] == []


def test_the_letters_agree_with_what_rules_read(lines: list[training.Line]) -> None:
    assert len(training.disagreements(lines)) <= 0.01 * len(lines)


def test_the_weights_are_of_this_data(lines: list[training.Line]) -> None:
    with np.load(training.DATA / "en" / "weights.npz", allow_pickle=False) as stored:
        for kind in ("key_result", "objective"):
            about = json.loads(str(stored[f"{kind}_about"]))
            assert about["of"] == training.fingerprint(lines), "run: make train"
    assert (training.DATA / "en" / "weights.npz").stat().st_size < 3 * 2**20


def test_training_twice_gives_the_same_file(lines: list[training.Line], tmp_path: Path) -> None:
    some = lines[::20]
    sizes = [training.write(training.train(some), tmp_path / f"{number}.npz") for number in (1, 2)]
    assert sizes[0] == sizes[1]
    assert (tmp_path / "1.npz").read_bytes() == (tmp_path / "2.npz").read_bytes()


@pytest.mark.parametrize(
    ("line", "words"), [("Xm Do it", "begins with none"), ("Ozz Do it", "unknown letters"), ("Om", "no statement")]
)
def test_a_line_that_cannot_be_read_says_why(line: str, words: str) -> None:
    with pytest.raises(training.BadLine, match=words):
        training.read_line(line, where="here:1")
