"""One opening of a questionnaire: whom it is about, who is asked, and what was promised when it was launched."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models.questionnaire import Kind, Questionnaire
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Competency, Person, Team


class Wave(models.Model):
    """Draft → open → closed → published; or voided when its key was lost.

    The thresholds, the audience, the units and the people asked are fixed when it opens. `is_panel`: a follow-up
    will be compared person by person, so answers stay sealed under a panel key until then. `follows`: the wave this
    one is the follow-up of.
    """

    Kind = Kind

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Being counted")
        PUBLISHED = "published", _("Published")
        VOIDED = "voided", _("Void")

    class About(models.TextChoices):
        """Whom a wave is about."""

        PERSON = "person", _("One person")
        TEAM = "team", _("The people of a team")
        PROGRAMME = "programme", _("The people of a programme")
        ORGANISATION = "organisation", _("How it is to work here")

    class Audience(models.TextChoices):
        """Who reads a unit's result of a pulse, beside the OKR owner and executives."""

        LEADS = "leads", _("Its lead and the leads above")
        MEMBERS = "members", _("Its members too, from 6 answers on")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what it is for"), blank=True)
    about = models.CharField(max_length=12, choices=About.choices, default=About.ORGANISATION)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="waves")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    least_answers = models.PositiveSmallIntegerField(_("answers a shown number rests on, at least"), default=5)
    least_relation = models.PositiveSmallIntegerField(_("raters in a relation group, at least"), default=3)
    comments_from = models.PositiveSmallIntegerField(_("comments are shown from so many answers"), default=8)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.LEADS)
    is_shuffled = models.BooleanField(_("questions in another order for each rater"), default=False)
    is_panel = models.BooleanField(_("a follow-up will be compared"), default=False)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(least_answers__gte=5), name="five_answers_at_least"),
            models.CheckConstraint(condition=Q(least_relation__gte=3), name="three_in_a_relation_at_least"),
            models.CheckConstraint(
                condition=Q(kind=Kind.PULSE, comments_from__gte=8) | Q(kind=Kind.ROUND, comments_from__gte=5),
                name="comments_of_many_only",
            ),
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(opens__isnull=False, closes__gt=models.F("opens")),
                name="a_wave_closes_after_it_opens",
            ),
        ]
        indexes = [models.Index(fields=["stage", "closes"], name="waves_to_close")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.stage == self.Stage.OPEN


class WaveStep(models.Model):
    """Who moved the wave to which stage, and when; by nobody: the clock."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10, choices=Wave.Stage.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["wave", "stage"], name="a_stage_once_a_wave")]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.stage}"


class SurveyUnit(models.Model):
    """A unit whose result may be shown: the tree as it was at launch. A reorganisation later changes nothing here."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="units")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    teams = models.ManyToManyField(Team, blank=True, related_name="+")  # several: small teams grouped before launch
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["wave", "name"], name="a_unit_name_once_a_wave")]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """A person a 360 wave is about, with the competencies they named before it (one or two)."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="subjects")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feedback_about")
    focus = models.ManyToManyField(Competency, blank=True, related_name="+")
    agreed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # to the raters
    agreed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="a_subject_once_a_wave")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.wave_id}"


class Guest(models.Model):
    """Somebody from outside who is asked by mail and has no account."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=12, default="en")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    declined = models.DateTimeField(null=True, blank=True)  # wants no mail from here again

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["email"], name="a_guest_once")]

    def __str__(self) -> str:
        return self.name


class Relation(models.TextChoices):
    """What a rater is to the subject. The self and the manager are named in the report, everybody else is not."""

    SELF = "self", _("Self")
    MANAGER = "manager", _("Manager")
    PEER = "peer", _("Peers")
    REPORT = "report", _("Direct reports")
    OTHER = "other", _("Others")
    EXTERNAL = "external", _("External")


NAMED = frozenset({Relation.SELF, Relation.MANAGER})


class Invitation(models.Model):
    """One person asked, in a 360 about one subject. Fixed at launch. It says nothing of whether they answered."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="feedback_invitations"
    )
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    relation = models.CharField(max_length=8, choices=Relation.choices, blank=True)
    unit = models.ForeignKey(SurveyUnit, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    asked = models.DateTimeField(null=True, blank=True)  # the person's own hour in a programme's pulse; else at once

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest__isnull=True) | Q(person__isnull=True, guest__isnull=False),
                name="an_invitation_asks_one",
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True, relation="") | (Q(subject__isnull=False) & ~Q(relation="")),
                name="a_rater_has_a_relation",
            ),
            models.UniqueConstraint(
                fields=["wave", "person"],
                condition=Q(subject__isnull=True, person__isnull=False),
                name="asked_once_a_pulse",
            ),
            models.UniqueConstraint(
                fields=["subject", "person"],
                condition=Q(subject__isnull=False, person__isnull=False),
                name="a_person_rates_once",
            ),
            models.UniqueConstraint(
                fields=["subject", "guest"],
                condition=Q(subject__isnull=False, guest__isnull=False),
                name="a_guest_rates_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.relation or 'member'}"
