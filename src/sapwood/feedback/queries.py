"""Reads of the feedback room that two callers share; each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When

from sapwood.activity import clock
from sapwood.feedback.models import Guest, Invitation, Item, Questionnaire, Receipt, Response, Subject, SurveyUnit, Wave
from sapwood.people.models import Behaviour, Competency, Person


@dataclass
class Line:
    """One questionnaire through its editions: the one in use, the draft of the next, and how many there were."""

    newest: Questionnaire
    used: Questionnaire | None = None
    draft: Questionnaire | None = None
    editions: int = 0

    @property
    def shown(self) -> Questionnaire:
        """The edition that speaks for the line."""
        return self.used or self.draft or self.newest


@dataclass
class Family:
    """Competencies of one family with the behaviours that can be asked about."""

    name: str
    competencies: list[Competency] = field(default_factory=list)


def lines() -> list[Line]:
    """Every questionnaire with its editions, by name, in one query; retired ones last."""
    found: dict[str, Line] = {}
    for row in Questionnaire.objects.kept().annotate(count=Count("items")).order_by("-edition"):
        line = found.setdefault(row.line, Line(row))
        line.editions += 1
        if row.published is None:
            line.draft = line.draft or row
        elif row.retired is None:
            line.used = line.used or row
    return sorted(found.values(), key=lambda one: (one.used is None and one.draft is None, one.shown.name.casefold()))


def library() -> list[Family]:
    """The library family by family with the behaviours that hold now, in two queries. Competencies without any are
    left out: there is nothing to ask about them yet."""
    behaviours = Prefetch("behaviours", Behaviour.objects.filter(retired=None), to_attr="asked")
    families: dict[str, Family] = {}
    for row in Competency.objects.filter(retired=None).order_by("position", "name").prefetch_related(behaviours):
        if row.asked:
            families.setdefault(row.family, Family(row.said("family"))).competencies.append(row)
    return list(families.values())


def chosen_behaviours(competencies: Sequence[str], behaviours: Sequence[str]) -> QuerySet[Behaviour]:
    """The behaviours ticked by public id, one by one or with the whole competency, in the order of the library."""
    rows = Behaviour.objects.filter(retired=None, competency__retired=None).select_related("competency")
    ticked = rows.filter(Q(public_id__in=behaviours) | Q(competency__public_id__in=competencies))
    return ticked.order_by("competency__position", "competency__name", "position", "id")


def behaviours_called(competencies: Sequence[str], behaviours: Sequence[str]) -> list[Behaviour]:
    """The behaviours of these competencies, and these behaviours, by key and in the order of the keys given."""
    rows = Behaviour.objects.filter(retired=None, competency__retired=None).select_related("competency")
    found = rows.filter(Q(key__in=behaviours) | Q(competency__key__in=competencies)).order_by("position", "id")
    order = {key: place for place, key in enumerate([*competencies, *behaviours])}
    return sorted(found, key=lambda one: order.get(one.key, order.get(one.competency.key, 0)))


def with_items(public_id: str = "") -> list[Questionnaire]:
    """One edition, or the newest of every line, with items and their competencies, in two queries."""
    rows = Questionnaire.objects.prefetch_related(
        Prefetch("items", Item.objects.select_related("competency").order_by("position", "id"))
    )
    if public_id:
        return list(rows.filter(public_id=public_id))
    newest: dict[str, Questionnaire] = {}
    for row in rows.kept().filter(retired=None).order_by("edition"):
        newest[row.line] = row
    return sorted(newest.values(), key=lambda one: one.name.casefold())


def open_invitations(rater: Person | Guest | None) -> QuerySet[Invitation]:
    """What somebody is asked in waves that are open now, and has not answered; their own hour has come."""
    side = {"guest": rater} if isinstance(rater, Guest) else {"person": rater}
    asked = Q(asked=None) | Q(asked__lte=clock.now())
    rows = Invitation.objects.filter(asked, wave__stage=Wave.Stage.OPEN, receipt=None, **side)
    return rows.select_related("wave", "subject__person").order_by("wave__closes", "subject__person__name", "id")


def asked_beside(invitation: Invitation) -> QuerySet[Invitation]:
    """What the rater of this invitation is asked in the same wave, this one included; `is_sent` says what was sent. It
    is shown to that rater only. Their own view comes first."""
    side = {"person": invitation.person_id} if invitation.person_id else {"guest": invitation.guest_id}
    rows = Invitation.objects.filter(wave=invitation.wave_id, **side).select_related("subject__person")
    sent = Exists(Receipt.objects.filter(invitation=OuterRef("pk")))
    own = Case(When(relation="self", then=0), default=1)
    return rows.annotate(is_sent=sent, own=own).order_by("own", "subject__person__name", "id")


def answered_before(invitation: Invitation) -> list[Response]:
    """What was decided after the wave before this one, for everybody and for the units this person answered in then, the
    nearest first: the last screen tells it."""
    before = invitation.wave.follows_id
    if before is None:
        return []
    places = _chain(before, invitation)
    rows = Response.objects.filter(publication__wave=before).select_related("owner", "unit")
    mine = [row for row in rows if row.unit_id is None or row.unit_id in places]
    return sorted(mine, key=lambda row: places.index(row.unit_id) if row.unit_id in places else len(places))


def _chain(wave: int, invitation: Invitation) -> list[int]:
    """Ids of the unit in which whom this invitation asks was asked in that wave, and of those above it."""
    at = Invitation.objects.filter(wave=wave, person=invitation.person_id).values_list("unit_id", flat=True).first()
    parents = dict(SurveyUnit.objects.filter(wave=wave).values_list("pk", "parent_id")) if at else {}
    found = []
    while at is not None:
        found.append(at)
        at = parents[at]
    return found


def subjects_of(wave: Wave) -> QuerySet[Subject]:
    """The people a round is about, with how many raters each has besides themself."""
    count = Count("invitations", filter=~Q(invitations__relation="self"))
    return wave.subjects.select_related("person", "agreed_by").annotate(raters=count).order_by("person__name")


def reports_for(person: Person) -> QuerySet[Subject]:
    """Reports this person may read: their own, and those shared with them; newest first."""
    shared = Q(sharings__person=person, sharings__revoked=None)
    rows = Subject.objects.filter(Q(person=person) | shared, wave__stage=Wave.Stage.PUBLISHED)
    return rows.select_related("person", "wave__publication").order_by("-wave__publication__at").distinct()


def raters_to_choose(person: Person) -> QuerySet[Subject]:
    """Rounds being prepared for which this person chooses raters, or agrees to them."""
    mine = Q(person=person) | Q(person__in=person.report_ids, agreed=None)
    return Subject.objects.filter(mine, wave__stage=Wave.Stage.DRAFT).select_related("person", "wave").order_by("pk")
