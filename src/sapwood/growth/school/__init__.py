"""The goal-writing school: lessons and drills, as they lie in the files beside this one, by language.

A lesson is Markdown with a few facts in front (`<language>/lessons/<key>.md`); its drills stand in
`<language>/drills/<key>.yaml`. What one gets wrong comes back: see `sapwood.growth.school.spacing`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from pydantic import TypeAdapter

Kind = Literal["classify", "fault", "choose", "rewrite"]
Form = Literal["key_result", "objective", "comment"]
TRACKS: dict[str, str | Promise] = {"everybody": _("For everybody"), "managers": _("For those who lead people")}
ORDER = (
    "objective", "outcome", "evidence", "numbers", "ambition", "alignment", "guardrails", "follow-up",
    "giving-feedback", "check-in-talk", "debrief", "negotiating",
)  # fmt: skip
TYPES: dict[str, str | Promise] = {
    "outcome": _("An outcome: something changes for somebody"),
    "output": _("An output: something is handed over"),
    "activity": _("An activity: time is spent"),
}
_FRONT = re.compile(r"\A---\n(?P<facts>.*?)\n---\n(?P<text>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Drill:
    """One task of about half a minute.

    `classify` asks whether `text` is an outcome, an output or an activity; `fault` and `choose` offer `options`, the
    right one first; `rewrite` asks for a better wording of `text`, a `form` that the coach reads. `about` is what one
    needs to know of the situation, `example` one good wording among many, `why` what is to be learned.
    """

    key: str
    lesson: str
    kind: Kind
    why: str
    text: str = ""
    ask: str = ""
    answer: str = ""
    options: tuple[str, ...] = ()
    form: Form = "key_result"
    about: str = ""
    example: str = ""

    @property
    def right(self) -> str:
        """The right choice; empty where the answer is written."""
        return self.options[0] if self.options else self.answer

    def choices(self, seed: str) -> list[tuple[str, str | Promise]]:
        """What one can choose from, value and words; the order depends on `seed` alone."""
        if self.kind == "classify":
            return list(TYPES.items())
        mixed = list(self.options)
        random.Random(f"{self.key}:{seed}").shuffle(mixed)
        return [(one, one) for one in mixed]

    @property
    def words(self) -> str:
        """Everything it says, to compare drills by."""
        return " ".join([self.ask, self.text, self.about, *self.options, self.example])


_DRILLS = TypeAdapter(tuple[Drill, ...])


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page of four or five minutes. `text` is HTML made of our own Markdown."""

    key: str
    title: str
    gist: str
    minutes: int
    track: str
    text: str
    drills: tuple[Drill, ...]


@lru_cache(maxsize=4)
def lessons(language: str = "en") -> tuple[Lesson, ...]:
    """All lessons in the order they are best read. English where there are none in that language."""
    folder = files("sapwood.growth.school").joinpath(language)
    return tuple(_read(language if folder.is_dir() else "en"))


def lesson(key: str) -> Lesson | None:
    return next((one for one in lessons() if one.key == key), None)


@lru_cache(maxsize=1)
def drills() -> dict[str, Drill]:
    """Every drill by its key, in the order of the lessons."""
    return {one.key: one for found in lessons() for one in found.drills}


def _read(language: str) -> Iterator[Lesson]:
    folder = files("sapwood.growth.school").joinpath(language)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for key in ORDER:
        found = _FRONT.match(folder.joinpath("lessons", f"{key}.md").read_text("utf-8"))
        if found is None:
            raise ValueError(f"The lesson {key}.md begins without its facts between two lines of ---.")
        rows = yaml.safe_load(folder.joinpath("drills", f"{key}.yaml").read_text("utf-8"))
        yield Lesson(
            key=key,
            text=markdown.render(found["text"]),
            drills=_DRILLS.validate_python([{"lesson": key, **row} for row in rows]),
            **yaml.safe_load(found["facts"]),
        )
