"""Short forms of a negotiation: what is said when a goal is handed over, and another wording of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals import texts
from sapwood.goals.forms.objective import NumberField
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.fields import PersonByName

READ = "read-"
"""In front of the name of a field: how it read when the form was opened."""


class AskForm(forms.Form):
    """What should read differently."""

    note = forms.CharField(
        label=_("What should change, and why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not, or why not now?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PassOnForm(forms.Form):
    to = PersonByName(label=_("Whose word do you want?"))
    note = forms.CharField(label=_("What do you want to know?"), max_length=2000, required=False)


class SuggestForm(forms.Form):
    """Another wording of the objective's own text, or of one key result."""

    note = forms.CharField(
        label=_("Why would you put it so?"),
        max_length=300,
        required=False,
        help_text=_("One line; it stands beside your suggestion."),
    )

    def __init__(self, *args: Any, objective: Objective, key_result: KeyResult | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key_result = key_result
        fields: dict[str, forms.Field] = {
            "title": forms.CharField(
                label=_("What will be true at the end?") if key_result is None else _("What will be different?"),
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        }
        if key_result is None:
            fields["why"] = forms.CharField(
                label=_("Why does it matter?"),
                max_length=10_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        elif not key_result.milestones.exists():
            fields["baseline"] = NumberField(label=_("from"), required=False)
            fields["target"] = NumberField(label=_("to"), required=False)
            fields["unit"] = forms.CharField(label=_("unit"), required=False, max_length=40)
        target: Objective | KeyResult = objective if key_result is None else key_result
        bases: dict[str, forms.Field] = {}
        for name, field in fields.items():
            field.initial = texts.plain(getattr(target, name))
            bases[f"{READ}{name}"] = forms.CharField(
                required=False, max_length=10_000, strip=False, initial=field.initial, widget=forms.HiddenInput
            )
        self.fields = {**fields, **self.fields, **bases}

    def said(self) -> dict[str, str]:
        """The fields as texts, as the action takes them."""
        return {name: texts.plain(self.cleaned_data[name]) for name in self._worded()}

    def read(self) -> dict[str, str]:
        """The same fields as they read when the form was opened; what was changed since is not undone by it."""
        sent = self._worded() if self.data.get(f"{READ}title") else []
        return {name: self.cleaned_data[f"{READ}{name}"].replace("\r\n", "\n") for name in sent}

    def _worded(self) -> list[str]:
        return [name for name in self.fields if name != "note" and not name.startswith(READ)]
