"""How the demo's key results run, and what people write when they check in."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Told:
    """What one check-in tells of one key result."""

    week: int
    value: Decimal
    confidence: int
    note: str
    blocker: str = ""


REACHED = {  # the share of the way gone at the end of a whole cycle, and how the road bends
    "steady": (0.82, 1.0),
    "fast": (1.04, 0.7),
    "slow": (0.55, 1.4),
    "stall": (0.34, 0.5),
    "stale": (0.45, 1.0),
    "easy": (1.75, 0.8),
    "step": (0.78, 1.0),
    "late": (0.0, 1.0),
    "fall": (-0.25, 1.0),
}


def tell(
    shape: str, baseline: Decimal | None, target: Decimal | None, *, weeks: int, chance: random.Random, current: bool
) -> Iterator[Told]:
    """The check-ins of one key result, week by week. Shapes: see REACHED; "none" was never measured."""
    if shape == "none" or baseline is None or target is None:
        return
    end, bend = REACHED[shape]
    end += chance.uniform(-0.1, 0.1) if shape != "late" else 0.0
    stops = 3 if shape == "stale" and current else weeks
    confidence = {"stall": 4, "slow": 6, "late": 3, "stale": 5, "fall": 3}.get(shape, 7)
    for week in range(1, stops + 1):
        if shape != "stale" and 1 < week < weeks and chance.random() < 0.14:
            continue  # a missed check-in, as in life
        if current and week == weeks and chance.random() < 0.55:
            continue  # not told yet this week
        road = (week / 13) ** bend
        if shape == "step":
            road = sum(week >= step for step in (3, 6, 9, 12)) / 4
        if shape == "stall":
            road = min(road, (5 / 13) ** bend)
        share = end * road + chance.gauss(0, 0.018)
        confidence = max(1, min(10, confidence + chance.choice([-1, 0, 0, 0, 1])))
        note = chance.choice(NOTES[shape]) if chance.random() < 0.55 else ""
        blocker = chance.choice(BLOCKERS) if shape in {"stall", "late", "slow"} and week == weeks and chance.random() < 0.2 else ""
        yield Told(week, _value(baseline, target, share), confidence, note, blocker)


def _value(baseline: Decimal, target: Decimal, share: float) -> Decimal:
    """The value at a share of the way, rounded as somebody would say it."""
    low, high = float(baseline), float(target)
    value = low + (high - low) * share
    if min(low, high) >= 0:
        value = max(0.0, value)
    places = 0 if abs(high - low) >= 12 and low == math.floor(low) else 1
    if (low, high) == (0.0, 1.0):
        places, value = 0, min(1.0, math.floor(value + 0.05))
    return Decimal(f"{value:.{places}f}")


NOTES: dict[str, list[str]] = {
    "steady": [
        "Two more came from the new checklist. The old way is losing.",
        "A quiet week. What we changed three weeks ago is holding.",
        "The numbers moved and so did the talk at lunch.",
        "Half of this is weather. The other half is us.",
        "We tried it with one pair first; now everybody wants it.",
        "Slower than I hoped, in the direction I hoped.",
        "Counted by hand again. Next week it comes out of the system.",
        "The Friday call made the difference, not the dashboard.",
    ],
    "fast": [
        "Easier than we thought. I am looking for what we overlooked.",
        "The one-line hint did more than the training.",
        "Ahead of the line. I would rather raise the bar than celebrate.",
        "Everybody asked for this; nobody had been allowed.",
    ],
    "slow": [
        "We are better at seeing the problem than at ending it.",
        "Three good conversations, one result.",
        "The first half of the quarter went into finding the right person to ask.",
        "It moves, but not because of what we planned.",
        "The new ones get it at once. The old hands want to see it first.",
        "Honest reading: without the warm October it would be lower.",
    ],
    "stall": [
        "No movement for two weeks. I think we work on the wrong part of it.",
        "Still waiting for the second test bench.",
        "We keep solving the same case. Somebody should ask why it returns.",
        "The easy third is done. The rest is another kind of work.",
    ],
    "stale": ["First numbers are in.", "Will look at it again when the season calms down."],
    "easy": ["Done three weeks early. We aimed low.", "Still counting upwards. Nobody has noticed a difference."],
    "step": [
        "One more signed. The next decides in a month.",
        "Nothing for weeks, then all at once, as always.",
        "The pilot is through. That was the hard one.",
    ],
    "late": ["Moved by two weeks again.", "The supplier answers on Thursday.", "Ninety per cent done, as last week."],
    "fall": ["Going the wrong way. I would like to talk about it on Monday."],
}
BLOCKERS = [
    "We need a decision on who pays for the second test bench.",
    "The data is in a system we have no access to.",
    "Two of four people are away until the end of the month.",
    "The partner has not named a contact since June.",
    "We disagree with Planning about what counts as a visit.",
]
PARTS = [
    "I keep the numbers honest.",
    "I talk with the families.",
    "I build the first version.",
    "I bring the field's view.",
    "I do the Friday call.",
    "I write it up so that others can use it.",
    "I coach the newcomers through it.",
    "",
]
TO_DO = [
    "Ride along for a day and write down what happens",
    "Ask five people who decided against it",
    "Show the first result at the Thursday stand-up",
    "Agree with Planning on one definition",
    "Try it with one crew for two weeks",
    "Write the one-page guide with the people who will use it",
    "Call back everybody who complained in September",
    "Throw away the three reports nobody opens",
    "Invite the service desk to the review",
    "Measure the baseline again, by two people",
    "Put the checklist on the inside of the van door",
    "Find out who is waiting for us",
]
OWN = [
    (
        "Leila Haddad",
        "developmental",
        "Colleagues leave a talk with me knowing what I saw and what I wish for",
        "I soften things until nobody can tell what I meant.",
        "the four people I share a shift with",
        [
            "Shift colleagues who could repeat my point afterwards | of 4 | 1 | 4 | steady | lagging",
            "Talks in which I named what I saw before what I think | a week | 0 | 3 | steady | leading",
        ],
        "manager",
    ),
    (
        "Leila Haddad",
        "personal",
        "My daughter asks me to read to her again",
        "I read as if I were late.",
        "my daughter",
        ["Evenings she asked for another chapter | a week | 1 | 4 | slow | lagging"],
        "",
    ),
    (
        "Owen Pritchard",
        "developmental",
        "Younger installers try the hard step first, with me beside them",
        "I take the spanner when I am nervous.",
        "installers in their first two years",
        [
            "Hard steps finished by the younger one on visits with me | % | 20 | 70 | steady | lagging",
            "Visits on which I asked before I told | % | 30 | 80 | slow | leading",
        ],
        "everybody",
    ),
    (
        "Maren Holt",
        "developmental",
        "People bring me bad news before it is tidy",
        "By the time it reaches me it has been ironed.",
        "the people who answer to me",
        [
            "Problems I heard of within two days of the first person knowing | % | 25 | 65 | slow | lagging",
            "Times I thanked somebody before I asked a question | a week | 1 | 5 | steady | leading",
        ],
        "everybody",
    ),
    (
        "Priya Raman",
        "developmental",
        "My team decides without me and tells me afterwards",
        "They wait for me, and callers wait with them.",
        "the service desk",
        ["Decisions under 200 pounds made without asking me | % | 15 | 75 | steady | lagging"],
        "",
    ),
]
