"""Pages of a 360: beginning one, choosing raters, the report of its subject and what a reader of it sees."""

from __future__ import annotations

import pytest
from django.test import Client

from sapwood.feedback import links
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Guest, Invitation, ReportSharing, Subject, Wave
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


def at(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


def published(told: cast.Cast) -> Subject:
    some = rounds.hands(told.cranes, 12, word="Peer")
    wave = rounds.draft_round(told.dee, [told.ada])
    raters = [(one, "peer") for one in some[:5]] + [(one, "report") for one in some[5:9]]
    rounds.ask(told.dee, wave, [*raters, *((one, "other") for one in some[9:])])
    rounds.open_round(told.dee, wave)
    rounds.all_answer(wave, words="Remark")
    closing.close(wave, rounds.AFTER)
    return Subject.objects.get()


def test_a_round_is_begun_for_a_team_and_its_raters_are_chosen_agreed_and_launched(told: cast.Cast) -> None:
    asked = rounds.round_questions()
    dee, ada, bo = at(told.dee), at(told.ada), at(told.bo)
    answer = dee.post(
        "/feedback/rounds/new/", {"name": "Autumn", "questionnaire": asked.public_id, "team": told.cranes.public_id}
    )
    wave = Wave.objects.get()
    assert answer["Location"] == f"/feedback/waves/{wave.public_id}/"
    assert {one.person for one in wave.subjects.all()} == {told.ada, told.bo, told.cy}
    mine = wave.subjects.get(person=told.ada)
    page = f"/feedback/subjects/{mine.public_id}/"

    assert "Raters to choose" in text(ada.get("/feedback/"))
    ada.post(f"{page}raters/", {"person": "Cy Tanaka", "relation": "peer"})
    ada.post(f"{page}guests/", {"name": "Ola Customer", "email": "Ola@Customer.example"})
    assert {str(row.person or row.guest) for row in mine.invitations.all()} == {
        "Ada Okoye", "Bo Ferreira", "Cy Tanaka", "Ola Customer",
    }  # fmt: skip
    assert "can show a change of" in text(ada.get(page))
    assert "Agree to the raters of Ada Okoye" in text(bo.get("/feedback/"))
    for subject in wave.subjects.all():
        dee.post(f"/feedback/subjects/{subject.public_id}/agreement/")
    dee.post(f"/feedback/waves/{wave.public_id}/opening/", {"closes": "2026-10-20"})

    wave.refresh_from_db()
    assert wave.is_open
    assert "About Cy Tanaka" in text(at(told.bo).get("/"))  # what is asked of Bo stands on his week


def test_a_name_nobody_has_is_named_and_nothing_typed_is_lost(told: cast.Cast) -> None:
    asked = rounds.round_questions()
    answer = at(told.dee).post(
        "/feedback/rounds/new/",
        {"name": "Autumn", "questionnaire": asked.public_id, "people": "Ada Okoye\nNobody Here"},
    )

    assert answer.status_code == 422
    assert "Nobody Here" in text(answer) and "Autumn" in text(answer)
    assert not Wave.objects.exists()


def test_ada_reads_her_report_and_nobody_else_does_until_she_shares_it(told: cast.Cast) -> None:
    mine = published(told)
    page = f"/feedback/subjects/{mine.public_id}/report/"
    told_ada = text(at(told.ada).get(page))
    assert "Competency 0" in told_ada and "Your own view" in told_ada and "Direct reports" in told_ada

    for person in (told.bo, told.dee, told.max, told.ad, told.cy):
        assert at(person).get(page).status_code == 404
    at(told.ada).post(f"/feedback/subjects/{mine.public_id}/sharings/", {"person": "Bo Ferreira"})
    told_bo = text(at(told.bo).get(page))
    assert "Competency 0" in told_bo and "All others together" in told_bo
    assert "Direct reports" not in told_bo  # four reports and three others stand together for a reader

    at(told.ada).post(f"/feedback/sharings/{ReportSharing.objects.get().pk}/end/")
    assert at(told.bo).get(page).status_code == 404


def test_a_shared_report_cannot_be_shared_on(told: cast.Cast) -> None:
    mine = published(told)
    sharing = f"/feedback/subjects/{mine.public_id}/sharings/"
    at(told.ada).post(sharing, {"person": "Bo Ferreira"})
    at(told.bo).post(sharing, {"person": "Max Berg"})

    assert [one.person for one in ReportSharing.objects.all()] == [told.bo]
    assert "Let them read it" not in text(at(told.bo).get(f"/feedback/subjects/{mine.public_id}/report/"))


def test_the_report_costs_the_same_queries_however_many_competencies(
    told: cast.Cast, django_assert_max_num_queries
) -> None:
    mine = published(told)
    client = at(told.ada)
    with django_assert_max_num_queries(24):
        client.get(f"/feedback/subjects/{mine.public_id}/report/")


def test_somebody_from_outside_can_refuse_and_is_not_asked_again(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    mine = Subject.objects.get()
    at(told.ada).post(f"/feedback/subjects/{mine.public_id}/guests/", {"name": "Ola", "email": "ola@customer.example"})
    rounds.ask(told.dee, wave, [])
    rounds.open_round(told.dee, wave)
    guest = Guest.objects.get()
    link = links.address(Invitation.objects.get(guest=guest))

    assert "I do not want to be asked" in text(Client().get(link))
    assert "You will not be asked" in text(Client().post(f"{link}refusal/"))
    assert Client().get(link).status_code == 410
    assert at(told.dee).get("/feedback/").status_code == 200
    again = rounds.draft_round(told.dee, [told.cy], questionnaire=wave.questionnaire).subjects.get()
    at(told.cy).post(f"/feedback/subjects/{again.public_id}/guests/", {"name": "Ola", "email": "ola@customer.example"})
    assert not again.invitations.filter(guest=guest).exists()


def test_a_colleagues_link_refuses_nothing(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    rounds.ask(told.dee, wave, [(told.cy, "peer")])
    rounds.open_round(told.dee, wave)

    assert Client().post(f"{links.address(wave.invitations.get(person=told.cy))}refusal/").status_code == 410


def test_while_it_is_open_no_page_says_who_has_answered(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    rounds.ask(told.dee, wave, [(one, "peer") for one in rounds.hands(told.cranes, 5)])
    rounds.open_round(told.dee, wave)
    pages = (
        f"/feedback/waves/{wave.public_id}/",
        f"/feedback/subjects/{Subject.objects.get().public_id}/",
        "/feedback/",
    )
    clients = {person: at(person) for person in (told.dee, told.ada)}
    before = [(person, page, _plain(client.get(page))) for person, client in clients.items() for page in pages]
    row = wave.invitations.select_related("wave", "person", "subject").filter(relation="peer").first()
    assert row is not None and rounds.answer(row)

    assert [(person, page, _plain(client.get(page))) for person, client in clients.items() for page in pages] == before


def _plain(answer) -> str:
    """A page without what is different each time: form tokens."""
    import re

    return re.sub(r'value="[A-Za-z0-9_-]{20,}"|"X-CSRFToken": "[^"]+"', "", text(answer))
