"""The administrator takes a file in by the pages: given, looked at, applied; everybody else finds nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity import clock
from sapwood.files import people, tables
from sapwood.people.models import ImportDraft, Person
from tests import cast
from tests.people import five_hundred

pytestmark = pytest.mark.django_db
HEAD = ["external_id", "email", "name", "manager", "team", "role"]


@pytest.fixture
def told() -> Iterator[cast.Cast]:
    with clock.frozen(cast.NOW):
        yield cast.gather()


@pytest.fixture
def ad(told: cast.Cast, client: Client) -> Client:
    client.force_login(told.ad)
    return client


def give(client: Client, *rows: list[Any], name: str = "people.csv", content: bytes = b"") -> Any:
    upload = SimpleUploadedFile(name, content or tables.write_csv(rows))
    return client.post(reverse("people:import"), {"file": upload, "pasted": ""}, follow=True)


def test_a_file_is_looked_at_and_applied(told: cast.Cast, ad: Client) -> None:
    page = give(
        ad,
        HEAD,
        ["", "ada@harbour.example", "Ada Okoye", "", "", "crane driver"],
        ["N1", "nia@harbour.example", "Nia Moss", "Bo Ferreira", "Cranes", ""],
    )
    assert "Every row can be taken" in page.content.decode()
    assert cast.fresh(told.ada).job_title == "dock hand"
    draft = ImportDraft.objects.get()
    changed = ad.get(reverse("people:import_preview", args=[draft.public_id]) + "?show=changed").content.decode()
    assert "<del>dock hand</del>" in changed and "<ins>crane driver</ins>" in changed
    result = ad.post(
        reverse("people:import_application", args=[draft.public_id]),
        {"fingerprint": page.context["plan"].fingerprint, "submission": "once"},
        follow=True,
    )
    assert "The file was applied" in result.content.decode()
    assert cast.fresh(told.ada).job_title == "crane driver"
    assert Person.objects.get(external_id="N1").manager == told.bo
    assert not ImportDraft.objects.exists()
    again = ad.post(
        reverse("people:import_application", args=[draft.public_id]),
        {"fingerprint": page.context["plan"].fingerprint, "submission": "once"},
    )
    assert again["Location"] == result.redirect_chain[-1][0]


def test_pasted_rows_are_a_file_too(told: cast.Cast, ad: Client) -> None:
    page = ad.post(reverse("people:import"), {"pasted": "email\trole\nada@harbour.example\tcook\n"}, follow=True)
    assert page.context["counts"][2][:2] == ("changed", 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a file, or paste the rows."),
        ({"pasted": "  \n "}, "Choose a file, or paste the rows."),
        ({"pasted": "a,b\n1,2"}, "No column for a staff number or an e-mail address was found."),
        ({"pasted": "email\nx@y.example", "file": "both"}, "Give one of them."),
        ({"file": "empty"}, "The file is empty."),
        ({"file": "page"}, "This is a web page or XML"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page(told: cast.Cast, ad: Client, data: dict[str, Any], said: str) -> None:
    contents = {"both": b"email\nx@y.example\n", "empty": b"", "page": b"<html><table></table></html>"}
    if "file" in data:
        data = {**data, "file": SimpleUploadedFile("people.xls", contents[data["file"]])}
    page = ad.post(reverse("people:import"), data)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not ImportDraft.objects.exists()


def test_ten_mistakes_in_five_hundred_rows_are_ten_messages_and_nothing_is_done(told: cast.Cast, ad: Client) -> None:
    before = list(Person.objects.order_by("pk").values_list())
    page = give(ad, content=five_hundred.with_mistakes())
    text = page.content.decode()
    assert page.context["counts"][0][:2] == ("rejected", 10)
    assert page.context["problems"] == 10
    rows = [(row["line"], *row["problems"][0][:2]) for row in page.context["rows"]]
    assert rows == [(line, column, given) for line, column, given, _reason in five_hundred.MISTAKES]
    for _line, _column, _given, reason in five_hundred.MISTAKES:
        assert reason in text.replace("&#x27;", "'")
    assert 'disabled aria-describedby="why-not"' in text
    draft = ImportDraft.objects.get()
    refused = ad.post(
        reverse("people:import_application", args=[draft.public_id]), {"fingerprint": page.context["plan"].fingerprint}
    )
    assert refused.status_code == 422
    assert "10 rows cannot be taken, so nothing was changed." in refused.content.decode()
    assert list(Person.objects.order_by("pk").values_list()) == before


def test_the_corrected_five_hundred_are_taken(told: cast.Cast, ad: Client) -> None:
    page = give(ad, content=five_hundred.corrected())
    ad.post(
        reverse("people:import_application", args=[ImportDraft.objects.get().public_id]),
        {"fingerprint": page.context["plan"].fingerprint},
    )
    assert Person.objects.filter(external_id__startswith="H").count() == 500
    assert give(ad, content=five_hundred.corrected()).context["plan"].does_nothing


def test_the_order_of_day_and_month_is_asked_and_answered(told: cast.Cast, ad: Client) -> None:
    page = give(ad, ["email", "starts"], ["ada@harbour.example", "03/04/2026"])
    assert "Does the day or the month come first?" in page.content.decode()
    assert "disabled" in page.content.decode()
    draft = ImportDraft.objects.get()
    answered = ad.post(reverse("people:import_preview", args=[draft.public_id]), {"date_order": "mdy"}, follow=True)
    assert "Does the day or the month" not in answered.content.decode()
    assert answered.context["rows"][0]["changes"] == [("First day", "", "2026-03-04")]
    ad.post(reverse("people:import_preview", args=[draft.public_id]), {"date_order": "ymd"})
    assert ImportDraft.objects.get().date_order == "mdy"


def test_who_is_missing_is_named_and_leaves_only_with_the_tick(told: cast.Cast, ad: Client) -> None:
    page = give(ad, ["email", "manager"], ["ada@harbour.example", "-"])
    assert "Not in the file" in page.content.decode() and "Eve Marsh" in page.content.decode()
    draft, mark = ImportDraft.objects.get(), page.context["plan"].fingerprint
    ad.post(
        reverse("people:import_application", args=[draft.public_id]),
        {"fingerprint": mark, "missing_have_left": "on"},
    )
    assert cast.fresh(told.eve).leaves == cast.TODAY
    assert cast.fresh(told.ad).leaves is None


def test_a_tick_that_cannot_be_is_shown_with_its_rows(told: cast.Cast, ad: Client) -> None:
    page = give(ad, ["email", "manager"], ["ada@harbour.example", "bo@harbour.example"])
    draft = ImportDraft.objects.get()
    refused = ad.post(
        reverse("people:import_application", args=[draft.public_id]),
        {"fingerprint": page.context["plan"].fingerprint, "missing_have_left": "on"},
    )
    assert refused.status_code == 422
    assert "is not in the file and would leave with the others" in refused.content.decode()
    assert cast.fresh(told.bo).leaves is None


def test_a_draft_is_its_givers_alone_and_can_be_thrown_away(told: cast.Cast, ad: Client) -> None:
    give(ad, ["email"], ["ada@harbour.example"])
    draft = ImportDraft.objects.get()
    cast.grant(told.dee, "administrator")
    other = Client()
    other.force_login(told.dee)
    assert other.get(reverse("people:import_preview", args=[draft.public_id])).status_code == 404
    ad.post(reverse("people:import_withdrawal", args=[draft.public_id]))
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_go_out(told: cast.Cast, ad: Client, kind: str) -> None:
    empty = ad.get(reverse("people:import_template", args=[kind]))
    assert [tables.shown(cell) for cell in tables.read(empty.content).rows[0].cells] == list(people.COLUMNS)
    full = ad.get(reverse("people:export", args=[kind]))
    assert f'filename="people.{kind}"' in full["Content-Disposition"]
    assert len(people.read(full.content).rows) == 7
    assert ad.get(reverse("people:export", args=["pdf"])).status_code == 404


def test_hostile_text_is_only_text_on_the_page(told: cast.Cast, ad: Client) -> None:
    page = give(
        ad, ["email", "name", "manager"], ["x@x.example", "<script>alert(1)</script>", "<img src=x onerror=alert(2)>"]
    )
    text = page.content.decode()
    assert "<script>alert" not in text and "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(2)&gt;" in text


def test_the_preview_asks_as_little_for_three_rows_as_for_one(told: cast.Cast, ad: Client) -> None:
    counts = []
    for size in (1, 3):
        give(ad, HEAD, *[[f"N{n}", f"n{n}@x.example", f"N {n}", "Bo Ferreira", "Cranes", ""] for n in range(size)])
        with CaptureQueriesContext(connection) as asked:
            ad.get(reverse("people:import_preview", args=[ImportDraft.objects.get().public_id]))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


def test_nobody_else_finds_the_pages(told: cast.Cast, client: Client) -> None:
    for somebody in (told.ada, told.bo, told.dee, told.max):
        client.force_login(somebody)
        for address in (
            reverse("people:import"),
            reverse("people:export", args=["csv"]),
            reverse("people:import_template", args=["csv"]),
        ):
            assert client.get(address).status_code == 404
        assert client.post(reverse("people:import"), {"pasted": "email\nx@x.example"}).status_code == 404
    assert io.BytesIO(client.get(reverse("people:import")).content).read().find(b"external_id") == -1
