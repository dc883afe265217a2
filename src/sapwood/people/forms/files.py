"""The form that takes a file: as a file, or pasted out of something."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST = 2**20  # bytes of a file on a page; the command line takes larger ones


class FileForm(forms.Form):
    """A file, or pasted text. Once looked at, it travels with the page and is kept nowhere.

    Cleaned it has `name` and `content`, whichever way they came, and whether it `was_pasted`.
    """

    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,  # the reader says better what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.xlsx,.xlsm,.csv,.tsv,.txt"}),
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

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["was_pasted"] = False
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
            data["was_pasted"] = True
        elif kept:
            try:
                data["content"] = base64.b64decode(kept, validate=True)
            except binascii.Error:
                raise ValidationError(gettext("The file was damaged on the way. Choose it again.")) from None
        elif "pasted" in data:
            raise ValidationError(gettext("Choose a file, or paste its text."))
        return data

    @property
    def for_the_way(self) -> str:
        """The file as it travels with the page."""
        return base64.b64encode(self.cleaned_data["content"]).decode("ascii")
