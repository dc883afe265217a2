"""Questionnaires: their items in order, each with its scale and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sapwood.files import tables
from sapwood.files.goals.model import folded
from sapwood.files.questions import records
from sapwood.files.questions.model import (
    KINDS_OF_QUESTIONNAIRE,
    SCALES,
    Question,
    Questionnaire,
    QuestionnaireFile,
    slug,
)
from sapwood.files.questions.records import LEVEL_COLUMNS, Complaints, Record
from sapwood.files.words import Unreadable, _, said

OF_QUESTIONNAIRES = ("questionnaire", "kind", "about", "shuffled")
OF_ITEMS = ("key", "text", "scale", "points", "competency", "theme", "could_not_observe", "reversed")
COLUMNS = (*OF_QUESTIONNAIRES, *OF_ITEMS, *LEVEL_COLUMNS, "language")


def read_questionnaires(content: bytes) -> QuestionnaireFile:
    """The questionnaires in a YAML, XLSX or CSV file. Raises Unreadable; what is wrong with a row is a problem."""
    complaints = Complaints()
    rows, kind, remarks = records.read(content, COLUMNS, _flat, complaints)
    gathering = _Gathering(complaints)
    for row in rows:
        gathering.take(row)
    if not gathering.found and not complaints.found:
        raise Unreadable(
            said(_("There is no questionnaire in the file.")), said(_("Add at least one with a question."))
        )
    found = tuple(
        replace(one, questions=tuple(gathering.questions[name].values())) for name, one in gathering.found.items()
    )
    for one in found:
        if not one.questions:
            complaints.add(
                Record(one.line, {"questionnaire": one.name}), "questionnaire", said(_("It has no question.")),
                said(_("Add at least one row with a text.")),
            )  # fmt: skip
    return QuestionnaireFile(found, kind, tuple(sorted(complaints.found, key=lambda one: one.line)), remarks)


def write_questionnaires(file: QuestionnaireFile, kind: str) -> bytes:
    """A file (`kind` is yaml or xlsx) that `read_questionnaires` reads back to the same questionnaires."""
    if kind == "yaml":
        return records.to_yaml({"questionnaires": [_plainly(one) for one in file.questionnaires]})
    if kind != "xlsx":
        raise ValueError(f"kind is {kind!r}; allowed are yaml and xlsx.")
    rows: list[Any] = [COLUMNS]
    for one in file.questionnaires:
        told = {"questionnaire": one.name, "kind": one.kind, "about": one.about, "shuffled": _word(one.shuffled)}
        rows.append(records.row_of(COLUMNS, told))
        for question in one.questions:
            values = {"questionnaire": one.name, **_values(question)}
            rows.append(records.row_of(COLUMNS, values, question.anchors))
            for words in question.translations:
                said_so = {
                    "questionnaire": one.name, "key": question.key, "text": words.text, "language": words.language
                }  # fmt: skip
                rows.append(records.row_of(COLUMNS, said_so, words.anchors))
    return tables.write_xlsx([("Questionnaires", rows)])


class _Gathering:
    """Puts rows together: each item belongs to the questionnaire its row names, or to the one above."""

    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.found: dict[str, Questionnaire] = {}
        self.questions: dict[str, dict[str, Question]] = {}
        self.last = ""

    def take(self, record: Record) -> None:
        name = self.complaints.text(record, "questionnaire") or self.last
        if not name:
            self.complaints.add(
                record, "questionnaire", said(_("The row names no questionnaire.")), said(_("Write its name into the row."))
            )  # fmt: skip
            return
        self.last = name
        there = self.found.get(name)
        if there is None:
            there = Questionnaire(name, line=record.line)
            self.questions[name] = {}
        self.found[name] = replace(
            there,
            kind=self.complaints.choice(record, "kind", KINDS_OF_QUESTIONNAIRE, there.kind),
            about=self.complaints.text(record, "about") or there.about,
            shuffled=self.complaints.flag(record, "shuffled", there.shuffled),
        )
        if record.line_of("language") not in ("", "en"):
            self._translate(record, self.questions[name])
        elif record.line_of("text") or record.line_of("key"):
            self._question(record, self.questions[name])

    def _question(self, record: Record, there: dict[str, Question]) -> None:
        complaints = self.complaints
        text = complaints.text(record, "text", needed=True)
        key = complaints.text(record, "key") or slug(text)
        if key in there:
            complaints.add(
                record, "key", said(_("The question in line %(line)d has this key already."), line=there[key].line),
                said(_("Give each question of a questionnaire its own key.")),
            )  # fmt: skip
            return
        there[key] = Question(
            key=key,
            text=text,
            scale=complaints.choice(record, "scale", SCALES, "frequency"),
            points=self._points(record),
            competency=complaints.text(record, "competency"),
            theme=complaints.text(record, "theme"),
            could_not_observe=complaints.flag(record, "could_not_observe", True),
            reversed=complaints.flag(record, "reversed", False),
            anchors=complaints.anchors(record),
            line=record.line,
        )

    def _points(self, record: Record) -> int:
        given = record.line_of("points")
        if given in {str(number) for number in range(2, 11)}:
            return int(given)
        if given:
            self.complaints.add(
                record, "points", said(_("A scale has 2 to 10 points.")), said(_("Write a whole number; 5 is usual."))
            )
        return 5

    def _translate(self, record: Record, there: dict[str, Question]) -> None:
        key = record.line_of("key")
        words = self.complaints.words(record, "text")
        if key not in there:
            self.complaints.add(
                record, "key", said(_("There is no English row above with this key.")),
                said(_("Put the English row first, and the same key into both.")),
            )  # fmt: skip
            return
        there[key] = replace(there[key], translations=(*there[key].translations, words))


def _flat(document: Any, complaints: Complaints) -> list[Record]:
    """The records of `questionnaires: [{…, items: [{…}]}]`."""
    top: Mapping[Any, Any] = document if isinstance(document, dict) else {"questionnaires": document}
    if not isinstance(top.get("questionnaires"), list):
        raise Unreadable(
            said(_("The YAML has no list of questionnaires.")),
            said(_("Write the list below the word “questionnaires:”.")),
        )
    found = []
    for given in records.mappings(top["questionnaires"], complaints, "questionnaires"):
        renamed = {(_named_questionnaire(key)): value for key, value in given.items()}
        record = records.record_of(renamed, OF_QUESTIONNAIRES, complaints, beside=("items",))
        found.append(record)
        for item in records.mappings(renamed.get("items"), complaints, "items"):
            found += _flat_item(item, record.cells.get("questionnaire", ""), complaints)
    return found


def _flat_item(given: Mapping[Any, Any], name: str, complaints: Complaints) -> list[Record]:
    columns = (*OF_ITEMS, "anchors", *LEVEL_COLUMNS)
    record = records.record_of(given, columns, complaints, beside=("translations",))
    key = record.line_of("key") or slug(record.line_of("text"))
    record.cells.update(questionnaire=name, key=key)
    found = [records.spread_anchors(record, complaints)]
    for words in records.translated(given.get("translations"), ("text",), complaints, record.line):
        words.cells.update(questionnaire=name, key=key)
        found.append(words)
    return found


def _named_questionnaire(key: Any) -> Any:
    if folded(key) != "name":
        return key
    other = type(key)("questionnaire")
    other.line = key.line
    return other


def _plainly(one: Questionnaire) -> dict[str, Any]:
    return records.without_empty(
        {
            "name": one.name, "kind": one.kind, "about": one.about, "shuffled": one.shuffled or None,
            "items": [
                records.without_empty(
                    {
                        "key": question.key, "text": question.text, "scale": question.scale,
                        "points": question.points if question.points != 5 else None,
                        "competency": question.competency, "theme": question.theme,
                        "could_not_observe": None if question.could_not_observe else "no",
                        "reversed": "yes" if question.reversed else None, "anchors": list(question.anchors),
                        "translations": records.words_plainly(question.translations, "text"),
                    }
                )
                for question in one.questions
            ],
        }
    )  # fmt: skip


def _values(question: Question) -> dict[str, str | int]:
    return {
        "key": question.key, "text": question.text, "scale": question.scale, "points": question.points,
        "competency": question.competency, "theme": question.theme,
        "could_not_observe": _word(question.could_not_observe), "reversed": _word(question.reversed),
    }  # fmt: skip


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
