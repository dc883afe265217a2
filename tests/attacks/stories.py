"""One company from launch to publication and beyond, and everything adversaries could get hold of on the way."""

from __future__ import annotations

import datetime as dt
import logging
import random
from dataclasses import dataclass, field
from pathlib import Path

from django.test import Client
from django.urls import reverse

from sapwood.activity import clock
from sapwood.activity.models import Delivery
from sapwood.api import scopes
from sapwood.api.actions import make_token
from sapwood.config import backups
from sapwood.feedback import keys, links
from sapwood.feedback.actions import closing, inviting
from sapwood.feedback.quiet import NothingAboutAnswers
from sapwood.people.models import Membership, Person
from tests import cast
from tests.attacks import companies, pulses, rounds_of
from tests.attacks.companies import Company
from tests.attacks.disk import bytes_on_disk
from tests.attacks.looking import Look, crawl, pages_of_feedback
from tests.feedback import rounds

REMINDED = rounds.CLOSES - dt.timedelta(days=1)


@dataclass
class Story:
    """`polls`: what every reader saw while it was open, before and after the first of the pair sent. `after`: once
    all was published; `later`: after a reorganisation, leavers and an attempt to lower thresholds."""

    seed: int
    company: Company
    pulse: pulses.Pulse
    round: rounds_of.Round
    fakes: list[Person]
    polls: list[dict[str, Look]] = field(default_factory=list)
    during: dict[str, Look] = field(default_factory=dict)
    backups: list[Path] = field(default_factory=list)
    key_while_open: bytes = b""
    outbox_while_open: str = ""
    log: str = ""
    outbox_after: str = ""
    disk: str = ""
    api: list[str] = field(default_factory=list)
    after: dict[str, dict[str, Look]] = field(default_factory=dict)  # reader -> address -> page
    later: dict[str, dict[str, Look]] = field(default_factory=dict)
    lowering: list[int] = field(default_factory=list)  # what the server said to lower thresholds

    @property
    def is_thorough(self) -> bool:
        return self.seed % 10 == 1

    @property
    def readers(self) -> dict[str, Person]:
        """Who looks: roles, the leads above the pair, a colleague, and the one about whom the 360 is."""
        company, first = self.company, self.pulse.pair[0]
        place = company.places[first.pk]
        found = {
            "okr owner": company.dee,
            "executive": company.max,
            "administrator": company.ad,
            "subject": self.round.subjects[0].person,
        }
        secret = {*self.pulse.pair, *self.pulse.writers, *(one for pair in self.pulse.silent for one in pair)}
        above = {"lead": company.leads.get(place.pk), "lead above": company.leads.get(place.parent_id or 0)}
        mates = {"colleague": next((one for one in company.team_mates(first) if one not in secret), None)}
        return found | {name: one for name, one in (above | mates).items() if one is not None and one not in secret}


class _Lines(logging.Handler):
    """What the product's own handler would write."""

    def __init__(self) -> None:
        super().__init__()
        self.addFilter(NothingAboutAnswers())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def tell(seed: int, folder: Path) -> Story:
    """Make the company of a seed in the empty database and live through its pulse and its 360."""
    rng = random.Random(seed)
    with clock.frozen(cast.NOW):
        company, pulse = _launched(rng)
        about = rounds_of.launch(company, rng)
        fakes = [
            companies.joiner(company, company.places[pulse.pair[0].pk], f"Fake{number}", cast.TODAY)
            for number in range(4)
        ]
        story = Story(seed, company, pulse, about, fakes)
        _answer(story, folder, rng)
        rounds_of.send_all(about, rng)
    with clock.frozen(REMINDED):
        inviting.remind(REMINDED)
        story.outbox_while_open = _outbox(story)
        story.during = _polled(story)
        story.key_while_open = keys.store().private(f"{pulse.wave.public_id}-wave")
    _shrink(story)
    with clock.frozen(rounds.AFTER):
        closing.close(pulse.wave, rounds.AFTER)
        closing.close(about.wave, rounds.AFTER)
        story.disk = bytes_on_disk()
        story.outbox_after = _outbox(story)
        story.api = _api(story)
        story.after = _read(story)
    with clock.frozen(rounds.AFTER + rounds.WEEK):
        _reorganise(story)
        story.lowering = _lower(story)
        story.later = _read(story, only=("okr owner", "executive"))
    return story


def _launched(rng: random.Random) -> tuple[Company, pulses.Pulse]:
    """A company and a pulse in which a bare threshold would set somebody apart; most companies have such people."""
    while True:
        companies.clear()
        company = companies.found(rng)
        pulse = pulses.launch(company, rng)
        if pulse.apart:
            return company, pulse


