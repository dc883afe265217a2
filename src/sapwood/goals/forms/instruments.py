"""Choosing what measures a key result, one question after the other; each answer decides what the next one offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models import Cell, Publication, SurveyUnit
from sapwood.goals.measured import instruments
from sapwood.goals.measured.instruments import Instrument
from sapwood.goals.models import Binding, KeyResult, Objective
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person
from sapwood.ui.fields import field_of


class InstrumentForm(forms.Form):
    """What is chosen so far. What does not fit what was answered before it is taken as not answered: the first of what
    is offered stands there, so that the page always shows one whole instrument."""

    wave = forms.ChoiceField(label=_("From which wave on"), help_text=_("Its published level is the baseline."))
    unit = forms.ChoiceField(label=_("Of which unit"), required=False)
    competency = forms.ChoiceField(label=_("Which competency"), required=False)
    group = forms.ChoiceField(label=_("As seen by"), required=False)
    questions = forms.MultipleChoiceField(
        label=_("Only these of it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asked: Mapping[str, Any], *, person: Person, objective: Objective) -> None:
        self.person = person
        self.chosen: Instrument | None = None
        self.answers: dict[str, Any] = {}
        self.offers: dict[str, list[tuple[str, str]]] = {}
        if objective.owner_team_id is not None:
            self._pulse(asked, instruments.pulses_read(person, objective.owner_team_id))
        else:
            self._round(asked, instruments.own_rounds(person))
        super().__init__(initial=self.answers)
        for name in list(self.fields):
            if name not in self.offers:
                del self.fields[name]
                continue
            kind = forms.MultipleChoiceField if name == "questions" else forms.ChoiceField
            field_of(self, name, kind).choices = self.offers[name]
        if objective.owner_team_id is not None and "questions" in self.fields:
            self.fields["questions"].label = _("Which questions")

    @property
    def mark(self) -> str:
        """What stands on the page, so that nothing is bound which was not seen."""
        return "|".join(f"{name}={value}" for name, value in sorted(self.answers.items()))

    def _round(self, asked: Mapping[str, Any], rounds: Sequence[Publication]) -> None:
        baseline = self._one("wave", asked, {one.public_id: (one, _day(one)) for one in rounds})
        if baseline is None:
            return
        competencies = instruments.competencies_in(baseline, self.person)
        competency = self._one("competency", asked, {one.public_id: (one, one.said("name")) for one in competencies})
        if competency is None:
            return
        behaviours = instruments.behaviours_in(baseline, self.person, competency)
        items = self._some("questions", asked, {str(one.pk): (one, one.said()) for one in behaviours})
        groups = [Cell.ALL] if items else instruments.groups_in(baseline, self.person, competency)
        group = self._one("group", asked, {one: (one, instruments.group_words(one)) for one in groups})
        self.chosen = Instrument(
            baseline, person=self.person, competency=competency, group=group or Cell.ALL, items=tuple(items)
        )

    def _pulse(self, asked: Mapping[str, Any], pulses: Mapping[Publication, list[SurveyUnit]]) -> None:
        baseline = self._one("wave", asked, {one.public_id: (one, _day(one)) for one in pulses})
        if baseline is None:
            return
        unit = self._one("unit", asked, {one.public_id: (one, one.name) for one in pulses[baseline]})
        if unit is None:
            return
        told = instruments.pulse_items_in(baseline, unit)
        items = self._some("questions", asked, {str(one.pk): (one, one.said()) for one in told})
        if items:
            self.chosen = Instrument(baseline, unit=unit, items=tuple(items))

    def _one(self, name: str, asked: Mapping[str, Any], offered: Mapping[str, tuple[Any, Any]]) -> Any:
        if not offered:
            return None
        key = asked.get(name) if asked.get(name) in offered else next(iter(offered))
        self.offers[name] = [(one, str(words)) for one, (_thing, words) in offered.items()]
        self.answers[name] = key
        return offered[str(key)][0]

    def _some(self, name: str, asked: Mapping[str, Any], offered: Mapping[str, tuple[Any, Any]]) -> list[Any]:
        if not offered:
            return []
        getlist = getattr(asked, "getlist", None)
        wanted = getlist(name) if getlist else asked.get(name, [])
        keys = [key for key in offered if key in wanted]
        self.offers[name] = [(one, str(words)) for one, (_thing, words) in offered.items()]
        self.answers[name] = keys
        return [offered[key][0] for key in keys]


class TargetForm(forms.Form):
    """What the key result says, and the level it is to reach."""

    title = forms.CharField(label=_("What will be different?"), max_length=300)
    target = forms.FloatField(
        label=_("Target level"),
        min_value=0,
        max_value=10,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )


class ReadingReaderForm(forms.Form):
    person = PersonByName(label=_("Who may see the readings"))


def answers_of(result: KeyResult) -> dict[str, Any]:
    """What was chosen for a key result that is bound already."""
    binding = (
        Binding.objects.filter(key_result=result, ended=None).select_related("baseline__wave", "competency").first()
    )
    if binding is None:
        return {}
    wave = binding.baseline.wave
    items = wave.questionnaire.items.filter(key__in=binding.items).values_list("pk", flat=True)
    unit = wave.units.filter(name=binding.unit).first() if binding.unit else None
    return {
        "wave": binding.baseline.public_id,
        "competency": binding.competency.public_id if binding.competency else "",
        "group": binding.group,
        "questions": [str(pk) for pk in items],
        "unit": unit.public_id if unit else "",
        "title": result.title,
        "target": binding.target,
    }


def _day(told: Publication) -> str:
    from django.utils.formats import date_format

    return f"{told.wave}, {date_format(told.at, 'j F Y')}"
