"""Sentences that can still be translated: this room knows no Django, its readers may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """An English sentence with %(places)s and what goes into them. `str()` is the English; a room with a
    catalogue translates `text` first."""

    text: str
    values: tuple[tuple[str, str | int | Said], ...] = ()

    def __str__(self) -> str:
        return self.text % dict(self.values) if self.values else self.text


def _(text: str) -> str:
    """Marks a text for the catalogue and gives it back as it is."""
    return text


def said(text: str, **values: str | int | Said) -> Said:
    """said(_("Line %(line)d is empty."), line=3)"""
    return Said(text, tuple(values.items()))


class Unreadable(Exception):
    """A file that cannot be read at all. Says why, and what to do instead."""

    exit_status = 2  # of a command that was given it

    def __init__(self, reason: Said, next_step: Said) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.next_step = next_step
