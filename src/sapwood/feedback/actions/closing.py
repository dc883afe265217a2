"""Closing a wave: count it, publish once, then forget everything that could join an answer to a person.

`close` runs STEPS in order, for as long as a wave's key is not marked as destroyed. Each step can be repeated and does
nothing when it was done; so a job that was killed anywhere is simply run again, and ends in one publication:

    shut            no ballot comes in any more
    make_panel_key  for a wave with a follow-up: the key its answers are kept under
    publish         open, count, write: one transaction, with the signal and the re-sealed panel inside it
    clear           receipts, ballots, mails go; the ballots of the panel that ended with this wave too
    forget          the private keys are destroyed
    scrub           what the database still holds of deleted rows is overwritten
    mark            it is written down that the key is gone

A key that was lost before publication voids the wave: its answers cannot be read by anybody.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.activity.models import Delivery
from sapwood.feedback import asked, ballots, keys, sealing, signals
from sapwood.feedback.actions.launching import PANEL_LIFE
from sapwood.feedback.actions.publishing import names_of, tell, write_cells, write_comments
from sapwood.feedback.models import Ballot, Invitation, Item, Publication, Receipt, Subject, Wave, WaveKey, WaveStep
from sapwood.people.models import Person

PATIENCE = dt.timedelta(days=1)  # a key store that was not mounted is no lost key yet
BATCH = 1_000
log = logging.getLogger("sapwood.feedback")

Step = Callable[[Wave, datetime], None]


class Waiting(Exception):
    """It cannot be done now (the key may still come back, the database is read); the job tries again later."""


def due(at: datetime) -> list[Wave]:
    """Waves to close or to finish closing, oldest first."""
    unfinished = WaveKey.objects.filter(purpose=WaveKey.Purpose.WAVE, destroyed=None).values("wave")
    waves = Wave.objects.filter(pk__in=unfinished, closes__lte=at).order_by("closes", "pk")
    return list(waves)


def close(wave: Wave, at: datetime) -> Wave:
    """Bring one wave to its end, from wherever it was left. Raises Waiting while its key may still come back."""
    for step in STEPS:
        wave.refresh_from_db()
        step(wave, at)
    wave.refresh_from_db()
    return wave


def end_old_panels(at: datetime) -> int:
    """Destroy what waited 15 months for a follow-up that did not come. Returns how many."""
    old = WaveKey.objects.filter(purpose=WaveKey.Purpose.PANEL, destroyed=None, created__lt=at - PANEL_LIFE)
    ended = 0
    for key in old.exclude(wave__followed_by__stage__in=[Wave.Stage.OPEN, Wave.Stage.CLOSED]):
        Ballot.objects.filter(sealed_with=key).delete()
        _destroy(key, at)
        ended += 1
    if ended:
        scrub_storage()
    return ended


# ---- the steps


def shut(wave: Wave, at: datetime) -> None:
    """From here on no ballot comes in: sending reads the stage again after its ballot took the key's row."""
    with transaction.atomic():
        WaveKey.objects.select_for_update().get(wave=wave, purpose=WaveKey.Purpose.WAVE)
        if Wave.objects.filter(pk=wave.pk, stage=Wave.Stage.OPEN).update(stage=Wave.Stage.CLOSED):
            WaveStep.objects.create(wave=wave, stage=Wave.Stage.CLOSED, at=at)


def make_panel_key(wave: Wave, at: datetime) -> None:
    if not wave.is_panel:
        return
    with transaction.atomic():  # one at a time: a second pair would replace the private half of the first
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        if locked.stage != Wave.Stage.CLOSED or locked.keys.filter(purpose=WaveKey.Purpose.PANEL).exists():
            return
        name = f"{wave.public_id}-{WaveKey.Purpose.PANEL}"
        public = keys.store().create(name)
        WaveKey.objects.create(wave=wave, purpose=WaveKey.Purpose.PANEL, name=name, public=public, created=at)


def publish(wave: Wave, at: datetime) -> None:
    """Open every ballot in memory, count, and write the publication, all or nothing. Never twice."""
    if wave.stage != Wave.Stage.CLOSED:
        return
    key = wave.keys.get(purpose=WaveKey.Purpose.WAVE)
    try:
        private = keys.store().private(key.name)
    except keys.KeyLost:
        _void(wave, at)
        return
    opened = _opened(key, private)
    before = _panel_before(wave)
    results, handles = _counted(wave, opened, private, before)
    panel = _resealed(wave, opened)
    people = {subject.person_id: subject.pk for subject in wave.subjects.all()}
    names = names_of({saying.rater: handles[saying.rater] for saying in results.sayings if saying.rater})
    with transaction.atomic():
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        if locked.stage != Wave.Stage.CLOSED:
            return  # another worker was faster
        publication = Publication.objects.create(
            wave=wave,
            at=at,
            invited=wave.invitations.count(),
            count=results.facts["answers"],
            facts=results.facts,
        )
        write_cells(publication, results.figures, people)
        write_comments(publication, results.sayings, people, names)
        Ballot.objects.bulk_create(panel, batch_size=BATCH)
        Wave.objects.filter(pk=wave.pk).update(stage=Wave.Stage.PUBLISHED)
        WaveStep.objects.create(wave=wave, stage=Wave.Stage.PUBLISHED, at=at)
        events.record("feedback.wave_published", by=None, about=wave, at=at, data={"answers": publication.count})
        tell(wave, at)
        signals.published.send(sender=Publication, publication=publication, at=at)


