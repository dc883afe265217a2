from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("goals", "0004_wording")]

    operations = [
        migrations.AddField("keyresult", "landing", models.FloatField(null=True, editable=False)),
        migrations.AddField("objective", "landing", models.FloatField(null=True, editable=False)),
        migrations.CreateModel(
            name="ForecastBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prior", models.JSONField(default=dict)),
                ("learned_from", models.PositiveIntegerField(default=0)),
                ("scored", models.PositiveIntegerField(default=0)),
                ("courses", models.JSONField(default=list)),
                ("skill", models.FloatField(null=True)),
                ("coverage", models.FloatField(null=True)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
