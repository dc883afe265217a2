"""Questionnaires: drafted, composed, published, continued in a new edition, retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Conflict, Refused, deed
from sapwood.feedback import queries, rules
from sapwood.feedback.models import Item, Questionnaire
from sapwood.feedback.questionnaires import why_not
from sapwood.feedback.starts import CONTENTS, Contents, Start
from sapwood.files import questions
from sapwood.files.goals import one_line
from sapwood.files.questions import slug
from sapwood.people.actions.saving import save_over
from sapwood.people.library.comparing import translations_of
from sapwood.people.models import Behaviour, Competency, Person


@deed("feedback.draft_questionnaire")
def draft_questionnaire(
    *, by: Person, name: str, kind: str = "", start: str = "", text: str = "", at: dt.datetime
) -> Questionnaire:
    """Begin a questionnaire: edition 1, empty of this `kind`, or with what `start` puts in. What the library lacks of
    it, because it was retired, is left out."""
    _guard(by)
    _check_name(name)
    contents = CONTENTS[Start(start)] if start else Contents(kind)
    row = Questionnaire.objects.create(name=one_line(name), kind=contents.kind, text=text.strip())
    behaviours = queries.behaviours_called(contents.competencies, contents.behaviours)
    _append(row, [*map(_about, behaviours), *(_of_bank(question, None) for question in contents.bank_items)])
    events.record("feedback.questionnaire_drafted", by=by, about=row, at=at)
    return row


@deed("feedback.edit_questionnaire")
def edit_questionnaire(
    *, by: Person, questionnaire: Questionnaire, version: int, name: str, text: str, shuffled: bool, at: dt.datetime
) -> Questionnaire:
    """Change what a draft is called, what it is for, and whether its items come in random order."""
    _guard_draft(by, questionnaire)
    _check_name(name, but=questionnaire)
    save_over(questionnaire, version, name=one_line(name), text=text.strip(), shuffled=shuffled)
    events.record("feedback.questionnaire_edited", by=by, about=questionnaire, at=at)
    return questionnaire


@deed("feedback.choose_items")
def choose_items(
    *,
    by: Person,
    questionnaire: Questionnaire,
    behaviours: Sequence[Behaviour] = (),
    bank: Sequence[questions.Question] = (),
    at: dt.datetime,
) -> Questionnaire:
    """Add items about behaviours of the library, and items of the bank. What is in it already is left out."""
    _guard_draft(by, questionnaire)
    there = set(questionnaire.items.values_list("key", flat=True))
    found = [_about(behaviour) for behaviour in behaviours if behaviour.key not in there]
    found += [_of_bank(question, None) for question in bank if question.key not in there]
    _append(questionnaire, found)
    events.record("feedback.items_chosen", by=by, about=questionnaire, at=at, data={"count": len(found)})
    return questionnaire


@deed("feedback.write_item")
def write_item(*, by: Person, questionnaire: Questionnaire, text: str, at: dt.datetime, **fields: Any) -> Item:
    """Add a question in one's own words. `fields`: kind, points, competency, theme, may_pass, reverse, anchors."""
    _guard_draft(by, questionnaire)
    item = Item(key=_fresh_key(questionnaire, text), text=one_line(text), **fields)
    _append(questionnaire, [item])
    events.record("feedback.item_written", by=by, about=questionnaire, at=at, data={"item": item.key})
    return item


@deed("feedback.reword_item")
def reword_item(
    *, by: Person, item: Item, before: str, text: str, asks_something_else: bool = False, at: dt.datetime, **fields: Any
) -> Item:
    """Change an item of a draft. `before` is its text when the writer began: Conflict when it says something else by
    now. `asks_something_else`: its answers are no longer compared with those of earlier editions."""
    _guard_draft(by, item.questionnaire)
    if item.text != before:
        raise Conflict(current={"text": item.text}, given={"text": text})
    if asks_something_else:
        item.key = _fresh_key(item.questionnaire, text)
        item.behaviour = None
    item.text = one_line(text)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    events.record("feedback.item_reworded", by=by, about=item.questionnaire, at=at, data={"item": item.key})
    return item


@deed("feedback.renew_item")
def renew_item(*, by: Person, item: Item, at: dt.datetime) -> Item:
    """Take the words that the library has by now. The key stays: it asks about the same behaviour."""
    _guard_draft(by, item.questionnaire)
    if item.behaviour is None:
        raise Refused(_("This question is about no behaviour of the library."), _("Change its words instead."))
    fresh = _about(item.behaviour)
    item.text, item.anchors, item.translations = fresh.text, fresh.anchors, fresh.translations
    item.save(update_fields=["text", "anchors", "translations"])
    events.record("feedback.item_renewed", by=by, about=item.questionnaire, at=at, data={"item": item.key})
    return item


