"""Forms of job roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.people.fields import PersonByName
from sapwood.people.forms.library import LEVEL_NAMES
from sapwood.people.models import MOST_EXPECTED, Competency, JobRole
from sapwood.ui.fields import field_of

LEVEL_CHOICES = [("", gettext_lazy("not expected")), *((str(n), words) for n, words in enumerate(LEVEL_NAMES, 1))]


class JobRoleForm(forms.Form):
    """A role with up to eight competencies, each on a line of its own with its level."""

    name = forms.CharField(label=gettext_lazy("Name of the role"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("What somebody in it is there for"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    track = forms.CharField(
        label=gettext_lazy("Ladder"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Roles of one ladder stand together, such as “Installing”."),
        widget=forms.TextInput(attrs={"list": "tracks", "autocomplete": "off"}),
    )
    next_roles = forms.ModelMultipleChoiceField(
        JobRole.objects.none(),
        label=gettext_lazy("It can lead to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, role: JobRole | None = None, **kwargs: Any) -> None:
        self.expected = list(role.expectations.select_related("competency")) if role is not None else []
        if role is not None:
            kwargs["initial"] = {
                "name": role.name,
                "text": role.text,
                "track": role.track,
                "next_roles": role.next_roles.all(),
            }
        super().__init__(*args, **kwargs)
        others = JobRole.objects.filter(retired=None)
        field_of(self, "next_roles", forms.ModelMultipleChoiceField).queryset = (
            others.exclude(pk=role.pk) if role is not None else others
        )
        known = list(Competency.objects.filter(retired=None).order_by("position", "name"))
        self.known = {one.public_id: one for one in known}
        choices = [("", _("none")), *((one.public_id, one.shown) for one in known)]
        for number in range(MOST_EXPECTED):
            row = self.expected[number] if number < len(self.expected) else None
            self.fields[f"competency_{number}"] = forms.ChoiceField(
                label=_("Competency %(n)d") % {"n": number + 1},
                choices=choices,
                required=False,
                initial=row.competency.public_id if row else "",
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("Level of competency %(n)d") % {"n": number + 1},
                choices=LEVEL_CHOICES,
                required=False,
                initial=str(row.level) if row else "",
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"competency_{number}"], self[f"level_{number}"]) for number in range(MOST_EXPECTED)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        expected: dict[Competency, int] = {}
        for number in range(MOST_EXPECTED):
            chosen, level = data.pop(f"competency_{number}", ""), data.pop(f"level_{number}", "")
            if bool(chosen) != bool(level):
                lacking = f"level_{number}" if chosen else f"competency_{number}"
                self.add_error(lacking, _("Choose both, a competency and its level, or neither."))
            elif chosen:
                if self.known[chosen] in expected:
                    self.add_error(f"competency_{number}", _("It stands above already. Say it once."))
                expected[self.known[chosen]] = int(level)
        data["expected"] = expected
        return data


class HolderForm(forms.Form):
    person = PersonByName(label=gettext_lazy("Who has it from today"))


class FoundationsForm(forms.Form):
    """Which competencies one builds on; a few."""

    on = forms.ModelMultipleChoiceField(
        Competency.objects.none(),
        label=gettext_lazy("It builds on"),
        required=False,
        to_field_name="public_id",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Competency.objects.filter(retired=None).exclude(pk=competency.pk).order_by("position", "name")
        field_of(self, "on", forms.ModelMultipleChoiceField).queryset = others
