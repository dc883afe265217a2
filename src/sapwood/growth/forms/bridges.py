"""What one types to build a bridge, and the small forms on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import KeyResult
from sapwood.growth.actions.bridges import MOST_BEHAVIOURS, BridgePlan, Part
from sapwood.growth.models import Bridge, BridgeTeam
from sapwood.growth.queries.bridges import open_results
from sapwood.people.fields import PersonByName
from sapwood.people.forms.files import FileForm
from sapwood.people.models import Behaviour, Competency, Person, Team
from sapwood.ui.fields import field_of

SIDES = (("", _("takes no part")), ("starts", _("starts")), ("compares", _("compares")))
HALF_A_YEAR, A_TERM = dt.timedelta(weeks=26), dt.timedelta(weeks=17)


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ResultByTitle(forms.CharField):
    """An open strategic key result, by its title, or by “team: title” as the list beside it offers. `kept`: one that a
    bridge names already may stay, whatever became of it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 600)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "result-titles", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.kept: KeyResult | None = None

    def prepare_value(self, value: Any) -> Any:
        return with_owner(value) if isinstance(value, KeyResult) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if self.kept is not None and typed.casefold() == with_owner(self.kept).casefold():
            return self.kept
        owner, _colon, title = typed.partition(": ")
        among = open_results()
        found = list(
            among.filter(title__iexact=typed)[:2]
            or among.filter(objective__owner_team__name__iexact=owner, title__iexact=title)[:2]
        )
        if not found:
            raise forms.ValidationError(
                gettext("No open key result is called “%(typed)s”. Choose one from the list, or type its whole title.")
                % {"typed": typed}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                gettext("Several key results are called “%(typed)s”. Write the team before it: “Team: title”.")
                % {"typed": typed}
            )
        return found[0]


def with_owner(result: KeyResult) -> str:
    return f"{result.objective.owner}: {result.title}"


