import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sapwood.people.identity


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0011_conversations"),
        ("growth", "0006_plans"),
        ("people", "0006_durable_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Farewell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told", models.DateTimeField(blank=True, null=True)),
                ("link_digest", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("link_made", models.DateTimeField(blank=True, null=True)),
                ("erased", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="farewell",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                (
                    "public_id",
                    models.CharField(
                        default=sapwood.people.identity.public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("day", models.DateField()),
                ("created", models.DateTimeField()),
                ("changed", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="goals.objective",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="journal", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-id"],
            },
        ),
        migrations.CreateModel(
            name="EntrySharing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("revoked", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sharings", to="growth.journalentry"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="LifeArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("family", "Family and friends"),
                            ("health", "Health"),
                            ("learning", "Learning"),
                            ("craft", "Craft and play"),
                            ("money", "Money"),
                            ("home", "Home"),
                            ("community", "Neighbours and community"),
                        ],
                        max_length=12,
                        verbose_name="part of life",
                    ),
                ),
                (
                    "objective",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="life_area", to="goals.objective"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SharedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="copy", to="growth.journalentry"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.durablekey",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "shared copies",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["person", "-day"], name="journal_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="entrysharing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("team", None)),
                    models.Q(("person", None), ("team__isnull", False)),
                    _connector="OR",
                ),
                name="entry_shown_to_a_person_or_a_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrysharing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked", None)), fields=("entry", "person"), name="entry_shown_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="entrysharing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked", None)), fields=("entry", "team"), name="entry_shown_once_a_team"
            ),
        ),
    ]
