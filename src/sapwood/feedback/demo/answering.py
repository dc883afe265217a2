"""Everybody in the demo company answers: sealed ballots as the answering page makes them, written in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db.models import QuerySet

from sapwood.feedback.actions.answers import sealed_for
from sapwood.feedback.ballots import Remark
from sapwood.feedback.demo import remarks
from sapwood.feedback.demo.truth import CHANCE, MEMBERS, RATERS
from sapwood.feedback.models import Ballot, Invitation, Item, Receipt, Relation, Wave, WaveKey
from sapwood.people.models import Membership

Given = tuple[Mapping[int, int | None], Mapping[int, Remark]]
Whose = Callable[[str], bool]

WORDS_IN_A_ROUND, WORDS_IN_A_PULSE, SIGNED = 0.45, 0.11, 0.08  # shares of those who write, and of those who sign
QUESTIONS = {"open.keep": "keep", "open.change": "change", "open.week": "week"}


def answer(wave: Wave, *, share: float = 1.0, whose: Whose = lambda _name: True) -> int:
    """Let those answer an open wave who would and have not: a `share` of them, of those that `whose` admits by name.

    Returns how many ballots came in. Asked again with a larger share the others follow.
    """
    rows = Invitation.objects.filter(wave=wave, receipt=None).select_related(
        "wave", "person", "guest", "subject__person"
    )
    rows = rows.order_by("subject__person__name", "person__name", "guest__name")
    early = [
        row for row in rows if whose(_name(row)) and CHANCE.share("early", wave.name, _name(row), _subject(row)) < share
    ]
    items = list(Item.objects.filter(questionnaire=wave.questionnaire_id).select_related("competency"))
    given = _of_a_pulse(wave, early, items) if wave.kind == Wave.Kind.PULSE else _of_a_round(wave, early, items)
    key = WaveKey.objects.get(wave=wave, purpose=WaveKey.Purpose.WAVE)
    sealed, receipts = [], []
    for row, (ratings, words) in given:
        sealed.append(sealed_for(row, key, ratings, words))
        receipts.append(Receipt(invitation=row))
    Receipt.objects.bulk_create(receipts, batch_size=500)
    Ballot.objects.bulk_create(sealed, batch_size=500)
    return len(sealed)


def _of_a_round(wave: Wave, rows: Iterable[Invitation], items: list[Item]) -> Iterable[tuple[Invitation, Given]]:
    behaviours: dict[str, list[str]] = {}
    for item in items:
        if item.competency is not None:
            behaviours.setdefault(item.competency.key, []).append(item.key)
    number = 1 if wave.follows_id is None else 2
    places = _places(wave)
    for row in rows:
        rater, subject = _name(row), _subject(row)
        if not RATERS.takes_part(rater, subject, row.relation, number):
            continue
        form = RATERS.form(rater, subject, row.relation, number, behaviours)
        words: dict[int, Remark] = {}
        for item in items:
            writes = CHANCE.share("writes", wave.name, rater, subject, item.key)
            chance = 2 * WORDS_IN_A_ROUND if row.relation == Relation.MANAGER else WORDS_IN_A_ROUND
            if item.is_scale or row.relation == Relation.SELF or writes >= chance:
                continue
            text = remarks.of_a_rater(QUESTIONS[item.key], subject, list(behaviours), places[row.pk])
            words[item.pk] = Remark(text, signed=CHANCE.share("signs", wave.name, rater, subject) < SIGNED)
        yield row, ({item.pk: form[item.key] for item in items if item.is_scale}, words)


def _places(wave: Wave) -> dict[int, int]:
    """invitation -> the place of its rater among all who are asked about the subject, in this wave and the one before:
    two raters, or two waves, never write the same."""
    seen: dict[int, int] = {}
    found = {}
    asked = Invitation.objects.filter(wave=wave).order_by("subject_id", "person__name", "guest__name")
    for pk, subject in asked.values_list("pk", "subject__person_id"):
        seen[subject] = seen.get(subject, -1) + 1
        found[pk] = seen[subject]
    if wave.follows is None:
        return found
    before: dict[int, int] = {}
    for subject in wave.follows.invitations.values_list("subject__person_id", flat=True):
        before[subject] = before.get(subject, 0) + 1
    people: QuerySet[Invitation, tuple[int, int]] = wave.invitations.values_list("pk", "subject__person_id")
    return {pk: found[pk] + before.get(subject, 0) for pk, subject in people}


def _of_a_pulse(wave: Wave, rows: Iterable[Invitation], items: list[Item]) -> Iterable[tuple[Invitation, Given]]:
    week = Wave.objects.filter(kind=Wave.Kind.PULSE, opens__lt=wave.opens).count() + 1
    units = paths()
    post = remarks.Post(week)
    for row in rows:
        person = _name(row)
        if not MEMBERS.takes_part(person, week):
            continue
        felt: dict[str, int] = {}
        ratings: dict[int, int | None] = {}
        for item in items:
            if item.is_scale:
                good = MEMBERS.answer(person, units[row.person_id or 0], item.theme, item.key, week)
                felt[item.theme] = min(good, felt.get(item.theme, good))
                ratings[item.pk] = _on_scale(item, good)
        writes = CHANCE.share("writes", week, person) < WORDS_IN_A_PULSE
        text = post.write(felt) if writes else ""
        words = {item.pk: Remark(text) for item in items if not item.is_scale and text}
        yield row, (ratings, words)


def _on_scale(item: Item, good: int) -> int:
    """What somebody ticks who feels so good from 1 to 5."""
    answer = round(item.least + (good - 1) / 4 * (item.most - item.least))
    return item.least + item.most - answer if item.reverse else answer


def paths() -> dict[int, list[str]]:
    """person id -> names of their company, department and team."""
    rows = Membership.objects.filter(ends=None, is_primary=True).values_list(
        "person_id", "team__parent__parent__name", "team__parent__name", "team__name"
    )
    return {person: [name for name in names if name] for person, *names in rows}


def _name(row: Invitation) -> str:
    return str(row.person or row.guest)


def _subject(row: Invitation) -> str:
    return str(row.subject.person) if row.subject else ""
