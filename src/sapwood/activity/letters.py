"""A mail as a page: the same words as its plain text, with links one can click. Nothing is loaded from anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.template.loader import render_to_string

_LINK = re.compile(r"https?://[^\s<>\"]+")
_ONLY_A_LINK = re.compile(rf"^\s*({_LINK.pattern})\s*$")


@dataclass
class Line:
    """Words, and where they lead. `listed`: they stand in a list."""

    words: str
    link: str = ""
    listed: bool = False


@dataclass
class Block:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def listed(self) -> list[Line]:
        return [line for line in self.lines if line.listed]

    @property
    def plain(self) -> list[Line]:
        return [line for line in self.lines if not line.listed]


def page_of(text: str, *, why: str, language: str) -> str:
    """The HTML part of a mail. An address alone on its line makes a link of the line, or of the paragraph's first
    line, before it."""
    before, _link, _rest = why.partition("http")
    address = why[len(before) :].strip()
    context = {"blocks": _blocks(text), "language": language, "why": before.strip(), "address": address}
    return render_to_string("activity/mail/page.html", context)


def _blocks(text: str) -> list[Block]:
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        block = Block()
        for raw in part.splitlines():
            alone = _ONLY_A_LINK.match(raw)
            if alone is None:
                words = raw.strip()
                listed = words.startswith(("- ", "• "))
                block.lines.append(Line(words[2:] if listed else words, listed=listed))
                continue
            told = [line for line in block.lines if not line.link]
            if not told:
                block.lines.append(Line(alone[1], alone[1]))
                continue
            inside = raw.startswith(" ")  # under a line of a list; else it is the whole paragraph's
            (told[-1] if inside else told[0]).link = alone[1]
        found.append(block)
    return found
