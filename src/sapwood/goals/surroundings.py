"""What the coach is told about a goal besides its words: whose it is, what its team keeps to, what it hangs together
with, who follows it up, and where its readings were going before anybody set a target."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q

from sapwood.coach import Context
from sapwood.goals.drafts import ObjectiveDraft
from sapwood.goals.models import Alignment, Continuation, Objective, Pair, Reading
from sapwood.people import queries as people
from sapwood.people.models import Membership, OrganisationPolicy, Person, Team, TeamContext

A_TREND = 3  # readings a line needs
FEW = 5  # people; fewer can be recognised in a number
_OF_THE_TEAM = re.compile(
    r"\b(?:(?:the|our|each) team|team members?|all of us|each of us|each other|one another|everyone in the team)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:say|says|rate|rates|report|feel|agree|score|survey|pulse|feedback|asked|tell us)\b", re.IGNORECASE)  # fmt: skip


def context_of(
    draft: ObjectiveDraft,
    *,
    owner: Person | Team | None = None,
    layer: str = "",
    today: dt.date | None = None,
    objective: Objective | None = None,
) -> Context:
    """What is known around a draft; of an `objective` that stands already also what it is linked to.

    At most six queries. What cannot be known yet (the parent of a goal that is not written) is left open, and the
    coach does not ask for it.
    """
    team = owner if isinstance(owner, Team) else owner.team if isinstance(owner, Person) else None
    policies, forbidden = _policies(team)
    known = Context(
        today=today,
        level="individual" if isinstance(owner, Person) else str(owner.level) if owner else "",
        layer=layer,
        nature=draft.nature,
        ambition=draft.ambition,
        audience=draft.audience.strip(),
        why=draft.why.strip() or _named(draft),
        safety_critical=_is_safety_critical(team),
        policies=policies,
        forbidden=forbidden,
        observers=_observers(draft, team),
        cadence=_cadence(draft),
    )
    if objective is None:
        return known
    parent, pair = _links(objective)
    return replace(known, parent=parent, pair=pair)


def projected(objective: Objective) -> dict[str, Decimal]:
    """Where the readings were heading by themselves, by public id of the key result: the straight line through those
    made before anybody agreed to the target, drawn to the day it is due. Fewer than three make no line.

    What the goal that this one continues was told counts as well, for a key result of the same words. What is told
    after the agreement is the work on the goal, and no sign of a low target. Four queries.
    """
    agreed = objective.agreements.order_by("at").values_list("at", flat=True).first()
    earlier = Continuation.objects.filter(later=objective).values_list("earlier_id", flat=True).first()
    rows = Reading.objects.filter(key_result__dropped=None)
    own = Q(key_result__objective=objective) & (Q(at__lte=agreed) if agreed is not None else Q())
    rows = rows.filter(own | Q(key_result__objective=earlier) if earlier is not None else own)
    told: dict[str, list[tuple[dt.date, Decimal]]] = {}
    for title, value, at in rows.order_by("at", "id").values_list("key_result__title", "value", "at"):
        told.setdefault(title.casefold(), []).append((at.date(), value))
    if not told:
        return {}
    found = {}
    for result in objective.key_results.filter(dropped=None):
        end = result.due or (objective.cycle.ends if objective.cycle else None)
        points = told.get(result.title.casefold(), [])
        ahead = straight_on(points, end) if end is not None else None
        if ahead is not None:
            found[result.public_id] = ahead
    return found


def straight_on(points: Sequence[tuple[dt.date, Decimal]], end: dt.date) -> Decimal | None:
    """The least-squares line through the points at `end`; None for fewer than three days or an end before the last."""
    days = {day for day, _value in points}
    if len(days) < A_TREND or end <= max(days):
        return None
    first = min(days)
    xs = [(day - first).days for day, _value in points]
    ys = [float(value) for _day, value in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    return Decimal(str(round(mean_y + slope * ((end - first).days - mean_x), 6)))


def _policies(team: Team | None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """What was said for the team, for a team above it, or for everybody: texts, and words not to promise."""
    above = people.chain_ids(team) if team else frozenset()
    rows = OrganisationPolicy.objects.filter(Q(teams=None) | Q(teams__in=above), retired=None).distinct()
    texts, forbidden = [], []
    for policy in rows:
        words = [part.strip() for part in policy.forbids.split(",") if part.strip()]
        forbidden += [(policy.name, one) for one in words]
        if not words and policy.text.strip():  # what names no words is held against the text as a whole
            texts.append(policy.text.strip())
    return tuple(texts), tuple(forbidden)


def _is_safety_critical(team: Team | None) -> bool:
    """Whether the team, or a team it belongs to, is marked so."""
    if team is None:
        return False
    kind = TeamContext.Kind.SAFETY_CRITICAL
    return TeamContext.objects.filter(team__in=people.chain_ids(team), kind=kind).exists()


def _observers(draft: ObjectiveDraft, team: Team | None) -> int | None:
    """How many people a result rests on that asks the team itself, where they are few."""
    if team is None or not any(
        _OF_THE_TEAM.search(one.title) and _ASKED.search(one.title) for one in draft.key_results
    ):
        return None
    members = Membership.objects.filter(team=team, ends=None).count()
    return members if members < FEW else None


def _cadence(draft: ObjectiveDraft) -> str | None:
    """ "" where nobody is asked how a key result stands: no check-in would ever name it."""
    told = [one for one in draft.key_results if one.title.strip()]
    if not told:
        return None
    return "checked in" if any(one.updater is not None or one.source in {"instrument", "feed"} for one in told) else ""


def _links(objective: Objective) -> tuple[str | None, str]:
    """The goal it serves, in words, and whether it is paired; empty where there is none. Only a strategic goal is
    asked for one to serve."""
    pair = Pair.objects.filter(Q(hard=objective) | Q(soft=objective)).exists()
    if objective.layer != Objective.Layer.STRATEGIC:
        return None, "paired" if pair else ""
    parent = Alignment.objects.filter(child=objective).values_list("parent__title", flat=True).first()
    return parent or "", "paired" if pair else ""


def _named(draft: ObjectiveDraft) -> str:
    """A link to what the organisation stands for is a reason as well."""
    return ", ".join(str(one) for one in (*draft.values, *draft.priorities))