@deed("feedback.translate_item")
def translate_item(
    *, by: Person, item: Item, language: str, text: str, anchors: Sequence[str] = (), at: dt.datetime
) -> Item:
    """Say an item of a draft in another language too; without a text that language is taken out."""
    _guard_draft(by, item.questionnaire)
    item.translations = {code: said for code, said in item.translations.items() if code != language}
    if text.strip():
        item.translations[language] = {"text": one_line(text), "anchors": [one_line(one) for one in anchors]}
    item.save(update_fields=["translations"])
    events.record("feedback.item_translated", by=by, about=item.questionnaire, at=at, data={"language": language})
    return item


@deed("feedback.move_item")
def move_item(*, by: Person, item: Item, up: bool, at: dt.datetime) -> Item:
    """Put an item of a draft one place up or down; at the end it stays."""
    _guard_draft(by, item.questionnaire)
    items = list(item.questionnaire.items.all())
    place = items.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
        for position, one in enumerate(items):
            one.position = position
        Item.objects.bulk_update(items, ["position"])
        events.record("feedback.item_moved", by=by, about=item.questionnaire, at=at, data={"item": item.key})
    return item


@deed("feedback.drop_item")
def drop_item(*, by: Person, item: Item, at: dt.datetime) -> None:
    """Take an item out of a draft. Earlier editions keep it."""
    _guard_draft(by, item.questionnaire)
    questionnaire, key = item.questionnaire, item.key
    item.delete()
    events.record("feedback.item_dropped", by=by, about=questionnaire, at=at, data={"item": key})


@deed("feedback.publish_questionnaire")
def publish_questionnaire(*, by: Person, questionnaire: Questionnaire, at: dt.datetime) -> Questionnaire:
    """From now on waves may use it, and its items are fixed. The edition before is retired."""
    _guard_draft(by, questionnaire)
    reason = why_not(questionnaire, list(questionnaire.items.select_related("competency")))
    if reason:
        raise Refused(reason, _("Mend this first; nothing was published."))
    questionnaire.published, questionnaire.published_by = at, by
    questionnaire.version += 1
    questionnaire.save(update_fields=["published", "published_by", "version"])
    before = Questionnaire.objects.filter(line=questionnaire.line, retired=None).exclude(pk=questionnaire.pk)
    before.update(retired=at.date())
    events.record("feedback.questionnaire_published", by=by, about=questionnaire, at=at)
    return questionnaire


@deed("feedback.open_edition")
def open_edition(*, by: Person, questionnaire: Questionnaire, at: dt.datetime) -> Questionnaire:
    """A draft of the next edition with the same items; the published one stays as it is."""
    _guard(by)
    if questionnaire.published is None:
        raise Refused(_("This is still a draft."), _("Change it as it is."))
    draft = Questionnaire.objects.filter(line=questionnaire.line, published=None).first()
    if draft is not None:
        raise Refused(
            _("There is a draft of edition %(number)d already.") % {"number": draft.edition}, _("Go on with that one.")
        )
    return _next_edition(questionnaire, by=by, at=at)


@deed("feedback.retire_questionnaire")
def retire_questionnaire(*, by: Person, questionnaire: Questionnaire, at: dt.datetime) -> Questionnaire:
    """Take it out of the choice. Waves that used it keep it."""
    _guard(by)
    if questionnaire.published is None:
        raise Refused(_("A draft is not in use."), _("Throw it away instead."))
    if questionnaire.retired is None:
        questionnaire.retired = at.date()
        questionnaire.version += 1
        questionnaire.save(update_fields=["retired", "version"])
        events.record("feedback.questionnaire_retired", by=by, about=questionnaire, at=at)
    return questionnaire


@deed("feedback.discard_questionnaire")
def discard_questionnaire(*, by: Person, questionnaire: Questionnaire, at: dt.datetime) -> None:
    """Throw a draft away."""
    _guard_draft(by, questionnaire)
    events.record("feedback.questionnaire_discarded", by=by, about=questionnaire, at=at)
    questionnaire.delete()


@deed("feedback.take_in_questionnaires")
def take_in_questionnaires(*, by: Person, file: questions.QuestionnaireFile, at: dt.datetime) -> Questionnaire | None:
    """Questionnaires of a file become drafts: of a new line, or of the next edition where one is called the same.

    An open draft of that name is replaced. Gives the first draft. All of it or nothing.
    """
    _guard(by)
    if file.problems:
        raise Refused(_("The file has rows that cannot be taken."), _("Correct them in the file first."))
    competencies = {one.key: one for one in Competency.objects.all()}
    named = {one.name.casefold(): one for one in competencies.values() if one.retired is None}
    behaviours = {one.key: one for one in Behaviour.objects.all()}
    drafts = []
    for paper in file.questionnaires:
        draft = _draft_for(paper, by=by, at=at)
        items = []
        for question in paper.questions:
            competency = competencies.get(question.competency) or named.get(question.competency.casefold())
            if question.competency and competency is None:
                raise Refused(
                    _("Line %(line)d: there is no competency “%(name)s”.")
                    % {"line": question.line, "name": question.competency},
                    _("Take in the library first, or leave the cell empty."),
                )
            items.append(_of_bank(question, competency, behaviours.get(question.key)))
        _append(draft, items)
        drafts.append(draft)
    events.record("feedback.questionnaires_taken_in", by=by, about=None, at=at, data={"count": len(drafts)})
    return drafts[0] if drafts else None


