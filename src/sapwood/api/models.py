"""Tokens, and the services that hold some of them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapwood.api import scopes
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person, Team


class Service(models.Model):
    """A program with a name of its own. It sees what any colleague sees who is in no team and holds no role, and may
    send readings of the key results of the teams it was given."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="service")
    purpose = models.CharField(_("what it does"), max_length=240, blank=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="services")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["ended", "person__name", "id"]

    def __str__(self) -> str:
        return self.person.name


class TokenQuerySet(models.QuerySet["Token"]):
    def working(self, at: dt.datetime) -> TokenQuerySet:
        """Those that neither ran out nor were revoked by `at`."""
        return self.filter(revoked=None, expires__gt=at)


class Token(models.Model):
    """The right to act as its holder, through the API, within its scopes, until it runs out. Its text is not kept.

    `last_used` is a day and no more: when somebody's programs run is nobody's business.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    scopes = models.JSONField(default=list)
    selector = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    expires = models.DateTimeField()
    last_used = models.DateField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = TokenQuerySet.as_manager()

    text = ""  # only on the row that was just made; in no column

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(expires__gt=models.F("at")), name="token_lasts_a_while")]

    def __str__(self) -> str:
        return self.name

    @property
    def may(self) -> list[Promise]:
        """What it may be used for, in words."""
        return [scopes.SCOPES[scope] for scope in scopes.in_order(self.scopes)]

    @property
    def is_personal(self) -> bool:
        return self.holder.kind == Person.Kind.PERSON


class CalendarAddress(models.Model):
    """The address of one person's calendar. Its secret is signed with the key of the house: the row alone opens nothing.
    Another one, or none, and the old address is empty."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_address")
    secret = models.CharField(max_length=PUBLIC_ID_LENGTH * 2, unique=True, editable=False)
    made = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"

    @property
    def event_title(self) -> str:
        return ""
