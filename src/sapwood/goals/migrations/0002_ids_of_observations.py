"""Check-ins and readings get a random id that may stand in an address; those that exist get theirs here."""

from django.db import migrations, models

import sapwood.people.identity

OBSERVED = ("CheckIn", "Reading")


def give_ids(apps, schema_editor):
    for name in OBSERVED:
        model = apps.get_model("goals", name)
        rows = model.objects.using(schema_editor.connection.alias).filter(public_id=None).only("pk")
        while some := list(rows[:2000]):
            for row in some:
                row.public_id = sapwood.people.identity.public_id()
            model.objects.using(schema_editor.connection.alias).bulk_update(some, ["public_id"])


def field(**kwargs):
    return models.CharField(max_length=16, default=sapwood.people.identity.public_id, editable=False, **kwargs)


class Migration(migrations.Migration):
    dependencies = [("goals", "0001_first")]

    operations = [
        *(
            migrations.AddField(name, "public_id", models.CharField(max_length=16, null=True, editable=False))
            for name in OBSERVED
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        *(migrations.AlterField(name, "public_id", field()) for name in OBSERVED),
        migrations.AddConstraint(
            "CheckIn", models.UniqueConstraint(fields=["public_id"], name="check_in_by_public_id")
        ),
        migrations.AddConstraint("Reading", models.UniqueConstraint(fields=["public_id"], name="reading_by_public_id")),
    ]
