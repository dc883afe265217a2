"""Short forms of the objective's page and of cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sapwood.goals.carrying import Carried
from sapwood.goals.models import Alignment, Cycle, KeyResult, Objective
from sapwood.people.fields import PersonByName
from sapwood.people.models import Person, Team
from sapwood.ui.fields import field_of


class CommentForm(forms.Form):
    about = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("What did you see, or what would you ask?"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, results: Sequence[KeyResult] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = {result.public_id: result for result in results}
        field_of(self, "about", forms.ChoiceField).choices = [
            ("", _("the whole goal")),
            *((key, result.title) for key, result in self.results.items()),
        ]

    def key_result(self) -> KeyResult | None:
        return self.results.get(self.cleaned_data["about"])


class InitiativeForm(forms.Form):
    title = forms.CharField(label=_("What to do"), max_length=240)
    owner = PersonByName(label=_("Who"), required=False)
    due = forms.DateField(label=_("by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PartForm(forms.Form):
    part = forms.CharField(label=_("My part in it"), required=False, max_length=240)


class ObjectiveByTitle(forms.CharField):
    """Finds a strategic goal the person can see by what is typed or pasted: its title, or its address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "goal-titles", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.person: Person | None = None

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        assert self.person is not None  # the form gives it
        visible = Objective.objects.visible_to(self.person).filter(layer=Objective.Layer.STRATEGIC)
        name = typed.rstrip("/").rsplit("/", 1)[-1]
        by_title = (
            visible.open()
            .filter(title__iexact=typed)
            .select_related("owner_team")
            .order_by(F("cycle__starts").desc(nulls_last=True), "id")
        )
        found = list(visible.filter(public_id=name)[:1] or by_title[:2])
        if not found:
            raise forms.ValidationError(
                _("No goal is called “%(typed)s”. Choose one from the list, or paste the address of its page.")
                % {"typed": typed}
            )
        if len(found) > 1 and found[0].cycle_id == found[1].cycle_id:
            raise forms.ValidationError(
                _("Several goals are called “%(typed)s”. Paste the address of the one you mean.") % {"typed": typed}
            )
        return found[0]


class ServedByTitle(ObjectiveByTitle):
    """An objective, or a key result of one, by its title or by the address it is linked with."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            assert self.person is not None  # the form gives it
            visible = Objective.objects.visible_to(self.person).filter(layer=Objective.Layer.STRATEGIC).open()
            typed = str(value or "").strip()
            rows = KeyResult.objects.filter(dropped=None, objective__in=visible).select_related("objective")
            found = list(rows.filter(public_id=typed)[:1] or rows.filter(title__iexact=typed)[:2]) if typed else []
            if len(found) != 1:
                raise
            return found[0]


class AlignForm(forms.Form):
    """Which objective, or which key result of one, this one serves."""

    parent = ServedByTitle(
        label=_("It serves"), help_text=_("A goal, or one key result of it: type its title or paste its address.")
    )
    kind = forms.ChoiceField(label=_("How"), choices=Alignment.Kind.choices)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "parent", ServedByTitle).person = person


class PairForm(forms.Form):
    """The partner of the other nature."""

    partner = ObjectiveByTitle(label=_("Its partner"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "partner", ObjectiveByTitle).person = person


class ShareForm(forms.Form):
    """With one person, with one's team, or with everybody."""

    person = PersonByName(label=_("A person"), required=False)
    team = forms.ModelChoiceField(Team.objects.none(), label=_("A team of mine"), required=False)
    everybody = forms.BooleanField(label=_("Everybody here"), required=False)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "team", forms.ModelChoiceField).queryset = Team.objects.filter(pk__in=viewer.team_ids)


class HandOverForm(forms.Form):
    """What of a leaver's load goes to whom. Without a tick everything does: the button says so."""

    to = PersonByName(label=_("To whom"))

    def __init__(self, *args: Any, carried: Carried, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carried = carried
        for name, rows in self._lists().items():
            self.fields[name] = forms.TypedMultipleChoiceField(
                required=False, coerce=int, choices=[(row.pk, str(row)) for row in rows]
            )

    def chosen(self) -> dict[str, list[Any]]:
        """The keywords of the action."""
        everything = "everything" in self.data
        return {
            name: [row for row in rows if everything or row.pk in self.cleaned_data[name]]
            for name, rows in self._lists().items()
        }

    def _lists(self) -> dict[str, list[Any]]:
        carried = self.carried
        return {
            "key_results": carried.key_results,
            "initiatives": carried.initiatives,
            "contributions": carried.contributions,
        }


class ReviewForm(forms.Form):
    note = forms.CharField(
        label=_("What did you see this cycle?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One thing that was different, or that was not. It is kept with the goal."),
    )


class CycleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Cycle
        fields = ["name", "starts", "ends", "drafts_by", "agreed_by", "cadence_days"]
        widgets = {
            "starts": forms.DateInput(attrs={"type": "date"}),
            "ends": forms.DateInput(attrs={"type": "date"}),
            "drafts_by": forms.DateInput(attrs={"type": "date"}),
            "agreed_by": forms.DateInput(attrs={"type": "date"}),
        }

    def validate_unique(self) -> None:
        """The action says it better, and holds under two at once."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The cycle ends before it begins. Give a last day that is later than the first."))
        return data
