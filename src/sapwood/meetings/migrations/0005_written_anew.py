"""A dropped column's words stay in the files of a database until its tables are written anew."""

from django.db import migrations


def write_anew(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            for table in ("meetings_privatenote", "activity_formdraft"):
                cursor.execute(f'VACUUM (FULL) "{table}"')
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Migration(migrations.Migration):
    atomic = False  # neither runs inside a transaction

    dependencies = [("meetings", "0004_no_plain_notes")]
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
