"""Forms of the library of competencies."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.people.models import Behaviour

LEVEL_NAMES = (
    _("1, hardly seen"),
    _("2, now and then"),
    _("3, in ordinary work"),
    _("4, also when it is hard"),
    _("5, a strength that others copy"),
)
LEVEL_FIELDS = tuple(f"level_{number}" for number in range(1, 6))


def behaviour_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every behaviour that holds now under its competency, for a choice: public ids, and words in the reader's
    language."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = Behaviour.objects.filter(retired=None, competency__retired=None).select_related("competency")
    for row in rows.order_by("competency__position", "competency__name", "position", "id"):
        found.setdefault(row.competency.said("name"), []).append((row.public_id, row.said()))
    return list(found.items())


class _Level(forms.CharField):
    """One level's text: two lines to see, one line kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=240, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return " ".join(str(super().to_python(value) or "").split())


class AnchorsForm(forms.Form):
    """Five short texts, one a level: all, or none."""

    level_1 = _Level(label=LEVEL_NAMES[0])
    level_2 = _Level(label=LEVEL_NAMES[1])
    level_3 = _Level(label=LEVEL_NAMES[2])
    level_4 = _Level(label=LEVEL_NAMES[3])
    level_5 = _Level(label=LEVEL_NAMES[4])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = [data.pop(name, "") for name in LEVEL_FIELDS]
        if any(given) and not all(given):
            empty = LEVEL_FIELDS[given.index("")]
            if empty not in self.errors:
                self.add_error(empty, gettext("Describe this level too, or leave all five empty."))
        data["anchors"] = given if all(given) else []
        return data

    @property
    def levels(self) -> list[forms.BoundField]:
        return [self[name] for name in LEVEL_FIELDS]


class BehaviourForm(AnchorsForm):
    text = forms.CharField(
        label=_("What one can see or hear them do"),
        max_length=160,
        help_text=_("One thing, without a subject: “Says back in their own words what they have heard.”"),
    )

    @classmethod
    def of(cls, behaviour: Behaviour, data: Any = None) -> BehaviourForm:
        levels = dict(zip(LEVEL_FIELDS, behaviour.anchors, strict=False))
        return cls(data, initial={"text": behaviour.text, **levels})


class WordsForm(AnchorsForm):
    """One text in another language."""

    language = forms.CharField(
        label=_("Language"),
        max_length=12,
        help_text=_("Its code, such as de or pt-br."),
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=_("The text in this language"),
        required=False,
        max_length=300,
        help_text=_("Empty takes the language out again."),
    )

    def clean_language(self) -> str:
        code = str(self.cleaned_data["language"]).strip().lower().replace("_", "-")
        if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", code):
            raise ValidationError(
                gettext("“%(code)s” is not the code of a language. Write one such as de or pt-br.") % {"code": code}
            )
        if code == "en":
            raise ValidationError(gettext("English is the text above. Change it there."))
        return code
