"""Preparing and launching waves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock
from sapwood.feedback.models import Questionnaire, Wave


class PulseForm(forms.Form):
    """A pulse that is begun. Offers the questionnaires in use and the pulses it may follow."""

    name = forms.CharField(label=_("Name"), max_length=120)
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(), label=_("Questions"), to_field_name="public_id", empty_label=None
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it before they answer."),
    )
    audience = forms.ChoiceField(label=_("Who reads a unit's result"), choices=Wave.Audience.choices)
    follows = forms.ModelChoiceField(
        Wave.objects.none(),
        label=_("It continues"),
        required=False,
        to_field_name="public_id",
        empty_label=_("nothing: it is the first of its kind"),
        help_text=_("Small teams stay grouped as they were then, for a year."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose(
            "questionnaire",
            Questionnaire.objects.filter(kind=Questionnaire.Kind.PULSE, retired=None)
            .exclude(published=None)
            .order_by("name", "-edition"),
        )
        self._choose(
            "follows", Wave.objects.filter(kind=Wave.Kind.PULSE, stage=Wave.Stage.PUBLISHED).order_by("-opens")
        )

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


class OpeningForm(forms.Form):
    """When a wave closes: at the end of that day in the zone of whoever launches it."""

    closes = forms.DateField(label=_("It is open until the end of"), widget=forms.DateInput(attrs={"type": "date"}))

    def moment(self, zone: str) -> dt.datetime:
        day: dt.date = self.cleaned_data["closes"]
        there = clock.local(clock.now(), zone).tzinfo
        return dt.datetime.combine(day, dt.time(23, 59), tzinfo=there).astimezone(dt.UTC)


class ThresholdForm(forms.Form):
    least_answers = forms.IntegerField(label=_("Answers a shown number rests on"), min_value=5, max_value=50)
    least_relation = forms.IntegerField(label=_("Raters in a group of a 360"), min_value=3, max_value=20)
    comments_from = forms.IntegerField(label=_("Answers from which remarks are shown"), min_value=5, max_value=50)


class ResponseForm(forms.Form):
    text = forms.CharField(label=_("What we do"), widget=forms.Textarea(attrs={"rows": 3}))
    due = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
