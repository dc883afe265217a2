"""The few words on pictures. English by itself; whoever shows the pictures may lend them a language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable


def _as_it_is(text: str) -> str:
    return text


def _plain_day(day: dt.date) -> str:
    return f"{day.day} {day:%b}"


_translate: Callable[[str], str] = _as_it_is
_write_day: Callable[[dt.date], str] = _plain_day


def speak(translate: Callable[[str], str], write_day: Callable[[dt.date], str]) -> None:
    """From now on say words through `translate` and days through `write_day`."""
    global _translate, _write_day
    _translate, _write_day = translate, write_day


def _(text: str) -> str:
    return _translate(text)


def day(when: dt.date) -> str:
    """A day without its year: 3 Nov."""
    return _write_day(when)
