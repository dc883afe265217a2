"""How somebody wants to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.activity.models import Preference


class PreferenceForm(forms.Form):
    mail = forms.ChoiceField(
        label=_("By mail"),
        choices=Preference.Mail.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "It comes in working hours of your time zone. “No mail” also stops the mail on check-in day. What is about your way in, such as a new password, always comes at once."
        ),
    )