def _answer(story: Story, folder: Path, rng: random.Random) -> None:
    pulse = story.pulse
    last = pulse.last_senders()
    speakers = [pair[1 if pulse.quiet[number] > 0 else 0] for number, pair in enumerate(pulse.silent)]
    others = [pk for pk in sorted(pulse.own) if pk not in {person.pk for person in [*last, *speakers]}]
    rng.shuffle(others)
    for pk in others:
        pulses.send(pulse, story.company.people[pk])
    lines = _Lines()
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    try:
        for person in speakers:
            _send_by_browser(pulse, person)
    finally:
        root.removeHandler(lines)
        root.setLevel(level)
    story.log = "\n".join(lines.lines)
    for place, person in enumerate(last):
        if place < 2:
            story.polls.append(_polled(story))
            story.backups.append(folder / f"{story.seed}-{place}.tar")
            backups.make(story.backups[-1])
        pulses.send(pulse, person)


def _send_by_browser(pulse: pulses.Pulse, person: Person) -> None:
    answers = {f"i-{item}": str(answer) for item, answer in pulse.answers[person.pk].items()}
    address = links.address(pulse.invitations[person.pk])
    answered = Client().post(address, answers)
    assert answered.status_code == 303, answered.content


def _polled(story: Story) -> dict[str, Look]:
    """Pages about a running wave, for those who would want to know. Sessions are made before: they are no answer."""
    found: dict[str, Look] = {}
    wave = story.pulse.wave.public_id
    routes = [reverse("feedback:waves"), *(reverse(f"feedback:{route}", args=[wave]) for route in ("wave", "results"))]
    for name in ("okr owner", "executive", "lead"):
        person = story.readers.get(name)
        if person is not None and (name == "okr owner" or story.is_thorough):
            raters = (
                [reverse("feedback:subject", args=[story.round.subjects[0].public_id])] if name == "okr owner" else []
            )
            found |= {f"{name} {address}": look for address, look in crawl(person, [*routes, *raters]).items()}
    return found


def _outbox(story: Story) -> str:
    """The whole outbox as its table has it, in every tenth story as its page has it too."""
    rows = Delivery.objects.values_list("address", "subject", "unique")
    page = crawl(story.company.ad, [reverse("activity:deliveries")]) if story.is_thorough else {}
    return "\n".join([*(" ".join(map(str, row)) for row in rows), *(look.text for look in page.values())])


def _shrink(story: Story) -> None:
    """While it is open: colleagues of the first leave, so that the group would shrink to them."""
    known = {*story.pulse.pair, *story.pulse.writers, *(one for pair in story.pulse.silent for one in pair)}
    known |= {*story.round.pair, *(one for pair in story.round.silent for one in pair)}
    known |= {subject.person for subject in story.round.subjects}
    mates = [
        one for one in story.company.team_mates(story.pulse.pair[0]) if one not in known | set(story.readers.values())
    ]
    Person.objects.filter(pk__in=[one.pk for one in mates[:3]]).update(leaves=cast.TODAY)


def _reorganise(story: Story) -> None:
    """The first of the pair moves to another team; more colleagues leave."""
    company, first = story.company, story.pulse.pair[0]
    elsewhere = next(
        lead for team, lead in company.leads.items() if team not in (company.places[first.pk].pk, company.top.pk)
    )
    today = clock.now().date()
    Membership.objects.filter(person=first, ends=None).update(ends=today)
    Membership.objects.create(person=first, team=company.places[elsewhere.pk], starts=today)
    gone = [one.pk for one in company.team_mates(first) if one not in set(story.readers.values())]
    Person.objects.filter(pk__in=gone).update(leaves=today)


def _lower(story: Story) -> list[int]:
    """Ask the server to show what fewer answered, after everything was published."""
    client = Client()
    client.force_login(story.company.dee)
    given = {"least_answers": 2, "least_relation": 1, "comments_from": 1, "version": story.pulse.wave.version}
    address = reverse("feedback:thresholds", args=[story.pulse.wave.public_id])
    return [client.post(address, given, headers={"HX-Request": "true"}).status_code]


def _read(story: Story, only: tuple[str, ...] = ()) -> dict[str, dict[str, Look]]:
    """The OKR owner's pages all; those of the others all in every tenth story, and what is theirs in each."""
    return {
        name: pages_of_feedback(
            person, story.pulse.wave, story.round, everything=name == "okr owner" or (not only and story.is_thorough)
        )
        for name, person in story.readers.items()
        if not only or name in only
    }


def _api(story: Story) -> list[str]:
    """Every list of the API to a token of the OKR owner that may all, and the filters that could cut it small."""
    token = make_token(by=story.company.dee, name="a script", chosen=list(scopes.SCOPES), days=30, at=clock.now())
    client, headers = Client(), {"Authorization": f"Bearer {token.text}"}
    team = story.company.places[story.pulse.pair[0].pk].public_id
    unit = story.pulse.wave.units.order_by("-pk")[0].public_id
    result = f"results/{story.pulse.wave.publication.public_id}"
    asked = ("me", f"people?team={team}", "results", "key-results", "readings", "check-ins")
    asked += (result, f"{result}?unit={unit}", f"{result}?team={team}&least_answers=1")
    return [client.get(f"/api/v1/{one}", headers=headers).content.decode() for one in asked]
