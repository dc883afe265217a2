"""The text of a goal, field by field: what can be compared, what was changed since when, and what weighs how much.

Every field is a plain text here, numbers and days too, under the key (public id of the key result or "", field).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sapwood.goals.models import KeyResult, Objective, Revision

Key = tuple[str, str]
Texts = dict[Key, str]

OF_THE_OBJECTIVE = ("title", "why", "audience", "nature", "ambition")
OF_A_RESULT = ("title", "direction", "baseline", "target", "unit", "due", "weight", "indicator", "steps")
LINE = "line"
"""The field of a key result that was added or taken out: its whole line."""

EXPLAINS = frozenset({"why", "audience", "nature", "indicator"})
"""Fields that say why and how one sees it. All others say what is to be reached, and are part of the agreement."""


@dataclass(frozen=True)
class Changed:
    """A field that reads differently than it did, and who saved it on the way."""

    key_result: str
    field: str
    before: str
    after: str
    savings: tuple[Revision, ...]

    @property
    def counts(self) -> bool:
        """Whether the change is one of what is to be reached."""
        return self.field not in EXPLAINS


def of(objective: Objective) -> Texts:
    """The text of the goal as it stands, with its key results that count; three queries."""
    found: Texts = {("", name): str(getattr(objective, name)) for name in OF_THE_OBJECTIVE}
    for result in objective.key_results.filter(dropped=None).prefetch_related("milestones"):
        found |= of_result(result)
    return found


def of_result(result: KeyResult) -> Texts:
    texts = {name: plain(getattr(result, name)) for name in OF_A_RESULT if name != "steps"}
    texts["steps"] = "\n".join(step.title for step in result.milestones.all())
    texts[LINE] = line(result.title, result.baseline, result.target, result.unit)
    return {(result.public_id, name): text for name, text in texts.items()}


def compare(before: Texts, after: Texts) -> list[dict[str, str]]:
    """What a saving changed, as `Revision.changes` keeps it."""
    old, new = _ids(before), _ids(after)
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        result, name = key
        both = not result or (result in old and result in new)
        if (name == LINE) == both:  # a line only for what came or went, fields only for what stayed
            continue
        one, other = before.get(key, ""), after.get(key, "")
        if one != other:
            found.append({"key_result": result, "field": name, "before": one, "after": other})
    return found


def folded(revisions: Sequence[Revision]) -> list[Changed]:
    """These savings, oldest first, as one change a field. What was changed and changed back is not among them."""
    first: dict[Key, str] = {}
    last: dict[Key, str] = {}
    savings: dict[Key, list[Revision]] = {}
    for revision in revisions:
        for one in revision.changes:
            key = (one["key_result"], one["field"])
            first.setdefault(key, one["before"])
            last[key] = one["after"]
            savings.setdefault(key, []).append(revision)
    return [
        Changed(key[0], key[1], first[key], last[key], tuple(savings[key])) for key in first if first[key] != last[key]
    ]


def counts(changes: Iterable[Mapping[str, str]]) -> bool:
    """Whether one of the changes of a saving is one of what is to be reached."""
    return any(one["field"] not in EXPLAINS for one in changes)


def line(title: str, baseline: object, target: object, unit: str) -> str:
    """A key result in one line: “Ships that left on time (40 → 80 %)”."""
    way = f"{plain(baseline) or '?'} → {plain(target) or '?'} {unit}".strip()
    return f"{title} ({way})"


def plain(value: Any) -> str:
    """A value as a text somebody could have typed: no needless zeros, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def name_of(field: str) -> str:
    """What a field is called on a page."""
    return {
        "title": _("wording"),
        "why": _("why it matters"),
        "audience": _("whose behaviour will change"),
        "nature": _("hard or soft"),
        "ambition": _("ambition"),
        "direction": _("direction"),
        "baseline": _("start"),
        "target": _("target"),
        "unit": _("unit"),
        "due": _("by"),
        "weight": _("weight"),
        "indicator": _("leading or lagging"),
        "steps": _("steps"),
    }.get(field, "")


def said(field: str, text: str) -> str:
    """A text as a page shows it: chosen words in the reader's language, the rest as it is."""
    chosen: dict[str, Mapping[str, Any]] = {
        "nature": dict(Objective.Nature.choices),
        "ambition": dict(Objective.Ambition.choices),
        "direction": dict(KeyResult.Direction.choices),
        "indicator": dict(KeyResult.Indicator.choices),
    }
    return str(chosen[field].get(text, text)) if field in chosen else text


def _ids(texts: Texts) -> set[str]:
    return {result for result, _name in texts if result}