class PlanForm(forms.Form):
    """The whole bridge on one page, from the problem to the teams."""

    problem = forms.CharField(
        label=_("What is the business problem?"),
        max_length=200,
        help_text=_("In the words of those who have it, such as: customers wait too long for answers."),
    )
    key_result = ResultByTitle(
        label=_("Which result is to move?"),
        help_text=_("A strategic key result: type some of its title. It moves late: the lagging indicator."),
    )
    competency = forms.ModelChoiceField(
        Competency.objects.none(), label=_("Which competency would move it?"), empty_label=_("Choose one")
    )
    programme = forms.CharField(
        label=_("What will people practise, and how?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    assumption = forms.CharField(
        label=_("Why should that move the result?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The assumption, so that one can later say which part of it was wrong."),
    )
    leading = forms.CharField(
        label=_("What would move first?"),
        max_length=160,
        help_text=_("The leading indicator: a sign that the behaviour is there, before the result can move."),
    )
    leading_unit = forms.CharField(label=_("Its unit"), max_length=40, required=False)
    leading_falls = forms.BooleanField(label=_("Lower is better"), required=False)
    period = forms.ChoiceField(label=_("Values come"), choices=Bridge.Period.choices)
    lag = forms.IntegerField(
        label=_("Expected lag"),
        min_value=0,
        max_value=52,
        initial=4,
        help_text=_("Weeks (or months) after a start in which the result is not expected to move yet."),
    )
    business_owner = PersonByName(label=_("Who answers for the business side?"))
    hours = forms.DecimalField(label=_("Hours planned"), required=False, min_value=0, max_digits=10, decimal_places=1)
    cost = forms.DecimalField(label=_("Cost planned"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label=_("Currency"), required=False, max_length=3, help_text=_("Three letters, such as EUR.")
    )
    allocation = forms.ChoiceField(label=_("How is it decided who starts first?"), choices=Bridge.Allocation.choices)
    measured_from = day_field(_("Values from"), _("What was before is what the time after is compared with."))
    starts = day_field(_("The first teams start on"), _("Other days can be set for each team afterwards."))
    read_on = day_field(_("It is read on"), _("Once, on this day; until then it is too early. It can be moved before."))

    def __init__(self, *args: Any, teams: Sequence[Team], bridge: Bridge | None, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = list(teams)
        field_of(self, "key_result", ResultByTitle).kept = bridge.key_result if bridge is not None else None
        competencies = Competency.objects.filter(retired=None).order_by("family", "name")
        field_of(self, "competency", forms.ModelChoiceField).queryset = competencies
        parts = {part.team_id: part for part in bridge.teams.all()} if bridge is not None else {}
        if not self.is_bound:
            self.initial = {**_initial(bridge, list(parts.values()), today), **self.initial}
        self.sides = [(team, self._side(team, parts.get(team.pk))) for team in self.teams]

    def _side(self, team: Team, part: BridgeTeam | None) -> str:
        if self.is_bound:
            given = self.data.get(f"side-{team.public_id}", "")
            return given if given in ("starts", "compares") else ""
        return "" if part is None else "compares" if part.starts is None else "starts"

    def plan(self) -> BridgePlan:
        data = dict(self.cleaned_data)
        return BridgePlan(
            starting=tuple(team for team, side in self.sides if side == "starts"),
            comparing=tuple(team for team, side in self.sides if side == "compares"),
            **data,
        )

    def clean_business_owner(self) -> Person:
        person: Person | None = self.cleaned_data["business_owner"]
        if person is None:
            raise forms.ValidationError(gettext("Name somebody at work here."))
        return person


def _initial(bridge: Bridge | None, parts: Sequence[BridgeTeam], today: dt.date) -> dict[str, Any]:
    if bridge is not None:
        names = [name for name in PlanForm.base_fields if name != "starts"]
        days = [part.starts for part in parts if part.starts is not None]
        return {**{name: getattr(bridge, name) for name in names}, "starts": min(days, default=today)}
    monday = today + dt.timedelta(days=14 - today.weekday())
    return {
        "measured_from": monday - HALF_A_YEAR,
        "starts": monday,
        "read_on": monday + A_TERM,
        "allocation": Bridge.Allocation.CHOSEN,
    }


class BehavioursForm(forms.Form):
    behaviours = forms.ModelMultipleChoiceField(
        Behaviour.objects.none(), label=_("Which behaviours are practised?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, bridge: Bridge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Behaviour.objects.filter(competency=bridge.competency_id, retired=None)
        field_of(self, "behaviours", forms.ModelMultipleChoiceField).queryset = rows
        self.most = MOST_BEHAVIOURS


class TeamsForm:
    """A row for each team: the day it starts, and the key results that tell its values."""

    def __init__(self, parts: Sequence[BridgeTeam], results: dict[int, list[KeyResult]], data: Any = None) -> None:
        self.errors: list[str] = []
        self.rows = [_TeamRow(part, results.get(part.team_id, []), data) for part in parts]

    def parts(self) -> list[Part] | None:
        """The parts as typed; None where a day or a key result could not be read, and `errors` says which."""
        found = [row.part(self.errors) for row in self.rows]
        return None if self.errors else [one for one in found if one is not None]


class _TeamRow:
    def __init__(self, part: BridgeTeam, results: Sequence[KeyResult], data: Any) -> None:
        self.row, self.team, self.results = part, part.team, list(results)
        mark = part.team.public_id
        stored = {"lagging": part.lagging_result, "leading": part.leading_result}
        self.starts = data.get(f"starts-{mark}", "") if data is not None else (part.starts or "")
        chosen = {
            kind: data.get(f"{kind}-{mark}", "") if data is not None else (row.public_id if row else "")
            for kind, row in stored.items()
        }
        self.lagging, self.leading = chosen["lagging"], chosen["leading"]

    def part(self, errors: list[str]) -> Part | None:
        by_id = {row.public_id: row for row in self.results}
        day = None
        if self.starts:
            try:
                day = dt.date.fromisoformat(str(self.starts))
            except ValueError:
                errors.append(
                    gettext("“%(given)s” is no day for %(team)s. Write it as 2026-03-16.")
                    % {"given": str(self.starts)[:20], "team": self.team}
                )
        for given in (self.lagging, self.leading):
            if given and given not in by_id:
                errors.append(gettext("%(team)s has no such key result. Choose one of the list.") % {"team": self.team})
        if errors:
            return None
        return Part(self.team, day, by_id.get(self.lagging), by_id.get(self.leading))


class SessionForm(forms.Form):
    day = day_field(_("Day"))
    what = forms.CharField(label=_("What was done"), max_length=160)
    hours = forms.DecimalField(
        label=_("Hours of all together"), required=False, min_value=0, max_digits=8, decimal_places=1
    )
    cost = forms.DecimalField(label=_("Cost"), required=False, min_value=0, max_digits=12, decimal_places=2)

    def clean_hours(self) -> Decimal:
        return self.cleaned_data["hours"] or Decimal(0)

    def clean_cost(self) -> Decimal:
        return self.cleaned_data["cost"] or Decimal(0)


class ReadingDayForm(forms.Form):
    read_on = day_field(_("It is read on"))


class LessonForm(forms.Form):
    lesson = forms.CharField(
        label=_("What was learned?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ValuesForm(FileForm):
    """A file with values, or pasted rows."""

    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )
