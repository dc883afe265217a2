"""A person, who they answer to, when they are away, and what they may do beyond their own work."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id

if TYPE_CHECKING:
    from sapwood.people.models.team import Team


class PersonQuerySet(models.QuerySet["Person"]):
    def at_work(self, today: dt.date) -> PersonQuerySet:
        """People who have not left by `today`. Whoever starts later is included: they may prepare. No services."""
        return self.filter(Q(leaves=None) | Q(leaves__gte=today), erased=None, kind=Person.Kind.PERSON)

    def visible_to(self, person: Person) -> PersonQuerySet:
        """The directory is open to everybody at work; leavers are shown to administrators and OKR owners only."""
        if person.has_role(Role.ADMINISTRATOR, Role.OKR_OWNER):
            return self.filter(erased=None, kind=Person.Kind.PERSON)
        return self.at_work(clock.today(person.time_zone))


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def at_work(self, today: dt.date) -> PersonQuerySet:
        return self.get_queryset().at_work(today)

    def visible_to(self, person: Person) -> PersonQuerySet:
        return self.get_queryset().visible_to(person)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works here. The user model: signing in, being named, being asked.

    A service, such as a feed of readings, is a row here too, so that what it did has a name. It has no address,
    no place in a team and no way to sign in, and stands in no directory; the `api` room makes and ends it.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        SERVICE = "service", _("Service")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    external_id = models.CharField(_("staff number"), max_length=80, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=160)
    job_title = models.CharField(_("role"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=12, default="en")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PERSON, editable=False)
    share = models.DecimalField(
        _("share of full time"),
        max_digits=4,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal(1))],
    )
    starts = models.DateField(_("first day"), null=True, blank=True)
    leaves = models.DateField(_("last day"), null=True, blank=True)
    erased = models.DateTimeField(null=True, blank=True, editable=False)
    theme = models.CharField(
        max_length=8, default="system", choices=[("system", "system"), ("light", "light"), ("dark", "dark")]
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["name"], name="person_name")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="service") | Q(email=None), name="services_have_no_address")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """False once the last day is over or the person was erased: sign-in ends with it."""
        return self.erased is None and (self.leaves is None or self.leaves >= clock.today(self.time_zone))

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isalpha()] or [self.name or "?"]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def _places(self) -> list[tuple[str, int, str, bool, bool]]:
        """What nearly every page asks of its reader, in one query: (what, id, role, is primary, is lead) for each role,
        membership and report of now."""

        roles = _of_now(self.role_grants.all(), "role", "id", as_role=F("role"))
        members = _of_now(self.memberships.all(), "member", "team_id", primary=F("is_primary"), lead=F("is_lead"))
        return list(roles.union(members, _of_now(self.report_lines.all(), "report", "person_id"), all=True))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for what, _pk, role, _primary, _lead in self._places if what == "role")

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def current_memberships(self) -> list[tuple[int, bool, bool]]:
        """(team id, is primary, is lead) for each team the person is in now."""
        return [(pk, primary, lead) for what, pk, _role, primary, lead in self._places if what == "member"]

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(team for team, _primary, _lead in self.current_memberships)

    @property
    def led_team_ids(self) -> frozenset[int]:
        return frozenset(team for team, _primary, lead in self.current_memberships if lead)

    @cached_property
    def teams_below_mine(self) -> frozenset[int]:
        """Ids of the teams this person leads and of every team below them; no query for whoever leads none."""
        if not self.led_team_ids:
            return frozenset()
        from sapwood.people.models.team import Team

        children: dict[int | None, list[int]] = {}
        for pk, parent in Team.objects.values_list("id", "parent_id"):
            children.setdefault(parent, []).append(pk)
        found: set[int] = set()
        todo = list(self.led_team_ids)
        while todo:
            step = todo.pop()
            if step not in found:
                found.add(step)
                todo.extend(children.get(step, ()))
        return frozenset(found)

    @cached_property
    def team(self) -> Team | None:
        """The primary team now; publication needs exactly one place in the tree."""
        from sapwood.people.models.team import Team

        found = next((pk for pk, is_primary, _lead in self.current_memberships if is_primary), None)
        return Team.objects.filter(pk=found).first() if found is not None else None

    @cached_property
    def manager(self) -> Person | None:
        line = self.reporting_lines.filter(ends=None, is_primary=True).select_related("manager").first()
        return line.manager if line else None

    @property
    def report_ids(self) -> frozenset[int]:
        """Ids of the people who answer to this person now, by a primary or a further line."""
        return frozenset(pk for what, pk, _role, _primary, _lead in self._places if what == "report")

    def is_away(self, day: dt.date) -> bool:
        return self.absences.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day)).exists()


def _of_now(found: QuerySet[Any], what: str, pk: str, **known: Any) -> QuerySet[Any, Any]:
    """The rows that hold now, in the columns of `Person._places`."""
    columns = {"of": F(pk), "as_role": Value(""), "primary": Value(value=False), "lead": Value(value=False), **known}
    rows: QuerySet[Any, Any] = found.filter(ends=None).annotate(what=Value(what), **columns).order_by()
    return rows.values_list("what", *columns)


class ReportingLine(models.Model):
    """Who answers to whom, from when until when. One primary line at a time; further managers are secondary."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reporting_lines")
    manager = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="report_lines")
    is_primary = models.BooleanField(default=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends=None, is_primary=True), name="one_primary_manager"
            ),
            models.UniqueConstraint(fields=["person", "manager"], condition=Q(ends=None), name="one_line_a_pair"),
            models.CheckConstraint(condition=~Q(person=models.F("manager")), name="nobody_manages_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.manager_id}"


class Absence(models.Model):
    """Away from–until. No reason is stored: nobody needs to know why."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")), name="absence_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts} – {self.ends or '…'}"


class Role(models.TextChoices):
    """What somebody may do beyond their own work. Granted by name, kept with who and when."""

    OKR_OWNER = "okr_owner", _("OKR owner")
    EXECUTIVE = "executive", _("Executive")
    ADMINISTRATOR = "administrator", _("Administrator")
    ANALYST = "analyst", _("Analyst")
    COACH = "coach", _("Coach")


class RoleGrant(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], condition=Q(ends=None), name="one_open_grant_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class Invitation(models.Model):
    """A way in, once: the digest of a random token that was mailed or printed. The token itself is not kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"
