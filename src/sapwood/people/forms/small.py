"""Short forms of the pages of people and teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.people.fields import PersonByName
from sapwood.people.models import Role, Team, TeamContext


class ManagerForm(forms.Form):
    manager = PersonByName(label=_("Manager"), required=False)


class MemberForm(forms.Form):
    person = PersonByName(label=_("Who"))


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class PlaceForm(forms.Form):
    team = forms.ModelChoiceField(
        Team.objects.filter(retired=None), label=_("Primary team"), to_field_name="public_id", empty_label=None
    )


class ParentForm(forms.Form):
    parent = forms.ModelChoiceField(
        Team.objects.filter(retired=None),
        label=_("It hangs under"),
        required=False,
        to_field_name="public_id",
        empty_label=_("nothing: it is at the top"),
    )


class TeamForm(forms.Form):
    """A team's name and purpose; for a new one its level and place, for an old one what holds for its work."""

    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(label=_("What it is for"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    level = forms.ChoiceField(label=_("Level"), choices=Team.Level.choices, initial=Team.Level.TEAM)
    parent = forms.ModelChoiceField(
        Team.objects.filter(retired=None), label=_("It hangs under"), required=False, to_field_name="public_id"
    )
    contexts = forms.MultipleChoiceField(
        label=_("What holds for its work"),
        choices=TeamContext.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The coach knows it: a safety-critical team is not asked to take more risk."),
    )

    cadence_days = forms.TypedChoiceField(
        label=_("How often it checks in"),
        choices=[
            ("", _("as the cycle goes")),
            ("7", _("every week")),
            ("14", _("every 2 weeks")),
            ("28", _("every 4 weeks")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        if team is not None:
            kwargs["initial"] = {
                "name": team.name,
                "purpose": team.purpose,
                "cadence_days": team.cadence_days,
                "contexts": list(team.contexts.values_list("kind", flat=True)),
            }
        super().__init__(*args, **kwargs)
        for name in ("level", "parent") if team is not None else ("contexts", "cadence_days"):
            del self.fields[name]
