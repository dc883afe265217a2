"""The form that takes a goal file: as a file, or pasted. Once looked at, the file travels with the page and is
kept nowhere."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.goals import rules
from sapwood.goals.models import Cycle, Objective
from sapwood.people.models import Person, Team

MOST = 2**20  # bytes of a goal file on this page; the command line takes larger ones
ME = "me"


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,  # the reader says better what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.yaml,.yml,.md,.markdown"}),
    )
    pasted = forms.CharField(
        label=_("Or paste it"),
        required=False,
        strip=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2 * MOST)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    owner = forms.ChoiceField(label=_("Owner"), required=False, help_text=_("Of goals whose row names none."))
    cycle = forms.ModelChoiceField(
        Cycle.objects.none(), label=_("Cycle"), required=False, empty_label=_("no end: reviewed each cycle"),
        help_text=_("Of goals whose row names none."),
    )  # fmt: skip
    date_order = forms.ChoiceField(
        label=_("03/04/2026 means"),
        required=False,
        choices=[("", _("ask me where it matters")), ("dmy", _("3 April")), ("mdy", _("4 March"))],
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners: dict[str, Team | Person] = {}
        for team in Team.objects.filter(retired=None).order_by("name"):
            if rules.may_write_for(person, team, Objective.Layer.STRATEGIC):
                self.owners[team.public_id] = team
        self.owners[ME] = person
        choices = [(key, gettext("my own") if key == ME else str(one)) for key, one in self.owners.items()]
        self.fields["owner"].choices = [("", gettext("none: each row must say")), *choices]  # type: ignore[attr-defined]
        self.fields["cycle"].queryset = Cycle.objects.filter(stage__in=["planning", "active"])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """To `name` and `content`, whichever way they came."""
        data: dict[str, Any] = super().clean() or {}
        upload, pasted, kept = data.get("file"), data.get("pasted") or "", data.get("kept") or ""
        if upload is not None and pasted.strip():
            raise ValidationError(gettext("Here are a file and pasted text. Give one of them."))
        if upload is not None:
            if upload.size > MOST:
                raise ValidationError(
                    gettext(
                        "The file is larger than 1 MB. Split it, or let an administrator take it in on the command line."
                    )
                )
            data["name"], data["content"] = (upload.name or gettext("a file"))[:200], upload.read()
        elif pasted.strip():
            data["name"], data["content"] = gettext("pasted text"), pasted.encode("utf-8", "replace")
        elif kept:
            try:
                data["content"] = base64.b64decode(kept, validate=True)
            except binascii.Error:
                raise ValidationError(gettext("The file was damaged on the way. Choose it again.")) from None
        elif "pasted" in data:
            raise ValidationError(gettext("Choose a file, or paste the goals."))
        return data

    def whose(self) -> Team | Person | None:
        return self.owners.get(self.cleaned_data.get("owner", ""))
