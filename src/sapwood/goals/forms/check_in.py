"""The weekly check-in: one line a key result, all on one page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sapwood.goals import scale
from sapwood.goals.actions import Observation
from sapwood.goals.forms.objective import NumberField
from sapwood.goals.models import KeyResult, Objective, Practice
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person
from sapwood.ui.fields import field_of


class Line(forms.Form):
    """What is told of one key result. An empty value means: nothing to tell this time."""

    value = NumberField(label=_("Now"), required=False)
    confidence = forms.IntegerField(
        label=_("How sure are you that it lands?"),
        required=False,
        min_value=0,
        max_value=10,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 10, "step": 1}),
    )
    note = forms.CharField(label=_("What changed?"), required=False, max_length=500)
    unchanged = forms.BooleanField(label=_("No change"), required=False)
    steps = forms.TypedMultipleChoiceField(
        label=_("Reached"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)  # a value that was asked about, and is meant
    stepped = forms.BooleanField(required=False, widget=forms.HiddenInput)  # the steps were on the page

    def __init__(self, *args: Any, result: KeyResult, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        self.asked = ""  # what the page asks about the value that was typed
        if self.is_measured:
            del self.fields["value"]
        self.milestones = list(result.milestones.all()) if result.direction == KeyResult.Direction.REACH else []
        if self.milestones:
            field_of(self, "steps", forms.TypedMultipleChoiceField).choices = [
                (step.pk, step.title) for step in self.milestones
            ]
            self.initial["steps"] = [step.pk for step in self.milestones if step.reached]
            self.initial["stepped"] = True
        elif self.is_yes_or_no:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Now"),
                required=False,
                coerce=Decimal,
                empty_value=None,
                choices=[("0", _("not yet")), ("1", _("done"))],
                widget=forms.RadioSelect,
            )

    @property
    def is_measured(self) -> bool:
        """Feedback measures it: its value arrives, and only words are told."""
        return self.result.source == KeyResult.Source.INSTRUMENT

    @property
    def is_yes_or_no(self) -> bool:
        return self.result.direction == KeyResult.Direction.REACH and self.result.target == 1 and not self.milestones

    def question(self) -> str:
        """What to ask about a value beyond the scale of its key result, unless just this value was asked about."""
        value, result = self.cleaned_data.get("value"), self.result
        if (
            value is None
            or self.milestones
            or self.is_yes_or_no
            or self.cleaned_data.get("sure") == self["value"].value()
        ):
            return ""
        known = [one for one in (result.baseline, result.target, result.current) if one is not None]
        reach = scale.of(result.unit, known)
        if reach.holds(value):
            return ""
        if reach.high is not None and value > reach.high:
            return say("%(value)s is far above what this can be or has been (up to %(most)s). Is it meant?") % {
                "value": f"{value.normalize():f}",
                "most": f"{reach.high.normalize():f}",
            }
        return say("%(value)s is below what this can be or has been (from %(least)s). Is it meant?") % {
            "value": f"{value.normalize():f}",
            "least": f"{(reach.low or Decimal(0)).normalize():f}",
        }

    def observation(self, result: KeyResult) -> Observation | None:
        data = self.cleaned_data
        if self.milestones:
            return self._steps(result)
        if self.is_measured:
            return self._words()
        value = data.get("value")
        if value is None and data.get("unchanged"):
            value = result.current
        if value is None:
            return None
        return Observation(value=value, confidence=data.get("confidence"), note=data.get("note") or "")

    def _words(self) -> Observation | None:
        """Told when a word was said, the confidence moved, or it was said that nothing changed."""
        data = self.cleaned_data
        sure, note = data.get("confidence"), data.get("note") or ""
        if not note and not data.get("unchanged") and sure in (None, self.initial.get("confidence")):
            return None
        return Observation(None, confidence=sure, note=note)

    def _steps(self, result: KeyResult) -> Observation | None:
        """Told when a tick changed, a word was said, or it was said that nothing changed."""
        data = self.cleaned_data
        ticked, before = frozenset(data.get("steps") or ()), frozenset(self.initial["steps"])
        note = data.get("note") or ""
        if not data.get("stepped") or (ticked == before and not note and not data.get("unchanged")):
            return None
        return Observation(Decimal(len(ticked)), confidence=data.get("confidence"), note=note, reached=ticked)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.milestones or self.is_measured:
            return data
        if data.get("note") and data.get("value") is None and not data.get("unchanged") and "value" not in self.errors:
            self.add_error("value", _("There is a note but no value. Give the value, or tick “no change”."))
        return data


class CheckInForm:
    """All lines of one person's week, and what is in the way of each objective."""

    def __init__(self, results: list[KeyResult], data: Any = None) -> None:
        self.results = results
        self.is_bound = data is not None
        self.lines = {
            result: Line(
                data,
                result=result,
                prefix=result.public_id,
                initial={"confidence": 5 if result.confidence is None else result.confidence},
            )
            for result in results
        }
        self.blockers: dict[int, BlockerForm] = {
            result.objective_id: BlockerForm(data, prefix=f"blocker-{result.objective.public_id}") for result in results
        }

        own = {
            result.objective
            for result in results
            if result.objective.layer != Objective.Layer.STRATEGIC
            and result.objective.owner_person_id == result.updater_id
        }
        self.practices = {goal.pk: PracticeForm(data, prefix=f"practice-{goal.public_id}") for goal in own}

    def is_valid(self) -> bool:
        every = [*self.lines.values(), *self.blockers.values(), *self.practices.values()]
        return all([line.is_valid() for line in every])  # noqa: C419  (each one, not until the first)

    def has_questions(self) -> bool:
        """Whether a value lies beyond its scale; each such line says what it asks."""
        for line in self.lines.values():
            line.asked = line.question()
        return any(line.asked for line in self.lines.values())

    def told(self) -> dict[int, dict[KeyResult, Observation]]:
        """By objective id: what is told of its key results."""
        found: dict[int, dict[KeyResult, Observation]] = {}
        for result, line in self.lines.items():
            seen = line.observation(result)
            if seen is not None:
                found.setdefault(result.objective_id, {})[result] = seen
        return found

    def practised(self, objective_id: int) -> int | None:
        """How often the goal was practised this week; None where nothing was said, or it is nobody's own."""
        form = self.practices.get(objective_id)
        return form.times() if form is not None else None

    def in_the_way(self, objective_id: int) -> list[tuple[str, Person | None]]:
        data = self.blockers[objective_id].cleaned_data
        return [(data["text"], data["person"])] if data["text"].strip() else []


class BlockerForm(forms.Form):
    text = forms.CharField(label=_("What is in the way?"), required=False, max_length=300)
    person = PersonByName(label=_("Who could help?"), required=False)


class PracticeForm(forms.Form):
    """Not yet, once, twice or more. Left open, nothing is told."""

    practised = forms.TypedChoiceField(
        label=_("Did you practise it this week?"),
        choices=Practice.Times.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def times(self) -> int | None:
        found: int | None = self.cleaned_data.get("practised")
        return found
