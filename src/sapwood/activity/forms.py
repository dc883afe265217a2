"""How somebody wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.activity import webhooks
from sapwood.activity.models import Channel, Preference
from sapwood.ui.fields import field_of


class PreferenceForm(forms.Form):
    mail = forms.ChoiceField(
        label=_("By mail"),
        choices=Preference.Mail.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "It comes in working hours of your time zone. “No mail” also stops the mail on check-in day. What is about your way in, such as a new password, always comes at once."
        ),
    )
    progress = forms.ChoiceField(
        label=_("Progress of two weeks"),
        choices=Preference.Progress.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("What moved and what is at risk, every two weeks, in the bundle of that day."),
    )

    def clean_progress(self) -> str:
        """Left out, as by a program that knows only the other field, it stays as it was."""
        return str(self.cleaned_data["progress"] or self.get_initial_for_field(self.fields["progress"], "progress"))


class ChannelForm(forms.Form):
    """A channel that news everybody may read go to."""

    name = forms.CharField(
        label=_("Name of the channel"), max_length=80, help_text=_("As people there call it, such as #goals.")
    )
    url = forms.CharField(
        label=_("Address of its incoming webhook"),
        max_length=1000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Whoever runs the chat makes it. In Slack: an app with “Incoming webhooks”. In Teams: a workflow that posts when a webhook request is received."
        ),
    )
    form = forms.ChoiceField(label=_("Format"), choices=Channel.Form.choices, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(label=_("What is sent there"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "kinds", forms.MultipleChoiceField).choices = webhooks.kinds()
