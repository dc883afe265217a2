"""The goal file in words: what its columns are called on a page, and what they mean."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LABELS = {
    "id": _("Id"),
    "cycle": _("Cycle"),
    "owner": _("Owner"),
    "layer": _("Kind"),
    "nature": _("Hard or soft"),
    "ambition": _("Ambition"),
    "objective": _("Objective"),
    "why": _("Why"),
    "audience": _("For whom"),
    "key_result": _("Key result"),
    "indicator": _("Indicator"),
    "direction": _("Direction"),
    "unit": _("Unit"),
    "baseline": _("From"),
    "target": _("To"),
    "due": _("By"),
    "weight": _("Weight"),
    "parent": _("Serves"),
    "pair": _("Paired with"),
}

MEANINGS = {
    "objective": _("What will be true at the end. Needed."),
    "key_result": _("What will be different. Needed; one row each. The objective may stand in the first row only."),
    "owner": _("The name of a team, or a person's name or address."),
    "cycle": _("The name of the cycle. Empty: what you choose on this page."),
    "id": _("Any mark of yours, O1 or O1/K2 with the key result's. By it a goal is known again."),
    "layer": _("strategic, developmental or personal."),
    "nature": _("hard or soft."),
    "ambition": _("committed or aspirational."),
    "why": _("Why it matters."),
    "audience": _("Whose behaviour will change."),
    "direction": _("rise, fall, stay_above, stay_below or reach."),
    "indicator": _("leading or lagging."),
    "unit": _("What is counted: visits, %, days."),
    "baseline": _("Where it begins. 1,234.5 and 1.234,5 are both understood."),
    "target": _("Where it should go."),
    "due": _("By when, such as 2026-12-18."),
    "weight": _("How much it counts, 1 if empty."),
    "parent": _("What it serves: ids or words of goals, with | between them. O1/K2 is a key result."),
    "pair": _("The soft goal that keeps a hard one, or the other way round."),
    "level": _("Not taken in: it follows from the owner. “current” and “confidence” come with the check-ins."),
}


def label(column: str) -> str:
    return str(LABELS.get(column, column))


def guide() -> list[tuple[str, str]]:
    """Each column with its meaning."""
    return [(column, str(meaning)) for column, meaning in MEANINGS.items()]
