"""Forms about one person."""

from __future__ import annotations

import zoneinfo
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sapwood.people.fields import PersonByName
from sapwood.people.models import Person, Team


@cache
def zones() -> tuple[str, ...]:
    """The zones people live in, by name."""
    left_out = ("Etc/", "SystemV/", "US/", "posix", "right")
    return tuple(
        sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(left_out))
    )


class ZoneField(forms.CharField):
    """An IANA time zone, typed with suggestions."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "zones", "autocomplete": "off"})
        super().__init__(label=_("Time zone"), max_length=64, initial="UTC", widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if typed not in zoneinfo.available_timezones():
            raise ValidationError(
                say("“%(typed)s” is not a time zone. Choose one from the list, such as Europe/London.")
                % {"typed": typed}
            )
        return typed


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class _Described(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    external_id = forms.CharField(
        label=_("Staff number"),
        required=False,
        max_length=80,
        help_text=_("The key by which the people file finds them."),
    )
    job_title = forms.CharField(label=_("Role"), required=False, max_length=120)
    starts = _day(_("First day"), required=False)
    share = forms.DecimalField(
        label=_("Share of full time"),
        min_value=Decimal("0.05"),
        max_value=Decimal(1),
        max_digits=4,
        decimal_places=3,
        initial=Decimal(1),
        help_text=_("1 is full time, 0.6 three days of five."),
    )
    time_zone = ZoneField()


class JoinerForm(_Described):
    """Somebody new."""

    team = forms.ModelChoiceField(
        Team.objects.filter(retired=None),
        label=_("Team"),
        required=False,
        to_field_name="public_id",
        empty_label=_("no team yet"),
    )
    manager = PersonByName(label=_("Manager"), required=False)


class RecordForm(_Described):
    """What the directory says of somebody."""

    leaves = _day(
        _("Last day"),
        required=False,
        help_text=_(
            "After it signing in leads only to what is theirs alone, to take it along, and nothing is due any more."
        ),
    )
    field_order = ["name", "email", "external_id", "job_title", "share", "time_zone", "starts", "leaves"]

    @classmethod
    def of(cls, person: Person, data: Any = None) -> RecordForm:
        initial = {name: getattr(person, name) for name in cls.base_fields}
        return cls(data, initial={**initial, "share": f"{person.share.normalize():f}"})


class ProfileForm(forms.Form):
    """One's own zone, language and theme."""

    time_zone = ZoneField()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("system", _("as my device says")), ("light", _("light")), ("dark", _("dark"))],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> ProfileForm:
        return cls(data, initial={name: getattr(person, name) for name in cls.base_fields})


class AbsenceForm(forms.Form):
    starts = _day(_("Away from"))
    ends = _day(_("until"), required=False)
