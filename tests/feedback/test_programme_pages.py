"""The OKR owner sets up a pulse that comes back, looks at the next questions, and holds the few levers."""

from __future__ import annotations

import pytest
from django.test import Client

from sapwood.activity import clock
from sapwood.feedback import actions, jobs, programmes
from sapwood.feedback.actions import closing
from sapwood.feedback.models import PulseProgramme
from tests import cast
from tests.feedback import rounds
from tests.feedback.test_programmes import MONDAY, MORNING, planned, pool, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told(client: Client) -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    client.force_login(made.dee)
    return made


def filled(**more) -> dict:
    paper = pool().public_id
    return {
        "name": "How the week was", "purpose": "So that we hear early.", "cadence": "weekly", "weekdays": ["0", "2"],
        "starts": MONDAY.isoformat(), "open_days": "4", "number": "4", "pool": paper, "anchor": "q2",
        "audience": "leads", "submission": "once", **more,
    }  # fmt: skip


def test_set_up_by_form_it_shows_its_next_questions_and_what_they_would_show(client: Client, told: cast.Cast) -> None:
    page = client.post("/feedback/programmes/new/", filled(), follow=True).content.decode()
    made = PulseProgramme.objects.get()
    assert made.weekdays == [0, 2] and made.anchor == "q2" and made.keeper == told.dee
    assert "Next: Monday, 12 October" in page
    assert "Question 2" in page and "asked each time" in page
    assert "85 %" in page and "Harbour Works" in page


def test_what_does_not_go_together_shows_the_form_again_with_what_was_typed(client: Client, told: cast.Cast) -> None:
    answer = client.post("/feedback/programmes/new/", filled(open_days="9"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "two openings would overlap" in page and "So that we hear early." in page
    assert not PulseProgramme.objects.exists()


def test_without_a_questionnaire_in_use_the_page_says_where_to_go(client: Client, told: cast.Cast) -> None:
    page = client.get("/feedback/programmes/new/").content.decode()
    assert "No questionnaire of this kind is in use yet" in page and "Take this one" in page
    assert 'name="cadence"' not in page


def test_a_question_is_exchanged_and_an_opening_left_out_from_the_page(client: Client, told: cast.Cast) -> None:
    programme = set_up(told.dee)
    first = planned(programme)
    client.post(f"/feedback/openings/{first.public_id}/questions/", {"question": "q0", "instead": "q11"})
    page = client.get(f"/feedback/programmes/{programme.public_id}/").content.decode()
    assert planned(programme).questions[0] == "q11" and page.index("Question 11") < page.index("Question 3<")

    client.post(f"/feedback/openings/{first.public_id}/omission/", {"why": "The fair."})
    page = client.get(f"/feedback/programmes/{programme.public_id}/").content.decode()
    assert "left out" in page and "The fair." in page and "Next: Monday, 19 October" in page


def test_paused_resumed_changed_and_ended_from_the_page(client: Client, told: cast.Cast) -> None:
    programme = set_up(told.dee)
    address = f"/feedback/programmes/{programme.public_id}/"
    client.post(f"{address}pause/")
    assert "Let it go on" in client.get(address).content.decode()
    client.post(f"{address}pause/end/")
    form = client.get(f"{address}settings/").content.decode()
    assert 'value="How the week was"' in form
    version = PulseProgramme.objects.get().version
    data = {**filled(name="Every second week", cadence="fortnightly"), "pool": programme.pool.public_id}
    assert client.post(f"{address}settings/", {**data, "version": "1"}).status_code == 422  # somebody saved since
    client.post(f"{address}settings/", {**data, "version": str(version)})
    assert PulseProgramme.objects.get().name == "Every second week"
    client.post(f"{address}end/")
    page = client.get(address).content.decode()
    assert "ended" in page and "Let it go on" not in page and programmes.next_opening(programme) is None


def test_the_feedback_page_lists_it_for_who_runs_it_only(client: Client, told: cast.Cast) -> None:
    set_up(told.dee, name="The quiet series")
    assert "The quiet series" in client.get("/feedback/").content.decode()
    client.force_login(told.ada)
    assert "The quiet series" not in client.get("/feedback/").content.decode()


def test_the_last_openings_stand_with_their_questions_and_results(client: Client, told: cast.Cast) -> None:
    programme = set_up(told.dee)
    with clock.frozen(MORNING):
        jobs.open_programmes(MORNING)
    wave = programme.openings.get(number=1).wave
    page = client.get(f"/feedback/programmes/{programme.public_id}/").content.decode()
    assert f"/feedback/waves/{wave.public_id}/" in page and "Question 9" in page
    assert programme.public_id in client.get(f"/feedback/waves/{wave.public_id}/").content.decode()
    rounds.all_answer(wave, at=MORNING)
    closing.close(wave, wave.closes)
    page = client.get(f"/feedback/programmes/{programme.public_id}/").content.decode()
    assert f"/feedback/waves/{wave.public_id}/results/" in page


def test_the_page_costs_the_same_queries_for_one_opening_and_for_ten(
    client: Client, told: cast.Cast, django_assert_max_num_queries
) -> None:
    programme = set_up(told.dee)
    for _each in range(9):
        actions.leave_out_opening(by=told.dee, opening=planned(programme), at=cast.NOW)
    with django_assert_max_num_queries(24):
        client.get(f"/feedback/programmes/{programme.public_id}/")
