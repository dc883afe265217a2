"""Keep or change: the decision on an objective that seems outdated."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Verdict


class VerdictForm(forms.Form):
    word = forms.ChoiceField(label=_("What now?"), choices=Verdict.Word.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One line. It stands on the goal's page; for a change its owner is told."),
    )
