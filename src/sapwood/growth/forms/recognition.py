"""What one writes to recognise somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Objective
from sapwood.people.fields import PeopleByName, PersonByName
from sapwood.people.forms.library import behaviour_choices
from sapwood.people.models import Behaviour, Person
from sapwood.ui.fields import field_of

LONGEST = 1000
WALL, TWO = "wall", "two"
AUDIENCES = [(WALL, _("Everybody here, on the wall")), (TWO, _("Only the two of us"))]


class RecognitionForm(forms.Form):
    to = PersonByName(label=_("Whom?"))
    others = PeopleByName(label=_("Together with"), required=False)
    behaviour = forms.ChoiceField(label=_("What did they do?"))
    text = forms.CharField(
        label=_("What did you see, when, and what came of it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    objective = forms.ChoiceField(label=_("Which goal did it help?"), required=False)
    audience = forms.ChoiceField(label=_("Who reads it?"), choices=AUDIENCES, initial=WALL, widget=forms.RadioSelect)

    def __init__(self, *args: Any, goals: list[Objective], person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.goals = person, {one.public_id: one for one in goals}
        field_of(self, "behaviour", forms.ChoiceField).choices = [("", _("choose a behaviour")), *behaviour_choices()]
        field_of(self, "objective", forms.ChoiceField).choices = [
            ("", _("none in particular")),
            *((key, one.title) for key, one in self.goals.items()),
        ]

    def clean_behaviour(self) -> Behaviour:
        return Behaviour.objects.get(public_id=self.cleaned_data["behaviour"])

    def clean_objective(self) -> Objective | None:
        return self.goals.get(self.cleaned_data["objective"])

    def clean_to(self) -> Person:
        found: Person = self.cleaned_data["to"]
        if found.pk == self.person.pk:
            raise ValidationError(say("That would be a word to yourself. Name a colleague."))
        return found

    def keywords(self) -> dict[str, Any]:
        """What the deed needs."""
        given = self.cleaned_data
        return {
            "people": [given["to"], *given["others"]],
            "behaviour": given["behaviour"],
            "text": given["text"],
            "objective": given["objective"],
            "is_public": given["audience"] == WALL,
        }


class AudienceForm(forms.Form):
    """Who reads the thanks to a mentor."""

    audience = forms.ChoiceField(choices=AUDIENCES)
