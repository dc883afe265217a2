"""The form that takes a goal file: as a file, or pasted. Once looked at, the file travels with the page and is
kept nowhere; so do the corrections made on the page."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.files import goals as files
from sapwood.goals import rules
from sapwood.goals.importing.preview import PREFIX
from sapwood.goals.models import Cycle, Objective
from sapwood.people.forms.files import MOST, FileForm
from sapwood.people.models import Person, Team
from sapwood.ui.fields import field_of

MOST_CORRECTIONS = 5_000
LONGEST = 5_000  # letters of one correction
ME = "me"
PASTED = "text"


class ImportForm(FileForm):
    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,  # the reader says better what is wrong with it
        widget=forms.FileInput(
            attrs={"accept": ".docx,.csv,.tsv,.txt,.xlsx,.xlsm,.yaml,.yml,.md,.markdown", "aria-describedby": "kinds"}
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste them"),
        required=False,
        strip=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 11, "spellcheck": "false", "autocomplete": "off"}),
    )
    source = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[("", ""), (PASTED, "")])
    corrections = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4 * MOST)
    owner = forms.ChoiceField(label=_("Owner"), required=False, help_text=_("Of goals that name none."))
    cycle = forms.ModelChoiceField(
        Cycle.objects.none(), label=_("Cycle"), required=False, empty_label=_("no end: reviewed each cycle"),
        help_text=_("Of goals that name none."),
    )  # fmt: skip
    date_order = forms.ChoiceField(
        label=_("03/04/2026 means"),
        required=False,
        choices=[("", _("ask me where it matters")), ("dmy", _("3 April")), ("mdy", _("4 March"))],
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked: list[str] = self.data.getlist("out") if isinstance(self.data, QueryDict) else []
        self.owners: dict[str, Team | Person] = {}
        for team in Team.objects.filter(retired=None).order_by("name"):
            if rules.may_write_for(person, team, Objective.Layer.STRATEGIC):
                self.owners[team.public_id] = team
        self.owners[ME] = person
        choices = [(key, gettext("my own") if key == ME else str(one)) for key, one in self.owners.items()]
        owner = field_of(self, "owner", forms.ChoiceField)
        owner.choices = [("", gettext("none: each row must say")), *choices]
        open_cycles = Cycle.objects.filter(stage__in=["planning", "active"])
        field_of(self, "cycle", forms.ModelChoiceField).queryset = open_cycles

    def clean_corrections(self) -> files.Corrections:
        """What was corrected on earlier pages."""
        text = self.cleaned_data["corrections"]
        try:
            data = json.loads(text) if text else {}
            cells, out = data.get("cells", {}), data.get("left_out", [])
            fits = len(cells) <= MOST_CORRECTIONS and len(out) <= MOST_CORRECTIONS
            if not fits or not all(isinstance(one, str) for one in (*cells, *cells.values(), *out)):
                raise ValueError
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise ValidationError(gettext("The corrections were damaged on the way. Give the file again.")) from None
        return files.Corrections(cells, frozenset(out))

    def clean(self) -> dict[str, Any]:
        """What came as a file is told by its content; what was pasted is remembered to be text, page after page."""
        data = super().clean()
        if data["was_pasted"]:
            data["source"] = PASTED
        elif data.get("file") is not None:
            data["source"] = ""
        return data

    def whose(self) -> Team | Person | None:
        return self.owners.get(self.cleaned_data.get("owner", ""))

    def read(self) -> tuple[files.GoalFile, files.Corrections]:
        """The goals with the corrections of this page and the earlier ones. Raises Unreadable."""
        earlier: files.Corrections = self.cleaned_data["corrections"]
        typed = self._typed()
        if not typed and "checks" not in self.data:
            return self._file(earlier), earlier
        before = self._file(earlier)
        cells = {**earlier.cells, **{cell: text for cell, text in typed.items() if text != _as_shown(before, cell)}}
        out = frozenset(self.ticked) if "checks" in self.data else earlier.left_out
        corrections = files.Corrections(cells, out)
        return (before, earlier) if corrections == earlier else (self._file(corrections), corrections)

    def _typed(self) -> dict[str, str]:
        names = [name for name in self.data if name.startswith(PREFIX)][:MOST_CORRECTIONS]
        return {name.removeprefix(PREFIX): _tidy(self.data[name])[:LONGEST] for name in names}

    def _file(self, corrections: files.Corrections) -> files.GoalFile:
        content, order = self.cleaned_data["content"], self.cleaned_data["date_order"]
        if self.cleaned_data["source"] == PASTED:
            return files.read_pasted(content.decode("utf-8", "replace"), date_order=order, corrections=corrections)
        return files.read(content, date_order=order, corrections=corrections)


def _as_shown(file: files.GoalFile, cell: str) -> str:
    """What the page shows in a field: it comes back like that where nobody typed."""
    place, _slash, column = cell.partition("/")
    return _tidy(column.partition("/")[2] if place == "*" else file.cells_of(place).get(column, ""))


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def as_text(corrections: files.Corrections) -> str:
    """Corrections as the page carries them."""
    data = {"cells": dict(corrections.cells), "left_out": sorted(corrections.left_out)}
    return json.dumps(data, ensure_ascii=False) if corrections else ""
