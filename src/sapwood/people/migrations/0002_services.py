"""A row of people may be a service; it has no address and never signs in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]

    operations = [
        migrations.AddField(
            "Person",
            "kind",
            models.CharField(
                choices=[("person", "Person"), ("service", "Service")], default="person", editable=False, max_length=8
            ),
        ),
        migrations.AddConstraint(
            "Person",
            models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "service"), _negated=True), ("email", None), _connector="OR"),
                name="services_have_no_address",
            ),
        ),
    ]
