"""The preview lets rows be corrected in place: nothing typed is lost, and nothing is taken in before all of it can be."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sapwood.files import goals as files
from sapwood.goals.models import KeyResult, Objective
from tests import cast

ROWS = (
    "objective,owner,cycle,key_result,from,to\n"
    "Ships leave,Cranez,Autumn 2026,Hours,many,20\n"
    "Ropes last,Cranez,Autumn 2026,Torn,9,3\n"
    "Gates open,Cranes,Autumn 2026,Late,5,1\n"
)


def fields(page: Any) -> dict[str, Any]:
    """What a browser would send back: every field of the form with the verdicts, as it is shown."""
    form = re.search(r'<form method="post" class="verdicts-of".*?</form>', page.content.decode(), re.S)
    assert form
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        text = html.unescape(value[1]) if value else ""
        if name[1] == "out":
            found.setdefault("out", []).append(text)
        else:
            found[html.unescape(name[1])] = text
    for name, value in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form[0], re.S):
        found[html.unescape(name)] = html.unescape(value)
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def give(client: Client, text: str) -> Any:
    return client.post(reverse("goals:import"), {"file": SimpleUploadedFile("goals.csv", text.encode())})


def check(client: Client, page: Any, **typed: Any) -> Any:
    return client.post(reverse("goals:import"), {**fields(page), **typed})


def apply(client: Client, page: Any, **typed: Any) -> Any:
    return client.post(reverse("goals:import_application"), {**fields(page), **typed}, follow=True)


@pytest.fixture
def bo(company: cast.Cast, client: Client, now: dt.datetime) -> Client:
    client.force_login(company.bo)
    return client


def test_two_wrong_rows_are_corrected_checked_and_taken_in(bo: Client) -> None:
    page = give(bo, ROWS)
    assert page.context["plan"].counts["rejected"] == 2
    text = page.content.decode()
    assert 'name="cell-0.0/baseline" value="many"' in text and 'name="cell-*/owner/Cranez" value="Cranez"' in text
    assert "Perhaps “Cranes” is meant." in text
    assert "disabled" in text and "Corrected here, it is corrected in 2 goals." in text
    again = check(bo, page, **{"cell-*/owner/Cranez": "Cranes", "cell-0.0/baseline": "40"})
    assert again.context["plan"].counts == {"rejected": 0, "new": 3, "changed": 0, "same": 0}
    assert not Objective.objects.exists()
    done = apply(bo, again)
    assert "3 new as drafts" in done.content.decode()
    assert sorted(KeyResult.objects.values_list("title", "baseline")) == [("Hours", 40), ("Late", 5), ("Torn", 9)]


def test_one_correction_after_the_other_is_kept(bo: Client) -> None:
    page = check(bo, give(bo, ROWS), **{"cell-0.0/baseline": "41"})
    assert page.context["plan"].counts["rejected"] == 2
    page = check(bo, page, **{"cell-*/owner/Cranez": "Cranes"})
    assert page.context["rejected"] == 0
    assert json.loads(fields(page)["corrections"])["cells"] == {"0.0/baseline": "41", "*/owner/Cranez": "Cranes"}
    assert "Corrected by you" in page.content.decode()
    page = check(bo, page, **{"cell-0.0/baseline": "forty"})  # a correction can be corrected
    assert page.context["rejected"] == 1 and 'value="forty"' in page.content.decode()


def test_what_was_typed_and_not_checked_is_not_lost_when_it_is_applied(bo: Client) -> None:
    page = check(bo, give(bo, ROWS), **{"cell-0.0/baseline": "41", "cell-*/owner/Cranez": "Cranes"})
    refused = apply(bo, page, **{"cell-0.0/baseline": "42"})
    assert refused.status_code == 422 and not Objective.objects.exists()
    assert "You corrected something since you looked" in refused.content.decode()
    apply(bo, refused)
    assert KeyResult.objects.get(title="Hours").baseline == 42


def test_a_form_sent_back_as_it_is_corrects_nothing(bo: Client) -> None:
    text = 'objective,owner,why,key_result,to\n"Ships  leave",Nobody,"First.\n\n  Second. ",Hours,"3 "\n'
    page = check(bo, give(bo, text))
    assert fields(page)["corrections"] == ""
    assert page.context["plan"].goals[0].goal.why == "First.\n\nSecond."


def test_a_goal_that_cannot_be_taken_is_left_out_and_comes_back(bo: Client) -> None:
    page = check(bo, give(bo, ROWS), out=["0", "1"])
    assert page.context["plan"].counts == {"rejected": 0, "new": 1, "changed": 0, "same": 0}
    assert "Left out by you" in page.content.decode()
    back = check(bo, page, out=["1"])
    assert back.context["plan"].counts["rejected"] == 1
    apply(bo, page)
    assert list(Objective.objects.values_list("title", flat=True)) == ["Gates open"]


def test_one_choice_says_the_owner_of_all_goals_that_name_none(company: cast.Cast, bo: Client) -> None:
    page = give(bo, "objective,key_result\nShips leave,Hours\nRopes last,Torn\n")
    assert "For all goals that do not say it" in page.content.decode()
    page = check(bo, page, owner=company.cranes.public_id, cycle=str(company.cycle.pk))
    assert page.context["rejected"] == 0
    apply(bo, page)
    assert set(Objective.objects.values_list("owner_team", "cycle")) == {(company.cranes.pk, company.cycle.pk)}


def test_one_choice_says_what_days_mean(bo: Client) -> None:
    page = give(bo, "objective,owner,key_result,due\nShips leave,Cranes,Hours,03/04/2026\n")
    assert page.context["preview"].asks_for_order
    page = check(bo, page, date_order="dmy")
    assert page.context["plan"].goals[0].goal.key_results[0].due == dt.date(2026, 4, 3)


def test_what_was_corrected_is_the_same_when_it_comes_again(bo: Client) -> None:
    typed = {"cell-0.0/baseline": "40", "cell-*/owner/Cranez": "Cranes"}
    apply(bo, check(bo, give(bo, ROWS), **typed))
    again = check(bo, give(bo, ROWS), **typed)
    assert again.context["plan"].counts == {"rejected": 0, "new": 0, "changed": 0, "same": 3}


def test_markup_in_cells_is_text_on_the_page(bo: Client) -> None:
    page = give(
        bo, 'objective,owner,key_result\nShips,"""><script>x</script>",Hours\nRopes,"""><script>x</script>",Torn\n'
    )
    assert "<script>x" not in page.content.decode()
    assert 'cell-*/owner/"><script>x</script>' in fields(page)


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}', '{"cells": {"a": 1}}', '{"left_out": [1]}', "[" * 5000])
def test_damaged_corrections_are_said(bo: Client, text: str) -> None:
    page = bo.post(reverse("goals:import"), {**fields(give(bo, ROWS)), "corrections": text})
    assert page.status_code == 422 and "were damaged on the way" in page.content.decode()


