"""The guided way into a developmental goal, and the short one. Both send the fields that the coach's live check reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.forms.objective import KeyResultForm
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth.counting import WEEKS, weeks_for
from sapwood.people.models import Behaviour, Competency, Priority, Value
from sapwood.ui.fields import field_of

Choices = list[tuple[str, Any]]
COUNT, REPORT = "count", "report"
LINE = "kr-0"
MOST = 1000  # times a week; beyond it nobody counts
HALF_A_YEAR = 26  # weeks
SENT_ALONG = (
    ("owner", "me:developmental"),
    ("nature", Objective.Nature.SOFT),
    ("ambition", Objective.Ambition.ASPIRATIONAL),
    (f"{LINE}-direction", KeyResult.Direction.RISE),
    (f"{LINE}-indicator", KeyResult.Indicator.LEADING),
    ("kr-TOTAL_FORMS", "1"),
    ("kr-INITIAL_FORMS", "0"),
)
"""What the guide does not ask, because it is the same for every goal it begins."""


class WordsForm(forms.Form):
    """What both ways ask: what will be noticed, and by whom."""

    title = forms.CharField(
        label=gettext_lazy("What should colleagues notice in six weeks?"),
        max_length=300,
        help_text=gettext_lazy("One sentence about them: what they see, hear or can do then."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "title"}),
    )
    audience = forms.CharField(
        label=gettext_lazy("Whose experience changes?"),
        max_length=200,
        help_text=gettext_lazy("A few people you could ask later."),
    )
    behaviour = forms.ChoiceField(
        label=gettext_lazy("Which of these comes nearest?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, behaviours: Iterable[Behaviour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.behaviours = {one.public_id: one for one in behaviours}
        chosen: Choices = [(key, one.said()) for key, one in self.behaviours.items()]
        field_of(self, "behaviour", forms.ChoiceField).choices = [*chosen, ("", _("none of these"))]

    def clean_behaviour(self) -> Behaviour | None:
        return self.behaviours.get(self.cleaned_data["behaviour"])


class GuideForm(WordsForm):
    """The whole way."""

    reason = forms.ChoiceField(label=gettext_lazy("What it serves"), required=False)
    why = forms.CharField(
        label=gettext_lazy("Why does it matter now?"),
        help_text=gettext_lazy("What happens today because of how it is?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    situation = forms.CharField(
        label=gettext_lazy("In which situation?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where it comes up, such as “when a shift is handed over”."),
    )
    instrument = forms.ChoiceField(label=gettext_lazy("How will you see it?"), widget=forms.RadioSelect)
    level = forms.FloatField(
        label=gettext_lazy("Target level"),
        min_value=1,
        max_value=5,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )
    practises = forms.BooleanField(
        label=gettext_lazy("Make it my behaviour of the week"),
        required=False,
        initial=True,
        help_text=gettext_lazy("You are asked now and then whether you did it. Nobody else sees the answers."),
    )

    def __init__(self, *args: Any, reasons: Choices, competencies: Choices, has_report: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "reason", forms.ChoiceField).choices = [("", _("Say it in your own words")), *reasons]
        field_of(self, "competency", forms.ChoiceField).choices = [("", _("Choose one")), *competencies]
        ways: Choices = [(COUNT, _("I count it each week"))]
        if has_report:
            ways.insert(0, (REPORT, _("My next 360")))
        field_of(self, "instrument", forms.ChoiceField).choices = ways

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("instrument") == REPORT and data.get("level") is None and "level" not in self.errors:
            self.add_error("level", _("Say which level it is to reach."))
        return data


class CountForm(KeyResultForm):
    """What is counted, from how often to how often a week. A target nearer than a count of two weeks can tell is taken
    when its owner says that they mean it."""

    meant = forms.BooleanField(
        label=gettext_lazy("Keep this target"),
        required=False,
        help_text=gettext_lazy("I look at many weeks together, not at two."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=LINE, **kwargs)
        self.fields["title"].label = _("What do you do that they notice?")
        self.fields["title"].required = True
        self.fields["baseline"].label = _("How often last week?")
        self.fields["target"].label = _("How often a week then?")

    def needs_numbers(self) -> bool:
        """Say where numbers are missing; True when none is."""
        for name in ("baseline", "target"):
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("A number, also a rough one. 0 is fine."))
        return not self.errors

    def is_tellable_or_meant(self) -> bool:
        """For whoever takes the goal on: say where the target is nearer than a count can tell and nobody said that it is
        meant; True elsewhere. A draft is not asked."""
        if self.near is None or self.cleaned_data.get("meant"):
            return True
        self.add_error("meant", _("Tick this to keep the target, or choose one that two weeks can tell."))
        return False

    @property
    def near(self) -> Near | None:
        """What is said of a target nearer than a count of two weeks can tell; None where it is not, or not typed yet."""
        data = getattr(self, "cleaned_data", {})
        before, after = data.get("baseline"), data.get("target")
        if before is None or after is None or min(before, after) < 0 or max(before, after) > MOST:
            return None
        weeks = weeks_for(float(before), float(after))
        return Near(before, after, weeks) if weeks is not None and weeks > WEEKS else None


@dataclass(frozen=True, slots=True)
class Near:
    """A change that could be chance: from how often to how often a week, and how many weeks would tell it."""

    before: Decimal
    after: Decimal
    weeks: int

    @property
    def is_out_of_reach(self) -> bool:
        """Half a year of counting before, and as long after, tells it from nothing."""
        return self.weeks > HALF_A_YEAR


def wished(
    form: WordsForm,
    line: KeyResultDraft | None,
    *,
    values: tuple[Value, ...] = (),
    priorities: tuple[Priority, ...] = (),
) -> ObjectiveDraft:
    """The goal as both forms say it."""
    data = form.cleaned_data
    return ObjectiveDraft(
        title=data["title"],
        why=data.get("why") or "",
        audience=data["audience"],
        nature=Objective.Nature.SOFT,
        key_results=(line,) if line is not None else (),
        values=values,
        priorities=priorities,
    )


def named(public_id: str) -> Competency | None:
    """The competency that is meant, while it holds."""
    return Competency.objects.filter(public_id=public_id, retired=None).first() if public_id else None
