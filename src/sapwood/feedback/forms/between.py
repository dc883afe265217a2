"""Telling a colleague, asking colleagues, and answering under one's name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sapwood.feedback import between
from sapwood.feedback.models import Asking
from sapwood.feedback.scales import FREQUENCY
from sapwood.people.fields import PeopleByName, PersonByName
from sapwood.people.forms.library import behaviour_choices
from sapwood.people.models import Behaviour, Person
from sapwood.ui.fields import field_of

LONGEST = 2000


class AboutForm(forms.Form):
    """One behaviour: of the library, or in own words."""

    behaviour = forms.ChoiceField(label=_("Behaviour"), required=False)
    about = forms.CharField(
        label=_("Or in your own words"),
        required=False,
        max_length=200,
        help_text=_("What one can see or hear, such as “asks before answering”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "behaviour", forms.ChoiceField).choices = [("", _("in own words, below")), *behaviour_choices()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("behaviour") and not given.get("about"):
            raise ValidationError(say("Name one behaviour: choose one, or say it in your own words."))
        return given

    def clean_behaviour(self) -> Behaviour | None:
        chosen = self.cleaned_data["behaviour"]
        return Behaviour.objects.get(public_id=chosen) if chosen else None


class TellForm(AboutForm):
    to = PersonByName(label=_("Whom do you tell?"))
    text = forms.CharField(
        label=_("What did you see, when, and what came of it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ("to", "behaviour", "about", "text")


class AskForm(AboutForm):
    """`kind` decides how many may be named, and how long it lasts unless another day is chosen."""

    question = forms.CharField(
        label=_("A question of yours"), required=False, max_length=300, help_text=_("They read it with the behaviour.")
    )
    near = forms.MultipleChoiceField(label=_("Whom do you ask?"), required=False, widget=forms.CheckboxSelectMultiple)
    people = PeopleByName(label=_("Or others"), required=False)
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("behaviour", "about", "question", "near", "people", "until")

    def __init__(self, *args: Any, kind: str, person: Person, today: dt.date, **kwargs: Any) -> None:
        terms = between.terms(kind)
        kwargs.setdefault("initial", {}).setdefault("until", today + dt.timedelta(days=terms.days))
        super().__init__(*args, **kwargs)
        self.kind, self.around = kind, {one.public_id: one for one in between.near(person)}
        self.fields["near"].help_text = _("%(least)d to %(most)d colleagues.") % {
            "least": terms.least,
            "most": terms.most,
        }
        field_of(self, "near", forms.MultipleChoiceField).choices = [
            (one.public_id, one.name) for one in self.around.values()
        ]
        if not self.around:
            del self.fields["near"]
            self.fields["people"].label = _("Whom do you ask?")

    def keywords(self) -> dict[str, Any]:
        """What the deed needs."""
        given = dict(self.cleaned_data)
        ticked = [self.around[one] for one in given.pop("near", [])]
        return {**given, "kind": self.kind, "people": [*ticked, *given["people"]]}


class AnswerForm(forms.Form):
    """In words; in a poll a step of the scale first, and the words may stay away."""

    value = forms.ChoiceField(
        label=_("How often did you see it?"),
        widget=forms.RadioSelect,
        choices=[
            *((str(at), word) for at, word in enumerate(FREQUENCY, start=1)),
            ("0", _("I could not observe this")),
        ],
    )
    text = forms.CharField(
        label=_("What did you see, when, and what came of it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Asking.Kind.POLL:
            del self.fields["value"]
        self.fields["text"].required = kind == Asking.Kind.WORDS

    def keywords(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "value": int(self.cleaned_data.get("value") or 0) or None}
