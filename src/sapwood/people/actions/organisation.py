"""What the organisation has decided and said of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import rules
from sapwood.people.actions.library import fresh_competency_key
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Competency, Organisation, OrganisationPolicy, Person, Priority, Team, Value

Said = Value | Priority | OrganisationPolicy | Competency


@deed("people.edit_organisation")
def edit_organisation(
    *,
    by: Person,
    version: int,
    name: str,
    individual_strategic: bool,
    check_in_weekday: int,
    grace_days: int,
    minutes_a_week: int,
    at: dt.datetime,
) -> Organisation:
    """Change the settings everybody lives with. Raises Conflict when somebody else saved since `version`."""
    _guard(by)
    row, _created = Organisation.objects.get_or_create(pk=1, defaults={"name": name})
    save_over(
        row,
        version,
        name=name.strip(),
        individual_strategic=individual_strategic,
        check_in_weekday=check_in_weekday,
        grace_days=grace_days,
        minutes_a_week=minutes_a_week,
    )
    events.record("people.organisation_edited", by=by, about=None, at=at)
    return row


@deed("people.say")
def say(*, by: Person, kind: type[Said], name: str, text: str = "", at: dt.datetime, **more: Any) -> Said:
    """Write down a value, a priority, a policy or a competency."""
    _guard(by)
    _check(kind, name)
    teams: Collection[Team] = more.pop("teams", ())
    if kind is Competency:
        more["key"] = fresh_competency_key(name)
    row = kind.objects.create(name=name.strip(), text=text.strip(), position=kind.objects.count(), **more)
    if isinstance(row, OrganisationPolicy):
        row.teams.set(teams)
    events.record(f"people.{kind._meta.model_name}_written", by=by, about=row, at=at)
    return row


@deed("people.say_otherwise")
def say_otherwise(
    *, by: Person, said: Said, version: int, name: str, text: str = "", at: dt.datetime, **more: Any
) -> Said:
    """Change the words. Goals that link to it keep their link."""
    _guard(by)
    _check(type(said), name, but=said)
    teams: Collection[Team] | None = more.pop("teams", None)
    save_over(said, version, name=name.strip(), text=text.strip(), **more)
    if isinstance(said, OrganisationPolicy) and teams is not None:
        said.teams.set(teams)
    events.record(f"people.{said._meta.model_name}_edited", by=by, about=said, at=at)
    return said


@deed("people.retire")
def retire(*, by: Person, said: Said, at: dt.datetime) -> Said:
    """Say that it holds no longer. New goals cannot link to it; old ones keep their link."""
    _guard(by)
    if said.retired is None:
        said.retired = at.date()
        said.version += 1
        said.save(update_fields=["retired", "version"])
        events.record(f"people.{said._meta.model_name}_retired", by=by, about=said, at=at)
    return said


def _guard(by: Person) -> None:
    if not rules.may_run_organisation(by):
        raise Refused(
            _("This is decided by the OKR owner or an administrator."), _("The People page says who that is.")
        )


def _check(kind: type[Said], name: str, *, but: Said | None = None) -> None:
    if not name.strip():
        raise Refused(_("It needs a name."), _("A few words people would say aloud."))
    same = kind.objects.filter(name__iexact=name.strip(), retired=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("“%(name)s” is there already.") % {"name": name.strip()}, _("Change that one instead."))
