"""What stands in a journal, apart from where it is kept: its words, how they are searched, and files of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONGEST = 20_000  # letters of one entry


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one entry, and the question that was answered, if one was."""

    text: str
    asked: str = ""

    def packed(self) -> str:
        return json.dumps({"text": self.text, "asked": self.asked}, ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Words:
        found = json.loads(text)
        return cls(found["text"], found.get("asked", ""))

    @property
    def first(self) -> str:
        """The first line, to know an entry by."""
        line = next((one.strip() for one in self.text.splitlines() if one.strip()), "")
        return line if len(line) <= 110 else line[:107].rsplit(" ", 1)[0] + " …"

    def holds(self, sought: str) -> bool:
        """Whether every word sought stands in it, in any case of letters."""
        whole = f"{self.text}\n{self.asked}".casefold()
        return all(word in whole for word in sought.casefold().split())


@dataclass(frozen=True, slots=True)
class Page:
    """One entry as its author takes it along."""

    day: dt.date
    words: Words
    goal: str = ""
    shown_to: tuple[str, ...] = ()


def as_markdown(pages: Iterable[Page], *, title: str) -> str:
    """All of it to read anywhere, the newest first."""
    found = [f"# {title}", ""]
    for page in pages:
        found += [f"## {page.day.isoformat()}", ""]
        if page.goal:
            found += [f"*{page.goal}*", ""]
        if page.words.asked:
            found += [f"> {page.words.asked}", ""]
        found += [page.words.text, ""]
    return "\n".join(found)


def as_rows(pages: Iterable[Page]) -> list[dict[str, Any]]:
    """All of it for a program."""
    return [
        {
            "day": page.day.isoformat(),
            "text": page.words.text,
            "asked": page.words.asked,
            "goal": page.goal,
            "shown_to": list(page.shown_to),
        }
        for page in pages
    ]
