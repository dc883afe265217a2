"""The form of the start page: goals pasted, or in a file. What it is given goes no further than this request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.files import goals as files
from sapwood.files.tables import Limits

MOST = 2**20  # bytes of a file
LETTERS = 60_000  # of pasted text: about six hundred goals
STATEMENTS = 200  # objectives and key results that are read
LIMITS = Limits(bytes=MOST, unpacked=20 * 2**20, rows=5_000)


class FirstLookForm(forms.Form):
    pasted = forms.CharField(
        label=_("Your goals"),
        required=False,
        strip=False,
        max_length=LETTERS,
        error_messages={"max_length": _("Up to %(limit_value)d letters are read at once; these are %(show_value)d. Paste a part.")},
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,  # the reader says better what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.xlsm,.csv,.tsv,.txt,.md,.markdown,.yaml,.yml"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), data.get("pasted", "")
        if file is not None:
            if file.size > MOST:
                raise ValidationError(
                    gettext("The file has %(size)s KB; up to %(most)s KB are read here. Send a part of it, or paste.")
                    % {"size": file.size // 1024, "most": MOST // 1024}
                )
            data["content"], data["name"] = file.read(), file.name
        elif pasted.strip():
            data["content"], data["name"] = pasted.encode("utf-8", "replace"), ""
        elif not self.errors:
            raise ValidationError(gettext("Paste one or more goals, or choose a file."))
        return data

    def goal_file(self) -> files.GoalFile:
        """What was given, read. Raises Unreadable."""
        if self.cleaned_data["name"]:
            return files.read(self.cleaned_data["content"], limits=LIMITS)
        return files.read_pasted(self.cleaned_data["pasted"], limits=LIMITS)
