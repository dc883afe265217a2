"""Forms of the library of competencies."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.people.models import Behaviour

MOST = 2**20  # bytes of a library or questionnaire file on a page
LEVEL_NAMES = (
    _("1, hardly seen"),
    _("2, now and then"),
    _("3, in ordinary work"),
    _("4, also when it is hard"),
    _("5, a strength that others copy"),
)
LEVEL_FIELDS = tuple(f"level_{number}" for number in range(1, 6))


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


class FileForm(forms.Form):
    """A YAML, XLSX or CSV file, or pasted text. Once looked at, it travels with the page and is kept nowhere."""

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
        elif not self.errors:
            raise ValidationError(gettext("Choose a file, or paste its text."))
        return data

    @property
    def for_the_way(self) -> str:
        """The file as it travels with the page."""
        return base64.b64encode(self.cleaned_data["content"]).decode("ascii")
