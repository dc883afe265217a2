"""Forms of the organisation's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from sapwood.people.models import Competency, Organisation, OrganisationPolicy, Priority, Team, Value


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    check_in_weekday = forms.TypedChoiceField(label=_("Check-in day"), choices=list(WEEKDAYS.items()), coerce=int)
    grace_days = forms.IntegerField(
        label=_("Days of grace"),
        min_value=0,
        max_value=14,
        help_text=_("Only after them a missing check-in is shown, to the lead of the team and by goal."),
    )
    minutes_a_week = forms.IntegerField(
        label=_("Minutes asked of a person in a week"),
        min_value=1,
        max_value=60,
        help_text=_("What does not fit waits."),
    )
    individual_strategic = forms.BooleanField(
        label=_("People may own strategic objectives"),
        required=False,
        help_text=_("Off by default: strategic objectives belong to teams. They never feed a rating."),
    )

    @classmethod
    def of(cls, row: Organisation, data: Any = None) -> OrganisationForm:
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields})


class StatementForm(forms.Form):
    """A value or a priority."""

    name = forms.CharField(label=_("In a few words"), max_length=120)
    text = forms.CharField(label=_("In a sentence or two"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PolicyForm(StatementForm):
    forbids = forms.CharField(
        label=_("Words a goal should not promise"),
        required=False,
        max_length=240,
        help_text=_("Separated by commas. The coach asks when a goal of a team under this policy uses them."),
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(retired=None).order_by("name"),
        label=_("It holds for"),
        required=False,
        to_field_name="public_id",
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("And for all teams below."),
    )


class CompetencyForm(StatementForm):
    family = forms.CharField(
        label=_("Family"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "families", "autocomplete": "off"}),
        help_text=_("Competencies of one family stand together."),
    )
    practise = forms.CharField(
        label=_("What to practise this week"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two small things to try, a line each."),
    )
    for_leaders = forms.BooleanField(
        label=_("Only for people who lead others"),
        required=False,
        help_text=_("Otherwise everybody can be asked about."),
    )


Said = Value | Priority | OrganisationPolicy | Competency


def statement_form(kind: type[Said], data: Any = None, *, said: Said | None = None) -> StatementForm:
    """The form for one kind of statement, filled from `said` when there is one."""
    form = {OrganisationPolicy: PolicyForm, Competency: CompetencyForm}.get(kind, StatementForm)
    initial: dict[str, Any] = {}
    if said is not None:
        initial = {name: getattr(said, name) for name in form.base_fields if name != "teams"}
        if isinstance(said, OrganisationPolicy):
            initial["teams"] = list(said.teams.values_list("public_id", flat=True))
    made: StatementForm = form(data, initial=initial)
    return made
