"""Asking to be observed, and what an observer says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.feedback import between
from sapwood.feedback.forms.between import AboutForm
from sapwood.growth.models import Step
from sapwood.growth.queries import plans as queries
from sapwood.people.fields import PeopleByName
from sapwood.people.models import Person
from sapwood.ui.fields import field_of

NOT_SEEN = "0"


class ObserversForm(AboutForm):
    """Colleagues near by to tick, others by name; and what they look for, where the step does not say it yet."""

    near = forms.MultipleChoiceField(label=_("Who watches?"), required=False, widget=forms.CheckboxSelectMultiple)
    people = PeopleByName(label=_("Or others, such as your mentor"), required=False)
    request = forms.CharField(
        label=_("What you tell them"),
        required=False,
        max_length=300,
        help_text=_("When they will see it. They read this line and the behaviour, nothing else of your plan."),
    )

    field_order = ("behaviour", "about", "near", "people", "request")

    def __init__(self, *args: Any, person: Person, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.says_what = bool(step.about)
        if self.says_what:
            del self.fields["behaviour"], self.fields["about"]
        self.around = {one.public_id: one for one in between.near(person)}
        self.fields["near"].help_text = _("Up to three people who are there when it counts.")
        field_of(self, "near", forms.MultipleChoiceField).choices = [
            (key, one.name) for key, one in self.around.items()
        ]
        if not self.around:
            del self.fields["near"]
            self.fields["people"].label = _("Who watches?")

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.says_what else super().clean()

    def keywords(self) -> dict[str, Any]:
        """What the deed needs."""
        given = dict(self.cleaned_data)
        ticked = [self.around[key] for key in given.pop("near", [])]
        named = [*ticked, *given.pop("people")]
        return {**given, "observers": named}


class ObservationForm(forms.Form):
    """One level, or that one could not observe it; a word if one likes."""

    level = forms.ChoiceField(label=_("What did you see?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("One moment you remember"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What they did, and what came of it."),
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "level", forms.ChoiceField).choices = [
            *((str(at), words) for at, words in enumerate(queries.anchors_of(step), start=1)),
            (NOT_SEEN, _("I could not observe it")),
        ]

    def keywords(self) -> dict[str, Any]:
        level = int(self.cleaned_data["level"])
        return {"level": level or None, "words": self.cleaned_data["words"]}
