"""The library of competencies on its pages: everybody reads it, the OKR owner keeps it, its history stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Event
from sapwood.files.questions import read_library, write_library
from sapwood.people import actions, queries
from sapwood.people.actions import invitations
from sapwood.people.library import bank
from sapwood.people.library.comparing import compare, library_here
from sapwood.people.library.remarks import remarks
from sapwood.people.models import Behaviour, Competency, EarlierWording, Organisation
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

FIVE = ("Hardly.", "When asked.", "Mostly.", "When it is hard too.", "Others copy it.")
LEVELS = {f"level_{number}": text for number, text in enumerate(FIVE, 1)}


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


@pytest.fixture
def waits(company: Cast) -> Behaviour:
    listening = actions.say(by=company.dee, kind=Competency, name="Listening", text="", at=NOW, family="Talking")
    return actions.write_behaviour(
        by=company.dee, competency=listening, text="Waits for the end of a sentence.", anchors=FIVE, at=NOW
    )


def test_a_new_organisation_begins_with_the_library(db: None) -> None:
    invitations.first_administrator(name="", email="ad@harbour.example", at=NOW)
    assert library_here() == bank()
    Behaviour.objects.first().delete()  # type: ignore[union-attr]
    before = Behaviour.objects.count()
    invitations.first_administrator(name="", email="dee@harbour.example", at=NOW)
    assert Behaviour.objects.count() == before, "the second administrator brings nothing back"


def test_taking_in_what_is_here_does_nothing_and_the_rest_stays(company: Cast, waits: Behaviour) -> None:
    actions.take_in_library(by=company.dee, library=bank(), at=NOW)
    assert compare(bank()).does_nothing
    assert compare(library_here()).does_nothing
    listening = Competency.objects.get(name="Listening")
    assert (listening.key, listening.family) == ("listening", "Communication"), "known by its key"
    waits.refresh_from_db()
    assert waits.retired is None
    assert (
        Event.objects.filter(verb="people.library_taken_in").get().data["new_competencies"]
        == len(bank().competencies) - 1
    )


def test_a_competency_of_the_same_name_is_the_same_one(company: Cast) -> None:
    own = Competency.objects.create(name="deciding", key="our-deciding", text="Ours.")
    actions.take_in_library(by=company.dee, library=bank(), at=NOW)
    own.refresh_from_db()
    assert (own.name, own.key, own.behaviours.count()) == ("Deciding", "our-deciding", 5)
    assert Competency.objects.filter(name__iexact="deciding").count() == 1


def test_only_those_who_keep_it_change_it(company: Cast, waits: Behaviour) -> None:
    with pytest.raises(Refused):
        actions.write_behaviour(by=company.ada, competency=waits.competency, text="Asks.", at=NOW)
    with pytest.raises(Refused):
        actions.reword_behaviour(by=company.bo, behaviour=waits, version=1, text="Asks.", at=NOW)
    with pytest.raises(Refused):
        actions.retire_behaviour(by=company.bo, behaviour=waits, at=NOW)
    with pytest.raises(Refused):
        actions.take_in_library(by=company.max, library=bank(), at=NOW)
    waits.refresh_from_db()
    assert (waits.text, waits.version) == ("Waits for the end of a sentence.", 1)


def test_rewording_keeps_what_was_said_before(company: Cast, waits: Behaviour) -> None:
    actions.reword_behaviour(by=company.dee, behaviour=waits, version=1, text="Lets others finish.", at=NOW)
    before = EarlierWording.objects.get()
    assert (before.version, before.text, before.anchors) == (1, "Waits for the end of a sentence.", list(FIVE))
    assert (waits.version, waits.key) == (2, "listening.waits-for-the-end-of-a-sentence")
    with pytest.raises(Conflict):
        actions.reword_behaviour(by=company.dee, behaviour=waits, version=1, text="Waits.", at=NOW)
    assert EarlierWording.objects.count() == 1


def test_levels_are_all_described_or_none(company: Cast, waits: Behaviour) -> None:
    with pytest.raises(Refused):
        actions.reword_behaviour(by=company.dee, behaviour=waits, version=1, text="Waits.", anchors=FIVE[:3], at=NOW)


def test_it_is_read_in_the_readers_language_and_else_in_english(
    company: Cast, waits: Behaviour, client: Client
) -> None:
    german = [f"Stufe {number}" for number in range(1, 6)]
    actions.translate_behaviour(
        by=company.dee, behaviour=waits, version=1, language="de", text="Wartet.", anchors=german, at=NOW
    )
    assert (waits.said("de"), waits.said("de-AT"), waits.said("fr")) == ("Wartet.", "Wartet.", waits.text)
    assert (waits.levels("de"), waits.levels("fr")) == (german, list(FIVE))
    with translation.override("de"):
        assert waits.said() == "Wartet."
    actions.translate_behaviour(by=company.dee, behaviour=waits, version=2, language="de", text="", anchors=(), at=NOW)
    assert waits.translations == {}


def test_dee_adds_rewords_translates_and_retires_on_the_pages(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    address = reverse("people:statements", args=["competencies"])
    made = client.post(address, {"name": "Mooring", "text": "", "family": "On the quay", "practise": "Tie one knot."})
    competency = Competency.objects.get()
    assert made.url == reverse("people:competency", args=[competency.public_id])  # type: ignore[attr-defined]
    page = client.get(made.url).content.decode()  # type: ignore[attr-defined]
    assert "Tie one knot." in page

    new = reverse("people:behaviours", args=[competency.public_id])
    refused = client.post(new, {"text": "Checks the knot.", "level_1": "Does not look."})
    assert refused.status_code == 422
    assert "Does not look." in refused.content.decode()
    assert client.post(new, {"text": "Checks the knot.", **LEVELS}).status_code == 303
    twice = client.post(new, {"text": "checks the knot.", **LEVELS})
    assert twice.status_code == 422
    behaviour = Behaviour.objects.get()
    assert behaviour.anchors == list(FIVE)

    one = reverse("people:behaviour", args=[behaviour.public_id])
    client.post(one, {"text": "Checks each knot.", "version": "1", **LEVELS})
    conflict = client.post(one, {"text": "Checks knots.", "version": "1", **LEVELS})
    assert conflict.status_code == 409
    assert 'value="Checks knots."' in conflict.content.decode()
    assert "Checks the knot." in client.get(one).content.decode(), "what it said before"

    words = reverse("people:behaviour_words", args=[behaviour.public_id])
    assert client.post(words, {"language": "german!", "text": "Prüft", "version": "2"}).status_code == 422
    assert client.post(words, {"language": "de", "text": "Prüft jeden Knoten.", "version": "2"}).status_code == 303
    assert "Prüft jeden Knoten." in client.get(one).content.decode()

    client.post(reverse("people:behaviour_retirement", args=[behaviour.public_id]))
    behaviour.refresh_from_db()
    assert behaviour.retired == NOW.date()


def test_everybody_reads_it_and_nobody_else_is_offered_a_change(
    company: Cast, waits: Behaviour, client: Client
) -> None:
    client.force_login(company.ada)
    page = client.get(reverse("people:competency", args=[waits.competency.public_id])).content.decode()
    assert "Waits for the end of a sentence." in page
    assert "When it is hard too." in page
    assert reverse("people:behaviour", args=[waits.public_id]) not in page
    assert client.get(reverse("people:behaviour", args=[waits.public_id])).status_code == 404
    assert client.post(reverse("people:library_bank")).status_code == 404


def test_it_is_searched_by_the_words_of_behaviours_too(company: Cast, waits: Behaviour, client: Client) -> None:
    client.force_login(company.ada)
    address = reverse("people:statements", args=["competencies"])
    assert "Listening" in client.get(address, {"q": "sentence end"}).content.decode()
    assert "Nothing here says" in client.get(address, {"q": "rope"}).content.decode()
    actions.retire_behaviour(by=company.dee, behaviour=waits, at=NOW)
    assert "Nothing here says" in client.get(address, {"q": "sentence"}).content.decode()


def test_the_whole_library_costs_one_query(company: Cast, django_assert_num_queries: object) -> None:
    actions.take_in_library(by=company.dee, library=bank(), at=NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        families = queries.competencies_by_family()
    assert sum(len(rows) for _name, rows in families) == len(bank().competencies)
    assert [name for name, _rows in families][0] == "Communication"


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_out_changed_and_back_in(company: Cast, waits: Behaviour, client: Client, kind: str) -> None:
    client.force_login(company.dee)
    out = client.get(reverse("people:library_export", args=[kind]))
    library = read_library(out.content)
    assert library == library_here()
    changed = write_library(type(library)((*library.competencies, *bank().competencies[2:4])), kind)
    address = reverse("people:library_import")
    looked = client.post(address, {"file": SimpleUploadedFile(f"library.{kind}", changed)})
    assert looked.status_code == 200
    assert bank().competencies[2].name in looked.content.decode()
    assert Competency.objects.count() == 1, "looking changes nothing"
    kept = looked.context["kept"]
    assert client.post(address, {"kept": kept, "apply": "yes"}).status_code == 303
    assert Competency.objects.count() == 3


def test_odd_spaces_and_line_ends_are_no_difference(company: Cast) -> None:
    made = actions.say(
        by=company.dee, kind=Competency, name="Row  well", text="One.\r\nTwo.", practise="Row.\r\n\r\nRest.", at=NOW
    )
    actions.write_behaviour(by=company.dee, competency=made, text=" Rows  in time. ", at=NOW)
    assert compare(library_here()).does_nothing
    assert compare(read_library(write_library(library_here(), "xlsx"))).does_nothing


def test_a_file_with_a_wrong_row_is_taken_in_not_at_all(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    text = "competencies:\n  - name: Rowing\n    behaviours:\n      - text: Rows.\n  - name: Sailing\n    audience: sailors\n"
    answer = client.post(reverse("people:library_import"), {"pasted": text, "apply": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "line 5" in page and "audience" in page and "sailors" in page
    assert not Competency.objects.exists()
    nothing = client.post(reverse("people:library_import"), {"pasted": "name,mail\nAda,a@b.example"})
    assert nothing.status_code == 422
    assert client.post(reverse("people:library_import"), {}).status_code == 422


def test_two_competencies_of_one_name_are_refused(company: Cast, waits: Behaviour) -> None:
    twins = read_library(b"competencies:\n  - {name: Rowing, key: a}\n  - {name: rowing, key: b}\n")
    with pytest.raises(Refused):
        actions.take_in_library(by=company.dee, library=twins, at=NOW)
    assert Competency.objects.count() == 1


def test_the_bank_is_offered_while_something_of_it_is_missing(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    address = reverse("people:statements", args=["competencies"])
    assert reverse("people:library_bank") in client.get(address).content.decode()
    client.post(reverse("people:library_bank"))
    assert reverse("people:library_bank") not in client.get(address).content.decode()
    assert Organisation.objects.get().name == "Harbour Works"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Says back what they have heard.", 0),
        ("Listens and takes notes.", 1),
        ("Always answers.", 1),
        ("Is brilliant.", 1),
        ("Says in the meeting of the whole department each week what went wrong there and why.", 2),
    ],
)
def test_wording_is_asked_about_never_forbidden(text: str, count: int) -> None:
    assert len(remarks(text)) == count
