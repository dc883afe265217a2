"""One's own mood: a tap, and a word for oneself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models import Mood
from sapwood.people.fields import PersonByName


class MoodForm(forms.Form):
    level = forms.TypedChoiceField(coerce=int, choices=Mood.Level.choices)
    note = forms.CharField(required=False, max_length=300)


class MoodReaderForm(forms.Form):
    reader = PersonByName(label=_("Who may see it"))
