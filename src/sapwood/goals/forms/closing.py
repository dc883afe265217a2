"""Scoring an objective at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals import progress
from sapwood.goals.actions import Ending, KeyResultOutcome
from sapwood.goals.forms.objective import NumberField
from sapwood.goals.models import Closure, KeyResult, Objective

FROM_0_TO_1 = _("From 0 to 1.")


class ScoreForm(forms.Form):
    """One key result: the score given, and for one that was never measured a last value."""

    score = forms.FloatField(
        label=_("Score"),
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "max": 1}),
        error_messages={"invalid": FROM_0_TO_1, "min_value": FROM_0_TO_1, "max_value": FROM_0_TO_1},
    )
    reason = forms.CharField(label=_("Why it differs, or could not be measured"), required=False, max_length=300)
    value = NumberField(label=_("Last value"), required=False)

    def __init__(self, *args: Any, result: KeyResult, may_tell: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_tell or result.current is not None or result.source == KeyResult.Source.INSTRUMENT:
            del self.fields["value"]
        elif result.direction == KeyResult.Direction.REACH and result.milestones.all():
            del self.fields["value"]  # its steps are ticked at a check-in


class ClosingForm(forms.Form):
    """How one objective ends. What is only kept as typed comes as `typed` and is not judged yet."""

    learned = forms.CharField(
        label=_("What did we learn?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing somebody else could use. Everybody who may see the goal can find it later."),
    )
    next = forms.ChoiceField(
        label=_("What now?"),
        choices=Closure.Next.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    why = forms.CharField(
        label=_("Why it is retired"),
        required=False,
        max_length=300,
        help_text=_("Asked when it did not land where it should: those who look later see it."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        objective: Objective,
        results: list[KeyResult],
        may_tell: bool = False,
        typed: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=_typed(typed, prefix or "", self.base_fields))
        self.objective = objective
        self.scores: dict[KeyResult, ScoreForm] = {}
        for result in results:
            words = {
                "score": _rounded(progress.clipped(result.progress)),
                **_typed(typed, result.public_id, ScoreForm.base_fields),
            }
            self.scores[result] = ScoreForm(
                data, prefix=result.public_id, initial=words, result=result, may_tell=may_tell
            )

    @property
    def is_begun(self) -> bool:
        """Whether something was said of this goal: what was learned, or what now."""
        return any((self.data.get(self.add_prefix(name)) or "").strip() for name in ("learned", "next", "why"))

    @property
    def was_touched(self) -> bool:
        """Whether anything differs from what the page began with."""
        return self.has_changed() or any(form.has_changed() for form in self.scores.values())

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.scores.values())])

    def ending(self) -> Ending:
        """The keywords of the action."""
        outcomes = {
            result: KeyResultOutcome(data["score"], data["reason"], data.get("value"))
            for result, form in self.scores.items()
            if (data := form.cleaned_data)
        }
        data = self.cleaned_data
        return Ending(self.objective, outcomes, data["learned"], data["next"], data["why"])


class RetirementForm(forms.Form):
    """Why a goal has no reason any more."""

    reason = forms.CharField(
        label=_("What has changed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One line for those who look later. Words and readings stay."),
    )


def _typed(typed: Mapping[str, Any] | None, prefix: str, names: Any) -> dict[str, Any]:
    if typed is None:
        return {}
    found = {name: typed.get(f"{prefix}-{name}" if prefix else name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)
