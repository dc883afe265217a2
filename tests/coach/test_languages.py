"""What is data per language, so that a second one can be added as docs/coach.md says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sapwood.coach import language, lexicon, model, read_key_result, read_statement, rewrites, training

LEXICON = """
[verb.make]
schreibe baue veröffentliche
[verb.do]
besuche halte lese
[noun.event]
kurs vortrag
[noun.person]
gäste kunden
"""
LINES = """
@level team
Omtb {0} die ohne Hilfe buchen von 30 auf 60 Prozent
Omt 80% der {0} kommen ein zweites Mal
Pmy Schreibe das Handbuch für {0}
Pmy Baue die Buchungsseite für {0}
Amtg Halte 12 Vorträge vor {0}
Amtg Besuche 5 Kurse mit {0}
>qd {0} finden sich von allein zurecht
>qk Baue die neue Seite für {0}
>qvs Verbessere die Stimmung der {0}
>c 200 neue {0}
Ovi Werde besser im Umgang mit {0}
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language of a few lines, made only of files: word lists, statements, rewrites, weights trained from them."""
    folder = tmp_path / "data" / "de"
    (folder / "training").mkdir(parents=True)
    (folder.parent / "en").symlink_to(training.DATA / "en")
    (folder / "lexicon.txt").write_text(LEXICON, encoding="utf-8")
    people = "Gäste Kunden Schüler Fahrer Mieter Nutzer Spender Pfleger".split()
    text = "\n".join(LINES.format(one) for one in people)
    (folder / "training" / "first.txt").write_text(text, encoding="utf-8")
    (folder / "rewrites.txt").write_text("[any]\n{They} buchen von __ auf __ Prozent ohne Hilfe\n", encoding="utf-8")
    for module in (lexicon, model, rewrites):
        monkeypatch.setattr(module, "files", lambda _package: tmp_path)
    lines = training.read_lines("de", tmp_path / "data")
    training.write(training.train(lines, "de"), folder / "weights.npz")
    monkeypatch.setattr(language, "SUPPORTED", ("en", "de"))
    yield "de"
    for kept in (lexicon.lexicon, model.model, rewrites.templates):
        kept.cache_clear()


def test_a_second_language_is_files_only_as_far_as_judgements_go(german: str) -> None:
    asked = read_statement("Halte 6 Vorträge vor Lehrern", language=german)
    made = read_statement("Schreibe das Handbuch für Lehrer", language=german)
    assert asked.type is not None and made.type is not None
    assert (asked.type.value, made.type.value) == ("activity", "output")
    assert asked.says("has_target") and not made.says("has_target")


def test_its_remarks_use_its_own_rewrites(german: str) -> None:
    found = read_key_result("Halte 6 Vorträge vor Lehrern", language=german, strict=True).findings
    assert "KR102" in [one.code for one in found]
    assert all("ohne Hilfe" in text for one in found for text in one.rewrites if one.code == "KR102")


def test_without_its_files_a_language_is_read_by_its_numbers_only() -> None:
    read = read_statement(
        "Die Zahl der Beschwerden von 40 auf 10 im Monat senken und nicht mehr als 5 bei neuen Kunden"
    )
    assert read.language == "de" and read.type is None and read.says("has_target")
    assert "vague" not in read.labels
