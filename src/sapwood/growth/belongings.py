"""What of this room is a person's alone: journal, personal goals, plans, practice, mentoring, what they declared."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.activity.models import FormDraft
from sapwood.goals.models import Objective, Practice
from sapwood.growth import actions, mentoring_belongings, plan_belongings
from sapwood.growth.actions import journal as journal_deeds
from sapwood.growth.actions import personal as personal_deeds
from sapwood.growth.declaring import said_by
from sapwood.growth.journal import as_markdown, as_rows
from sapwood.growth.models import Focus
from sapwood.growth.queries import journal, personal
from sapwood.growth.queries.school import as_rows as practice_as_rows
from sapwood.people import belongings
from sapwood.people.belongings import Belonging, WayOut
from sapwood.people.models import DurableKey, Person, SealedDraft


def furnish() -> None:
    """Let the house know of them."""
    register = belongings.register
    register("journal", Belonging(gettext_lazy("Journal"), _journal, _erase_journal, order=10))
    register("personal", Belonging(gettext_lazy("Personal goals"), _goals, _erase_goals, order=20))
    register("plans", Belonging(gettext_lazy("Plans"), _plans, _erase_plans, order=25))
    register("practice", Belonging(gettext_lazy("What I practised"), _practice, _erase_practice, order=35))
    register("school", Belonging(gettext_lazy("Practice in the school"), _school, _erase_school, order=40))
    register("mentoring", Belonging(gettext_lazy("Mentoring"), _mentoring, _erase_mentoring, order=45))
    register("declared", Belonging(gettext_lazy("What I declared"), _declared, _erase_declared, order=48))
    belongings.register_way_out("personal", WayOut(personal_deeds.is_kept, _way_out))
    register("keys", Belonging(gettext_lazy("Drafts"), lambda person: {}, _erase_keys, order=belongings.LAST))


def _journal(person: Person) -> Mapping[str, str]:
    pages = journal.pages_of(person)
    if not pages:
        return {}
    return {"journal.md": as_markdown(pages, title=_("My journal")), "journal.json": _json(as_rows(pages))}


def _erase_journal(person: Person, at: dt.datetime) -> None:
    journal_deeds.delete_journal(by=person, at=at)


def _goals(person: Person) -> Mapping[str, str]:
    rows = personal.goals_as_rows(person)
    return {"personal-goals.json": _json(rows)} if rows else {}


def _erase_goals(person: Person, at: dt.datetime) -> None:
    Objective.objects.filter(owner_person=person, layer=Objective.Layer.PERSONAL).delete()


def _plans(person: Person) -> Mapping[str, str]:
    found = plan_belongings.as_rows(person)
    return {"plans.json": _json(found)} if any(found.values()) else {}


def _erase_plans(person: Person, at: dt.datetime) -> None:
    plan_belongings.forget(person)


def _practice(person: Person) -> Mapping[str, str]:
    """Week by week, of each goal about oneself."""
    rows = Practice.objects.filter(objective__owner_person=person).select_related("objective")
    told = [{"goal": row.objective.title, "week": row.week, "times": row.get_times_display()} for row in rows]
    return {"practice.json": _json(told)} if told else {}


def _erase_practice(person: Person, at: dt.datetime) -> None:
    Practice.objects.filter(objective__owner_person=person).delete()
    Focus.objects.filter(objective__owner_person=person).delete()


def _school(person: Person) -> Mapping[str, str]:
    found = practice_as_rows(person)
    return {"school.json": _json(found)} if any(found.values()) else {}


def _erase_school(person: Person, at: dt.datetime) -> None:
    actions.forget_practice(by=person, at=at)


def _mentoring(person: Person) -> Mapping[str, str]:
    found = mentoring_belongings.as_rows(person)
    return {"mentoring.json": _json(found)} if any(found.values()) else {}


def _erase_mentoring(person: Person, at: dt.datetime) -> None:
    mentoring_belongings.forget(person, at)


def _declared(person: Person) -> Mapping[str, str]:
    """Opened for whoever said it, as on their own page."""
    found = said_by(person)
    return {"declared.json": _json(found)} if found else {}


def _erase_declared(person: Person, at: dt.datetime) -> None:
    actions.undeclare_all(by=person)


def _way_out(person: Person, at: dt.datetime) -> str:
    return reverse("growth:taken_along", args=[personal_deeds.make_link(by=person, at=at)])


def _erase_keys(person: Person, at: dt.datetime) -> None:
    """Last of all: drafts, and every key of theirs, so that older copies of the database are unreadable as well."""
    SealedDraft.objects.filter(person=person).delete()
    FormDraft.objects.filter(person=person).delete()
    for key in DurableKey.objects.filter(person=person, ended=None):
        key.end(at)


def _json(found: object) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False, default=str)
