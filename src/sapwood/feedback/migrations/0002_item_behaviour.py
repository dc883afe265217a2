"""An item knows the behaviour it asks about and keeps the anchors it was published with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_first"), ("people", "0003_behaviours")]

    operations = [
        migrations.AddField("item", "anchors", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "item",
            "behaviour",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="items",
                to="people.behaviour",
            ),
        ),
    ]
