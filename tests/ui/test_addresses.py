"""What stands in an address and cannot be meant is refused, before any page or table sees it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/search/?q=%00", "/goals/?cycle=a%00b&page=2", "/objectives/%00/", "/people/?q=x&team=%00"]
)
def test_a_null_character_is_a_bad_request(client: Client, address: str) -> None:
    client.force_login(cast.gather().ada)

    assert client.get(address).status_code == 400


def test_a_null_character_in_a_key_or_a_draft_is_left_out(client: Client) -> None:
    company = cast.gather()
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    client.force_login(company.ada)

    said = client.post(f"/objectives/{goal.public_id}/comments/", {"text": "Seen.", "submission": "k\x00ey"})
    kept = client.post("/drafts/objective-new/", {"title": "Half\x00 a thought"})

    assert (said.status_code, kept.status_code) == (303, 204)
    assert goal.comments.get().text == "Seen."
    assert company.ada.form_drafts.get().data["title"] == "Half a thought"
