"""Ada keeps a journal. Nobody else finds a word of it, until she shows an entry, and then only that one."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Event, FormDraft, Notice, Submission
from sapwood.growth.actions import journal
from sapwood.growth.journal import Words, as_markdown
from sapwood.growth.journal.prompts import PROMPTS, offered
from sapwood.growth.models import EntrySharing, JournalEntry, SharedCopy
from sapwood.growth.queries import journal as queries
from sapwood.people import durable, private_drafts
from sapwood.people.durable import KeyLost
from sapwood.people.models import DurableKey, Person, SealedDraft, destroy_ended
from tests import cast

WORDS = "kingfisher-under-the-seventh-bridge"


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def ada(company: cast.Cast, client: Client) -> Client:
    client.force_login(company.ada)
    return client


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def write(by: Person, text: str = WORDS, **more: Any) -> JournalEntry:
    return journal.write_entry(by=by, text=text, **{"day": cast.TODAY, "at": cast.NOW, **more})


def test_ada_writes_and_finds_it_again(ada: Client, company: cast.Cast) -> None:
    page = ada.get("/journal/").content.decode()
    assert "Nothing here yet" in page
    sent = {"text": f"{WORDS}\nA second line", "day": "2026-10-07", "goal": "", "entry": "abcdefgh1234"}
    answer = ada.post("/journal/", sent)
    assert answer.status_code == 303 and answer["Location"] == "/journal/entries/abcdefgh1234/"
    assert WORDS in ada.get(answer["Location"]).content.decode()
    assert WORDS in ada.get("/journal/").content.decode()
    assert WORDS in ada.post("/journal/", {"sought": "SECOND kingfisher"}).content.decode()
    page = ada.post("/journal/", {"sought": "heron"}).content.decode()
    assert WORDS not in page and "No entry holds “heron”" in page


def test_a_form_that_is_sent_twice_is_one_entry_with_the_newer_words(ada: Client, company: cast.Cast) -> None:
    for text in ("first", "first and more"):
        ada.post("/journal/", {"text": text, "day": "2026-10-07", "entry": "abcdefgh1234"})
    (only,) = queries.entries_of(company.ada)
    assert only.words == Words("first and more")


def test_the_id_of_somebody_elses_entry_makes_a_new_one(company: cast.Cast) -> None:
    theirs = write(company.ada)
    own = write(company.cy, "mine", entry_id=theirs.public_id)
    assert own.public_id != theirs.public_id
    assert queries.entry_with_words(JournalEntry.objects.get(pk=theirs.pk)).words == Words(WORDS)


def test_nothing_of_it_stands_in_the_database(ada: Client, company: cast.Cast) -> None:
    """Every value of every table, as text and as bytes: forms, drafts, digests, events, sessions."""
    ada.post("/drafts/private-journal-new/", {"text": WORDS, "day": "2026-10-07"})
    ada.post("/journal/", {"text": WORDS, "day": "2026-10-07", "entry": "abcdefgh1234", "prompt": "old-way"})
    ada.post("/drafts/private-journal-abcdefgh1234/", {"text": f"{WORDS} more"})
    row = JournalEntry.objects.get()
    journal.share_entry(by=company.ada, entry=row, person=company.cy, at=cast.NOW)
    assert SealedDraft.objects.count() == 1 and not FormDraft.objects.exists()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            held = repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor])
        assert WORDS not in held and "old habit" not in held, table
    assert not Event.objects.filter(verb__startswith="growth.").exists()
    assert not Submission.objects.exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_no_byte_of_it_is_on_the_disk(now: dt.datetime, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The files of the database (also its log of writes, also after a deletion), a back-up, and what was logged."""
    from sapwood.config import backups

    company = cast.gather()
    caplog.set_level(logging.DEBUG, logger="sapwood")
    client = as_(company.ada)
    client.post("/drafts/private-journal-new/", {"text": WORDS})
    client.post("/journal/", {"text": WORDS, "day": "2026-10-07", "entry": "abcdefgh1234"})
    client.post("/journal/", {"sought": WORDS})
    client.post("/journal/entries/abcdefgh1234/sharings/", {"to": "manager"})
    as_(company.bo).get("/journal/entries/abcdefgh1234/")
    backups.make(tmp_path / "kept.tar")
    file = Path(str(connection.settings_dict["NAME"]))
    disk = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert company.ada.email.encode() in disk, "the search looks in the right place"
    assert WORDS.encode() not in disk
    assert WORDS.encode() not in (tmp_path / "kept.tar").read_bytes()
    assert WORDS not in caplog.text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_dump_of_postgres_holds_it(now: dt.datetime, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL itself")
    company = cast.gather()
    entry = write(company.ada)
    journal.share_entry(by=company.ada, entry=entry, person=company.bo, at=cast.NOW)
    given = connection.settings_dict
    words = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = {**os.environ, **{name: str(given[key]) for name, key in words.items() if given[key]}}
    dump = subprocess.run(["pg_dump", str(given["NAME"])], env=env, capture_output=True, check=True).stdout
    assert b"growth_journalentry" in dump and company.ada.email.encode() in dump
    assert WORDS.encode() not in dump and WORDS.encode().hex().encode() not in dump


def test_nobody_else_opens_it_whatever_their_role(company: cast.Cast) -> None:
    entry = write(company.ada)
    goal = cast.objective("People say it early", company.cranes, company.cycle)
    JournalEntry.objects.filter(pk=entry.pk).update(objective=goal)
    for name, person in company.people.items():
        if name in {"ada", "lo"}:
            continue
        client = as_(person)
        for route in ("", "copy/", "removal/", "sharings/"):
            address = f"/journal/entries/{entry.public_id}/{route}"
            answer = client.get(address) if not route else client.post(address, {"to": "manager"})
            assert answer.status_code == 404, (name, route)
        assert client.post(f"/journal/entries/{entry.public_id}/", {"text": "changed"}).status_code == 404
        for address in (
            "/journal/", "/journal/own.md", "/journal/own.json", f"/search/?q={WORDS}",
            f"/objectives/{goal.public_id}/aside/", f"/people/{company.ada.public_id}/", "/growth/",
        ):  # fmt: skip
            page = client.get(address).content.decode()
            assert WORDS not in page.replace(f"“{WORDS}”", "").replace(f'value="{WORDS}"', ""), (name, address)
        found = client.post("/journal/", {"sought": WORDS}).content.decode()
        assert f"No entry holds “{WORDS}”" in found and "journal-list" not in found
    assert JournalEntry.objects.filter(pk=entry.pk).exists()


def test_it_is_in_no_interface_for_programs(company: cast.Cast) -> None:
    from sapwood.api.v1.urls import urlpatterns

    assert not [one for one in urlpatterns if "journal" in str(one.pattern) or "personal" in str(one.pattern)]


def test_shown_to_the_manager_it_is_read_until_it_is_taken_back(ada: Client, company: cast.Cast) -> None:
    shown, kept = write(company.ada, f"{WORDS} shown"), write(company.ada, f"{WORDS} kept")
    address = f"/journal/entries/{shown.public_id}/"
    ada.post(f"{address}sharings/", {"to": "manager"})
    bo = as_(company.bo)
    page = bo.get(address).content.decode()
    assert f"{WORDS} shown" in page and "Change it" not in page
    assert "Shown to you" in bo.get("/journal/").content.decode()
    assert bo.get(f"/journal/entries/{kept.public_id}/").status_code == 404
    assert Notice.objects.get(person_id=company.bo.pk).link == address
    assert WORDS not in Notice.objects.get(person_id=company.bo.pk).text
    assert as_(company.max).get(address).status_code == 404  # the manager's manager is somebody else

    ada.post(f"/journal/sharings/{EntrySharing.objects.get().pk}/end/")
    assert bo.get(address).status_code == 404
    assert "Shown to you" not in bo.get("/journal/").content.decode()
    assert not SharedCopy.objects.exists()
    assert Notice.objects.get(person_id=company.bo.pk).read is not None


def test_shown_to_the_team_it_is_read_by_whoever_is_in_it(ada: Client, company: cast.Cast) -> None:
    entry = write(company.ada)
    address = f"/journal/entries/{entry.public_id}/"
    ada.post(f"{address}sharings/", {"to": "team"})
    assert as_(company.cy).get(address).status_code == 200
    assert as_(company.eve).get(address).status_code == 404
    assert as_(company.dee).get(address).status_code == 404
    with pytest.raises(Refused, match="not in Ropes"):
        journal.share_entry(by=company.ada, entry=entry, team=company.ropes, at=cast.NOW)


def test_readers_keep_to_the_version_they_were_shown(ada: Client, company: cast.Cast) -> None:
    entry = write(company.ada, "It went well.")
    journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    journal.edit_entry(by=company.ada, entry=entry, text=f"It went well. {WORDS}", day=cast.TODAY, version=1, at=cast.NOW)  # fmt: skip
    address = f"/journal/entries/{entry.public_id}/"
    cy = as_(company.cy)
    assert WORDS not in cy.get(address).content.decode()
    assert "You changed it since." in ada.get(address).content.decode()
    ada.post(f"{address}copy/")
    assert WORDS in cy.get(address).content.decode()


def test_whoever_reads_for_others_never_touches_the_key_of_the_journal(
    company: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = write(company.ada)
    journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    own = DurableKey.objects.get(person=company.ada, is_own=True)
    durable.store().destroy(own.name)
    assert WORDS in as_(company.cy).get(f"/journal/entries/{entry.public_id}/").content.decode()


def test_the_key_of_a_copy_is_destroyed_with_it(company: cast.Cast, django_capture_on_commit_callbacks: Any) -> None:
    entry = write(company.ada)
    sharing = journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    name = SharedCopy.objects.get().key.name
    assert durable.store().read(name)
    with django_capture_on_commit_callbacks(execute=True):
        journal.unshare_entry(by=company.ada, sharing=sharing, at=cast.NOW)
    with pytest.raises(KeyLost):
        durable.store().read(name)
    assert destroy_ended(cast.NOW) == 0


def test_two_windows_lose_nothing(ada: Client, company: cast.Cast) -> None:
    entry = write(company.ada, "as it was")
    address = f"/journal/entries/{entry.public_id}/"
    first = ada.post(address, {"text": "from the first window", "day": "2026-10-07", "version": "1"})
    assert first.status_code == 303
    second = ada.post(address, {"text": "from the second window", "day": "2026-10-07", "version": "1"})
    page = second.content.decode()
    assert second.status_code == 409 and "from the first window" in page and "from the second window" in page
    assert 'name="version" value="2"' in page
    with pytest.raises(Conflict):
        journal.edit_entry(by=company.ada, entry=entry, text="x", day=cast.TODAY, version=1, at=cast.NOW)


def test_what_is_typed_comes_back_and_goes_when_it_is_kept(ada: Client, company: cast.Cast) -> None:
    ada.post("/drafts/private-journal-new/", {"text": "half a sent", "day": "2026-10-06"})
    page = ada.get("/journal/").content.decode()
    assert "half a sent" in page and 'value="2026-10-06"' in page and "data-private" in page
    assert private_drafts.kept(person=company.cy, form="private-journal-new") == {}
    ada.post("/journal/", {"text": "half a sentence", "day": "2026-10-07"})
    assert not SealedDraft.objects.exists()


def test_deleted_is_gone_for_everybody(ada: Client, company: cast.Cast) -> None:
    entry = write(company.ada)
    journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    ada.post(f"/journal/entries/{entry.public_id}/removal/")
    assert not JournalEntry.objects.exists() and not SharedCopy.objects.exists()
    assert as_(company.cy).get(f"/journal/entries/{entry.public_id}/").status_code == 404


def test_a_cipher_moved_into_another_row_does_not_open(company: cast.Cast) -> None:
    from sapwood.people.sealing import CannotOpen

    first, second = write(company.ada, "one"), write(company.ada, "two")
    JournalEntry.objects.filter(pk=second.pk).update(sealed=first.sealed)
    with pytest.raises(CannotOpen):
        JournalEntry.objects.get(pk=second.pk).unlock()


def test_a_lost_key_is_said_and_writing_goes_on(ada: Client, company: cast.Cast) -> None:
    entry = write(company.ada)
    key = DurableKey.objects.get()
    secret = durable.store().read(key.name)
    durable.store().destroy(key.name)
    assert "your key is not on this machine" in ada.get("/journal/").content.decode()
    assert ada.get(f"/journal/entries/{entry.public_id}/").status_code == 200
    ada.post("/journal/", {"text": "after the loss", "day": "2026-10-07"})
    durable.store().write(key.name, secret)
    assert {one.words.text for one in queries.entries_of(company.ada) if one.words} == {WORDS, "after the loss"}


def test_shown_beside_the_goal_to_those_who_may_read_both(ada: Client, company: cast.Cast) -> None:
    goal = cast.objective("Listen first", company.ada, company.cycle, layer="developmental", nature="soft")
    entry = write(company.ada, objective=goal)
    beside = f"/objectives/{goal.public_id}/aside/"
    assert "only you see this" in ada.get(beside).content.decode()
    journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    assert as_(company.cy).get(beside).status_code == 404  # the entry, not the goal
    page = as_(company.cy).get(f"/journal/entries/{entry.public_id}/").content.decode()
    assert WORDS in page and "Listen first" not in page
    team = cast.objective("People say it early", company.cranes, company.cycle)
    JournalEntry.objects.filter(pk=entry.pk).update(objective=team)
    assert WORDS in as_(company.cy).get(f"/objectives/{team.public_id}/aside/").content.decode()
    assert WORDS not in as_(company.bo).get(f"/objectives/{team.public_id}/aside/").content.decode()


def test_taken_along_it_is_whole(ada: Client, company: cast.Cast) -> None:
    goal = cast.objective("Listen first", company.ada, company.cycle, layer="developmental")
    entry = write(company.ada, "Two\nlines", objective=goal, asked="What helped?")
    journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    write(company.cy, "somebody else")
    rows = json.loads(ada.get("/journal/own.json").content)
    assert rows == [
        {
            "day": "2026-10-07",
            "text": "Two\nlines",
            "asked": "What helped?",
            "goal": "Listen first",
            "shown_to": ["Cy Tanaka"],
        }
    ]
    text = ada.get("/journal/own.md").content.decode()
    assert text == as_markdown(queries.pages_of(company.ada), title="My journal") and "> What helped?" in text
    assert ada.get("/journal/own.exe").status_code == 404


def test_questions_fit_the_goal_and_change_with_the_week(company: cast.Cast) -> None:
    soft = cast.objective("Listen first", company.ada, company.cycle, layer="developmental", nature="soft")
    first = queries.prompts_for(soft, cast.TODAY)
    assert len(first) == 3 and {one.fits for one in first} >= {"soft"}
    assert first != queries.prompts_for(soft, cast.TODAY + dt.timedelta(days=7))
    assert {one.fits for one in offered(frozenset(), week=3)} == {"any"}
    assert len({one.key for one in PROMPTS}) == len(PROMPTS)


def test_one_query_more_or_less_for_many_entries(ada: Client, company: cast.Cast, django_assert_max_num_queries: Any) -> None:  # fmt: skip
    for number in range(30):
        write(company.ada, f"Day {number}")
    with django_assert_max_num_queries(24):
        page = ada.get("/journal/").content.decode()
    assert "Day 29" in page and "Day 0" in page


def test_longer_than_an_entry_holds_is_said(ada: Client, company: cast.Cast) -> None:
    answer = ada.post("/journal/", {"text": "a" * 20_001, "day": "2026-10-07"})
    assert answer.status_code == 422 and not JournalEntry.objects.exists()
    with pytest.raises(Refused, match="an entry holds 20000"):
        write(company.ada, "a" * 20_001)


def test_a_leavers_shown_entries_leave_with_them(company: cast.Cast) -> None:
    entry = write(company.ada)
    journal.share_entry(by=company.ada, entry=entry, person=company.cy, at=cast.NOW)
    Person.objects.filter(pk=company.ada.pk).update(leaves=cast.TODAY - dt.timedelta(days=1))
    assert as_(company.cy).get(f"/journal/entries/{entry.public_id}/").status_code == 404
