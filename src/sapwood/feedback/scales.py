"""The steps of a scale, in words. “Could not observe” is no step: it stands apart, and nothing is computed from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.feedback.models import Item

FREQUENCY = (
    gettext_lazy("Hardly ever"),
    gettext_lazy("Now and then"),
    gettext_lazy("About half the time"),
    gettext_lazy("Most of the time"),
    gettext_lazy("Nearly every time"),
)
AGREEMENT = (
    gettext_lazy("Not at all"),
    gettext_lazy("Rather not"),
    gettext_lazy("Partly"),
    gettext_lazy("Mostly"),
    gettext_lazy("Fully"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One answer that can be given: its number and its words. Between the ends of a longer scale there are no words."""

    value: int
    words: str


def steps(item: Item) -> list[Step]:
    """The answers of a scale item from its least to its most; empty for an item answered in words."""
    if not item.is_scale:
        return []
    words = {Item.Kind.FREQUENCY: FREQUENCY, Item.Kind.AGREEMENT: AGREEMENT}.get(Item.Kind(item.kind))
    values = range(item.least, item.most + 1)
    if words and item.points == len(words):
        return [Step(value, str(word)) for value, word in zip(values, words, strict=True)]
    ends = (words[0], words[-1]) if words else (_("Not at all likely"), _("Very likely"))
    return [Step(value, str({item.least: ends[0], item.most: ends[1]}.get(value, ""))) for value in values]


def pass_words(item: Item) -> str:
    """What the answer outside the scale is called."""
    return _("I could not observe this") if item.kind == Item.Kind.FREQUENCY else _("No answer")
