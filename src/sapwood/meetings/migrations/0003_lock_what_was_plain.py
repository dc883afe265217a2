"""Private notes, and those half written, are locked with a key of their writer's own. The plain words go."""

import json

from django.db import migrations
from django.utils import timezone

from sapwood.people import durable, sealing
from sapwood.people.identity import public_id

OLD, NEW = "meeting-private-", "private-meeting-"


def lock(apps, schema_editor):
    using = schema_editor.connection.alias
    now = timezone.now()
    keys = {}

    def key_of(person_id):
        if person_id not in keys:
            rows = apps.get_model("people", "DurableKey").objects.using(using)
            row = rows.filter(person_id=person_id, is_own=True, ended=None).first()
            if row is None:
                row = rows.create(person_id=person_id, name=f"d-{public_id()}", is_own=True, made=now)
                durable.store().write(row.name, sealing.new_key())
            keys[person_id] = (row, durable.store().read(row.name))
        return keys[person_id]

    for note in apps.get_model("meetings", "PrivateNote").objects.using(using).all():
        row, key = key_of(note.by_id)
        note.key = row
        note.sealed = sealing.seal(note.text, key=key, context=f"meetings.note:{note.meeting_id}:{note.by_id}")
        note.text = ""
        note.save(update_fields=["key", "sealed", "text"])

    drafts = apps.get_model("people", "SealedDraft").objects.using(using)
    for typed in apps.get_model("activity", "FormDraft").objects.using(using).filter(form__startswith=OLD):
        row, key = key_of(typed.person_id)
        form = NEW + typed.form.removeprefix(OLD)
        words = {name: value for name, value in typed.data.items() if isinstance(value, str)}
        sealed = sealing.seal(json.dumps(words), key=key, context=f"people.draft:{typed.person_id}:{form}")
        drafts.create(person_id=typed.person_id, form=form, key=row, sealed=sealed, at=typed.at)
        typed.delete()


def unlock(apps, schema_editor):
    """Back to an older version: notes are plain again. What was half written is not."""
    for note in apps.get_model("meetings", "PrivateNote").objects.using(schema_editor.connection.alias).all():
        key = durable.store().read(note.key.name)
        note.text = sealing.unseal(bytes(note.sealed), key=key, context=f"meetings.note:{note.meeting_id}:{note.by_id}")
        note.save(update_fields=["text"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_sealed_notes"), ("activity", "0001_first")]
    operations = [migrations.RunPython(lock, unlock)]
