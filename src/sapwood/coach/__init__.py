"""The wording of goals, feedback and questions, read by rules and small models of our own. Plain Python, no Django.

`import sapwood.coach` loads nothing heavy: each name below is fetched from its module when first used. What each
judgement and each remark means, and how well they do, stands in `docs/coach.md`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sapwood.coach.codes import BY_CODE, CODES, Code
    from sapwood.coach.comments import Comment, read_comment
    from sapwood.coach.reading import read_statement
    from sapwood.coach.results import Context, Finding, Judgement, Measure, Reading, Span, Statement
    from sapwood.coach.sets import Result, read_goal_title, read_key_result, read_objective

# module -> the public names it holds. Add a line here and its twin above (for type checkers).
_HOME: dict[str, tuple[str, ...]] = {
    "codes": ("BY_CODE", "CODES", "Code"),
    "comments": ("Comment", "read_comment"),
    "reading": ("read_statement",),
    "sets": ("Result", "read_goal_title", "read_key_result", "read_objective"),
    "results": ("Context", "Finding", "Judgement", "Measure", "Reading", "Span", "Statement"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "BY_CODE",
    "CODES",
    "Code",
    "Comment",
    "Context",
    "Finding",
    "Judgement",
    "Measure",
    "Reading",
    "Result",
    "Span",
    "Statement",
    "read_comment",
    "read_goal_title",
    "read_key_result",
    "read_objective",
    "read_statement",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'sapwood.coach' has no attribute {name!r}")
    value = getattr(import_module(f"sapwood.coach.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_MODULE)
