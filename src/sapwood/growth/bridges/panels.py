"""What bridges show on pages of the rooms below: on a strategic goal, which capability is built for it."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.goals.models import Objective
from sapwood.growth.bridges import words
from sapwood.growth.queries import bridges as found
from sapwood.people.models import Person
from sapwood.ui.panels import Panel


def bridges_of_goal(request: HttpRequest, objective: Objective) -> Panel | None:
    """Those of its key results that this reader sees, with what they say."""
    if objective.layer != Objective.Layer.STRATEGIC or not isinstance(request.user, Person):
        return None
    rows = found.rows(found.seen_by(request.user).filter(key_result__objective=objective, ended=None))
    shown = [(row.bridge, words.said_of(row.bridge, row.lagging)) for row in rows]
    scale = [(value, words.WORDS[words.Word(value)]) for value in words.SCALE]
    return Panel("growth/panels/bridges.html", {"bridges": shown, "scale": scale}, order=70) if shown else None
