import django.db.models.deletion
from django.db import migrations, models

import sapwood.activity.models


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sapwood.activity.models._public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("url", models.CharField(max_length=1000, verbose_name="address")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("slack", "Slack (or Mattermost)"),
                            ("teams", "Microsoft Teams"),
                            ("json", "JSON, for a system of one's own"),
                        ],
                        default="slack",
                        max_length=8,
                        verbose_name="format",
                    ),
                ),
                ("kinds", models.JSONField(default=list)),
                ("secret", models.CharField(default=sapwood.activity.models._secret, editable=False, max_length=64)),
                ("begun", models.DateTimeField()),
                ("ended", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddField(
            model_name="delivery",
            name="channel",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="activity.channel",
            ),
        ),
    ]
