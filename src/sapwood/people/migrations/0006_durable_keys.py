import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_job_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="DurableKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True)),
                ("is_own", models.BooleanField(default=True)),
                ("made", models.DateTimeField()),
                ("ended", models.DateTimeField(blank=True, null=True)),
                ("destroyed", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="durable_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("form", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.durablekey",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sealed_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="durablekey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None), ("is_own", True)), fields=("person",), name="one_own_key_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealeddraft",
            constraint=models.UniqueConstraint(fields=("person", "form"), name="one_sealed_draft_a_form"),
        ),
    ]