def test_many_wrong_goals_keep_the_page_small_and_come_one_after_the_other(bo: Client) -> None:
    rows = "objective,owner,key_result,to\n" + "".join(f"Ship {n},Cranes,Hours {n},x\n" for n in range(900))
    page = give(bo, rows)
    sent = fields(page)
    assert page.context["plan"].counts["rejected"] == 900
    assert sum(name.startswith("cell-") for name in sent) <= 420
    right = {name: "3" for name in sent if name.endswith("/target")}
    assert len(right) > 100
    again = check(bo, page, **right)
    assert again.context["plan"].counts["rejected"] == 900 - len(right)


def test_pasted_text_keeps_being_read_as_text(company: cast.Cast, bo: Client) -> None:
    page = bo.post(
        reverse("goals:import"),
        {
            "pasted": "Ships leave\n- Hours\n- Stops\n\nRopes last\n- Torn",
            "owner": company.cranes.public_id,
            "cycle": company.cycle.pk,
        },
    )
    assert page.context["plan"].counts["new"] == 2
    apply(bo, page)
    assert KeyResult.objects.count() == 3


def test_a_word_document_is_taken_in_with_the_place_of_what_is_wrong(company: cast.Cast, bo: Client) -> None:
    from tests.files.test_goal_word import made

    content = made(("O1: Ships leave", "Heading 1"), ("owner: Cranez", "Normal"), ("Hours lost", "List Bullet"))
    page = bo.post(
        reverse("goals:import"), {"file": SimpleUploadedFile("goals.docx", content), "cycle": company.cycle.pk}
    )
    assert "paragraph 1" in page.content.decode()
    assert "No team and nobody at work here is called so." in page.content.decode()
    done = apply(bo, check(bo, page, **{"cell-0/owner": "Cranes"}))
    assert done.status_code == 200 and Objective.objects.get().title == "Ships leave"
    assert files.read(content).format == "docx"


def test_numbers_in_the_words_of_a_text_are_read_and_said_and_stay_what_they_became(
    company: cast.Cast, bo: Client
) -> None:
    text = "O1: Ships leave\nOwner: Cranes\nQuarter: Autumn 2026\nKR1: Hours lost from 40 to 20\nKR2: Fewer stops\nKR3: Late from 9 % to 3 %\nto: 4"
    page = bo.post(reverse("goals:import"), {"pasted": text})
    assert "The numbers of one key result were read out of its words." in page.content.decode()
    assert "40 → 20" in page.content.decode()
    apply(bo, page)
    assert list(KeyResult.objects.order_by("id").values_list("baseline", "target", "direction")) == [
        (40, 20, "fall"),
        (None, None, "rise"),
        (None, 4, "rise"),
    ]
    KeyResult.objects.filter(baseline=40).update(target=15)
    again = bo.post(reverse("goals:import"), {"pasted": text})
    assert again.context["plan"].counts == {"rejected": 0, "new": 0, "changed": 0, "same": 1}
    table = "objective,owner,key_result\nRopes,Cranes,Torn from 9 to 3\n"
    assert give(bo, table).context["plan"].goals[0].draft.key_results[0].target is None
