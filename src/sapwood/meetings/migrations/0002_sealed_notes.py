import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_first"), ("people", "0006_durable_keys")]
    operations = [
        migrations.AddField(
            "privatenote",
            "key",
            models.ForeignKey(
                editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                to="people.durablekey",
            ),
        ),
        migrations.AddField("privatenote", "sealed", models.BinaryField(editable=False, null=True)),
    ]  # fmt: skip
