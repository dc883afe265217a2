"""What came from the answering page, as the deed needs it. Nothing of it is kept on the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sapwood.feedback.ballots import Remark
from sapwood.feedback.models import Item

PREFIX, SIGNED = "i-", "signed-"


@dataclass(frozen=True, slots=True)
class Given:
    """Answers as they were typed, and as they are sent."""

    ratings: Mapping[int, int | None]
    remarks: Mapping[int, Remark]
    typed: Mapping[int, str]

    @classmethod
    def read(cls, items: Iterable[Item], data: Mapping[str, str]) -> Given:
        ratings: dict[int, int | None] = {}
        remarks: dict[int, Remark] = {}
        typed: dict[int, str] = {}
        for item in items:
            word = str(data.get(f"{PREFIX}{item.pk}", "")).replace("\x00", "")
            typed[item.pk] = word
            if not item.is_scale:
                remarks[item.pk] = Remark(word.strip(), f"{SIGNED}{item.pk}" in data)
            elif word.removeprefix("-").isdecimal() and len(word) < 5:
                ratings[item.pk] = int(word)
            else:
                ratings[item.pk] = None
        return cls(ratings, remarks, typed)
