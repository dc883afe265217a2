"""What lies inside a sealed ballot, and how it is packed. Nothing of it is kept anywhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Remark:
    """An answer in words. `signed`: its writer wants it read under their name."""

    text: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's answers, in a 360 about one subject.

    `rater`: "person-7" or "guest-7"; kept in a panel it is a keyed handle. `subject`: the subject's person id;
    `unit`: the survey unit's id. `ratings`: item id -> answer as given, None for "could not observe" or skipped.
    `remarks`: item id -> words.
    """

    rater: str
    subject: int | None = None
    relation: str = ""
    unit: int | None = None
    ratings: Mapping[int, int | None] = field(default_factory=dict)
    remarks: Mapping[int, Remark] = field(default_factory=dict)

    def for_panel(self, rater: str) -> Answers:
        """What is kept until the follow-up: the ratings, with a handle in place of the rater; no words."""
        return replace(self, rater=rater, remarks={})


def pack(answers: Answers) -> bytes:
    words = {str(item): [remark.text, remark.signed] for item, remark in answers.remarks.items()}
    return json.dumps(
        [answers.rater, answers.subject, answers.relation, answers.unit, dict(answers.ratings), words],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def unpack(content: bytes) -> Answers:
    rater, subject, relation, unit, ratings, words = json.loads(content)
    return Answers(
        rater=rater,
        subject=subject,
        relation=relation,
        unit=unit,
        ratings={int(item): answer for item, answer in ratings.items()},
        remarks={int(item): Remark(text, signed) for item, (text, signed) in words.items()},
    )
