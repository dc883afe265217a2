"""A mentoring outlives whoever learned, without their name; a farewell knows the last day it was about."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_day(apps, schema_editor):
    """Whoever was told already was told of the last day that stands now."""
    using = schema_editor.connection.alias
    person = apps.get_model("people", "Person").objects.filter(pk=OuterRef("person_id"))
    told = apps.get_model("growth", "Farewell").objects.using(using).exclude(told=None)
    told.update(last_day=Subquery(person.values("leaves")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("growth", "0011_no_plain_talks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="mentoring",
            name="learner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentorings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="farewell",
            name="last_day",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(name_the_day, migrations.RunPython.noop),
    ]
