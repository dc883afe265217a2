"""The form that takes a people file: as a file, or pasted out of a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.files.tables import LIMITS


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        allow_empty_file=True,  # the reader says better what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the rows, with the headings"),
        required=False,
        strip=False,
        max_length=LIMITS.bytes,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """To `filename` and `content`, whichever way they came."""
        data: dict[str, Any] = super().clean() or {}
        upload, pasted = data.get("file"), data.get("pasted") or ""
        if upload is not None and upload.size > LIMITS.bytes:
            self.add_error(
                "file",
                _(
                    "The file is %(size)d MB large; up to %(most)d MB is read. Leave out columns and sheets that are not needed, or split it."
                )
                % {"size": upload.size // 2**20, "most": LIMITS.bytes // 2**20},
            )
        elif upload is not None and pasted.strip():
            raise ValidationError(_("Here are a file and pasted rows. Give one of them."))
        elif upload is not None:
            data["filename"], data["content"] = upload.name or _("a file"), upload.read()
        elif pasted.strip():
            data["filename"], data["content"] = _("pasted rows"), pasted.encode("utf-8", "replace")
        elif "pasted" in data:
            raise ValidationError(_("Choose a file, or paste the rows."))
        return data
