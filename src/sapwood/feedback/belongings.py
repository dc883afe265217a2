"""What of feedback is a person's alone: how they told their days to themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sapwood.feedback import moods
from sapwood.feedback.models import Mood, MoodSharing
from sapwood.files.tables import write_csv
from sapwood.people import belongings
from sapwood.people.belongings import Belonging
from sapwood.people.models import Person


def furnish() -> None:
    belongings.register("moods", Belonging(_("My days"), _files, _erase, order=30))


def _files(person: Person) -> Mapping[str, str]:
    rows = list(Mood.objects.filter(person=person).order_by("day"))
    return {"my-days.csv": write_csv(moods.as_rows(rows)).decode()} if rows else {}


def _erase(person: Person, at: dt.datetime) -> None:
    Mood.objects.filter(person=person).delete()
    MoodSharing.objects.filter(person=person).delete()
