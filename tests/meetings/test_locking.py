"""Notes that were plain rows are locked by the migration, and no plain word is left behind."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import cast

BEFORE = [("meetings", "0001_first"), ("people", "0006_durable_keys"), ("activity", "0003_progress")]
HALFWAY = [("meetings", "0003_lock_what_was_plain")]


@pytest.mark.django_db(transaction=True)
def test_what_was_plain_is_locked_for_its_writer() -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = _migrate(BEFORE)
        series = old.get_model("meetings", "Series").objects.create(team=_team(old), created=cast.NOW)
        meeting = old.get_model("meetings", "Meeting").objects.create(series=series, at=cast.NOW)
        ada = old.get_model("people", "Person").objects.create(name="Ada Okoye", email="ada@harbour.example")
        note = old.get_model("meetings", "PrivateNote").objects.create(
            meeting=meeting, by=ada, text="The heron came back.", changed=cast.NOW
        )
        old.get_model("activity", "FormDraft").objects.create(
            person=ada, form="meeting-private-abc", data={"private": "half a"}, at=cast.NOW
        )
        new = _migrate(HALFWAY)
        assert new.get_model("meetings", "PrivateNote").objects.get(pk=note.pk).text == ""
    finally:
        _migrate(leaves)
    from sapwood.activity.models import FormDraft
    from sapwood.meetings.models import PrivateNote
    from sapwood.people import private_drafts
    from sapwood.people.models import Person

    assert PrivateNote.objects.get(pk=note.pk).unlock() == "The heron came back."
    assert not FormDraft.objects.exists()
    writer = Person.objects.get(pk=ada.pk)
    assert private_drafts.kept(person=writer, form="private-meeting-abc") == {"private": "half a"}
    assert json.dumps("The heron") not in repr(PrivateNote.objects.values_list())


def _migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


def _team(old: Any) -> Any:
    return old.get_model("people", "Team").objects.create(name="Cranes", level="team")
