"""What somebody from outside is asked: five questions at most, whatever the others get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sapwood.feedback.models import Item, Relation

MOST = 5


def shortened(items: Sequence[Item], relation: str, focus: Collection[int] = ()) -> list[Item]:
    """The questions for a rater of this relation: all of them, or for somebody external the first questions of the
    competencies in turn, those in `focus` first, and one question in words. The same five for each such rater."""
    if relation != Relation.EXTERNAL or len(items) <= MOST:
        return list(items)
    words = [item for item in items if not item.is_scale][:1]
    turns: Counter[int | None] = Counter()
    ranked = []
    for item in items:
        if item.is_scale:
            ranked.append((turns[item.competency_id], item.competency_id not in focus, item))
            turns[item.competency_id] += 1
    chosen = [item for _turn, _beside, item in sorted(ranked, key=lambda one: one[:2])][: MOST - len(words)]
    return [item for item in items if item in chosen or item in words]
