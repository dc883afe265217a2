"""Upper and lower case of every language, on SQLite too.

SQLite's own LIKE folds the letters A to Z only: a search for "zoë" would miss "ZOË", which PostgreSQL finds.
Ours folds letter by letter as PostgreSQL does, so that the same search finds the same on both.
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

WILD = re.compile(r"[%_]")


def teach(sender: object, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Give a new SQLite connection our LIKE; receiver of Django's `connection_created`."""
    if connection.vendor == "sqlite":
        line: sqlite3.Connection = connection.connection
        line.create_function("like", 2, _like, deterministic=True)
        line.create_function("like", 3, _like, deterministic=True)


def fold(text: str) -> str:
    """Upper case, one letter for one: a letter whose upper case is two, such as ß, stays."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join(large if len(large := letter.upper()) == 1 else letter for letter in text)


def _like(pattern: Any, text: Any, escape: str = "") -> bool | None:
    """SQL's `text LIKE pattern ESCAPE escape`."""
    if pattern is None or text is None:
        return None
    plain, compiled = _compiled(str(pattern), escape)
    folded = fold(str(text))
    return plain in folded if compiled is None else compiled.fullmatch(folded) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, escape: str) -> tuple[str, re.Pattern[str] | None]:
    """A pattern as what must be contained, where it is only that ("%word%"), else as an expression."""
    said: list[tuple[bool, str]] = []  # (wild, character)
    letters = iter(pattern)
    for letter in letters:
        if escape and letter == escape:
            said.append((False, next(letters, "")))
        else:
            said.append((WILD.match(letter) is not None, letter))
    inner = said[1:-1]
    if len(said) >= 2 and said[0] == said[-1] == (True, "%") and not any(wild for wild, _letter in inner):
        return fold("".join(letter for _wild, letter in inner)), None
    parts = [{"%": ".*", "_": "."}[letter] if wild else re.escape(fold(letter)) for wild, letter in said]
    return "", re.compile("".join(parts), re.DOTALL)
