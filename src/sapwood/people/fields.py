"""A form field that finds a person by what somebody types: a name, or an e-mail address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.activity import clock
from sapwood.people.models import Person


class PersonByName(forms.CharField):
    """Cleans to a Person at work, or None. Two people of one name are told apart by their address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "people-names", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        people = Person.objects.at_work(clock.today())
        found = list(people.filter(email__iexact=typed)[:2] or people.filter(name__iexact=typed)[:2])
        if not found:
            raise ValidationError(
                _("Nobody here is called “%(typed)s”. Type the whole name, or the e-mail address.") % {"typed": typed}
            )
        if len(found) > 1:
            raise ValidationError(
                _("Several people are called “%(typed)s”. Type the e-mail address instead.") % {"typed": typed}
            )
        return found[0]


class PeopleByName(forms.CharField):
    """Cleans to people at work: one name or e-mail address a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault("help_text", gettext_lazy("One name or e-mail address a line."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        one = PersonByName()
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [one.clean(line) for line in lines if line]
