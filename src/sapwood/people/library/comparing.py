"""What a library file would do to the library that is here: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sapwood.files import questions
from sapwood.files.goals import one_line
from sapwood.files.questions import Library, Words
from sapwood.files.questions.model import CompetencyWords
from sapwood.people.models import Behaviour, Competency


@dataclass
class BehaviourMove:
    """A behaviour of the file, the one here if there is one, and the fields that would change."""

    entry: questions.Behaviour
    position: int
    found: Behaviour | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass
class CompetencyMove:
    """A competency of the file, the one here if there is one, what would change, and its behaviours."""

    entry: questions.Competency
    found: Competency | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    behaviours: list[BehaviourMove] = field(default_factory=list)

    @property
    def does_nothing(self) -> bool:
        return (
            self.found is not None
            and not self.changes
            and all(one.found and not one.changes for one in self.behaviours)
        )


@dataclass(frozen=True)
class Comparison:
    """All moves of a file. What is here and not in the file stays as it is."""

    moves: tuple[CompetencyMove, ...]

    @property
    def does_nothing(self) -> bool:
        return all(move.does_nothing for move in self.moves)

    @property
    def counts(self) -> dict[str, int]:
        behaviours = [one for move in self.moves for one in move.behaviours]
        return {
            "new_competencies": sum(move.found is None for move in self.moves),
            "changed_competencies": sum(bool(move.changes) for move in self.moves),
            "new_behaviours": sum(one.found is None for one in behaviours),
            "changed_behaviours": sum(bool(one.changes) for one in behaviours),
        }


def compare(library: Library) -> Comparison:
    """The moves of a library file, in three queries. A competency is known by its key, else by its name; a behaviour
    by its key, else by its words within its competency."""
    here = list(Competency.objects.all())
    by_key, by_name = {one.key: one for one in here}, {one.name.casefold(): one for one in here if one.retired is None}
    behaviours = list(Behaviour.objects.all())
    known = {one.key: one for one in behaviours}
    worded = {(one.competency_id, one.text.casefold()): one for one in behaviours}
    moves = []
    for entry in library.competencies:
        found = by_key.get(entry.key) or by_name.get(entry.name.casefold())
        move = CompetencyMove(entry, found, _differences(found, competency_fields(entry)))
        for position, behaviour in enumerate(entry.behaviours):
            there = known.get(behaviour.key) or (worded.get((found.pk, behaviour.text.casefold())) if found else None)
            changes = _differences(there, behaviour_fields(behaviour))
            move.behaviours.append(BehaviourMove(behaviour, position, there, changes))
        moves.append(move)
    return Comparison(tuple(moves))


def competency_fields(entry: questions.Competency) -> dict[str, Any]:
    """The fields of the table that an entry of a file says."""
    return {
        "name": entry.name,
        "family": entry.family,
        "text": entry.about,
        "for_leaders": entry.audience == "leaders",
        "practise": "\n".join(entry.practise),
        "translations": {
            words.language: {"name": words.name, "text": words.about, "family": words.family}
            for words in entry.translations
        },
    }


def behaviour_fields(entry: questions.Behaviour) -> dict[str, Any]:
    return {"text": entry.text, "anchors": list(entry.anchors), "translations": translations_of(entry.translations)}


def translations_of(words: tuple[Words, ...]) -> dict[str, Any]:
    """Words of a file as the tables keep them."""
    return {one.language: {"text": one.text, "anchors": list(one.anchors)} for one in words}


def words_of(translations: dict[str, Any]) -> tuple[Words, ...]:
    """The reverse of `translations_of`; what is a plain text has no anchors."""
    found = []
    for language, said in sorted(translations.items()):
        one = said if isinstance(said, dict) else {"text": said}
        if one.get("text"):
            found.append(Words(language, str(one["text"]), tuple(one.get("anchors") or ())))
    return tuple(found)


def library_here() -> Library:
    """The organisation's library as a file would say it: what holds now, in two queries."""
    found = []
    rows = Competency.objects.filter(retired=None).prefetch_related("behaviours").order_by("position", "name")
    for row in rows:
        behaviours = [one for one in row.behaviours.all() if one.retired is None]
        found.append(
            questions.Competency(
                key=row.key,
                name=one_line(row.name),
                family=one_line(row.family),
                about=one_line(row.text),
                audience="leaders" if row.for_leaders else "everyone",
                practise=tuple(one_line(hint) for hint in row.hints),
                behaviours=tuple(
                    questions.Behaviour(one.key, one.text, tuple(one.anchors), words_of(one.translations))
                    for one in behaviours
                ),
                translations=tuple(
                    CompetencyWords(language, said.get("name", ""), said.get("text", ""), said.get("family", ""))
                    for language, said in sorted(row.translations.items())
                    if said.get("name")
                ),
            )
        )
    return Library(tuple(found))


def _differences(row: Competency | Behaviour | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something else; line ends and double spaces, which no file keeps, are no difference."""
    if row is None:
        return {}
    return {name: value for name, value in fields.items() if _even(name, getattr(row, name)) != _even(name, value)}


def _even(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [one_line(line) for line in value.splitlines() if line.strip()] if name == "practise" else one_line(value)
