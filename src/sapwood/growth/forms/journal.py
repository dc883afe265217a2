"""What one types into a journal, and whom one shows an entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Objective
from sapwood.growth.journal import LONGEST
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person
from sapwood.ui.fields import field_of


class EntryForm(forms.Form):
    text = forms.CharField(
        label=_("What you want to keep"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "class": "input journal-text"}),
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    goal = forms.ChoiceField(label=_("About a goal"), required=False)

    def __init__(self, *args: Any, goals: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {goal.public_id: goal for goal in goals}
        field_of(self, "goal", forms.ChoiceField).choices = [
            ("", _("none")),
            *((key, goal.title) for key, goal in self.goals.items()),
        ]

    def keywords(self) -> dict[str, Any]:
        """The keywords of the action."""
        data = self.cleaned_data
        return {"text": data["text"], "day": data["day"], "objective": self.goals.get(data["goal"])}


class ShareForm(forms.Form):
    """With whom: the manager or the team of now, or somebody by name."""

    to = forms.ChoiceField(label=_("Show it to"))
    person = PersonByName(label=_("Name"), required=False)

    def __init__(self, *args: Any, author: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manager, self.team = author.manager, author.team
        choices: list[tuple[str, Any]] = []
        if self.manager is not None:
            choices.append(("manager", _("%(name)s, my manager") % {"name": self.manager}))
        if self.team is not None:
            choices.append(("team", _("%(team)s: whoever is in it") % {"team": self.team}))
        choices.append(("person", _("somebody by name")))
        field_of(self, "to", forms.ChoiceField).choices = choices
        self.initial.setdefault("to", choices[-1][0])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") == "person" and cleaned.get("person") is None and "person" not in self.errors:
            self.add_error("person", _("Type the name of the person."))
        return cleaned

    def keywords(self) -> dict[str, Any]:
        """The keywords of the action."""
        to = self.cleaned_data["to"]
        if to == "team":
            return {"team": self.team}
        return {"person": self.manager if to == "manager" else self.cleaned_data["person"]}
