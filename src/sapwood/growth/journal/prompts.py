"""Questions to begin an entry with. Which ones are offered depends on the goal and the week, never on what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Fits = Literal["any", "soft", "personal", "behind", "ahead", "ending"]
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Prompt:
    key: str
    fits: Fits
    question: str | Promise


PROMPTS: Sequence[Prompt] = (
    Prompt("surprised", "any", _("What surprised you this week, and what had you expected instead?")),
    Prompt("again", "any", _("Which moment would you like to live through once more, and do one thing differently?")),
    Prompt("helped", "any", _("Who made something easier for you? Do they know?")),
    Prompt("avoided", "any", _("What did you walk around this week? What would its smallest first step be?")),
    Prompt("drained", "any", _("What took more strength than it was worth?")),
    Prompt("learned", "any", _("What do you know today that you did not know on Monday?")),
    Prompt("said-no", "any", _("What did you say no to, so that this goal could have your time?")),
    Prompt("tiny", "any", _("If you had ten minutes for this goal tomorrow, how would you spend them?")),
    Prompt("seen", "soft", _("When did you last behave as you want to? What made it possible just then?")),
    Prompt("noticed", "soft", _("Who would notice first that you have changed? What did they see this week?")),
    Prompt("old-way", "soft", _("When did the old habit win? What happened in the minute before?")),
    Prompt("their-eyes", "soft", _("Tell one conversation of this week as the other one would tell it.")),
    Prompt("hard-sentence", "soft", _("Which sentence did you not say? Write it down as you would want to say it.")),
    Prompt("asked-first", "soft", _("When did you ask before you told? What did you hear that you would have missed?")),
    Prompt(
        "for-whom", "personal", _("For whose sake do you want this? What did they do this week that made you glad?")
    ),
    Prompt("at-home", "personal", _("What would the people at home say has become different?")),
    Prompt("enough", "personal", _("What is already good enough that you could stop working on it?")),
    Prompt("in-the-way", "behind", _("What stands in the way, and which part of it is yours to move?")),
    Prompt("smaller", "behind", _("If only half of this goal could come true, which half would you keep?")),
    Prompt("whom-to-ask", "behind", _("Whom have you not asked for help yet, and why not?")),
    Prompt("why-works", "ahead", _("It goes better than planned. What was luck, and what did you do?")),
    Prompt("keep", "ahead", _("What do you do now that you must not stop doing when this goal is over?")),
    Prompt("looking-back", "ending", _("What will you tell a friend about this goal in a year?")),
    Prompt("beginning", "ending", _("Knowing what you know, what would you have begun with?")),
)
BY_KEY = {one.key: one for one in PROMPTS}


def offered(fits: frozenset[str], *, week: int) -> list[Prompt]:
    """A few questions: first those that fit what is known of the goal, other ones each week."""
    close = [one for one in PROMPTS if one.fits in fits]
    rest = [one for one in PROMPTS if one.fits == "any"]
    return _turn(close, week)[: OFFERED - 1] + _turn(rest, week)[: OFFERED if not close else 1]


def _turn(prompts: list[Prompt], week: int) -> list[Prompt]:
    if not prompts:
        return []
    at = week % len(prompts)
    return prompts[at:] + prompts[:at]
