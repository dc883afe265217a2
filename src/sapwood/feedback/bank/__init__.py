"""Questions that come with the house, beside the behaviours of `people.library`: items for pulses here, and open
questions in `conversations`.

`docs/question-bank.md` tells how they are written and where the constructs come from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sapwood.files.questions import Question, QuestionnaireFile, read_questionnaires


@cache
def pulse_file() -> QuestionnaireFile:
    return read_questionnaires(files("sapwood.feedback.bank").joinpath("pulse.yaml").read_bytes())


def pulse_items() -> tuple[Question, ...]:
    """Every item for pulses, in the order of their themes."""
    return tuple(item for one in pulse_file().questionnaires for item in one.questions)
