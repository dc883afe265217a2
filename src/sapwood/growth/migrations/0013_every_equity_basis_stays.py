"""A basis belongs to the publication that made its figures, and stays when another follows."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def belong_to_their_publication(apps: Any, schema_editor: Any) -> None:
    """Until now there was one basis a table: that of the figures in force, whose day the last publication tells."""
    publications = apps.get_model("growth", "EquityPublication").objects.order_by("at")
    cells = apps.get_model("growth", "EquityCell").objects
    last = publications.last()
    for basis in apps.get_model("growth", "EquityBasis").objects.select_related("attribute"):
        name = basis.attribute.name if basis.attribute_id else ""
        cell = cells.filter(publication=last, attribute=name, measure=basis.measure).first()
        made = next((one for one in publications if cell is not None and one.at.date() == cell.as_of), last)
        if made is not None:
            basis.publication = made
            basis.save(update_fields=["publication"])
        else:
            basis.delete()
    if schema_editor.connection.vendor == "postgresql":  # it alters no table whose references are still to be checked
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("growth", "0012_leaving")]

    operations = [
        migrations.RemoveConstraint("equitybasis", "one_basis_a_table"),
        migrations.RemoveConstraint("equitybasis", "one_basis_for_everybody"),
        migrations.AddField(
            "equitybasis",
            "publication",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bases",
                to="growth.equitypublication",
            ),
        ),
        migrations.RunPython(belong_to_their_publication, migrations.RunPython.noop),
        migrations.AlterField(
            "equitybasis",
            "publication",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bases", to="growth.equitypublication"
            ),
        ),
        migrations.AlterModelOptions("equitybasis", options={"ordering": ["publication__at", "id"]}),
        migrations.AddConstraint(
            "equitybasis",
            models.UniqueConstraint(
                condition=models.Q(("attribute__isnull", False)),
                fields=("publication", "attribute", "measure"),
                name="one_basis_a_table",
            ),
        ),
        migrations.AddConstraint(
            "equitybasis",
            models.UniqueConstraint(
                condition=models.Q(("attribute", None)),
                fields=("publication", "measure"),
                name="one_basis_for_everybody",
            ),
        ),
    ]
