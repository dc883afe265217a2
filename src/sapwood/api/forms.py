"""Forms of the api room: a POST in, the keywords of one action out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.api.scopes import FOR_SERVICES, SCOPES
from sapwood.people.models import Team
from sapwood.ui.fields import field_of


class TokenForm(forms.Form):
    """A token: what it is for, what it may do, how long it lasts."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may do yourself. Choose as little as will do."),
    )
    days = forms.TypedChoiceField(
        label=_("How long does it last?"),
        choices=[("7", _("a week")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("a year"))],
        coerce=int,
        initial="90",
    )

    offered: tuple[str, ...] = tuple(SCOPES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "scopes", forms.MultipleChoiceField).choices = [(name, SCOPES[name]) for name in self.offered]


class ServiceTokenForm(TokenForm):
    """A token of a service."""

    offered = FOR_SERVICES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].help_text = _("Never more than any colleague may read. Choose as little as will do.")


class TeamsForm(forms.Form):
    """For which teams a service may send readings."""

    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(retired=None).order_by("name"),
        label=_("It may send readings for"),
        required=False,
        to_field_name="public_id",
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("For the strategic key results of these teams; their leads are told. Without any it only reads."),
    )


class ServiceForm(TeamsForm):
    """A new service."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("People see it beside what it sends."))
    purpose = forms.CharField(label=_("What does it do?"), max_length=240, required=False)
    field_order = ["name", "purpose", "teams"]
