"""Questionnaires: composed of copies, fixed once published, continued in editions; in and out as files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.feedback import actions, bank, queries, questionnaires, scales
from sapwood.feedback.models import Item, Questionnaire
from sapwood.feedback.starts import CONTENTS, Start
from sapwood.files.questions import read_questionnaires, write_questionnaires
from sapwood.people import actions as people
from sapwood.people.library import bank as library
from sapwood.people.models import Behaviour, Competency
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        company = cast.gather()
        people.take_in_library(by=company.dee, library=library(), at=NOW)
        yield company


@pytest.fixture
def spring(company: Cast) -> Questionnaire:
    """A draft of two competencies."""
    draft = actions.draft_questionnaire(by=company.dee, name="Spring", kind="360", at=NOW)
    behaviours = Behaviour.objects.filter(competency__key__in=["listening", "deciding"]).order_by("pk")
    return actions.choose_items(by=company.dee, questionnaire=draft, behaviours=list(behaviours), at=NOW)


def _item(questionnaire: Questionnaire, key: str) -> Item:
    return questionnaire.items.select_related("questionnaire").get(key=key)


def test_only_the_okr_owner_composes(company: Cast, spring: Questionnaire) -> None:
    for person in (company.ada, company.bo, company.max, company.ad):
        with pytest.raises(Refused):
            actions.draft_questionnaire(by=person, name="Mine", kind="360", at=NOW)
        with pytest.raises(Refused):
            actions.publish_questionnaire(by=person, questionnaire=spring, at=NOW)
    assert Questionnaire.objects.get().published is None


def test_items_are_copies_that_stay_when_the_library_changes(company: Cast, spring: Questionnaire) -> None:
    actions.publish_questionnaire(by=company.dee, questionnaire=spring, at=NOW)
    behaviour = Behaviour.objects.get(key="listening.lets-finish")
    before = _item(spring, behaviour.key)
    assert (before.text, before.anchors, before.behaviour) == (behaviour.text, behaviour.anchors, behaviour)
    people.reword_behaviour(by=company.dee, behaviour=behaviour, version=1, text="Waits.", at=NOW)
    people.retire_behaviour(by=company.dee, behaviour=behaviour, at=NOW)
    after = _item(spring, behaviour.key)
    assert (after.text, after.anchors, after.key) == (before.text, before.anchors, before.key)
    assert after.text != "Waits."


def test_a_draft_takes_the_new_words_when_asked_to(company: Cast, spring: Questionnaire, client: Client) -> None:
    behaviour = Behaviour.objects.get(key="listening.lets-finish")
    people.reword_behaviour(by=company.dee, behaviour=behaviour, version=1, text="Waits.", at=NOW)
    client.force_login(company.dee)
    address = reverse("feedback:questionnaire", args=[spring.public_id])
    assert "Waits." in client.get(address).content.decode()
    item = _item(spring, behaviour.key)
    client.post(reverse("feedback:item_renewal", args=[spring.public_id, item.pk]))
    renewed = _item(spring, behaviour.key)
    assert (renewed.text, renewed.anchors, renewed.behaviour) == ("Waits.", [], behaviour)
    own = actions.write_item(by=company.dee, questionnaire=spring, text="What else?", kind="text", at=NOW)
    with pytest.raises(Refused):
        actions.renew_item(by=company.dee, item=own, at=NOW)


@pytest.mark.parametrize("start", Start.values)
def test_a_ready_beginning_can_be_published_as_it_is(company: Cast, start: str) -> None:
    draft = actions.draft_questionnaire(by=company.dee, name="Ready", start=start, at=NOW)
    items = list(draft.items.select_related("competency"))
    if start in ("360", "pulse"):
        assert items == []
        return
    contents = CONTENTS[Start(start)]
    assert {item.competency.key for item in items if item.competency} >= set(contents.competencies)
    assert {item.key for item in items} >= {*contents.behaviours, *(one.key for one in contents.bank_items)}
    assert [item.is_scale for item in items] == sorted((item.is_scale for item in items), reverse=True), (
        "words at the end"
    )
    assert questionnaires.remarks(draft, items) == []
    assert start != Start.OUTSIDE or len(items) == 5
    actions.publish_questionnaire(by=company.dee, questionnaire=draft, at=NOW)


def test_what_is_chosen_twice_is_there_once(company: Cast, spring: Questionnaire) -> None:
    count = spring.items.count()
    actions.choose_items(
        by=company.dee,
        questionnaire=spring,
        behaviours=list(Behaviour.objects.filter(competency__key="listening")),
        at=NOW,
    )
    assert spring.items.count() == count
    assert [item.position for item in spring.items.all()] == list(range(count))


def test_a_published_edition_cannot_be_changed_by_any_deed(company: Cast, spring: Questionnaire) -> None:
    actions.publish_questionnaire(by=company.dee, questionnaire=spring, at=NOW)
    item = _item(spring, "listening.lets-finish")
    before = list(spring.items.values())
    by: dict[str, Any] = {"by": company.dee, "at": NOW}
    for deed in (
        lambda: actions.edit_questionnaire(questionnaire=spring, version=2, name="x", text="", shuffled=True, **by),
        lambda: actions.choose_items(questionnaire=spring, bank=bank.pulse_items(), **by),
        lambda: actions.write_item(questionnaire=spring, text="What?", kind="text", **by),
        lambda: actions.reword_item(item=item, before=item.text, text="Other.", **by),
        lambda: actions.translate_item(item=item, language="de", text="Wartet.", **by),
        lambda: actions.move_item(item=item, up=True, **by),
        lambda: actions.drop_item(item=item, **by),
        lambda: actions.discard_questionnaire(questionnaire=spring, **by),
        lambda: actions.publish_questionnaire(questionnaire=spring, **by),
    ):
        with pytest.raises(Refused):
            deed()
    assert list(spring.items.values()) == before


def test_publishing_needs_a_scale_and_in_a_360_a_competency(company: Cast, spring: Questionnaire) -> None:
    empty = actions.draft_questionnaire(by=company.dee, name="Empty", kind="pulse", at=NOW)
    with pytest.raises(Refused, match="no question with a scale"):
        actions.publish_questionnaire(by=company.dee, questionnaire=empty, at=NOW)
    actions.write_item(by=company.dee, questionnaire=spring, text="Hums.", kind="frequency", at=NOW)
    with pytest.raises(Refused, match="belongs to no competency"):
        actions.publish_questionnaire(by=company.dee, questionnaire=spring, at=NOW)


def test_the_next_edition_has_the_same_keys_and_takes_over_when_published(company: Cast, spring: Questionnaire) -> None:
    actions.publish_questionnaire(by=company.dee, questionnaire=spring, at=NOW)
    draft = actions.open_edition(by=company.dee, questionnaire=spring, at=NOW)
    assert (draft.edition, draft.line) == (2, spring.line)
    assert list(draft.items.values_list("key", "text", "position")) == list(
        spring.items.values_list("key", "text", "position")
    )
    with pytest.raises(Refused, match="draft of edition 2"):
        actions.open_edition(by=company.dee, questionnaire=spring, at=NOW)
    item = _item(draft, "listening.lets-finish")
    actions.reword_item(by=company.dee, item=item, before=item.text, text="Lets people finish.", at=NOW)
    assert item.key == "listening.lets-finish", "a better word keeps the comparison"
    actions.reword_item(
        by=company.dee, item=item, before=item.text, text="Takes notes.", asks_something_else=True, at=NOW
    )
    assert item.key == "takes-notes", "another question is not compared with the old one"
    spring.refresh_from_db()
    assert spring.retired is None, "a draft changes nothing"
    actions.publish_questionnaire(by=company.dee, questionnaire=draft, at=NOW)
    spring.refresh_from_db()
    assert spring.retired == NOW.date()
    assert (queries.lines()[0].used, queries.lines()[0].editions) == (draft, 2)


def test_what_is_added_goes_before_the_questions_in_words(company: Cast, spring: Questionnaire) -> None:
    actions.write_item(by=company.dee, questionnaire=spring, text="What else?", kind="text", at=NOW)
    more = list(Behaviour.objects.filter(competency__key="planning"))
    actions.choose_items(by=company.dee, questionnaire=spring, behaviours=more, at=NOW)
    keys = list(spring.items.values_list("key", flat=True))
    assert keys[-1] == "what-else"
    assert keys[-5:-1] == [one.key for one in more]
    assert list(spring.items.values_list("position", flat=True)) == list(range(len(keys)))


def test_two_who_change_one_item_lose_nothing(company: Cast, spring: Questionnaire) -> None:
    item = _item(spring, "listening.lets-finish")
    begun = item.text
    actions.reword_item(by=company.dee, item=item, before=begun, text="Lets people finish.", at=NOW)
    with pytest.raises(Conflict):
        actions.reword_item(by=company.dee, item=item, before=begun, text="Waits.", at=NOW)
    assert _item(spring, item.key).text == "Lets people finish."


def test_items_are_moved_one_place(company: Cast, spring: Questionnaire) -> None:
    keys = list(spring.items.values_list("key", flat=True))
    actions.move_item(by=company.dee, item=_item(spring, keys[1]), up=True, at=NOW)
    assert list(spring.items.values_list("key", flat=True))[:3] == [keys[1], keys[0], keys[2]]
    actions.move_item(by=company.dee, item=_item(spring, keys[1]), up=True, at=NOW)
    assert list(spring.items.values_list("key", flat=True))[0] == keys[1]


def test_could_not_observe_stands_apart_from_the_scale(company: Cast, spring: Questionnaire) -> None:
    item = _item(spring, "listening.lets-finish")
    found = scales.steps(item)
    assert [step.value for step in found] == [1, 2, 3, 4, 5]
    assert scales.pass_words(item) not in [step.words for step in found]
    assert len({step.words for step in found}) == 5
    ten = Item(kind=Item.Kind.ZERO_TO_TEN)
    assert [step.value for step in scales.steps(ten)] == list(range(11))
    assert [step.value for step in scales.steps(Item(kind=Item.Kind.AGREEMENT, points=7))] == list(range(1, 8))
    assert scales.steps(Item(kind=Item.Kind.TEXT)) == []


def test_an_item_is_read_in_the_readers_language(company: Cast, spring: Questionnaire) -> None:
    item = _item(spring, "listening.lets-finish")
    actions.translate_item(by=company.dee, item=item, language="de", text="Lässt ausreden.", anchors=[*"abcde"], at=NOW)
    assert (item.said("de-CH"), item.levels("de"), item.said("fr")) == ("Lässt ausreden.", [*"abcde"], item.text)
    with translation.override("de"):
        assert item.said() == "Lässt ausreden."
    assert questionnaires.languages(spring.items.all()) == [("de", 1)]
    assert Item(text="Yes?", translations={"de": "Ja?"}).said("de") == "Ja?", "a plain text has no anchors"


def test_what_weakens_it_is_said(company: Cast) -> None:
    thin = actions.draft_questionnaire(by=company.dee, name="Thin", kind="360", at=NOW)
    two = list(Behaviour.objects.filter(competency__key="listening")[:2])
    actions.choose_items(by=company.dee, questionnaire=thin, behaviours=two, at=NOW)
    assert any("Listening" in remark for remark in questionnaires.remarks(thin, list(thin.items.all())))
    actions.choose_items(
        by=company.dee,
        questionnaire=thin,
        behaviours=list(Behaviour.objects.filter(competency__key="listening")),
        at=NOW,
    )
    assert questionnaires.remarks(thin, list(thin.items.all())) == []


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_out_and_back_in_is_the_same(company: Cast, spring: Questionnaire, kind: str) -> None:
    item = _item(spring, "listening.lets-finish")
    actions.translate_item(by=company.dee, item=item, language="de", text="Lässt ausreden.", at=NOW)
    actions.write_item(by=company.dee, questionnaire=spring, text="What else?", kind="text", may_pass=False, at=NOW)
    pulse = actions.draft_questionnaire(by=company.dee, name="Weekly", kind="pulse", text="How it is.", at=NOW)
    actions.choose_items(by=company.dee, questionnaire=pulse, bank=bank.pulse_items(), at=NOW)
    before = questionnaires.as_file(queries.with_items())
    file = read_questionnaires(write_questionnaires(before, kind))
    assert (file.problems, file) == ((), before)
    Questionnaire.objects.all().delete()
    actions.take_in_questionnaires(by=company.dee, file=file, at=NOW)
    assert questionnaires.as_file(queries.with_items()) == before
    assert _item(Questionnaire.objects.get(name="Spring"), item.key).behaviour == item.behaviour


def test_a_file_makes_drafts_and_touches_nothing_published(company: Cast, spring: Questionnaire) -> None:
    actions.publish_questionnaire(by=company.dee, questionnaire=spring, at=NOW)
    file = read_questionnaires(b"questionnaire,text,scale\nSpring,What else?,text\nNew,What now?,text\n")
    actions.take_in_questionnaires(by=company.dee, file=file, at=NOW)
    actions.take_in_questionnaires(by=company.dee, file=file, at=NOW)
    editions = Questionnaire.objects.filter(line=spring.line).order_by("edition")
    assert [(one.edition, one.published is None, one.items.count()) for one in editions] == [
        (1, False, spring.items.count()),
        (2, True, 1),
    ]
    with pytest.raises(Refused, match="Rowing"):
        actions.take_in_questionnaires(
            by=company.dee, file=read_questionnaires(b"questionnaire,text,competency\nOther,Rows.,Rowing\n"), at=NOW
        )
    assert not Questionnaire.objects.filter(name="Other").exists()


def test_hr_composes_previews_publishes_and_goes_on_to_edition_two(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    made = client.post(
        reverse("feedback:questionnaires"), {"name": "Spring", "start": "360", "text": "What people saw."}
    )
    one = Questionnaire.objects.get()
    address = reverse("feedback:questionnaire", args=[one.public_id])
    assert made.url == address  # type: ignore[attr-defined]
    assert "no question with a scale" in client.get(address).content.decode()

    ticked = [row.public_id for row in Competency.objects.filter(key__in=["listening", "deciding"])]
    client.post(reverse("feedback:choice", args=[one.public_id]), {"competency": ticked})
    assert one.items.count() == 10
    seen = client.get(reverse("feedback:preview", args=[one.public_id])).content.decode()
    assert "Lets others finish their sentence before speaking." in seen
    assert "I could not observe this" in seen

    client.post(reverse("feedback:publication", args=[one.public_id]))
    one.refresh_from_db()
    assert (one.published, one.published_by) == (NOW, company.dee)
    item = one.items.first()
    assert item is not None
    assert client.get(reverse("feedback:item", args=[one.public_id, item.pk])).status_code == 200

    second = client.post(reverse("feedback:edition", args=[one.public_id]))
    draft = Questionnaire.objects.get(edition=2)
    assert second.url == reverse("feedback:questionnaire", args=[draft.public_id])  # type: ignore[attr-defined]
    item = draft.items.first()
    assert item is not None
    competency = item.competency.public_id  # type: ignore[union-attr]
    form = {"text": "Sums up.", "kind": "frequency", "points": "5", "competency": competency, "before": item.text}
    assert client.post(reverse("feedback:item", args=[draft.public_id, item.pk]), form).status_code == 303
    stale = client.post(reverse("feedback:item", args=[draft.public_id, item.pk]), {**form, "text": "Typed with care."})
    assert stale.status_code == 409
    assert "Typed with care." in stale.content.decode()
    client.post(reverse("feedback:publication", args=[draft.public_id]))
    listed = client.get(reverse("feedback:questionnaires")).content.decode()
    assert "Edition 2 is in use" in listed


def test_a_wrong_item_keeps_what_was_typed(company: Cast, spring: Questionnaire, client: Client) -> None:
    client.force_login(company.dee)
    address = reverse("feedback:items", args=[spring.public_id])
    loose = client.post(address, {"text": "Hums a tune.", "kind": "frequency", "points": "5", "competency": ""})
    assert loose.status_code == 422
    assert "Hums a tune." in loose.content.decode()
    assert "belongs to a competency" in loose.content.decode()


def test_the_file_is_looked_at_before_it_is_taken_in(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    address = reverse("feedback:import")
    upload = SimpleUploadedFile("pulse.yaml", b"questionnaires:\n  - name: Weekly\n    kind: pulse\n    items:\n      - text: I know what comes first.\n        scale: agreement\n        theme: goal_clarity\n")  # fmt: skip
    looked = client.post(address, {"file": upload})
    assert "a new draft" in looked.content.decode()
    assert not Questionnaire.objects.exists()
    client.post(address, {"kept": looked.context["kept"], "apply": "yes"})
    item = Item.objects.get()
    assert (item.theme, item.kind, item.key) == ("goal_clarity", "agreement", "i-know-what-comes-first")
    wrong = client.post(address, {"pasted": "questionnaire,text,scale\nX,Y?,stars\n", "apply": "yes"})
    assert wrong.status_code == 422
    assert "stars" in wrong.content.decode()


def test_everybody_may_read_the_guide_and_only_leads_are_led_to_it(company: Cast, client: Client) -> None:
    for person, is_led in ((company.ada, False), (company.bo, True)):
        client.force_login(person)
        team = client.get(reverse("people:team", args=[company.cranes.public_id])).content.decode()
        assert (reverse("feedback:guide") in team) is is_led
        page = client.get(reverse("feedback:guide"), {"topic": ["leadership"]}).content.decode()
        assert "What are you working towards right now?" in page
        assert "When did you last learn something too late?" not in page
    assert client.get(reverse("feedback:guide"), {"topic": ["<script>"]}).status_code == 200


def test_nobody_but_the_okr_owner_finds_the_pages(company: Cast, spring: Questionnaire, client: Client) -> None:
    client.force_login(company.ad)
    assert reverse("feedback:questionnaires") not in client.get(reverse("people:settings")).content.decode()
    assert client.get(reverse("feedback:questionnaire", args=[spring.public_id])).status_code == 404
    client.force_login(company.dee)
    assert reverse("feedback:questionnaires") in client.get(reverse("people:settings")).content.decode()


def test_lists_cost_the_same_for_one_and_for_many(
    company: Cast, spring: Questionnaire, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        queries.lines()
    with django_assert_num_queries(2):
        queries.library()
    with django_assert_num_queries(2):
        questionnaires.as_file(queries.with_items())
