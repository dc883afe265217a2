"""How a number could be reached in the wrong way, and the guardrail it could carry."""

from __future__ import annotations

import re

from sapwood.coach.findings.texts import bare, is_training
from sapwood.coach.phrases import Phrases
from sapwood.coach.results import Statement
from sapwood.coach.rewrites import guarded, rewrites
from sapwood.files.words import Said, _, said

_FIRST_TIME = re.compile(
    r"\bfirst[ -](?:try|time|pass|attempt|go)\b|\bpass(?:es)? \w+ (?:approval|review)\b", re.IGNORECASE
)
_SPEED = re.compile(
    r"\b(?:within|respon[ds]|reply|replies|answer|turnaround|handling|handle|days|hours|minutes|time to|faster|quick|speed)\w*\b",
    re.IGNORECASE,
)
_SIGNAL = re.compile(
    r"\b(?:tickets?|complaints?|bugs?|incidents?|escalations?|reports?|alerts?|accidents|issues?|defects?)\b",
    re.IGNORECASE,
)
_BOUGHT = re.compile(
    r"\b(?:followers?|likes?|views?|visit(?:s|ors)|clicks?|downloads?|installs?|sign-?ups?|registrations?|subscribers?|(?<=\w )leads|mqls?|traffic|impressions?|fans|(?<!team )members|attendees)\b",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\b(?:coverage|bugs? I|story points|velocity|committed|stories)\b", re.IGNORECASE)


def gaming(read: Statement, words: Phrases) -> tuple[Said, Said, tuple[str, ...]]:
    """Why it could be met in the wrong way, the question, and the guardrail it could carry."""
    text = read.text
    base = bare(text)
    thing = words.thing or "them"
    if _FIRST_TIME.search(text):
        return (
            said(_("First-time approval rewards playing safe.")),
            said(_("Which bold attempt would nobody dare any more if only first-time passes count?")),
            rewrites("first pass", words),
        )
    if re.search(r"\bcampaigns?\b", text, re.IGNORECASE):
        return (
            said(_("More campaigns can reach fewer people each.")),
            said(_("What will those who see a campaign do next?")),
            rewrites("campaigns", words),
        )
    if _OWN_NUMBER.search(text) or re.search(r"\bbugs?\b", text, re.IGNORECASE):
        return (
            said(_("The people who are measured shape this number themselves: choosing easier work lowers it.")),
            said(_("What would tell that the work got better, seen by those who use it?")),
            rewrites("bugs", words)
            if re.search(r"\bbugs?\b", text, re.IGNORECASE)
            else _guarded(base, ("while failures that users meet fall from __ to __ a month",)),
        )
    if is_training(text):
        return (
            said(_("Attendance can reach 100 % while nobody does anything differently.")),
            said(_("Some weeks later, what would show that it is being used?")),
            rewrites("training", words),
        )
    if _SIGNAL.search(text) and re.search(
        r"\b(?:reduc|cut|fewer|lower|decreas|below|under|from|less|drop|zero|no\b)", text, re.IGNORECASE
    ):
        return (
            said(_("Fewer %(thing)s may only mean that fewer are reported."), thing=thing),
            said(_("How would you notice if people had stopped reporting?")),
            _guarded(
                base,
                (
                    "while the share of people who say they would report one stays above __ %",
                    "while satisfaction of those affected stays above __ out of 5",
                ),
            ),
        )
    if _BOUGHT.search(text):
        return (
            said(_("Money or a lower bar can buy this number.")),
            said(_("What do the right ones do next? Could that be the number?")),
            _guarded(base, ("of whom __ % come back within a month", "of whom __ % buy, join or renew")),
        )
    if _SPEED.search(text):
        return (
            said(_("Being quick can be met by being careless.")),
            said(_("What must not get worse while it gets faster?")),
            _guarded(
                base,
                (
                    "while satisfaction with the answer stays above __ out of 5",
                    "while cases opened a second time stay below __ %",
                ),
            ),
        )
    return (
        said(_("The number can be reached with less care for each one.")),
        said(_("If there were twice as many and each half as good, would this still be met? What must not get worse?")),
        _guarded(
            base,
            ("of which __ % lead to a change that others use", "while those it is for rate them __ out of 5 or better"),
        ),
    )


def _guarded(base: str, guards: tuple[str, ...]) -> tuple[str, ...]:
    """The person's own words with a second number that must hold. Shown only if the guard quietens this remark."""
    texts = (f"{base}, {guard}" for guard in guards)
    return tuple(text for text in texts if guarded(text))
