"""What the tables themselves promise, whatever the code above them does."""

from __future__ import annotations

import pytest
from django.db import connection

from sapwood.feedback.models import Ballot, Receipt

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
def test_ballots_keep_no_order_of_arrival() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'feedback_ballot'")
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


def test_neither_receipt_nor_ballot_has_a_number_or_a_time_of_its_own() -> None:
    for model in (Receipt, Ballot):
        kinds = {field.get_internal_type() for field in model._meta.local_fields}
        assert not kinds & {"DateTimeField", "DateField", "TimeField", "BigAutoField", "AutoField"}
