"""What one fills in for plans: beginning and changing one, a step, its end, a certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.forms.between import AboutForm
from sapwood.goals.models import KeyResult
from sapwood.growth.actions.plans import NewStep, StepChange, Terms
from sapwood.growth.models import Plan, PlanEnd, Step
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person, Priority
from sapwood.ui.fields import field_of


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TermsForm(forms.Form):
    """What a plan says of itself. One of development serves what its goal serves."""

    title = forms.CharField(label=_("Name of the plan"), max_length=200)
    purpose = forms.CharField(
        label=_("What will be different for whom"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hours = forms.DecimalField(
        label=_("Working hours a week agreed for it"),
        required=False,
        min_value=0,
        max_value=40,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        help_text=_("Empty: none is agreed yet, and the plan says so."),
    )
    agreed_with = PersonByName(label=_("Agreed with"), required=False)
    priority = forms.ModelChoiceField(
        Priority.objects.none(),
        label=_("Which priority it serves"),
        required=False,
        empty_label=_("none in particular"),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Plan.Kind.DEVELOPMENT:
            del self.fields["priority"]
        else:
            field_of(self, "priority", forms.ModelChoiceField).queryset = Priority.objects.filter(retired=None)

    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            title=given["title"],
            purpose=given["purpose"],
            hours=given["hours"],
            agreed_with=given["agreed_with"],
            priority=given.get("priority"),
        )


class StartForm(TermsForm):
    """For whom, from when, and what the plan says of itself."""

    person = forms.ChoiceField(label=_("For whom"), required=False)
    starts = forms.DateField(label=_("First day"), widget=_day())
    field_order = ("person", "title", "starts", "purpose", "hours", "agreed_with", "priority")

    def __init__(self, *args: Any, by: Person, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        reports = Person.objects.filter(pk__in=by.report_ids, leaves=None, erased=None).order_by("name")
        self.people = {"": by} | {one.public_id: one for one in reports}
        if kind == Plan.Kind.DEVELOPMENT or len(self.people) == 1:
            del self.fields["person"]
        else:
            field_of(self, "person", forms.ChoiceField).choices = [
                ("", _("myself")),
                *((key, one.name) for key, one in self.people.items() if key),
            ]
            self.fields["person"].help_text = _("Somebody else gets it as a proposal: they take it on or rewrite it.")

    def whom(self) -> Person:
        return self.people[self.cleaned_data.get("person", "")]


class ChangeForm(TermsForm):
    """The plan and its steps as they shall read from now on, and why. Before it is taken on no reason is asked for."""

    why = forms.CharField(
        label=_("Why it changes, or why it stays"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What did you see that the plan did not expect? Kept with the plan, with the day and your name."),
    )
    field_order = ("why", "title", "purpose", "hours", "agreed_with", "priority")

    def __init__(self, *args: Any, plan: Plan, steps: Sequence[Step], **kwargs: Any) -> None:
        started = {
            "title": plan.title, "purpose": plan.purpose, "hours": plan.hours, "agreed_with": plan.agreed_with,
            "priority": plan.priority_id,
        }  # fmt: skip
        super().__init__(*args, kind=plan.kind, initial=started, **kwargs)
        if plan.accepted is None:
            del self.fields["why"]
        self.steps = list(steps)
        for step in self.steps:
            self.fields[f"title_{step.pk}"] = forms.CharField(
                label=_("What to do"), max_length=200, initial=step.title, required=False
            )
            self.fields[f"due_{step.pk}"] = forms.DateField(
                label=_("by"), required=False, initial=step.due, widget=_day()
            )
            self.fields[f"drop_{step.pk}"] = forms.BooleanField(label=_("leave out"), required=False)

    def of_plan(self) -> list[forms.BoundField]:
        return [self[name] for name in ("why", *TermsForm.base_fields) if name in self.fields]

    def of_steps(self) -> list[tuple[Step, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (step, self[f"title_{step.pk}"], self[f"due_{step.pk}"], self[f"drop_{step.pk}"]) for step in self.steps
        ]

    def changes(self) -> list[StepChange]:
        given = self.cleaned_data
        return [
            StepChange(step, given[f"title_{step.pk}"], given[f"due_{step.pk}"], given[f"drop_{step.pk}"])
            for step in self.steps
        ]


class StepForm(AboutForm):
    """One more step. What an observer looks for is asked of a step of being observed only."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Step.Kind.choices, initial=Step.Kind.PRACTICE)
    title = forms.CharField(label=_("What to do"), max_length=200)
    due = forms.DateField(label=_("by"), required=False, widget=_day())
    key_result = forms.ChoiceField(label=_("For which key result"), required=False)
    link = forms.URLField(label=_("Address of the content"), required=False, max_length=500, assume_scheme="https")
    note = forms.CharField(
        label=_("More about it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("kind", "title", "due", "key_result", "behaviour", "about", "link", "note")

    def __init__(self, *args: Any, results: Sequence[KeyResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = {one.public_id: one for one in results}
        self.fields["behaviour"].label = _("Behaviour an observer looks for")
        self.fields["behaviour"].help_text = _("For “Be observed”. Its levels are what the observer chooses from.")
        if self.results:
            field_of(self, "key_result", forms.ChoiceField).choices = [
                ("", _("none in particular")),
                *((key, one.title) for key, one in self.results.items()),
            ]
        else:
            del self.fields["key_result"]

    def clean(self) -> dict[str, Any]:
        given = forms.Form.clean(self) or self.cleaned_data
        if given.get("kind") == Step.Kind.DEMONSTRATION and not given.get("behaviour") and not given.get("about"):
            self.add_error("behaviour", say("Name what an observer looks for: choose a behaviour, or say it yourself."))
        return given

    def step(self) -> NewStep:
        given = self.cleaned_data
        observed = given["kind"] == Step.Kind.DEMONSTRATION
        return NewStep(
            kind=given["kind"],
            title=given["title"],
            note=given["note"],
            link=given["link"],
            due=given["due"],
            key_result=self.results.get(given.get("key_result", "")),
            behaviour=given["behaviour"] if observed else None,
            about=given["about"] if observed else "",
        )


class EndForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[one for one in PlanEnd.How.choices if one[0] != PlanEnd.How.DECLINED],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What did you learn on the way?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CertificateForm(forms.Form):
    name = forms.CharField(label=_("Name of the certificate"), max_length=160)
    issuer = forms.CharField(label=_("Who gives it"), required=False, max_length=160)
    until = forms.DateField(
        label=_("Valid until"), required=False, widget=_day(),
        help_text=_("You are told two months and two weeks before."),
    )  # fmt: skip
    plan = forms.ChoiceField(
        label=_("Part of the plan"), required=False, help_text=_("Whoever reads the plan reads it then.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {one.public_id: one for one in Plan.objects.filter(person=person, ending=None)}
        if self.plans:
            field_of(self, "plan", forms.ChoiceField).choices = [
                ("", _("none: only I read it")),
                *((key, one.title) for key, one in self.plans.items()),
            ]
        else:
            del self.fields["plan"]

    def keywords(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, "plan": self.plans.get(given.pop("plan", ""))}


class UntilForm(forms.Form):
    until = forms.DateField(label=_("Valid until"), widget=_day())


def first_day(today: dt.date) -> dt.date:
    """The coming Monday, on which most things begin."""
    return today + dt.timedelta(days=(7 - today.weekday()) % 7)
