"""What was learned from goals that have ended, to be found by their words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sapwood.goals.models import Objective


def among(objectives: QuerySet[Objective], words: Iterable[str]) -> QuerySet[Objective]:
    """Of these objectives those that ended with something learned, or with a reason why nobody goes on, and whose lesson
    or title holds all the words; with owner, cycle, closure and retirement."""
    found = objectives.filter(stage=Objective.Stage.CLOSED)
    for word in words:
        found = found.filter(
            Q(closure__learned__icontains=word) | Q(retirement__reason__icontains=word) | Q(title__icontains=word)
        )
    said = found.exclude(closure__learned="", retirement=None)
    return said.select_related("owner_team", "owner_person", "cycle", "closure", "retirement")
