"""Forms for composing a questionnaire."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models import Item, Questionnaire
from sapwood.feedback.starts import Start
from sapwood.feedback.themes import Theme
from sapwood.people.forms.library import LEVEL_FIELDS, AnchorsForm
from sapwood.people.models import Competency
from sapwood.ui.fields import field_of


class NewForm(forms.Form):
    """The beginning of a questionnaire."""

    name = forms.CharField(label=_("Name"), max_length=120)
    start = forms.ChoiceField(
        label=_("Begin with"), choices=Start.choices, widget=forms.RadioSelect, initial=Start.TOGETHER
    )
    text = forms.CharField(
        label=_("What it is for"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Raters read it before they begin."),
    )  # fmt: skip


class FrameForm(forms.Form):
    """What a draft is called, what it is for, and in which order its items come."""

    name = forms.CharField(label=_("Name"), max_length=120)
    text = forms.CharField(
        label=_("What it is for"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Raters read it before they begin."),
    )  # fmt: skip
    shuffled = forms.BooleanField(
        label=_("Questions in random order"), required=False,
        help_text=_("Another order for each rater; questions in words stay at the end."),
    )  # fmt: skip

    @classmethod
    def of(cls, row: Questionnaire, data: Any = None) -> FrameForm:
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields})


class ItemForm(AnchorsForm):
    """One question. To a 360 belongs a competency, to a pulse a theme."""

    text = forms.CharField(
        label=_("The question"), max_length=300,
        help_text=_("About how often: begin with the deed, “Says back …”. About agreement: a whole sentence."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Answered by"), choices=Item.Kind.choices)
    points = forms.TypedChoiceField(
        label=_("Points of the scale"), coerce=int, choices=[(n, str(n)) for n in range(2, 11)], initial=5,
        help_text=_("Five have words of their own; 0 to 10 has eleven anyway."),
    )  # fmt: skip
    competency = forms.ModelChoiceField(
        Competency.objects.none(), label=_("Competency"), required=False, empty_label=_("none"),
        to_field_name="public_id",
    )  # fmt: skip
    theme = forms.CharField(
        label=_("Theme"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "themes"}),
        help_text=_("Questions of one theme are shown as one."),
    )  # fmt: skip
    may_pass = forms.BooleanField(
        label=_("“Could not observe” is offered"), required=False, initial=True,
        help_text=_("It stands apart from the scale and counts for nothing."),
    )  # fmt: skip
    reverse = forms.BooleanField(
        label=_("A high answer is a bad one"),
        required=False,
        help_text=_("It is turned round before anything is counted."),
    )
    asks_something_else = forms.BooleanField(
        label=_("It asks something else now"), required=False,
        help_text=_("Then its answers are no longer compared with those of earlier editions."),
    )  # fmt: skip
    before = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)

    def __init__(self, *args: Any, questionnaire: Questionnaire, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questionnaire.kind == Questionnaire.Kind.PULSE:
            del self.fields["competency"]
        else:
            del self.fields["theme"]
            field_of(self, "competency", forms.ModelChoiceField).queryset = Competency.objects.filter(retired=None)
        if is_new or questionnaire.edition == 1:
            del self.fields["asks_something_else"]
        if is_new:
            del self.fields["before"]

    @classmethod
    def of(cls, item: Item, data: Any = None) -> ItemForm:
        names = ("text", "kind", "points", "theme", "may_pass", "reverse")
        levels = dict(zip(LEVEL_FIELDS, item.anchors, strict=False))
        initial = {**{name: getattr(item, name) for name in names}, **levels, "before": item.text}
        if item.competency is not None:
            initial["competency"] = item.competency.public_id
        if item.theme in Theme.values:
            initial["theme"] = Theme(item.theme).label
        return cls(data, initial=initial, questionnaire=item.questionnaire)

    def clean_theme(self) -> str:
        """A theme of ours by its name, any other as it was typed."""
        typed = str(self.cleaned_data["theme"]).strip()
        return next((str(value) for value, label in Theme.choices if str(label).casefold() == typed.casefold()), typed)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (
            data.get("kind") in (Item.Kind.FREQUENCY, Item.Kind.AGREEMENT)
            and "competency" in self.fields
            and not data.get("competency")
            and "competency" not in self.errors
        ):
            self.add_error(
                "competency", ValidationError(gettext("In a 360 every question with a scale belongs to a competency."))
            )
        return data
