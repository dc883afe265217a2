"""The library of competencies: families, competencies, observable behaviours, anchors for five levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sapwood.files import tables
from sapwood.files.goals.model import folded
from sapwood.files.questions import records
from sapwood.files.questions.model import (
    AUDIENCES,
    Behaviour,
    Competency,
    CompetencyWords,
    Library,
    Words,
    slug,
)
from sapwood.files.questions.records import LEVEL_COLUMNS, Complaints, Record
from sapwood.files.words import Unreadable, _, said

OF_COMPETENCIES = ("family", "competency", "competency_key", "about", "audience", "practise")
COLUMNS = (*OF_COMPETENCIES, "behaviour", "key", *LEVEL_COLUMNS, "language")


def read_library(content: bytes) -> Library:
    """The competencies in a YAML, XLSX or CSV file. Raises Unreadable; what is wrong with a row is a problem."""
    complaints = Complaints()
    rows, kind, remarks = records.read(content, COLUMNS, _flat, complaints)
    gathering = _Gathering(complaints)
    for row in rows:
        gathering.take(row)
    if not gathering.competencies and not complaints.found:
        raise Unreadable(
            said(_("There is no competency in the file.")), said(_("Add at least one with a behaviour one can see."))
        )
    found = tuple(
        replace(one, behaviours=tuple(gathering.behaviours[one.key].values()))
        for one in gathering.competencies.values()
    )
    return Library(found, kind, tuple(sorted(complaints.found, key=lambda one: one.line)), remarks)


def write_library(library: Library, kind: str) -> bytes:
    """A file (`kind` is yaml or xlsx) that `read_library` reads back to the same library."""
    if kind == "yaml":
        return records.to_yaml({"competencies": [_plainly(one) for one in library.competencies]})
    if kind != "xlsx":
        raise ValueError(f"kind is {kind!r}; allowed are yaml and xlsx.")
    rows: list[Any] = [COLUMNS]
    for one in library.competencies:
        named = {"family": one.family, "competency": one.name, "competency_key": one.key}
        told = {"about": one.about, "audience": one.audience, "practise": "\n".join(one.practise)}
        rows.append(records.row_of(COLUMNS, {**named, **told}))
        for words in one.translations:
            said_so = {"competency": words.name, "about": words.about, "family": words.family}
            rows.append(records.row_of(COLUMNS, {"competency_key": one.key, "language": words.language, **said_so}))
        for behaviour in one.behaviours:
            seen = {**named, "behaviour": behaviour.text, "key": behaviour.key}
            rows.append(records.row_of(COLUMNS, seen, behaviour.anchors))
            for other in behaviour.translations:
                seen = {
                    "competency_key": one.key,
                    "key": behaviour.key,
                    "behaviour": other.text,
                    "language": other.language,
                }
                rows.append(records.row_of(COLUMNS, seen, other.anchors))
    return tables.write_xlsx([("Competencies", rows)])


class _Gathering:
    """Puts rows together: a row with a behaviour belongs to its competency, one with a language to its English row."""

    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.competencies: dict[str, Competency] = {}
        self.behaviours: dict[str, dict[str, Behaviour]] = {}
        self.everywhere: dict[str, int] = {}

    def take(self, record: Record) -> None:
        translates, of_behaviour = record.line_of("language") not in ("", "en"), bool(record.line_of("behaviour"))
        if translates and of_behaviour:
            self._translate_behaviour(record)
        elif translates:
            self._translate_competency(record)
        else:
            key = self._competency(record)
            if of_behaviour or record.line_of("key"):
                self._behaviour(record, key)

    def _competency(self, record: Record) -> str:
        name = record.line_of("competency")
        key = self.complaints.text(record, "competency_key") or slug(name)
        if not key:
            self.complaints.add(
                record, "competency", said(_("The row names no competency.")), said(_("Write its name into the row."))
            )
        there = self.competencies.get(key)
        if there is None:
            there = Competency(key, self.complaints.text(record, "competency", needed=bool(key)), line=record.line)
            self.behaviours[key] = {}
        self.competencies[key] = replace(
            there,
            family=self.complaints.text(record, "family") or there.family,
            about=self.complaints.text(record, "about") or there.about,
            audience=self.complaints.choice(record, "audience", AUDIENCES, there.audience),
            practise=record.lines_of("practise") or there.practise,
        )
        return key

    def _behaviour(self, record: Record, competency: str) -> None:
        text = self.complaints.text(record, "behaviour", needed=True)
        key = self.complaints.text(record, "key") or f"{competency[:38]}.{slug(text, 40)}"
        if key in self.everywhere:
            self.complaints.add(
                record, "key", said(_("The behaviour in line %(line)d has this key already."), line=self.everywhere[key]),
                said(_("Give each behaviour its own key.")),
            )  # fmt: skip
            return
        self.everywhere[key] = record.line
        self.behaviours[competency][key] = Behaviour(key, text, self.complaints.anchors(record), line=record.line)

    def _translate_behaviour(self, record: Record) -> None:
        key = record.line_of("key")
        words = self.complaints.words(record, "behaviour")
        for found in self.behaviours.values():
            if key in found:
                found[key] = replace(found[key], translations=(*found[key].translations, words))
                return
        self._nothing_to_translate(record, "key")

    def _translate_competency(self, record: Record) -> None:
        key = record.line_of("competency_key")
        there = self.competencies.get(key)
        if there is None:
            self._nothing_to_translate(record, "competency_key")
            return
        name: Words = self.complaints.words(record, "competency")
        words = CompetencyWords(name.language, name.text, record.line_of("about"), record.line_of("family"))
        self.competencies[key] = replace(there, translations=(*there.translations, words))

    def _nothing_to_translate(self, record: Record, column: str) -> None:
        self.complaints.add(
            record, column, said(_("There is no English row above with this key.")),
            said(_("Put the English row first, and the same key into both.")),
        )  # fmt: skip


def _flat(document: Any, complaints: Complaints) -> list[Record]:
    """The records of `competencies: [{…, behaviours: [{…}]}]`; a `family` above the list holds for all of it."""
    top: Mapping[Any, Any] = document if isinstance(document, dict) else {"competencies": document}
    if not isinstance(top.get("competencies"), list):
        raise Unreadable(
            said(_("The YAML has no list of competencies.")), said(_("Write the list below the word “competencies:”."))
        )
    family = top.get("family", "") if isinstance(top.get("family"), str) else ""
    found = []
    for given in records.mappings(top["competencies"], complaints, "competencies"):
        renamed = {
            _renamed(key, {"name": "competency", "key": "competency_key"}): value for key, value in given.items()
        }
        record = records.record_of(renamed, OF_COMPETENCIES, complaints, beside=("behaviours", "translations"))
        record.cells.setdefault("family", family)
        key = record.cells.setdefault("competency_key", slug(record.line_of("competency")))
        found.append(record)
        for words in records.translated(
            renamed.get("translations"), ("name", "about", "family"), complaints, record.line
        ):
            words.cells.update(competency_key=key, competency=words.cells.pop("name", ""))
            found.append(words)
        for behaviour in records.mappings(renamed.get("behaviours"), complaints, "behaviours"):
            found += _flat_behaviour(behaviour, key, record.cells.get("competency", ""), complaints)
    return found


def _flat_behaviour(given: Mapping[Any, Any], competency: str, name: str, complaints: Complaints) -> list[Record]:
    record = records.record_of(given, ("key", "text", "anchors", *LEVEL_COLUMNS), complaints, beside=("translations",))
    text = record.cells.pop("text", "")
    key = record.cells.get("key", "") or f"{competency[:38]}.{slug(text, 40)}"
    record.cells.update(behaviour=text, competency_key=competency, competency=name, key=key)
    found = [records.spread_anchors(record, complaints)]
    for words in records.translated(given.get("translations"), ("text",), complaints, record.line):
        words.cells.update(key=key, behaviour=words.cells.pop("text", ""))
        found.append(words)
    return found


def _renamed(key: Any, names: Mapping[str, str]) -> Any:
    name = names.get(folded(key))
    if name is None:
        return key
    other = type(key)(name)
    other.line = key.line
    return other


def _plainly(one: Competency) -> dict[str, Any]:
    return records.without_empty(
        {
            "key": one.key, "name": one.name, "family": one.family, "about": one.about,
            "audience": one.audience if one.audience != "everyone" else "", "practise": list(one.practise),
            "translations": {
                words.language: records.without_empty({"name": words.name, "about": words.about, "family": words.family})
                for words in one.translations
            },
            "behaviours": [
                records.without_empty(
                    {
                        "key": behaviour.key, "text": behaviour.text, "anchors": list(behaviour.anchors),
                        "translations": records.words_plainly(behaviour.translations, "text"),
                    }
                )
                for behaviour in one.behaviours
            ],
        }
    )  # fmt: skip
