"""What the organisation asks people to declare if they like."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AttributeForm(forms.Form):
    name = forms.CharField(label=_("What is asked"), max_length=80, help_text=_("Such as “Where I work”."))
    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("People read it before they say anything of themselves.")
    )
    choices = forms.CharField(
        label=_("What one can say, one a line"),
        max_length=700,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two to eight. Few, large groups can be shown; small ones never are."),
    )

    def clean_choices(self) -> list[str]:
        return [line.strip()[:80] for line in str(self.cleaned_data["choices"]).splitlines() if line.strip()]
