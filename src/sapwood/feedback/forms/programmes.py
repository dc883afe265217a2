"""Setting up a pulse programme, and changing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sapwood.feedback import programmes, rhythm
from sapwood.feedback.actions.programmes import FEWEST, MOST
from sapwood.feedback.models import Item, PulseProgramme, Questionnaire, Wave
from sapwood.ui.fields import field_of


class ProgrammeForm(forms.Form):
    """Everything about a programme but the day it begins. Themes and questions offered are those of all pools."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Everybody reads it: “How the week was”.")
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it before they answer."),
    )  # fmt: skip
    cadence = forms.ChoiceField(
        label=_("How often"), choices=rhythm.Cadence.choices, widget=forms.RadioSelect, initial=rhythm.Cadence.WEEKLY
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days people are asked"), coerce=int, initial=[1],
        choices=[(day, WEEKDAYS[day]) for day in rhythm.WORKING_DAYS], widget=forms.CheckboxSelectMultiple,
        help_text=_("Each person once, at a random working hour in their own time zone."),
    )  # fmt: skip
    open_days = forms.IntegerField(
        label=_("Days it stays open"), min_value=1, max_value=max(rhythm.LONGEST_OPEN.values()), initial=4,
        help_text=_("After the day it opens; it closes at the end of the last one."),
    )  # fmt: skip
    number = forms.TypedChoiceField(
        label=_("Questions each time"), coerce=int, choices=[(n, str(n)) for n in range(FEWEST, MOST + 1)], initial=4,
        widget=forms.RadioSelect,
    )  # fmt: skip
    pool = forms.ModelChoiceField(
        Questionnaire.objects.none(), label=_("Questions to draw from"), to_field_name="public_id", empty_label=None
    )
    themes = forms.MultipleChoiceField(
        label=_("Only these themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them, in turn."),
    )  # fmt: skip
    anchor = forms.ChoiceField(
        label=_("One question asked each time"), required=False,
        help_text=_("So that a line through the weeks exists. The others come once before any comes again."),
    )  # fmt: skip
    has_words = forms.BooleanField(
        label=_("One question in words at the end"), required=False,
        help_text=_("It comes on top, and can be skipped like every other."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Who reads a unit's result"), choices=Wave.Audience.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = Questionnaire.objects.kept().filter(kind=Questionnaire.Kind.PULSE, retired=None)
        papers = papers.exclude(published=None).prefetch_related("items").order_by("name", "-edition")
        field_of(self, "pool", forms.ModelChoiceField).queryset = papers
        items = [item for paper in papers for item in paper.items.all() if item.is_scale]
        themes = programmes.themes_of(items)
        field_of(self, "themes", forms.MultipleChoiceField).choices = [(value, name) for value, name, _n in themes]
        field_of(self, "anchor", forms.ChoiceField).choices = [("", _now("none")), *_grouped(items)]
        self.has_pools = bool(items)

    @classmethod
    def of(cls, row: PulseProgramme, data: Any = None) -> ProgrammeForm:
        initial = {name: getattr(row, name) for name in cls.base_fields}
        initial["pool"] = programmes.newest(row.pool).public_id
        return cls(data, initial=initial)


class NewProgrammeForm(ProgrammeForm):
    starts = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("It opens for the first time on the first of those days that comes."),
    )  # fmt: skip
    field_order = ("name", "purpose", "cadence", "weekdays", "starts", "open_days")


class ExchangeForm(forms.Form):
    """One question of the next opening for another."""

    question = forms.CharField(max_length=80)
    instead = forms.CharField(max_length=80)


class OmissionForm(forms.Form):
    why = forms.CharField(label=_("Why"), required=False, max_length=300)


def _grouped(items: list[Item]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions under the names of their themes, as a list to choose from shows them."""
    names = {value: name for value, name, _n in programmes.themes_of(items)}
    return [
        (name, [(item.key, item.said()) for item in _once(items) if item.theme == value])
        for value, name in names.items()
    ]


def _once(items: list[Item]) -> list[Item]:
    return list({item.key: item for item in items}.values())
