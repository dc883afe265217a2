"""How somebody wants to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.activity.models import Preference


class PreferenceForm(forms.Form):
    mail = forms.ChoiceField(
        label=_("How news reach me"),
        choices=Preference.Mail.choices,
        widget=forms.RadioSelect,
        help_text=_("In working hours of your time zone. An invitation or a new password always comes at once."),
    )
