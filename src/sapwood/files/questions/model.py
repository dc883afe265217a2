"""A library of competencies and a set of questionnaires as files say them, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from sapwood.files.problems import Problem
from sapwood.files.words import Said

LEVELS = 5  # steps a behaviour is described on: 1 hardly seen … 5 a strength that others copy
AUDIENCES = ("everyone", "leaders")
KINDS_OF_QUESTIONNAIRE = ("360", "pulse")
SCALES = ("frequency", "agreement", "zero_to_ten", "text")
LONGEST = {
    "family": 80, "competency": 120, "competency_key": 80, "about": 1000, "practise": 2000, "behaviour": 160, "key": 80,
    "level": 240, "questionnaire": 120, "text": 300, "theme": 80, "language": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A behaviour or a question in another language, with its anchors from level 1 to 5 or none."""

    language: str
    text: str
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something one can see or hear somebody do. `anchors`: what it looks like on each of the five levels."""

    key: str
    text: str
    anchors: tuple[str, ...] = ()
    translations: tuple[Words, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CompetencyWords:
    """A competency in another language."""

    language: str
    name: str
    about: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Competency:
    """A named ability. `practise`: lines on what to try this week. `audience`: everyone, or leaders."""

    key: str
    name: str
    family: str = ""
    about: str = ""
    audience: str = "everyone"
    practise: tuple[str, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    translations: tuple[CompetencyWords, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Library:
    """Competencies, read. With `problems` it is not to be taken in."""

    competencies: tuple[Competency, ...]
    format: str = field(default="", compare=False)  # yaml, xlsx, csv
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    remarks: tuple[Said, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a questionnaire. `competency` is a competency's key; `theme` what a pulse item is one question of."""

    key: str
    text: str
    scale: str = "frequency"
    points: int = 5
    competency: str = ""
    theme: str = ""
    could_not_observe: bool = True
    reversed: bool = False
    anchors: tuple[str, ...] = ()
    translations: tuple[Words, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire with its items in order. `kind`: 360 or pulse."""

    name: str
    kind: str = "360"
    about: str = ""
    shuffled: bool = False
    questions: tuple[Question, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class QuestionnaireFile:
    """Questionnaires, read. With `problems` none of them is to be taken in."""

    questionnaires: tuple[Questionnaire, ...]
    format: str = field(default="", compare=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    remarks: tuple[Said, ...] = field(default=(), compare=False)


def slug(text: str, longest: int = 60) -> str:
    """The text as a key: small ASCII letters, digits and dashes, cut at a word. Empty for a text without letters."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= longest:
        return words
    return words[: longest + 1].rpartition("-")[0] or words[:longest]
