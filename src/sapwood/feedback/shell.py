"""What the feedback room puts into the house when it starts."""

from __future__ import annotations


def furnish() -> None:
    from sapwood.feedback import jobs, rules  # noqa: F401  (relations and jobs register themselves)
