"""Writing an objective with its key results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock
from sapwood.goals import rules
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person, Priority, Team, Value
from sapwood.ui.fields import field_of

ME = "me"
MOST = 10**13


class NumberField(forms.DecimalField):
    """A value of a key result. Spaces around it do not matter, and one thing that is wrong with it is said at a time."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "invalid": _("Enter a number, with a point before decimals, such as 0.5."),
            "min_value": _("The smallest number that can be kept is %(limit_value)s."),
            "max_value": _("The largest number that can be kept is %(limit_value)s."),
            "max_decimal_places": _("At most %(max)s places after the point can be kept."),
        }
        super().__init__(
            min_value=-MOST, max_value=MOST, max_digits=20, decimal_places=6, error_messages=messages, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError as problem:
            raise ValidationError(problem.error_list[:1]) from None


class ObjectiveForm(forms.Form):
    title = forms.CharField(
        label=_("What will be true at the end?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "title"}),
    )
    audience = forms.CharField(
        label=_("Whose behaviour will change?"),
        max_length=200,
        required=False,
        help_text=_("The people who use or feel the result, not those who do the work."),
    )
    why = forms.CharField(label=_("Why does it matter?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(
        label=_("Whose goal is it, and of what kind?"),
        help_text=_(
            "Strategic goals can be read by everybody. Developmental ones are their owner's until shared. "
            "Personal ones nobody else ever sees."
        ),
        error_messages={
            "invalid_choice": _(
                "Strategic objectives belong to teams here, personal ones are your own. Choose one from the list."
            )
        },
    )
    nature = forms.ChoiceField(label=_("Hard or soft"), choices=Objective.Nature.choices, widget=forms.RadioSelect)
    ambition = forms.ChoiceField(label=_("Ambition"), choices=Objective.Ambition.choices, widget=forms.RadioSelect)
    cycle = forms.ModelChoiceField(
        Cycle.objects.none(), label=_("Cycle"), required=False, empty_label=_("no end: reviewed each cycle")
    )
    values = forms.ModelMultipleChoiceField(
        Value.objects.none(), label=_("It serves these values"), required=False, widget=forms.CheckboxSelectMultiple
    )
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        label=_("It serves these priorities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, person: Person, objective: Objective | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.owners: dict[str, Team | Person] = {}
        choices = self._choices()
        field_of(self, "owner", forms.ChoiceField).choices = choices
        self._join(dict(choices))
        open_cycles = Cycle.objects.filter(stage__in=["planning", "active"])
        field_of(self, "cycle", forms.ModelChoiceField).queryset = open_cycles
        field_of(self, "values", forms.ModelMultipleChoiceField).queryset = Value.objects.filter(retired=None)
        field_of(self, "priorities", forms.ModelMultipleChoiceField).queryset = Priority.objects.filter(retired=None)
        if objective is not None:
            for fixed in ("owner", "cycle"):
                del self.fields[fixed]

    def clean(self) -> dict[str, Any]:
        """`owner` and `layer` apart, as the actions take them."""
        cleaned = super().clean() or {}
        if "owner" in cleaned:
            cleaned["owner"], _colon, cleaned["layer"] = cleaned["owner"].partition(":")
        return cleaned

    def whose(self) -> Team | Person:
        return self.owners[self.cleaned_data["owner"]]

    def _choices(self) -> list[tuple[str, Any]]:
        """Every owner with every kind that this person may write for them, and nothing else; the nearest first."""
        person, found = self.person, []
        teams = list(Team.objects.filter(retired=None).order_by("name"))
        reports = Person.objects.at_work(clock.today()).filter(pk__in=person.report_ids).order_by("name")
        near = [team for team in teams if team.pk in person.team_ids]
        owners: list[Team | Person] = [*near, person, *(reports if person.report_ids else [])]
        for owner in [*owners, *(team for team in teams if team not in near)]:
            key = ME if owner == person else owner.public_id
            for layer, words in self._kinds(owner).items():
                if rules.may_write_for(person, owner, layer):
                    self.owners[key] = owner
                    found.append((f"{key}:{layer}", words % {"owner": owner}))
        return found

    def _kinds(self, owner: Team | Person) -> dict[str, Any]:
        layers = Objective.Layer
        if isinstance(owner, Team):
            return {layers.STRATEGIC: _("%(owner)s: strategic"), layers.DEVELOPMENTAL: _("%(owner)s: developmental")}
        if owner == self.person:
            return {
                layers.DEVELOPMENTAL: _("my own: developmental"),
                layers.PERSONAL: _("my own: personal"),
                layers.STRATEGIC: _("my own: strategic"),
            }
        return {
            layers.DEVELOPMENTAL: _("a proposal to %(owner)s: developmental"),
            layers.STRATEGIC: _("a proposal to %(owner)s: strategic"),
        }

    def _join(self, offered: dict[str, Any]) -> None:
        """Owner and kind that came apart (in an address, in a draft kept before) as the one choice that joins them."""
        if self.is_bound:
            owner, layer = self.data.get("owner") or "", self.data.get("layer") or ""
            if layer and ":" not in owner:
                data = QueryDict(mutable=True)
                data.update(self.data)
                data["owner"] = f"{owner}:{layer}"
                self.data = data
            return
        owner, layer = self.initial.get("owner", ""), self.initial.pop("layer", "")
        same = [key for key in offered if key.endswith(f":{layer}")]
        wanted = f"{owner}:{layer}"
        self.initial["owner"] = wanted if wanted in offered else next(iter(same or offered), "")


class KeyResultForm(forms.Form):
    public_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    title = forms.CharField(
        label=_("What will be different?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 1})
    )
    direction = forms.ChoiceField(label=_("It should"), choices=KeyResult.Direction.choices, required=False)
    baseline = NumberField(label=_("from"), required=False)
    target = NumberField(label=_("to"), required=False)
    unit = forms.CharField(label=_("unit"), required=False, max_length=40)
    indicator = forms.ChoiceField(label=_("It moves"), choices=KeyResult.Indicator.choices, required=False)
    updater = PersonByName(label=_("Who tells"), required=False)
    due = forms.DateField(label=_("by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    weight = forms.DecimalField(label=_("weight"), required=False, min_value=0, max_value=100, initial=1)
    source = forms.ChoiceField(
        label=_("Where readings come from"),
        choices=[(value, words) for value, words in KeyResult.Source.choices if value in {"manual", "tally"}],
        required=False,
    )
    milestones = forms.CharField(
        label=_("Steps, one a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where it is reached step by step. They are ticked at the check-in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_measured:
            field_of(self, "source", forms.ChoiceField).choices = KeyResult.Source.choices

    @property
    def is_measured(self) -> bool:
        """Feedback measures it: the line keeps its words, its numbers come from what measures it."""
        return bool(self["public_id"].value()) and self["source"].value() == KeyResult.Source.INSTRUMENT

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("direction", "baseline", "target", "unit")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        filled = any(cleaned.get(name) not in (None, "") for name in ("baseline", "target", "unit", "due"))
        steps = self.steps()
        if any(len(step) > 200 for step in steps):
            self.add_error("milestones", _("One step is longer than 200 letters. Say it shorter, or make two of it."))
        if len(steps) > 30:
            self.add_error("milestones", _("There are %(n)d steps; 30 are allowed. Join some.") % {"n": len(steps)})
        filled = filled or bool(steps)
        if filled and not (cleaned.get("title") or "").strip():
            self.add_error("title", _("Say what will be different; only numbers stand here."))
        return cleaned

    def steps(self) -> tuple[str, ...]:
        """The steps as written, empty lines and repeats left out."""
        written = (getattr(self, "cleaned_data", {}).get("milestones") or "").splitlines()
        return tuple(dict.fromkeys(line.strip() for line in written if line.strip()))

    def draft(self) -> KeyResultDraft | None:
        """The key result as written, None for an empty line."""
        data = getattr(self, "cleaned_data", {})
        if not (data.get("title") or "").strip():
            return None
        return KeyResultDraft(
            title=data["title"],
            public_id=data.get("public_id") or "",
            direction=_direction(data.get("direction"), data.get("baseline"), data.get("target")),
            indicator=data.get("indicator") or KeyResult.Indicator.LAGGING,
            unit=data.get("unit") or "",
            baseline=data.get("baseline"),
            target=data.get("target"),
            due=data.get("due"),
            weight=data["weight"] if data.get("weight") is not None else Decimal(1),
            updater=data.get("updater"),
            source=data.get("source") or KeyResult.Source.MANUAL,
            milestones=self.steps(),
        )


def _direction(chosen: str | None, baseline: Any, target: Any) -> str:
    """What was chosen; whether it rises or falls the two numbers say better, where both are given."""
    if chosen and chosen not in {KeyResult.Direction.RISE, KeyResult.Direction.FALL}:
        return chosen
    if baseline is None or target is None:
        return chosen or KeyResult.Direction.RISE
    return KeyResult.Direction.FALL if target < baseline else KeyResult.Direction.RISE


def key_result_forms(data: Any = None, *, initial: Any = None, extra: int = 0) -> Any:
    """The lines of key results: as many as there are, and `extra` empty ones."""
    kind = forms.formset_factory(KeyResultForm, extra=extra, max_num=20, absolute_max=25)
    return kind(data, initial=initial, prefix="kr")


def take_over(data: QueryDict) -> None:
    """“Use this one”: a rewrite takes the place of the key result it was made for, in a copy of what was sent."""
    place, _bar, text = data.get("use", "").partition("|")
    if place.isdigit() and len(place) < 3 and text.strip() and f"kr-{int(place)}-title" in data:
        data[f"kr-{int(place)}-title"] = text.strip()[:300]


def draft_of(form: ObjectiveForm, lines: Any) -> ObjectiveDraft:
    """What both forms say together. Fields that did not pass are taken as empty: the live check uses this too."""
    data = getattr(form, "cleaned_data", {})
    return ObjectiveDraft(
        title=data.get("title") or "",
        why=data.get("why") or "",
        audience=data.get("audience") or "",
        nature=data.get("nature") or Objective.Nature.HARD,
        ambition=data.get("ambition") or Objective.Ambition.ASPIRATIONAL,
        key_results=tuple(draft for line in lines.forms if (draft := line.draft()) is not None),
        values=tuple(data.get("values") or ()),
        priorities=tuple(data.get("priorities") or ()),
    )
