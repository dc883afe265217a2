"""What one types in the school."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DisputeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you see it differently"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DecisionForm(forms.Form):
    agrees = forms.ChoiceField(choices=[("yes", _("The learner is right")), ("no", _("The judgement stays"))])
    note = forms.CharField(
        label=_("What you say to them"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