def clear(wave: Wave, at: datetime) -> None:
    with transaction.atomic():
        Receipt.objects.filter(invitation__in=Invitation.objects.filter(wave=wave)).delete()
        Ballot.objects.filter(sealed_with__in=_ended_keys(wave)).delete()
        Delivery.objects.filter(unique__startswith=mail_name(wave, "")).delete()


def forget(wave: Wave, at: datetime) -> None:
    for key in _ended_keys(wave):
        keys.store().destroy(key.name)


def scrub(wave: Wave, at: datetime) -> None:
    scrub_storage()


def mark(wave: Wave, at: datetime) -> None:
    for key in _ended_keys(wave):
        WaveKey.objects.filter(pk=key.pk, destroyed=None).update(destroyed=at)


STEPS: list[Step] = [shut, make_panel_key, publish, clear, forget, scrub, mark]


def mail_name(wave: Wave, what: str) -> str:
    """The name of a mail of a wave in the outbox: all of them go when the wave closes."""
    return f"wave-{wave.public_id}-{what}"


def scrub_storage() -> None:
    """Overwrite what the database still holds of deleted rows: its log on SQLite, the whole tables on PostgreSQL.

    (SQLite's `secure_delete` has zeroed the rows themselves.) Raises Waiting when readers kept the log from being emptied.
    """
    if connection.in_atomic_block:  # neither can be done inside a transaction
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise Waiting("Somebody reads the database; its log is emptied in the next run.")
        else:
            if not _nobody_reads(cursor):  # rows that an open transaction may still see would be written anew as well
                raise Waiting("Somebody reads the database; its tables are written anew in the next run.")
            for model in (Ballot, Receipt):
                cursor.execute(f'VACUUM (FULL) "{model._meta.db_table}"')


def _nobody_reads(cursor: Any) -> bool:
    """Whether no other transaction of PostgreSQL holds on to old rows; waits for short ones, up to five seconds."""
    for _look in range(50):
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL) "
            "AND pid <> pg_backend_pid()"
        )
        if not cursor.fetchone()[0]:
            return True
        time.sleep(0.1)
    return False


# ---- a lost key


def _void(wave: Wave, at: datetime) -> None:
    assert wave.closes is not None
    if at < wave.closes + PATIENCE:
        raise Waiting(f"The key of {wave.public_id} is not in the key store; it is looked for until tomorrow.")
    with transaction.atomic():
        if not Wave.objects.filter(pk=wave.pk, stage=Wave.Stage.CLOSED).update(stage=Wave.Stage.VOIDED):
            return
        note = _("The key was lost. Nobody can read the answers; people have to be asked again.")
        WaveStep.objects.create(wave=wave, stage=Wave.Stage.VOIDED, note=note, at=at)
        events.record("feedback.wave_voided", by=None, about=wave, at=at)
        people = Person.objects.at_work(at.date())
        notices.tell(
            {*people.filter(feedback_invitations__wave=wave), *people.filter(pk=wave.by_id or 0)},
            kind="feedback",
            text=_("“%(wave)s” is void: its key was lost. Nobody can read the answers; you will be asked again.")
            % {"wave": wave},
            link="",
            why=_("It came because you were asked."),
            at=at,
        )
    log.error("%s is void: its key is not in the key store.", wave.public_id)


# ---- opening and counting


def _opened(key: WaveKey, private: bytes) -> list[ballots.Answers]:
    """Every ballot of one key, opened. One that does not open was put there by nobody who was asked: left out, said."""
    context = key.wave.public_id.encode()
    found, broken = [], 0
    for sealed in Ballot.objects.filter(sealed_with=key).values_list("sealed", flat=True).iterator(chunk_size=BATCH):
        try:
            found.append(ballots.unpack(sealing.unseal(bytes(sealed), private=private, context=context)))
        except (sealing.CannotOpen, ValueError):
            broken += 1
    if broken:
        log.error("%d ballots of %s do not open and were left out.", broken, key.wave.public_id)
    return found


