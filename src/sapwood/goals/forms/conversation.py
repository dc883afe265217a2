"""A note of a conversation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.goals.forms.small import CommentForm


class ConversationForm(CommentForm):
    """What was asked and said, when, about which key result; with whom only when they want to be named."""

    day = forms.DateField(label=_("When you talked"), widget=forms.DateInput(attrs={"type": "date"}))
    question = forms.CharField(
        label=_("What you asked"), max_length=300, widget=forms.TextInput(attrs={"list": "bank-questions"})
    )
    said = forms.CharField(
        label=_("What was said"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In their words, what happened and what came of it. Leave out what only one person could have said."),
    )  # fmt: skip
    spoken_with = forms.CharField(
        label=_("With whom"), required=False, max_length=160,
        help_text=_("Empty by default: nobody is named who did not say that they want to be."),
    )  # fmt: skip
    field_order = ("day", "question", "said", "about", "spoken_with")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]
        self.fields["about"].label = _("What it speaks to")

    def keywords(self) -> dict[str, Any]:
        """What the deed needs."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "about"}
        return {**given, "key_result": self.key_result()}
