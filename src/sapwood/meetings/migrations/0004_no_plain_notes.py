import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_lock_what_was_plain")]
    operations = [
        migrations.RemoveField("privatenote", "text"),
        migrations.AlterField(
            "privatenote",
            "key",
            models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.durablekey"
            ),
        ),
        migrations.AlterField("privatenote", "sealed", models.BinaryField(editable=False)),
    ]
