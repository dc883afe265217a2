"""With patience: reading again and again, before and after something changes."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.attacks import doubles
from tests.attacks.attack import Guesses, Who
from tests.attacks.looking import FIRST_NUMBER, Look, named_alone
from tests.attacks.programs.pages import Means, means_of
from tests.attacks.stories import Story
from tests.attacks.sums import MIDDLE

# ---- A7


@dataclass(frozen=True)
class Polls:
    """Pages before and after the first of the two sent, and how many had answered before."""

    before: Mapping[str, Look]
    after: Mapping[str, Look]
    answered: int


def polling(seen: Polls, who: Who) -> Guesses:
    """A live number: what it moved by is the answer. Else a page that became longer, whatever that means."""
    guesses: dict[int, float] = {}
    for address, look in seen.after.items():
        then = seen.before[address]
        if look.shape == then.shape:
            continue
        for item, question in who.questions.items():
            numbers = [_number_after(html.unescape(one.text), question) for one in (then, look)]
            if numbers[0] is not None and numbers[1] is not None:
                sent = numbers[1] * (seen.answered + 1) - numbers[0] * seen.answered
                guesses[item] = MIDDLE - sent
            else:
                guesses.setdefault(item, float(look.shape[1] - then.shape[1]))
    return guesses


def _number_after(text: str, question: str) -> float | None:
    rest = text.partition(question)[2]
    found = FIRST_NUMBER.search(rest[:200]) if rest else None
    return float(found.group()) if found else None


def polls(story: Story) -> Polls:
    return Polls(story.polls[0], story.polls[1], len(story.pulse.own) - len(story.pulse.last_senders()))


def live_polls(story: Story) -> Polls:
    """A page that shows the mean while the pulse runs."""
    pulse = story.pulse
    early = set(pulse.own) - {person.pk for person in pulse.last_senders()}
    pages = []
    for people in (early, early | {pulse.pair[0].pk}):
        lines = (f"{item.text}: {pulse.exact(people, item.pk).value:.2f}" for item in pulse.items)
        pages.append({"live": Look(200, "\n".join(lines) + " " * len(people))})
    return Polls(pages[0], pages[1], len(early))


# ---- A8, A9


def who_is_missing(seen: Iterable[str], who: Who) -> Guesses:
    """A page or mail that names one of two people as missing, and not the other."""
    texts = list(seen)
    return {place: named_alone(texts, first, second) for place, (first, second) in enumerate(who.pairs)}


def pages_about_taking_part(story: Story) -> list[str]:
    """Pages about running and finished waves, as everybody sees them; each once."""
    looks = [*story.polls[0].values(), *story.during.values()]
    looks += [look for pages in story.after.values() for look in pages.values()]
    return list({look.text for look in looks if look.status == 200})


def page_of_who_is_missing(story: Story) -> list[str]:
    pulse = story.pulse
    return [
        "Not yet answered: "
        + ", ".join(pair[0 if pulse.quiet[place] > 0 else 1].name for place, pair in enumerate(pulse.silent))
    ]


def mails_when_published(story: Story) -> list[str]:
    """All that is left of mails: the outbox as page and table, and notices."""
    notices = [look.text for pages in story.after.values() for address, look in pages.items() if "notices" in address]
    return [story.outbox_after, *notices]


def mails_while_open(story: Story) -> list[str]:
    """The double of A9, and a stated limit: reminders wait in the outbox while the wave is open."""
    return [story.outbox_while_open]


# ---- A6, A18, A19


def twice(story: Story) -> list[Means]:
    """All numbers when it was published, and all after a reorganisation, leavers and an order to lower thresholds."""
    looks = [look for pages in (*story.after.values(), *story.later.values()) for look in pages.values()]
    return [means_of(story, looks)]


def cut_again(story: Story) -> list[Means]:
    """A6: results follow people to their teams of today; the first of the two was moved."""
    return [doubles.careless_means(story), doubles.careless_means(story, without={story.pulse.pair[0].pk})]


def lowered(story: Story) -> list[Means]:
    """A18: thresholds hold when results are read, and can be lowered: every unit from two answers on."""
    return [doubles.careless_means(story), doubles.careless_means(story, least=2)]


def shrunk(story: Story) -> list[Means]:
    """A19: who leaves takes their answers along; all colleagues of the first in their unit left."""
    pulse = story.pulse
    mates = {pk for pk, unit in pulse.own.items() if unit == pulse.own[pulse.pair[0].pk]} - {pulse.pair[0].pk}
    mates -= {pulse.pair[1].pk}
    return [doubles.careless_means(story, least=1), doubles.careless_means(story, least=1, without=mates)]
