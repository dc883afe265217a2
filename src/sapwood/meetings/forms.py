"""Forms of meetings: a POST in, the keywords of one action out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import KeyResult
from sapwood.meetings.models import Meeting
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person
from sapwood.ui.fields import field_of

RHYTHMS = [(1, _("every week")), (2, _("every 2 weeks")), (3, _("every 3 weeks")), (4, _("every 4 weeks"))]
LENGTHS = [(15, "15"), (25, "25"), (30, "30"), (45, "45"), (60, "60"), (90, "90")]
LOCAL = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """A day and time on the clocks of whoever types it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        super().__init__(widget=widget, input_formats=[LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)


class RhythmForm(forms.Form):
    """When they meet, how often and for how long."""

    when = Moment(label=_("When"))
    weeks = forms.TypedChoiceField(label=_("How often"), choices=RHYTHMS, coerce=int, initial=2)
    minutes = forms.TypedChoiceField(label=_("Minutes"), choices=LENGTHS, coerce=int, initial=30)

    @classmethod
    def of(cls, meeting: Meeting, data: Any = None) -> RhythmForm:
        series = meeting.series
        form = cls(data, initial={"when": meeting.at, "weeks": series.weeks, "minutes": series.minutes})
        if series.minutes not in {length for length, _words in LENGTHS}:
            choices = [*LENGTHS, (series.minutes, str(series.minutes))]
            field_of(form, "minutes", forms.TypedChoiceField).choices = choices
        return form


class BeginForm(RhythmForm):
    """With whom as well."""

    person = PersonByName(label=_("With whom"))
    field_order = ("person", "when", "weeks", "minutes")


class NextForm(forms.Form):
    following = Moment(label=_("The next one"))


class PointForm(forms.Form):
    text = forms.CharField(label=_("What I want to talk about"), max_length=300)


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Shared notes"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "input"}),
    )


class PrivateForm(forms.Form):
    private = forms.CharField(
        label=_("For me alone"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
    )


class DecisionForm(forms.Form):
    """What was decided; with who and by when it is a to-do, with a key result an initiative of it."""

    text = forms.CharField(label=_("What was decided"), max_length=240)
    key_result = forms.ChoiceField(label=_("As an initiative of"), required=False)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    due = forms.DateField(label=_("by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, results: Sequence[KeyResult], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = {result.public_id: result for result in results}
        self.people = {person.public_id: person for person in people}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, result in self.results.items():
            groups.setdefault(result.objective.title, []).append((key, result.title))
        field_of(self, "key_result", forms.ChoiceField).choices = [
            ("", _("none: it stays in this meeting")),
            *groups.items(),
        ]
        field_of(self, "owner", forms.ChoiceField).choices = [
            ("", _("nobody: it is a decision")),
            *((key, person.name) for key, person in self.people.items()),
        ]

    def keywords(self) -> dict[str, Any]:
        """The keywords of the action."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "key_result": self.results.get(data["key_result"]),
            "owner": self.people.get(data["owner"]),
            "due": data["due"],
        }
