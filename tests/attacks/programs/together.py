"""With accomplices: colluding raters, fake accounts, one's own answer; and across the reports of a 360."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from sapwood.feedback.models import Cell
from tests.attacks import doubles
from tests.attacks.attack import Guesses, Who
from tests.attacks.looking import named_alone
from tests.attacks.programs.pages import Means, means_of_all
from tests.attacks.stories import Story
from tests.attacks.sums import Mean, all_at_once


@dataclass(frozen=True)
class Pooled:
    """Means that were read, and answers that accomplices told."""

    means: Means
    known: Mapping[int, Sequence[Mean]] = field(default_factory=dict)


def subtract_known(seen: Pooled, who: Who) -> Guesses:
    """A17, A20, A21, collusion: all equations, with the accomplices' own answers among them."""
    return {
        item: all_at_once(who.first, who.second, rows, seen.known.get(item, ())) for item, rows in seen.means.items()
    }


# ---- A20, A21: a pulse


def with_fakes_after_launch(story: Story) -> Pooled:
    """Accounts made in the first one's team while the pulse was open. They were not asked; what they know is nothing."""
    asked = set(story.pulse.invitations)
    assert not asked & {fake.pk for fake in story.fakes}
    return Pooled(means_of_all(story))


def fakes_before_launch(story: Story) -> Pooled:
    """The double of A20, and a stated limit: all but the first in a shown group of five are fake."""
    pulse, (first, second) = story.pulse, story.pulse.pair
    others = [pk for pk in sorted(pulse.own) if pk not in {first.pk, second.pk}][:4]
    group = frozenset({first.pk, *others})
    return Pooled(
        {item.pk: [Mean(group, round(pulse.exact(group, item.pk).value * 2) / 2)] for item in pulse.items},
        _told_by(story, others),
    )


def as_a_member(story: Story) -> Pooled:
    """Somebody of the same shown group subtracts their own answer, and so do the OKR owner and the executive."""
    pulse = story.pulse
    bound = {person.pk for person in pulse.pair}
    own = pulse.own[pulse.pair[0].pk]
    members = [pk for pk, unit in pulse.own.items() if unit == own and pk not in bound][:1]
    roles = [pk for pk in (story.company.dee.pk, story.company.max.pk) if pk in pulse.own]
    return Pooled(means_of_all(story), _told_by(story, [*members, *roles]))


def member_of_two(story: Story) -> Pooled:
    """The double of A21: a result from two answers on; the other one reads it."""
    pulse, first = story.pulse, story.pulse.pair[0].pk
    other = next(pk for pk in sorted(pulse.own) if pk not in {person.pk for person in pulse.pair})
    means = doubles.careless_means(story)
    for item, rows in means.items():
        rows.append(pulse.exact({first, other}, item))
    return Pooled(means, _told_by(story, [other]))


def _told_by(story: Story, people: Iterable[int]) -> dict[int, list[Mean]]:
    some = list(people)
    return {item.pk: [story.pulse.exact([pk], item.pk) for pk in some] for item in story.pulse.items}


# ---- A16, A17, collusion: a 360


def list_less_answered(seen: Iterable[str], who: Who) -> Guesses:
    """A16. Who was nominated, less whoever any page says has answered."""
    texts = list(seen)
    return {place: named_alone(texts, *pair) for place, pair in enumerate(who.pairs)}


def pages_of_raters(story: Story) -> list[str]:
    looks = [look for pages in story.after.values() for look in pages.values()] + list(story.during.values())
    return list({look.text for look in looks if look.status == 200})


def page_of_missing_raters(story: Story) -> list[str]:
    missing = [story.company.people[pk].name for pk in sorted(story.round.mute())]
    return [f"Nominated, not answered: {', '.join(missing)}"]


def reports(story: Story, least: Sequence[int] = (3, 4)) -> Means:
    """A17: every group of both reports, as the subjects and those they share with read them, taken as if a rater said
    the same about both."""
    about = story.round
    competency = {item.competency_id: item.pk for item in about.items}
    found: dict[int, list[Mean]] = {item.pk: [] for item in about.items}
    rows = Cell.objects.filter(publication__wave=about.wave, kind=Cell.Kind.LEVEL, withheld="", item=None)
    for cell in rows.select_related("subject"):
        assert cell.subject is not None and cell.value is not None
        for number in least:
            groups = about.groups(cell.subject.person_id, number)
            name = Cell.OTHERS if cell.group == Cell.REST else cell.group
            if name in groups and (number == 3) == (cell.group != Cell.REST):
                found[competency[cell.competency_id]].append(Mean(groups[name], cell.value))
    return found


def both_reports(story: Story) -> Pooled:
    return Pooled(reports(story))


def relations_unfolded(story: Story) -> Pooled:
    """The double of A17: every relation has its own number, from one rater on."""
    about = story.round
    means: dict[int, list[Mean]] = {item.pk: [] for item in about.items}
    for subject in about.subjects:
        for relation in set(about.relations[subject.person_id].values()) - {"self", "manager"}:
            people = about.raters(subject.person_id, {relation})
            for item in about.items:
                means[item.pk].append(about.exact(subject.person_id, people, item.pk))
    return Pooled(means)


def all_but_two_collude(story: Story) -> Pooled:
    """The subject knows what every rater said but the two in question."""
    about = story.round
    person = about.subjects[0].person_id
    pair = {one.pk for one in about.pair}
    known = {
        item.pk: [about.exact(person, frozenset({pk}), item.pk) for pk in about.relations[person] if pk not in pair]
        for item in about.items
    }
    return Pooled(reports(story), known)


def all_but_one_collude(story: Story) -> Pooled:
    """The double, and a stated limit: only the first does not tell."""
    told = all_but_two_collude(story)
    about = story.round
    second = frozenset({about.pair[1].pk})
    person = about.subjects[0].person_id
    return Pooled(
        told.means,
        {item: [*rows, about.exact(person, second, item)] for item, rows in told.known.items()},
    )


def remarks_of_report(story: Story) -> dict[int, list[str]]:
    """The report's remarks as they stand on the page; what accomplices wrote is known, two are left."""
    about = story.round
    page = story.after["subject"][reverse("feedback:report", args=[about.subjects[0].public_id])].text
    found = {}
    for text in about.texts:
        both = [about.remark(text, first=True), about.remark(text, first=False)]
        assert all(one in page for one in both), "The report does not show the remarks that were published."
        found[text.pk] = sorted(both, key=page.index)
    return found


def remarks_as_they_came(story: Story) -> dict[int, list[str]]:
    about = story.round
    return {text.pk: [about.remark(text, first=True), about.remark(text, first=False)] for text in about.texts}