def _panel_before(wave: Wave) -> tuple[list[ballots.Answers], bytes] | None:
    """The kept answers of the wave this one follows, and the key of their handles; None when there are none."""
    key = WaveKey.objects.filter(wave=wave.follows_id, purpose=WaveKey.Purpose.PANEL, destroyed=None).first()
    if key is None or wave.follows_id is None:
        return None
    try:
        private = keys.store().private(key.name)
    except keys.KeyLost:
        log.error("The panel key of %s is lost: levels are published, no change.", key.wave.public_id)
        return None
    return _opened(key, private), private


def _counted(
    wave: Wave,
    opened: Sequence[ballots.Answers],
    private: bytes,
    before: tuple[list[ballots.Answers], bytes] | None,
) -> tuple[Any, dict[str, str]]:
    """Results, and handle -> rater of this wave. Raters are handles from here on: random, and gone with the key."""
    from sapwood.feedback.counting import pulses, rounds
    from sapwood.feedback.counting.forms import Asked

    secret = before[1] if before else private
    handles = {sealing.handle(one.rater, private=secret): one.rater for one in opened}
    back = {rater: handle for handle, rater in handles.items()}
    hidden = sorted(
        (_with_rater(one, back[one.rater]) for one in opened), key=lambda one: (one.rater, one.subject or 0)
    )
    scales, texts = _asked(wave)
    if wave.kind == Wave.Kind.PULSE:
        results = pulses.count(
            _units(wave), scales, hidden, texts=texts, least=wave.least_answers, comments_from=wave.comments_from
        )
        return results, handles
    focus = Subject.focus.through.objects.filter(subject__wave=wave).values_list("subject__person_id", "competency_id")
    rules = Asked(
        items=scales,
        texts=frozenset(texts),
        least_relation=wave.least_relation,
        least_answers=wave.least_answers,
        comments_from=wave.comments_from,
        focus=frozenset(focus),
    )
    subjects = list(wave.subjects.order_by("person_id").values_list("person_id", flat=True))
    if wave.follows is None:
        return rounds.count(subjects, rules, hidden), handles
    earlier = before[0] if before else []
    results = rounds.count(subjects, rules, hidden, before=earlier, before_items=_asked(wave.follows)[0])
    return results, handles


def _with_rater(one: ballots.Answers, rater: str) -> ballots.Answers:
    return ballots.Answers(rater, one.subject, one.relation, one.unit, one.ratings, one.remarks)


def _asked(wave: Wave) -> tuple[list[Any], list[int]]:
    from sapwood.feedback.counting.cells import Scale

    items = list(Item.objects.filter(questionnaire=wave.questionnaire_id).order_by("pk"))
    scales = [
        Scale(item.pk, item.least, item.most, reverse=item.reverse, competency=item.competency_id)
        for item in items
        if item.is_scale
    ]
    return scales, [item.pk for item in items if not item.is_scale]


def _units(wave: Wave) -> list[Any]:
    from sapwood.feedback.counting.pulses import Unit

    plan = asked.frozen_plan(wave)
    people = {unit.key: unit.people for unit in plan.units}
    readers = asked.readers_of(plan, wave.audience)
    changed = asked.changed_units(wave)
    return [
        Unit(pk, parent, people[str(pk)], readers[str(pk)], pk in changed)
        for pk, parent in wave.units.values_list("id", "parent_id")
    ]


# ---- writing


def _resealed(wave: Wave, opened: Sequence[ballots.Answers]) -> list[Ballot]:
    """The answers once more, in random order under the panel key, with a handle in place of the rater."""
    key = wave.keys.filter(purpose=WaveKey.Purpose.PANEL).first()
    if key is None:
        return []
    private = keys.store().private(key.name)
    context = wave.public_id.encode()
    mixed = list(opened)
    secrets.SystemRandom().shuffle(mixed)
    return [
        Ballot(
            sealed_with=key,
            sealed=sealing.seal(
                ballots.pack(one.for_panel(sealing.handle(one.rater, private=private))),
                public=bytes(key.public),
                context=context,
            ),
        )
        for one in mixed
    ]


def _ended_keys(wave: Wave) -> list[WaveKey]:
    """The keys whose answers nobody needs any more once this wave is published or void."""
    if wave.stage == Wave.Stage.VOIDED:
        return list(wave.keys.all())
    ended = list(wave.keys.filter(purpose=WaveKey.Purpose.WAVE))
    if wave.stage == Wave.Stage.PUBLISHED and wave.follows_id is not None:
        ended += WaveKey.objects.filter(wave=wave.follows_id, purpose=WaveKey.Purpose.PANEL)
    return ended


def _destroy(key: WaveKey, at: datetime) -> None:
    keys.store().destroy(key.name)
    WaveKey.objects.filter(pk=key.pk, destroyed=None).update(destroyed=at)
