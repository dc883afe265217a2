"""Questions that come with the house, beside the behaviours of `people.library`: for pulses and for conversations.

`docs/question-bank.md` tells how they are written and where the constructs come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sapwood.files.questions import Question, QuestionnaireFile, read_questionnaires


@dataclass(frozen=True)
class Conversation:
    """Open questions: to begin with, by family of competencies, and to end with."""

    opening: tuple[str, ...]
    families: dict[str, tuple[str, ...]]
    closing: tuple[str, ...]


@cache
def pulse_file() -> QuestionnaireFile:
    return read_questionnaires(_text("pulse.yaml"))


def pulse_items() -> tuple[Question, ...]:
    """Every item for pulses, in the order of their themes."""
    return tuple(item for one in pulse_file().questionnaires for item in one.questions)


@cache
def conversation() -> Conversation:
    """The questions of the guide for an open conversation."""
    import yaml

    said = yaml.safe_load(_text("conversations.yaml"))
    families = {family: tuple(questions) for family, questions in said["families"].items()}
    return Conversation(tuple(said["opening"]), families, tuple(said["closing"]))


def _text(name: str) -> bytes:
    return files("sapwood.feedback.bank").joinpath(name).read_bytes()
