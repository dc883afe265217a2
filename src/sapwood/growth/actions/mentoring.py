"""Deeds of mentoring: offering, looking, asking by name, and answering.

Who learns what from whom is theirs: no event tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import notices
from sapwood.activity.deeds import Refused, deed
from sapwood.growth import mentors, rules
from sapwood.growth.models import Mentoring, MentorOffer, MentorSearch
from sapwood.growth.models.mentoring import PLACES
from sapwood.people.models import Competency, Person

Words = Callable[[], str]  # said once it is known in which language

KIND = "mentoring"
MOST = 5  # competencies in one offer: whoever can help with everything is asked for nothing


@deed("growth.offer_mentoring")
def offer_mentoring(
    *, by: Person, competencies: Sequence[Competency], places: int, note: str = "", at: datetime
) -> MentorOffer:
    """Offer help with some competencies, or change what one offers. Whoever looks for it is told that there is an offer."""
    chosen = list(dict.fromkeys(competencies))
    if not 1 <= len(chosen) <= MOST:
        raise Refused(
            _("%(n)d competencies are named.") % {"n": len(chosen)},
            _("Name one to %(most)d: those you could help with tomorrow.") % {"most": MOST},
        )
    if not PLACES[0] <= places <= PLACES[1]:
        raise Refused(
            _("%(n)d people at a time were given.") % {"n": places},
            _("From %(least)d to %(most)d people.") % {"least": PLACES[0], "most": PLACES[1]},
        )
    row, created = MentorOffer.objects.get_or_create(
        person=by, ended=None, defaults={"places": places, "note": note.strip(), "at": at}
    )
    before = set() if created else set(row.competencies.values_list("pk", flat=True))
    if not created:
        row.places, row.note = places, note.strip()
        row.save(update_fields=["places", "note"])
    row.competencies.set(chosen)
    if {one.pk for one in chosen} - before:
        _tell(
            mentors.seekers_of(row),
            lambda: _("Somebody new offers help you look for"),
            lambda: _("It came because you look for a mentor. End the search and nothing more comes."),
            link=reverse("growth:mentoring_home"),
            at=at,
        )
    return row


@deed("growth.end_mentor_offer")
def end_offer(*, by: Person, at: datetime) -> None:
    """Take no further people. Whom one helps already stays."""
    MentorOffer.objects.filter(person=by, ended=None).update(ended=at)


@deed("growth.seek_mentor")
def seek_mentor(*, by: Person, competency: Competency, wish: str, at: datetime) -> MentorSearch:
    """Look for help with one competency; said again, the words are the new ones."""
    if not wish.strip():
        raise Refused(_("It is not said what for."), _("One sentence helps a mentor to say yes."))
    row, _created = MentorSearch.objects.update_or_create(
        person=by, competency=competency, ended=None, defaults={"wish": wish.strip()}, create_defaults={"wish": wish.strip(), "at": at}
    )  # fmt: skip
    return row


@deed("growth.end_mentor_search")
def end_search(*, by: Person, search: MentorSearch, at: datetime) -> MentorSearch:
    """Look no longer."""
    if not rules.may_use_search(by, search):
        raise Refused(_("This is not your search."), _("Begin one on the mentoring page."))
    if search.ended is None:
        search.ended = at
        search.save(update_fields=["ended"])
    return search


@deed("growth.ask_mentor")
def ask_mentor(*, by: Person, search: MentorSearch, mentor: Person, at: datetime) -> Mentoring:
    """Ask somebody by name. They read what for, and who asks."""
    if not rules.may_use_search(by, search) or search.ended is not None:
        raise Refused(_("This search is over."), _("Begin one on the mentoring page."))
    if mentor.pk in mentors.line_of(by):
        raise Refused(
            _("%(name)s is in your reporting line.") % {"name": mentor},
            _("A mentor is somebody who decides nothing about you: choose another person."),
        )
    open_to = {one.pk: suggested for one, suggested in mentors.suggestions(search, at)}
    if mentor.pk not in open_to:
        raise Refused(_("%(name)s cannot be asked for this now.") % {"name": mentor}, _("Choose one of those shown."))
    if not open_to[mentor.pk].has_room:
        raise Refused(_("%(name)s has no room now.") % {"name": mentor}, _("Choose another person, or wait a while."))
    row = Mentoring.objects.create(mentor=mentor, learner=by, competency=search.competency, wish=search.wish, asked=at)
    tell_one(
        row,
        mentor,
        lambda: _("%(name)s asks whether you would help with something") % {"name": by},
        lambda: _("It came because you offer help, or are a coach here. You can say no."),
        at=at,
    )
    return row


@deed("growth.answer_mentee")
def answer_asking(*, by: Person, mentoring: Mentoring, accepts: bool, note: str = "", at: datetime) -> Mentoring:
    """Say yes or no, with a word if one likes."""
    row = mentoring
    row.refresh_from_db(from_queryset=Mentoring.objects.select_for_update())  # two clicks at once are one answer
    if not rules.may_answer_mentee(by, row):
        raise Refused(_("You were not asked."), _("The mentoring page shows what is asked of you."))
    if not row.is_waiting:
        raise Refused(_("This was answered or taken back already."), _("Load the page again."))
    if accepts and not mentors.has_room(by):
        raise Refused(_("You help as many people as you offered to."), _("Offer more room first, or say no."))
    row.answer = note.strip()
    if accepts:
        row.accepted = at
        MentorSearch.objects.filter(person=row.learner, competency=row.competency, ended=None).update(ended=at)
    else:
        row.declined = at
    row.save(update_fields=["answer", "accepted", "declined"])
    notices.settle(kinds=[KIND], link=address(row), at=at)
    tell_one(
        row,
        row.learner,
        lambda: (_("%(name)s will help you") if accepts else _("%(name)s cannot take it on now")) % {"name": by},
        lambda: _("It came because you asked them."),
        at=at,
    )
    return row


@deed("growth.withdraw_asking")
def withdraw(*, by: Person, mentoring: Mentoring, at: datetime) -> Mentoring:
    """Take back what one asked and is not answered yet."""
    if not rules.may_learn(by, mentoring) or not mentoring.is_waiting:
        raise Refused(_("There is nothing to take back."), _("What runs can be ended on its page."))
    mentoring.withdrawn = at
    mentoring.save(update_fields=["withdrawn"])
    notices.settle(kinds=[KIND], link=address(mentoring), at=at)
    return mentoring


def address(mentoring: Mentoring) -> str:
    return reverse("growth:mentoring", args=[mentoring.public_id])


def tell_one(row: Mentoring, person: Person | None, text: Words, why: Words, *, at: datetime) -> None:
    _tell([person] if person is not None else [], text, why, link=address(row), at=at)


def _tell(people: Sequence[Person], text: Words, why: Words, *, link: str, at: datetime) -> None:
    """Each in their own language."""
    for person in people:
        with translation.override(person.language):
            notices.tell([person], kind=KIND, text=text(), link=link, why=why(), at=at)
