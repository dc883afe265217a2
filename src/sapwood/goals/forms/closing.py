"""Scoring an objective at its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals import progress
from sapwood.goals.actions import KeyResultOutcome
from sapwood.goals.models import Closure, KeyResult


class ScoreForm(forms.Form):
    score = forms.FloatField(
        label=_("Score"),
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.01", "min": 0, "max": 1}),
    )
    reason = forms.CharField(label=_("Why it differs, or could not be measured"), required=False, max_length=300)


class ClosingForm(forms.Form):
    learned = forms.CharField(
        label=_("What did we learn?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing somebody else could use. Everybody can find it later."),
    )
    next = forms.ChoiceField(label=_("What now?"), choices=Closure.Next.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, results: list[KeyResult], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.scores = {
            result: ScoreForm(
                data, prefix=result.public_id, initial={"score": _rounded(progress.clipped(result.progress))}
            )
            for result in results
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.scores.values())])

    def outcomes(self) -> dict[KeyResult, KeyResultOutcome]:
        return {
            result: KeyResultOutcome(form.cleaned_data["score"], form.cleaned_data["reason"])
            for result, form in self.scores.items()
        }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)
