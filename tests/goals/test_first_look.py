"""Read my goals: a stranger pastes goals and reads what they are. Nothing of it stays anywhere."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast

HERE = "/first-look/"
OWN = """# Guests find their room without asking
- Hold 12 workshops on signs
- Publish the new floor plan
- Guests who ask the desk for the way fall from 40 to 12 a day
- Make our signs better
"""
TOLD = "Zanzibarrakuda"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def rows() -> str:
    """A digest of every row of every table, sessions and drafts among them."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        digest.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
    return digest.hexdigest()


def words(answer: object) -> str:
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", answer.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return " ".join(text.split())


@pytest.mark.django_db
def test_a_stranger_meets_the_page_and_not_a_sign_in(client: Client) -> None:
    assert client.get("/")["Location"] == HERE
    page = words(client.get(HERE))
    assert "Nothing is stored." in page and "Up to 200 statements" in page and "Sign in" in page
    assert client.get("/goals/")["Location"].startswith("/sign-in/")


@pytest.mark.django_db
def test_results_and_tasks_are_told_apart_and_one_question_comes_first(client: Client) -> None:
    page = words(client.post(HERE, {"pasted": OWN}))
    assert "1 of 4 key results are results" in page
    assert "1 Result 1 Wish 1 Delivered 1 Task" in page
    first = page[page.index("Ask this first") :]
    assert first.index("Hold 12 workshops on signs") < first.index("Guests find their room")
    assert "After the last of the workshops" in first
    assert "Nothing to remark." in page and "Why?" in page


@pytest.mark.django_db
def test_nothing_is_stored(client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", "/no/such/folder")  # a file on its way to a disk would fail
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 3_000)
    before = rows()
    caplog.set_level(logging.DEBUG)
    text = OWN.replace("signs", TOLD)
    small = SimpleUploadedFile("okrs.md", text.encode())
    large = SimpleUploadedFile("okrs.md", (text * 40).encode())
    with CaptureQueriesContext(connection) as asked:
        answers = [client.post(HERE, {"pasted": text}), client.post(HERE, {"file": small})]
        refused = client.post(HERE, {"file": large})
    assert all(TOLD in answer.content.decode() for answer in answers)
    assert refused.status_code == 422 and TOLD not in refused.content.decode()
    assert rows() == before
    assert [one["sql"] for one in asked if TOLD in one["sql"]] == []
    assert TOLD not in caplog.text
    kept = {name for answer in (*answers, refused) for name in answer.cookies}
    assert settings.SESSION_COOKIE_NAME not in kept and not any(TOLD in str(one.cookies) for one in answers)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv", "yaml"])
def test_files_are_read_as_well(client: Client, kind: str) -> None:
    page = words(client.post(HERE, {"file": SimpleUploadedFile(f"okrs.{kind}", FILES[kind]())}))
    assert "1 of 2 key results are results" in page and "Hold 12 workshops on signs" in page


@pytest.mark.django_db
def test_limits_are_said_in_words_and_what_was_typed_stays(client: Client) -> None:
    many = OWN + "".join(f"- Guests who return rise from {n} to {n + 300}\n" for n in range(1, 250))
    answer = client.post(HERE, {"pasted": many})
    assert answer.status_code == 200 and "statements more were not read: 200 at once are the limit" in words(answer)
    long = client.post(HERE, {"pasted": TOLD + " a" * 40_000})
    assert long.status_code == 422 and "Up to 60000 letters are read at once" in words(long)
    assert TOLD in long.content.decode()
    heavy = client.post(HERE, {"file": SimpleUploadedFile("okrs.md", OWN.encode() * 6_000)})
    assert heavy.status_code == 422 and "up to 1024 KB are read here" in words(heavy)
    assert "Paste one or more goals, or choose a file." in words(client.post(HERE, {}))
    broken = client.post(HERE, {"file": SimpleUploadedFile("okrs.xlsx", b"PK\x03\x04 no workbook")})
    assert broken.status_code == 422 and "Traceback" not in words(broken)


@pytest.mark.django_db
def test_a_stranger_in_a_hurry_is_asked_to_wait_and_loses_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {**settings.ACCOUNT_RATE_LIMITS, "first_look": "2/m/ip"})
    answers = [client.post(HERE, {"pasted": OWN}) for _turn in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert "Wait a minute" in words(answers[2]) and "Guests find their room" in answers[2].content.decode()


@pytest.mark.django_db
def test_it_needs_no_script_and_gives_htmx_only_the_answer(client: Client) -> None:
    whole = client.post(HERE, {"pasted": OWN}).content.decode()
    assert "<html" in whole and "<form" in whole and "Guests find their room" in whole
    part = client.post(HERE, {"pasted": OWN}, headers={"HX-Request": "true", "HX-Target": "answer"}).content.decode()
    assert "<html" not in part and "key results are results" in part


@pytest.mark.django_db
def test_a_forged_form_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(HERE, {"pasted": OWN}).status_code == 403


@pytest.mark.django_db
def test_what_was_pasted_never_runs(client: Client) -> None:
    page = client.post(HERE, {"pasted": "# <script>alert(1)</script>\n- <img src=x onerror=alert(1)> rises to 5 %\n"})
    assert "<script>alert" not in page.content.decode() and "<img src=x" not in page.content.decode()


@pytest.mark.parametrize("kind", ["pasted", "csv"])
def test_whoever_is_signed_in_goes_on_to_the_import(company: cast.Cast, client: Client, kind: str) -> None:
    client.force_login(company.ada)
    loose = f"Objective: {GOAL}\nKR1: {RESULTS[0]}\nKR2: {RESULTS[1]}\n"
    sent = {"pasted": loose} if kind == "pasted" else {"file": SimpleUploadedFile("okrs.csv", FILES["csv"]())}
    page = client.post(HERE, sent).content.decode()
    onward = page[page.index('action="/goals/import/"') :]
    fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', onward)}
    preview = client.post("/goals/import/", fields)
    assert preview.status_code == 200 and GOAL in words(preview)
    assert "cannot be taken" not in words(preview)  # owner and cycle are those of her team


# ── files ───────────────────────────────────────────────────────────────────

GOAL = "Guests find their room without asking"
RESULTS = ("Hold 12 workshops on signs", "Guests who ask the desk for the way fall from 40 to 12 a day")


def _xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("Objective", "Key result"), *((GOAL, one) for one in RESULTS)):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(GOAL, 1)
    for one in RESULTS:
        document.add_paragraph(one, style="List Bullet")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


FILES = {
    "xlsx": _xlsx,
    "docx": _docx,
    "csv": lambda: "\n".join(["objective,key_result", *(f"{GOAL},{one}" for one in RESULTS)]).encode(),
    "yaml": lambda: "\n".join(
        ["goals:", f"- objective: {GOAL}", "  key_results:", *(f"  - key_result: {one}" for one in RESULTS)]
    ).encode(),
}
