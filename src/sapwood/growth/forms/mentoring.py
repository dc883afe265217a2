"""What one types to offer help, to look for some, and to keep what two talked about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import KeyResult
from sapwood.growth.forms.recognition import AUDIENCES, WALL
from sapwood.growth.models.mentoring import PLACES
from sapwood.people.models import Behaviour, Competency
from sapwood.people.queries import competencies_by_family
from sapwood.ui.fields import field_of

LONGEST = 2000
LOCAL = "%Y-%m-%dT%H:%M"


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(family, [(row.public_id, row.said("name")) for row in rows]) for family, rows in competencies_by_family()]


class OfferForm(forms.Form):
    competencies = forms.MultipleChoiceField(
        label=_("What can you help with?"),
        help_text=_("Up to five: those you could help with tomorrow."),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Where do you know it from?"),
        max_length=200,
        required=False,
        help_text=_("Whoever looks for a mentor reads it, such as “six years of shift handovers”."),
    )
    places = forms.TypedChoiceField(
        label=_("How many people at a time?"),
        coerce=int,
        choices=[(n, str(n)) for n in range(PLACES[0], PLACES[1] + 1)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "competencies", forms.MultipleChoiceField).choices = _choices()

    def families(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Each family with its competencies: address, name, and whether it is ticked."""
        ticked = set(self["competencies"].value() or ())
        return [(family, [(key, name, key in ticked) for key, name in rows]) for family, rows in _choices()]

    def clean_competencies(self) -> list[Competency]:
        return list(Competency.objects.filter(public_id__in=self.cleaned_data["competencies"]))


class SearchForm(forms.Form):
    competency = forms.ChoiceField(label=_("With what?"))
    wish = forms.CharField(
        label=_("What for?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. Only whom you ask reads them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "competency", forms.ChoiceField).choices = [("", _("choose a competency")), *_choices()]

    def clean_competency(self) -> Competency:
        return Competency.objects.get(public_id=self.cleaned_data["competency"])


class AnswerForm(forms.Form):
    accepts = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    note = forms.CharField(
        label=_("A word with it"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )


class WhenForm(forms.Form):
    """A day and time on the clocks of whoever types it."""

    when = forms.DateTimeField(
        label=_("When do you talk?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class SessionForm(WhenForm):
    notes = forms.CharField(
        label=_("Shared notes"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 5})
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=240)
    field_order = ("notes", "next_step", "when")


class StepForm(forms.Form):
    key_result = forms.ChoiceField(label=_("Under which key result?"))

    def __init__(self, *args: Any, key_results: list[KeyResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.public_id: row for row in key_results}
        field_of(self, "key_result", forms.ChoiceField).choices = [(key, row.title) for key, row in self.rows.items()]

    def clean_key_result(self) -> KeyResult:
        return self.rows[self.cleaned_data["key_result"]]


class EndForm(forms.Form):
    learned = forms.CharField(
        label=_("What did you learn?"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    thanks = forms.CharField(
        label=_("What do you want to thank them for?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Something they did, and what came of it."),
    )


class ThanksForm(forms.Form):
    """The recognition of a mentor, filled in so far that one click sends it."""

    text = forms.CharField(
        label=_("What did they do, and what came of it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    behaviour = forms.ChoiceField(label=_("Which behaviour was it?"))
    audience = forms.ChoiceField(label=_("Who reads it?"), choices=AUDIENCES, initial=WALL, widget=forms.RadioSelect)

    def __init__(self, *args: Any, behaviours: list[Behaviour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.public_id: row for row in behaviours}
        field_of(self, "behaviour", forms.ChoiceField).choices = [(key, row.said()) for key, row in self.rows.items()]

    def keywords(self) -> dict[str, Any]:
        """What the deed needs."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "behaviour": self.rows[given["behaviour"]],
            "is_public": given["audience"] == WALL,
        }
