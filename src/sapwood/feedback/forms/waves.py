"""Preparing and launching waves."""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr
from typing import Any, ClassVar

from django import forms
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock
from sapwood.feedback.actions.first_raters import Outsider
from sapwood.feedback.models import Questionnaire, Relation, Wave
from sapwood.people.fields import PeopleByName, PersonByName
from sapwood.people.models import Person, Team
from sapwood.people.queries import members_of
from sapwood.ui.fields import field_of


class WaveForm(forms.Form):
    """A wave that is begun. Offers the questionnaires in use for its kind and the waves it may follow."""

    kind: ClassVar[str]
    name = forms.CharField(label=_("Name"), max_length=120)
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(), label=_("Questions"), to_field_name="public_id", empty_label=None
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it before they answer."),
    )
    follows = forms.ModelChoiceField(
        Wave.objects.none(), label=_("It continues"), required=False, to_field_name="public_id"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = Questionnaire.objects.kept().filter(kind=self.kind, retired=None).exclude(published=None)
        field_of(self, "questionnaire", forms.ModelChoiceField).queryset = papers.order_by("name", "-edition")
        before = self.before(Wave.objects.filter(kind=self.kind, stage=Wave.Stage.PUBLISHED))
        field_of(self, "follows", forms.ModelChoiceField).queryset = before.order_by("-opens")

    def before(self, published: QuerySet[Wave]) -> QuerySet[Wave]:
        """Those of the published waves of its kind that it may follow."""
        return published


class PulseForm(WaveForm):
    kind = Wave.Kind.PULSE
    audience = forms.ChoiceField(label=_("Who reads a unit's result"), choices=Wave.Audience.choices)
    field_order = ("name", "questionnaire", "purpose", "audience", "follows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follows = field_of(self, "follows", forms.ModelChoiceField)
        follows.empty_label = _("nothing: it is the first of its kind")
        follows.help_text = _("Small teams stay grouped as they were then, for a year.")


class OpeningForm(forms.Form):
    """When a wave closes: at the end of that day in the zone of whoever launches it."""

    closes = forms.DateField(label=_("It is open until the end of"), widget=forms.DateInput(attrs={"type": "date"}))

    def moment(self, zone: str) -> dt.datetime:
        day: dt.date = self.cleaned_data["closes"]
        there = clock.local(clock.now(), zone).tzinfo
        return dt.datetime.combine(day, dt.time(23, 59), tzinfo=there).astimezone(dt.UTC)


class ThresholdForm(forms.Form):
    least_answers = forms.IntegerField(label=_("Answers a shown number rests on"), min_value=5, max_value=50)
    least_relation = forms.IntegerField(label=_("Raters in a group of a 360"), min_value=3, max_value=20)
    comments_from = forms.IntegerField(label=_("Answers from which remarks are shown"), min_value=5, max_value=50)


class ResponseForm(forms.Form):
    text = forms.CharField(label=_("What we do"), widget=forms.Textarea(attrs={"rows": 3}))
    due = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class RoundForm(WaveForm):
    """A 360 that is begun: the people of a team, or people by name, or both."""

    kind = Wave.Kind.ROUND
    team = forms.ModelChoiceField(
        Team.objects.filter(retired=None),
        label=_("About the people of"),
        required=False,
        to_field_name="public_id",
        empty_label=_("no team: by name, below"),
    )
    people = PeopleByName(label=_("And about"), required=False)
    is_panel = forms.BooleanField(
        label=_("A follow-up will compare with it"),
        required=False,
        help_text=_(
            "Everybody is told first: until the follow-up is published, at most 15 months, key store and database together could join answers to people."
        ),
    )
    is_shuffled = forms.BooleanField(
        label=_("Questions in another order for each rater"),
        required=False,
        help_text=_("So that the last ones are not everybody's most hurried; questions in words stay at the end."),
    )
    board = forms.CharField(
        label=_("For executives: who answers as their manager"),
        required=False,
        max_length=400,
        help_text=_(
            "A member of the board, by name: a colleague, or “Name <address>” of somebody from outside, who answers by mail. Empty: each one's own manager."
        ),
    )
    pools_reports = forms.BooleanField(
        label=_("For executives: ask everybody below them, as one group"),
        required=False,
        help_text=_("Direct reports and theirs, 20 at most. Of three direct reports each could be recognised."),
    )
    field_order = (
        "name", "questionnaire", "purpose", "team", "people", "board", "pools_reports", "is_shuffled", "is_panel", "follows",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].help_text = _("Everybody reads it before they answer. It is for growing, never for pay.")
        follows = field_of(self, "follows", forms.ModelChoiceField)
        follows.label = _("It is the follow-up of")
        follows.empty_label = _("nothing: it is a first round")
        follows.help_text = _("The same raters are asked first.")

    def before(self, published: QuerySet[Wave]) -> QuerySet[Wave]:
        """Panels whose answers are still kept."""
        return published.filter(is_panel=True, keys__purpose="panel", keys__destroyed=None)

    def clean_board(self) -> Person | Outsider | None:
        typed = self.cleaned_data["board"].strip()
        name, address = parseaddr(typed) if "<" in typed else ("", "")
        if not address:
            found: Person | None = PersonByName(required=False).clean(typed)
            return found
        validate_email(address)
        colleague = Person.objects.at_work(clock.today()).filter(email__iexact=address).first()
        return colleague or Outsider(name.strip() or address, address)

    def keywords(self) -> dict[str, Any]:
        """What the deed needs."""
        given = dict(self.cleaned_data)
        team, named = given.pop("team"), given.pop("people")
        members = [row.person for row in members_of(team)] if team else []
        about = (
            Wave.About.TEAM
            if team and not named
            else Wave.About.PERSON
            if len(named) == 1 and not team
            else Wave.About.PROGRAMME
        )
        return {**given, "people": [*members, *named], "about": about}


class RaterForm(forms.Form):
    person = PersonByName(label=_("Who"))
    relation = forms.ChoiceField(
        label=_("What they are to the person"),
        choices=[
            (value, label) for value, label in Relation.choices if value not in {Relation.SELF, Relation.EXTERNAL}
        ],
        initial=Relation.PEER,
    )


class GuestForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail"))


class ReaderForm(forms.Form):
    person = PersonByName(label=_("Who may read it"))
