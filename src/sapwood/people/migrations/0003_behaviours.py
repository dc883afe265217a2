"""Competencies get their behaviours, a key that stays, and words in other languages."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sapwood.people.identity


def give_keys(apps, schema_editor):
    competencies = apps.get_model("people", "Competency")
    for pk in competencies.objects.values_list("pk", flat=True):
        competencies.objects.filter(pk=pk).update(key=sapwood.people.identity.public_id())


class Migration(migrations.Migration):
    dependencies = [("people", "0002_services")]

    operations = [
        migrations.AddField(
            "competency", "for_leaders", models.BooleanField(default=False, verbose_name="for people who lead others")
        ),
        migrations.AddField("competency", "practise", models.TextField(blank=True, verbose_name="what to practise")),
        migrations.AddField("competency", "translations", models.JSONField(blank=True, default=dict)),
        migrations.AddField("competency", "key", models.CharField(editable=False, max_length=80, null=True)),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            "competency",
            "key",
            models.CharField(default=sapwood.people.identity.public_id, editable=False, max_length=80, unique=True),
        ),
        migrations.CreateModel(
            name="Behaviour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sapwood.people.identity.public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=sapwood.people.identity.public_id, editable=False, max_length=80, unique=True
                    ),
                ),
                ("text", models.CharField(max_length=160, verbose_name="what one can see or hear")),
                ("anchors", models.JSONField(blank=True, default=list)),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "competency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="behaviours", to="people.competency"
                    ),
                ),
            ],
            options={"ordering": ["position", "id"]},
        ),
        migrations.CreateModel(
            name="EarlierWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=160)),
                ("anchors", models.JSONField(default=list)),
                ("translations", models.JSONField(default=dict)),
                ("until", models.DateTimeField()),
                (
                    "behaviour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="earlier", to="people.behaviour"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-version"]},
        ),
        migrations.AddConstraint(
            model_name="earlierwording",
            constraint=models.UniqueConstraint(fields=("behaviour", "version"), name="an_earlier_wording_once"),
        ),
    ]
