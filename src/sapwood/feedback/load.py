"""How many minutes open waves ask of a person, against what may be asked in a week."""

from __future__ import annotations

from collections import Counter, defaultdict

from sapwood.activity import asks
from sapwood.feedback.models import Invitation, Item, Wave
from sapwood.feedback.questionnaires import minutes


def full_weeks(wave: Wave) -> set[int]:
    """Ids of the people whose minutes of this week other open waves have used up, so that this pulse does not fit."""
    spent = minutes_by_person(but=wave)
    own = minutes(wave.questionnaire.items.all())
    return {person for person, asked in spent.items() if asked + own > asks.budget()}


def minutes_by_person(*, but: Wave) -> dict[int, int]:
    """person id -> minutes of all that open waves but this one ask of them, answered or not: who answered is not asked
    for here. In three queries."""
    rows = Invitation.objects.filter(wave__stage=Wave.Stage.OPEN).exclude(wave=but).exclude(person=None)
    counts = Counter(rows.values_list("person_id", "wave__questionnaire_id"))
    papers: dict[int, list[Item]] = defaultdict(list)
    for item in Item.objects.filter(questionnaire__in={paper for _person, paper in counts}):
        papers[item.questionnaire_id].append(item)
    found: Counter[int] = Counter()
    for (person, paper), times in counts.items():
        found[person or 0] += times * minutes(papers[paper])
    return dict(found)
