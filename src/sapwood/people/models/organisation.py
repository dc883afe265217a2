"""What the organisation stands for and has decided: what a *why* links to and what the coach checks against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models.team import Team


class Organisation(models.Model):
    """The one row of settings. There is one organisation a database."""

    name = models.CharField(_("name"), max_length=120)
    individual_strategic = models.BooleanField(
        _("people may own strategic objectives"),
        default=False,
        help_text=_(
            "Off by default: strategic objectives belong to teams. On, they are coached harder and never feed a rating."
        ),
    )
    check_in_weekday = models.PositiveSmallIntegerField(_("check-in day"), default=0)
    grace_days = models.PositiveSmallIntegerField(_("days of grace after a missed check-in"), default=3)
    minutes_a_week = models.PositiveSmallIntegerField(
        _("minutes asked of a person in a week"), default=5, help_text=_("What does not fit waits.")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_organisation_a_database")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Organisation:
        """The settings row; an empty database gets one with the defaults in memory."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name=str(_("Your organisation")))


class Statement(models.Model):
    """Something the organisation has said of itself; retired rather than deleted, because goals link to it."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("in a sentence or two"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


def in_language(translations: Mapping[str, Any], language: str = "") -> Mapping[str, Any]:
    """What stands under a language (left out: the one of this request), or under its main language; else nothing."""
    code = (language or translation.get_language() or "en").lower()
    return translations.get(code) or translations.get(code.split("-")[0]) or {}


class Value(Statement):
    """How people here want to work with each other."""


class Priority(Statement):
    """What matters most to the organisation for now."""


class OrganisationPolicy(Statement):
    """A rule that goals must not run against, such as one for safety-critical work."""

    forbids = models.CharField(
        _("words a goal should not promise"),
        max_length=240,
        blank=True,
        help_text=_("Separated by commas. The coach asks when a goal of a team under this policy uses them."),
    )
    teams = models.ManyToManyField(Team, blank=True, related_name="policies")


class TeamContext(models.Model):
    """A fact about a team's work that changes what a good goal is."""

    class Kind(models.TextChoices):
        SAFETY_CRITICAL = "safety_critical", _("Safety-critical")
        REGULATED = "regulated", _("Regulated")
        CUSTOMER_FACING = "customer_facing", _("Customer-facing")
        RESEARCH = "research", _("Research")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="contexts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "kind"], name="a_context_once_a_team")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.kind}"


class Competency(Statement):
    """A named ability, seen in its behaviours. `key` stays the same whatever it is called: files know it by this.

    `practise`: what to try this week, a line each. `translations`: language -> name, text, family; English is
    the fallback.
    """

    key = models.CharField(max_length=80, unique=True, default=public_id, editable=False)
    family = models.CharField(_("family"), max_length=80, blank=True)
    for_leaders = models.BooleanField(_("for people who lead others"), default=False)
    practise = models.TextField(_("what to practise"), blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta(Statement.Meta):
        verbose_name_plural = _("competencies")

    @property
    def shown(self) -> str:
        """Its name in the language of this request."""
        return self.said("name")

    @property
    def about(self) -> str:
        """What it is, in the language of this request."""
        return self.said("text")

    @property
    def hints(self) -> list[str]:
        """What to practise, one thing a line."""
        return [line for line in self.practise.splitlines() if line.strip()]

    def said(self, word: str, language: str = "") -> str:
        """`name`, `text` or `family` in a language (left out: the one of this request), else in English."""
        return str(in_language(self.translations, language).get(word) or getattr(self, word))
