"""With the database, its log, back-ups, the product's logs and everybody's own pages."""

from __future__ import annotations

import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse

from sapwood.feedback import ballots, links, sealing
from sapwood.feedback.models import Ballot, PublishedComment, Receipt
from tests.attacks import doubles
from tests.attacks.attack import Guesses, Who
from tests.attacks.looking import crawl, named_alone
from tests.attacks.stories import Story
from tests.attacks.sums import MIDDLE

# ---- A22


def rows_in_order(story: Story) -> dict[int, list[str]]:
    """Remarks in the order in which the database keeps their rows, and any ballot that is left."""
    assert not Ballot.objects.filter(sealed_with__wave=story.pulse.wave).exists()
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    table = PublishedComment._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT item_id, text FROM "{table}" ORDER BY {place}')  # noqa: S608  (our own names)
        rows = cursor.fetchall()
    return {text.pk: [words for item, words in rows if item == text.pk] for text in story.pulse.texts}


def rows_of_receipts(seen: Sequence[str], who: Who) -> Guesses:
    """A22 on taking part: a row that is left names who answered; the other one is silent."""
    return {place: -named_alone(seen, *pair) for place, pair in enumerate(who.pairs)}


def receipts(story: Story) -> list[str]:
    rows = Receipt.objects.filter(invitation__wave=story.pulse.wave).select_related("invitation__person")
    return [str(row.invitation.person) for row in rows]


def receipts_kept(story: Story) -> list[str]:
    """The double: a wave whose receipts stayed when it was published."""
    return [person.name for pk, person in story.company.people.items() if pk in story.pulse.own]


# ---- A23


def bytes_of_the_database(story: Story) -> list[str]:
    """Every byte on the disk: the file, its free pages and its log; on PostgreSQL the files of the room's tables and
    the newest of its log."""
    return [story.disk]


def deleted_rows(story: Story) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return [doubles.deleted_without_care(story, Path(folder))]


# ---- A24


@dataclass(frozen=True)
class Log:
    text: str
    addresses: Mapping[str, str]  # of each answering page -> whose it is; whoever has database and settings can make it


def lines_of_answers(seen: Log, who: Who) -> Guesses:
    """A line for whoever answered; the other one is silent."""
    text = seen.text
    for address, name in seen.addresses.items():
        text = text.replace(address, f" {name} ")
    return {place: -named_alone(text.splitlines(), *pair) for place, pair in enumerate(who.pairs)}


def log_of(story: Story) -> Log:
    return Log(story.log, _addresses(story))


def access_log(story: Story) -> Log:
    """A web server that logs what is asked for."""
    pulse = story.pulse
    speakers = [pair[1 if pulse.quiet[place] > 0 else 0] for place, pair in enumerate(pulse.silent)]
    lines = (
        f'127.0.0.1 [07/Oct/2026:10:00:00] "POST {links.address(pulse.invitations[one.pk])}" 303' for one in speakers
    )
    return Log("\n".join(lines), _addresses(story))


def _addresses(story: Story) -> dict[str, str]:
    return {
        urlsplit(links.address(row)).path: str(row.person)
        for pair in story.pulse.silent
        for row in (story.pulse.invitations[one.pk] for one in pair)
    }


# ---- A25


@dataclass(frozen=True)
class Backups:
    """Two back-ups, one before and one after the first of the two sent, and every private key that can be found."""

    files: Sequence[Path]
    keys: Sequence[bytes]
    context: bytes


def difference_of_backups(seen: Backups, who: Who) -> Guesses:
    """The ballot that is in the second and not in the first is the first one's. Open it with any key there is."""
    early, late = (_ballots(file) for file in seen.files)
    guesses: dict[int, float] = {}
    for sealed in late - early:
        for key in seen.keys:
            try:
                opened = ballots.unpack(sealing.unseal(sealed, private=key, context=seen.context))
            except (sealing.CannotOpen, ValueError):
                continue
            guesses |= {item: MIDDLE - answer for item, answer in opened.ratings.items() if answer is not None}
    return guesses


def backups_afterwards(story: Story) -> Backups:
    """Once it is published: the back-ups, what is in the key store now, and every 32 bytes kept for a key anywhere."""
    keys = [file.read_bytes() for file in sorted(settings.SAPWOOD_KEYS.rglob("*")) if file.is_file()]
    return Backups(story.backups, keys, story.pulse.wave.public_id.encode())


def backups_with_the_key(story: Story) -> Backups:
    """The double of A25, and a stated limit: the key store was copied while the wave was open."""
    return Backups(story.backups, [story.key_while_open], story.pulse.wave.public_id.encode())


def _ballots(file: Path) -> set[bytes]:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file) as tar:
        for member in tar:
            if (inside := tar.extractfile(member)) is not None:
                Path(folder, Path(member.name).name).write_bytes(inside.read())
        table = Ballot._meta.db_table
        copy = Path(folder) / "sapwood.sqlite3"
        if copy.exists():
            with sqlite3.connect(copy) as base:
                rows = base.execute(f'SELECT sealed FROM "{table}"').fetchall()  # noqa: S608
            base.close()
            return {bytes(row[0]) for row in rows}
        words = ["pg_restore", "--data-only", f"--table={table}", "--file=-", str(Path(folder) / "sapwood.pgdump")]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        return {
            bytes.fromhex(part[3:]) for line in told.splitlines() for part in line.split("\t") if part[:3] == r"\\x"
        }


# ---- A26


@dataclass(frozen=True)
class Own:
    """What each of the two gets about themselves."""

    first: Sequence[str]
    second: Sequence[str]


def own_data(seen: Own, who: Who) -> Guesses:
    """Everybody hands in what they can get of themselves: whose papers hold the remark?"""
    guesses = {}
    for text, needles in who.needles.items():
        holds = [[any(needle in one for one in papers) for papers in (seen.first, seen.second)] for needle in needles]
        guesses[text] = float(holds[0][0] - holds[0][1] + holds[1][1] - holds[1][0])
    return guesses


def own_pages(story: Story) -> Own:
    papers = []
    for person in story.pulse.writers:
        address = urlsplit(links.address(story.pulse.invitations[person.pk])).path
        addresses = [
            *(["/"] if story.is_thorough else []),
            reverse("feedback:waves"),
            address,
            reverse("people:person", args=[person.public_id]),
        ]
        papers.append([look.text for look in crawl(person, [*addresses, reverse("activity:notices")]).values()])
    return Own(papers[0], papers[1])


def own_answers(story: Story) -> Own:
    """An export of one's own data that holds one's own sealed answers."""
    pulse = story.pulse
    papers = [[str([remark.text for remark in pulse.remarks[one.pk].values()])] for one in pulse.writers]
    return Own(papers[0], papers[1])
