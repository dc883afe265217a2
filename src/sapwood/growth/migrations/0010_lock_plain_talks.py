"""Notes of talks with a mentor are locked with a key of their own for each mentoring. The plain words go."""

import json

from django.db import migrations
from django.utils import timezone

from sapwood.people import durable, sealing
from sapwood.people.identity import public_id


def lock(apps, schema_editor):
    using = schema_editor.connection.alias
    now, keys = timezone.now(), {}
    sessions = apps.get_model("growth", "MentoringSession").objects.using(using).select_related("mentoring")
    for session in sessions.exclude(notes="", next_step=""):
        pair = session.mentoring
        if pair.pk not in keys:
            keys[pair.pk] = apps.get_model("people", "DurableKey").objects.using(using).create(
                person_id=pair.learner_id, name=f"d-{public_id()}", is_own=False, made=now
            )  # fmt: skip
            durable.store().write(keys[pair.pk].name, sealing.new_key())
        words = json.dumps({"notes": session.notes, "next_step": session.next_step}, ensure_ascii=False)
        key = durable.store().read(keys[pair.pk].name)
        apps.get_model("growth", "TalkNotes").objects.using(using).create(
            session=session,
            key=keys[pair.pk],
            sealed=sealing.seal(words, key=key, context=f"growth.talk:{session.pk}"),
        )


def unlock(apps, schema_editor):
    """Back to an older version: notes are plain again."""
    using = schema_editor.connection.alias
    for row in apps.get_model("growth", "TalkNotes").objects.using(using).select_related("session", "key"):
        key = durable.store().read(row.key.name)
        words = json.loads(sealing.unseal(bytes(row.sealed), key=key, context=f"growth.talk:{row.session_id}"))
        row.session.notes, row.session.next_step = words["notes"], words["next_step"]
        row.session.save(update_fields=["notes", "next_step"])


class Migration(migrations.Migration):
    dependencies = [("growth", "0009_locked_talks")]
    operations = [migrations.RunPython(lock, unlock)]