def _draft_for(paper: questions.Questionnaire, *, by: Person, at: dt.datetime) -> Questionnaire:
    """An empty draft that a questionnaire of a file goes into."""
    editions = list(Questionnaire.objects.kept().filter(name__iexact=paper.name).order_by("-edition"))
    fields = {"name": paper.name, "kind": paper.kind, "text": paper.about, "shuffled": paper.shuffled}
    if not editions:
        return Questionnaire.objects.create(**fields)
    newest = editions[0]
    if newest.published is None:
        newest.items.all().delete()
        save_over(newest, newest.version, **fields)
        return newest
    return Questionnaire.objects.create(line=newest.line, edition=newest.edition + 1, **fields)


def _next_edition(questionnaire: Questionnaire, *, by: Person, at: dt.datetime) -> Questionnaire:
    last = Questionnaire.objects.filter(line=questionnaire.line).aggregate(last=Max("edition"))["last"]
    draft = Questionnaire.objects.create(
        line=questionnaire.line,
        edition=last + 1,
        name=questionnaire.name,
        text=questionnaire.text,
        kind=questionnaire.kind,
        shuffled=questionnaire.shuffled,
    )
    copies = list(questionnaire.items.all())
    for item in copies:
        item.pk, item.questionnaire = None, draft
    Item.objects.bulk_create(copies)
    events.record("feedback.edition_opened", by=by, about=draft, at=at, data={"edition": draft.edition})
    return draft


def _about(behaviour: Behaviour) -> Item:
    """An item about a behaviour, with a copy of its words."""
    return Item(
        key=behaviour.key,
        text=behaviour.text,
        translations=behaviour.translations,
        anchors=behaviour.anchors,
        kind=Item.Kind.FREQUENCY,
        competency=behaviour.competency,
        behaviour=behaviour,
    )


def _of_bank(question: questions.Question, competency: Competency | None, behaviour: Behaviour | None = None) -> Item:
    return Item(
        key=question.key,
        text=question.text,
        translations=translations_of(question.translations),
        anchors=list(question.anchors),
        kind=question.scale,
        points=question.points,
        competency=competency,
        behaviour=behaviour,
        theme=question.theme,
        may_pass=question.could_not_observe,
        reverse=question.reversed,
    )


def _append(questionnaire: Questionnaire, items: Iterable[Item]) -> None:
    """Add items at the end; those with a scale go before the questions in words that stand there."""
    there = list(questionnaire.items.all())
    place = len(there)
    while place and not there[place - 1].is_scale:
        place -= 1
    new = list(items)
    there[place:place] = [item for item in new if item.is_scale]
    there += [item for item in new if not item.is_scale]
    for position, item in enumerate(there):
        item.questionnaire, item.position = questionnaire, position
    Item.objects.bulk_update([item for item in there if item.pk], ["position"])
    Item.objects.bulk_create([item for item in there if not item.pk])


def _fresh_key(questionnaire: Questionnaire, text: str) -> str:
    """A key that no item of any edition of this questionnaire has had."""
    taken = set(Item.objects.filter(questionnaire__line=questionnaire.line).values_list("key", flat=True))
    wanted = slug(text) or "question"
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{number}" for number in range(2, 1000) if f"{wanted}-{number}" not in taken)


def _guard(by: Person) -> None:
    if not rules.may_keep_questionnaires(by):
        raise Refused(_("Questionnaires are kept by the OKR owner."), _("The People page says who that is."))


def _guard_draft(by: Person, questionnaire: Questionnaire) -> None:
    _guard(by)
    if questionnaire.published is not None:
        raise Refused(
            _("Edition %(number)d is published, so its questions are fixed.") % {"number": questionnaire.edition},
            _("Make a new edition; waves go on with the old one."),
        )


def _check_name(name: str, *, but: Questionnaire | None = None) -> None:
    if not name.strip():
        raise Refused(_("It needs a name."), _("A few words by which it is found again."))
    same = Questionnaire.objects.kept().filter(name__iexact=one_line(name))
    if (same.exclude(line=but.line) if but else same).exists():
        raise Refused(
            _("“%(name)s” is there already.") % {"name": name.strip()}, _("Open that one, or choose another name.")
        )
