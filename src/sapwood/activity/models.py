"""What happened and who is told. Nothing here is automatic: an action records its event, a sealed answer records none."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def _public_id() -> str:
    return secrets.token_urlsafe(9)


def _secret() -> str:
    return secrets.token_urlsafe(32)


class Event(models.Model):
    """One deed, as it happened. Names are kept as words, not links, so that history never blocks a deletion.

    Each event carries the digest of the one before it: a row changed or taken out later is noticed.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=160, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject_title = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="events_of_a_subject"),
            models.Index(fields=["verb", "-id"], name="events_of_a_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_title}"


class ChainHead(models.Model):
    """The digest of the newest event. Whoever records takes this row first, so the chain never forks."""

    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return self.digest


class Submission(models.Model):
    """A form that was sent: the same key never does the same deed twice."""

    key = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    action = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    result_type = models.CharField(max_length=60, blank=True)
    result_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="a_form_is_sent_once")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class Notice(models.Model):
    """A line for one person: what happened or what is asked, and where to go. Read and done are times."""

    public_id = models.CharField(max_length=16, unique=True, default=_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "read", "-at"], name="notices_of_a_person")]

    def __str__(self) -> str:
        return self.text


class Channel(models.Model):
    """A channel of the organisation's chat, or another system, that news everybody may read are sent to."""

    class Form(models.TextChoices):
        SLACK = "slack", _("Slack (or Mattermost)")
        TEAMS = "teams", _("Microsoft Teams")
        JSON = "json", _("JSON, for a system of one's own")

    public_id = models.CharField(max_length=16, unique=True, default=_public_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=1000)
    form = models.CharField(_("format"), max_length=8, choices=Form.choices, default=Form.SLACK)
    kinds = models.JSONField(default=list)
    secret = models.CharField(max_length=64, default=_secret, editable=False)
    begun = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def event_title(self) -> str:
        return self.name


class Delivery(models.Model):
    """A message on its way out, written in the transaction of the deed that caused it."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    public_id = models.CharField(max_length=16, unique=True, default=_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries")
    address = models.CharField(max_length=254)  # of a channel: its name
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    kind = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)  # an invitation or a password: not held for working hours
    subject = models.CharField(max_length=300)
    body = models.TextField()
    why = models.CharField(max_length=300, blank=True)
    unique = models.CharField(max_length=120, unique=True, null=True, blank=True)  # one message of this name, ever
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField()
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["due"], condition=Q(state="pending"), name="deliveries_waiting"),
        ]
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a reader's mail program shows a repeated one once."""
        host = settings.SAPWOOD_BASE_URL.split("//")[-1].split("/")[0].split(":")[0] or "localhost"
        return f"<sapwood.{self.public_id}@{host}>"


class Schedule(models.Model):
    """When a named job runs next. A worker claims a run by moving `next_run` on."""

    name = models.CharField(max_length=80, unique=True)
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class ClockShift(models.Model):
    """Demo only: how far the clock of this house is ahead of the clock on the wall, or behind it. One row."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds:+} s"


class DemoMarker(models.Model):
    """Written only into an empty database. With it, and on a loopback address, the person switcher works."""

    seed = models.IntegerField()
    today = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"demo {self.seed}"


class FormDraft(models.Model):
    """What somebody has typed and not yet sent. One per person and form; really deleted when sent."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts")
    form = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return f"{self.form} of {self.person_id}"


class Preference(models.Model):
    """How a person wants to be told. Without a row: by mail, bundled once a day."""

    class Mail(models.TextChoices):
        DAILY = "daily", _("One bundle a day")
        WEEKLY = "weekly", _("One bundle a week")
        NONE = "none", _("No mail")

    class Progress(models.TextChoices):
        TEAM = "team", _("Of my team")
        ALL = "all", _("Of the whole organisation")
        NONE = "none", _("None")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preference")
    mail = models.CharField(max_length=8, choices=Mail.choices, default=Mail.DAILY)
    progress = models.CharField(max_length=8, choices=Progress.choices, default=Progress.TEAM)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mail}"
