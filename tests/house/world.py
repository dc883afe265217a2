"""The cast's company with something in every confidential field, each with a token of its own.

Eleven actors look at it. What each may read is written down here by hand, in `MAY_READ`, from the promises of
the product and not from its code.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from sapwood.activity import events
from sapwood.activity.models import Channel, Delivery, FormDraft, Notice
from sapwood.api.models import Service, Token
from sapwood.feedback.models import (
    Addressee,
    Asking,
    Cell,
    Invitation,
    Item,
    Mood,
    MoodSharing,
    Publication,
    PublishedComment,
    PulseOpening,
    PulseProgramme,
    Questionnaire,
    ReportSharing,
    Response,
    Subject,
    SurveyUnit,
    Telling,
    TellingSharing,
    Wave,
)
from sapwood.goals import standing
from sapwood.goals.models import (
    Agreement,
    Alignment,
    Aside,
    Binding,
    Blocker,
    BoundReading,
    BoundWord,
    CheckIn,
    Closure,
    Comment,
    Contribution,
    ConversationNote,
    Evidence,
    Initiative,
    KeyResult,
    KeyResultScore,
    Objective,
    Pair,
    Practice,
    Reading,
    ReadingSharing,
    Retirement,
    Revision,
    Sharing,
    SuggestedChange,
    Suggestion,
    Turn,
    Verdict,
)
from sapwood.goals.models.aside import digest
from sapwood.growth import talks
from sapwood.growth.actions import journal
from sapwood.growth.declaring import Lock
from sapwood.growth.models import (
    Attribute,
    Bridge,
    BridgeTeam,
    Certificate,
    Declaration,
    Demonstration,
    Dispute,
    DrillAnswer,
    DrillCard,
    Focus,
    Mentoring,
    MentoringSession,
    MentorOffer,
    MentorSearch,
    Plan,
    PlanChange,
    PlanEnd,
    PlanSharing,
    Recognised,
    Recognition,
    Step,
)
from sapwood.meetings import actions as meetings
from sapwood.meetings.models import Decision, Meeting, Point, Series
from sapwood.people import private_drafts
from sapwood.people.models import (
    Absence,
    Behaviour,
    Competency,
    ImportDraft,
    JobAssignment,
    JobRole,
    Membership,
    Person,
    ReportingLine,
    Role,
    Value,
)
from tests import cast

HOSTILE = "<script>alert('{0}')</script>\"'><img src=x onerror=alert(1)>"

ACTORS = (
    "ada",  # owner of what is private
    "cy",  # a peer in her team
    "bo",  # her manager, lead of her team
    "max",  # the manager's manager, executive
    "dee",  # OKR owner
    "ad",  # administrator
    "ann",  # analyst
    "cora",  # coach
    "eve",  # lead of another team
    "lo",  # has left
    "stranger",  # not signed in
)

AT_WORK = frozenset(ACTORS) - {"lo", "stranger"}
CRANES = frozenset({"ada", "cy", "bo"})

MAY_READ: dict[str, frozenset[str]] = {
    # open to all
    "strategic": AT_WORK,
    "strategic-note": AT_WORK,
    "strategic-comment": AT_WORK,
    "strategic-conversation": AT_WORK,
    "strategic-aside": AT_WORK,
    "strategic-suggestion": AT_WORK,
    "proposed-turn": AT_WORK,
    "strategic-lesson": AT_WORK,
    "strategic-retired": AT_WORK,
    "strategic-score": AT_WORK,
    "strategic-verdict": AT_WORK,
    # a strategic draft: where it is written, and the OKR owner
    "draft": CRANES | {"dee"},
    "draft-aside": CRANES | {"dee"},
    # Ada's own
    "developmental": frozenset({"ada"}),
    "developmental-note": frozenset({"ada"}),
    "developmental-comment": frozenset({"ada"}),
    "developmental-conversation": frozenset({"ada"}),
    "developmental-aside": frozenset({"ada"}),
    "developmental-suggestion": frozenset({"ada"}),  # Cy's words, from when it was shared
    "developmental-revision": frozenset({"ada"}),
    "developmental-todo": frozenset({"ada"}),
    "developmental-part": frozenset({"ada"}),
    "developmental-blocker": frozenset({"ada"}),
    "developmental-lesson": frozenset({"ada"}),
    "developmental-retired": frozenset({"ada"}),
    "developmental-score": frozenset({"ada"}),
    "developmental-verdict": frozenset({"ada"}),
    "personal": frozenset({"ada"}),
    "personal-note": frozenset({"ada"}),
    "personal-aside": frozenset({"ada"}),
    "typed": frozenset({"ada"}),
    "notice": frozenset({"ada"}),
    # shared with one person, and taken back from another
    "shared": frozenset({"ada", "cy"}),
    "team-developmental": CRANES,
    # written by Bo for Ada, a proposal yet
    "offered": frozenset({"ada", "bo"}),
    "offered-turn": frozenset({"ada", "bo"}),
    # what feedback measures: the goal is seen by whom it was shared with, its readings only by a second choice
    "measured": frozenset({"ada", "cy", "bo"}),
    "measured-word": frozenset({"ada", "cy"}),
    "pulse-word": frozenset({"bo", "max", "dee"}),  # of a goal open to all, by the pulse of the Cranes
    # a 1:1 is the two people's, whoever leads them; a private note its writer's
    "meeting-notes": frozenset({"ada", "bo"}),
    "meeting-point": frozenset({"ada", "bo"}),
    "meeting-decision": frozenset({"ada", "bo"}),
    "meeting-private": frozenset({"ada"}),
    # the meeting of a team: the team's, and of who leads it or one above it
    "team-meeting-notes": CRANES | {"max"},
    "team-meeting-decision": CRANES | {"max"},
    "team-meeting-private": frozenset({"bo"}),
    # a people file between preview and apply
    "import": frozenset({"ad"}),
    # what is going to be asked, while it is composed
    "questionnaire": frozenset({"dee"}),
    # a published pulse: a unit's remarks are read by who leads it and above, never by its members or neighbours
    "pulse-top": AT_WORK,
    "pulse-unit": frozenset({"bo", "max", "dee"}),
    # Ada's 360 report, shared with Cy and taken back from Eve: no manager, no role opens it
    "report": frozenset({"ada", "cy"}),
    # what Cy told Ada by name, shown to Eve and taken back from Bo; what Ada asks Cy
    "telling": frozenset({"ada", "cy", "eve"}),
    "asking": frozenset({"ada", "cy"}),
    # what is said to raters while a round is prepared: the subject, who agrees, who runs it
    "round-draft": frozenset({"ada", "bo", "dee"}),
    # what Ada said of herself
    "declared": frozenset({"ada"}),
    # what Ada practised in the school, and the one answer she showed to the OKR owner
    "practice": frozenset({"ada"}),
    "dispute": frozenset({"ada", "dee"}),
    # what Cy recognises in Ada: on the wall, between the two, and, with Bo, hidden by her
    "recognition": AT_WORK,
    "recognition-private": frozenset({"ada", "cy"}),
    "recognition-hidden": frozenset({"ada", "bo", "cy"}),
    # in which situation Ada practises what her shared goal is about: sharing the goal shares none of the practice
    "focus": frozenset({"ada"}),
    # what Cy asks of Eve, and their talks: the two alone; what Ada looks for, until she asks somebody
    "mentoring": frozenset({"cy", "eve"}),
    "mentoring-notes": frozenset({"cy", "eve"}),
    "mentoring-step": frozenset({"cy", "eve"}),
    "mentoring-end": frozenset({"cy", "eve"}),
    "mentor-search": frozenset({"ada"}),
    # a plan is as private as its goal: shared with Cy and taken back from Eve, who was asked to watch for one behaviour
    "plan": frozenset({"ada", "cy"}),
    "plan-step": frozenset({"ada", "cy"}),
    "plan-change": frozenset({"ada", "cy"}),
    "plan-seen": frozenset({"ada", "cy", "eve"}),
    "plan-behaviour": frozenset({"ada", "cy", "eve"}),
    "plan-request": frozenset({"eve"}),
    "own-plan": frozenset({"ada"}),
    "own-plan-end": frozenset({"ada"}),
    # Ada's plans of arriving and of changing the job: Bo wrote them and reads them until she takes it back, as from Cy
    "arrival": frozenset({"ada", "bo"}),
    "rotation": frozenset({"ada", "bo"}),
    "certificate": frozenset({"ada"}),
    "plan-certificate": frozenset({"ada", "bo"}),
    # Ada's journal: one entry is hers alone, one is shown to Cy and taken back from Eve, one was changed after it was shown
    "journal": frozenset({"ada"}),
    "journal-draft": frozenset({"ada"}),
    "journal-shown": frozenset({"ada", "cy"}),
    "journal-later": frozenset({"ada"}),
    # a bridge: open to all from its beginning on, before that to those who build it and its business owner
    "bridge": AT_WORK,
    "bridge-draft": frozenset({"dee", "max", "cy"}),
    # a word about one's own day: shown to nobody, not even to whom the days are shown
    "mood": frozenset({"ada"}),
    # what will be asked, and why, before it opens
    "programme": frozenset({"dee"}),
    # a wave while it is prepared
    "wave-draft": frozenset({"dee"}),
    # the content of a mail is nobody's to read here, but the demo's
    "mail": frozenset(),
}


MAY_READ_LEVELS = {"measured": MAY_READ["measured-word"], "team-measured": MAY_READ["pulse-word"]}
READINGS = {"measured": (3.13, 4.07), "team-measured": (2.87, 3.79)}
"""The baseline and the last level of each bound goal: numbers that stand nowhere else in this world."""


@dataclass
class World:
    cast: cast.Cast
    people: dict[str, Person]
    objectives: dict[str, Objective] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def actor(self, name: str) -> Person | None:
        return None if name == "stranger" else self.people[name]


def token(name: str) -> str:
    return f"canary-{name}-tok"


def says(name: str) -> str:
    """A text that carries the token and would run if it were not escaped."""
    return f"{token(name)} {HOSTILE.format(name)}"


def build() -> World:
    company = cast.gather()
    people = company.people
    people["ann"] = cast.person("Ann Sato", company.company, manager=company.max)
    people["cora"] = cast.person("Cora Lund", company.company, manager=company.max)
    cast.grant(people["ann"], Role.ANALYST)
    cast.grant(people["cora"], Role.COACH)
    world = World(company, people)
    _strategic(world)
    _private(world)
    _ended(world)
    _around(world)
    _places(world)
    _programs(world)
    _waves(world)
    _school(world)
    _recognition(world)
    _mentoring(world)
    _declared(world)
    _bridges(world)
    _moods(world)
    _journal(world)
    _measured(world)
    _meetings(world)
    _between(world)
    _plans(world)
    for name in ("strategic", "draft", "developmental", "personal"):
        world.rows.setdefault("aside", _aside(world, name))
    for objective in Objective.objects.all():
        standing.refresh(objective)
    return world


def _strategic(world: World) -> None:
    team = world.cast.cranes
    top = _objective(world, "company", world.cast.company, title="Ships leave on time")
    open_ = _objective(
        world, "strategic", team, title=says("strategic"), why=says("strategic"), proposed_by=world.people["bo"]
    )
    soft = _objective(world, "soft", team, title="People say it early", nature="soft")
    _objective(world, "draft", team, title=says("draft"), stage=Objective.Stage.DRAFT, proposed_by=world.people["bo"])
    _objective(
        world,
        "proposed",
        team,
        title="Fewer idle cranes",
        stage=Objective.Stage.PROPOSED,
        proposed_by=world.people["cy"],
    )
    _hand(world, "proposed", "view", "eve", by="bo", note=says("proposed-turn"))
    always = cast.objective("People come home unhurt", team, None, nature="soft", proposed_by=world.people["bo"])
    world.objectives["continuous"] = always
    _objective(world, "other", world.cast.ropes, title="Ropes last a winter")
    world.rows["link"] = Alignment.objects.create(child=open_, parent=top, by=world.people["bo"], at=cast.NOW)
    world.rows["pair"] = Pair.objects.create(hard=open_, soft=soft, by=world.people["bo"], at=cast.NOW)
    _tell(world, open_, "strategic-note", blocker="a crane part is late", asks="bo")
    Comment.objects.create(objective=open_, by=world.people["cy"], text=says("strategic-comment"), at=cast.NOW)
    world.rows["conversation"] = ConversationNote.objects.create(
        objective=open_, by=world.people["bo"], day=cast.TODAY, question="What helped?", at=cast.NOW,
        said=says("strategic-conversation"),
    )  # fmt: skip
    Verdict.objects.create(
        objective=open_, word="keep", reason=says("strategic-verdict"), by=world.people["dee"], at=cast.NOW
    )
    world.rows["suggestion"] = _suggest(world, open_, "strategic-suggestion")
    result = open_.key_results.get()
    world.rows["todo"] = Initiative.objects.create(
        key_result=result, title="Call the yard", owner=world.people["cy"], created=cast.NOW
    )
    Contribution.objects.create(key_result=result, person=world.people["ada"], part="the night shift", starts=cast.NOW)


def _aside(world: World, name: str) -> Aside:
    """A remark put aside with a reason, about the title as it reads."""
    goal = world.objectives[name]
    return Aside.objects.create(
        objective=goal,
        code="OB103",
        text=goal.title,
        digest=digest(goal.title),
        reason=f"{token(name + '-aside')} <script>alert(1)</script>",
        by=world.people["bo"] if goal.owner_team else world.people["ada"],
        at=cast.NOW,
    )


def _private(world: World) -> None:
    ada = world.people["ada"]
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": ada}
    mine = _objective(world, "developmental", ada, title=says("developmental"), why=says("developmental"), **own)
    _tell(world, mine, "developmental-note", blocker=says("developmental-blocker"), asks="ada")
    Comment.objects.create(objective=mine, by=ada, text=says("developmental-comment"), at=cast.NOW)
    ConversationNote.objects.create(
        objective=mine, by=ada, day=cast.TODAY, question=says("developmental-conversation"), at=cast.NOW,
        said=says("developmental-conversation"), spoken_with=says("developmental-conversation"),
    )  # fmt: skip
    Verdict.objects.create(objective=mine, word="keep", reason=says("developmental-verdict"), by=ada, at=cast.NOW)
    result = mine.key_results.get()
    Initiative.objects.create(key_result=result, title=says("developmental-todo"), owner=ada, created=cast.NOW)
    Contribution.objects.create(key_result=result, person=ada, part=says("developmental-part"), starts=cast.NOW)
    world.rows["own-suggestion"] = _suggest(world, mine, "developmental-suggestion")
    Revision.objects.create(
        objective=mine,
        version=2,
        by=ada,
        at=cast.NOW,
        reason=says("developmental-revision"),
        changes=[{"key_result": "", "field": "why", "before": "Because.", "after": says("developmental")}],
    )
    Objective.objects.filter(pk=mine.pk).update(version=2)
    fields = {**own, "proposed_by": world.people["bo"], "stage": Objective.Stage.PROPOSED}
    _objective(world, "offered", ada, title=says("offered"), **fields)
    _hand(world, "offered", "answer", "ada", by="bo", note=says("offered-turn"))
    secret = _objective(world, "personal", ada, title=says("personal"), **{**own, "layer": Objective.Layer.PERSONAL})
    _tell(world, secret, "personal-note")
    shared = _objective(world, "shared", ada, title=says("shared"), **own)
    world.rows["sharing"] = Sharing.objects.create(objective=shared, with_person=world.people["cy"], at=cast.NOW)
    Sharing.objects.create(objective=shared, with_person=world.people["eve"], at=cast.NOW, revoked=cast.NOW)
    _objective(
        world,
        "team-developmental",
        world.cast.cranes,
        title=says("team-developmental"),
        layer=Objective.Layer.DEVELOPMENTAL,
        nature="soft",
    )


def _ended(world: World) -> None:
    """What was learned from a closed goal, and why nobody goes on with it, is as private as the goal."""
    ada, cranes = world.people["ada"], world.cast.cranes
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": ada}
    for owner, kind, by, fields in ((cranes, "strategic", "bo", {}), (ada, "developmental", "ada", own)):
        goal = _objective(world, f"{kind}-ended", owner, title="Sheds are dry", stage=Objective.Stage.CLOSED, **fields)
        closure = Closure.objects.create(
            objective=goal, learned=says(f"{kind}-lesson"), by=world.people[by], at=cast.NOW, next=Closure.Next.RETIRE
        )
        for result in goal.key_results.all():
            KeyResultScore.objects.create(closure=closure, key_result=result, reason=says(f"{kind}-score"))
        Retirement.objects.create(objective=goal, reason=says(f"{kind}-retired"), by=world.people[by], at=cast.NOW)


def _hand(world: World, name: str, kind: str, to: str, *, by: str, note: str) -> None:
    Turn.objects.create(
        objective=world.objectives[name],
        kind=kind,
        person=world.people[to],
        by=world.people[by],
        note=note,
        version=1,
        at=cast.NOW,
    )


def _suggest(world: World, objective: Objective, name: str) -> Suggestion:
    """Cy would put another word before the title."""
    found = Suggestion.objects.create(
        objective=objective,
        base={"title": objective.title},
        text={"title": f"{token(name)} {objective.title}"},
        note=says(name),
        version=1,
        by=world.people["cy"],
        at=cast.NOW,
    )
    SuggestedChange.objects.create(suggestion=found, field="title", start=0, end=0, after=token(name))
    return found


def _around(world: World) -> None:
    ada = world.people["ada"]
    FormDraft.objects.create(
        person=ada, form="objective-new", data={"title": says("typed"), "kr-TOTAL_FORMS": "0"}, at=cast.NOW
    )
    world.rows["notice"] = Notice.objects.create(person=ada, kind="comment", text=says("notice"), at=cast.NOW)
    world.rows["channel"] = Channel.objects.create(
        name="#goals", url="http://127.0.0.1:9/hook", kinds=["goals.agreed"], begun=cast.NOW
    )
    world.rows["delivery"] = Delivery.objects.create(
        person=ada,
        address="ada@harbour.example",
        kind="digest",
        subject="Your week",
        body=says("mail"),
        state=Delivery.State.DEAD,
        due=cast.NOW,
        created=cast.NOW,
        error="550 no such mailbox",
    )


def _places(world: World) -> None:
    """What is kept about people: a further team, a further manager, an absence, a role, a value, a file to take in."""
    ada, cy, ad = (world.people[name] for name in ("ada", "cy", "ad"))
    world.rows["membership"] = Membership.objects.create(
        person=cy, team=world.cast.quay, is_primary=False, starts=cast.LONG_AGO
    )
    world.rows["lead"] = Membership.objects.get(person=world.people["bo"], team=world.cast.cranes)
    world.rows["line"] = ReportingLine.objects.create(
        person=cy, manager=world.people["ann"], is_primary=False, starts=cast.LONG_AGO
    )
    later = cast.TODAY + dt.timedelta(days=20)
    world.rows["absence"] = Absence.objects.create(person=ada, starts=later, ends=later)
    world.rows["grant"] = world.people["cora"].role_grants.get()
    world.rows["value"] = Value.objects.get()
    listening = Competency.objects.create(name="Listening", key="listening", family="Talking")
    world.rows["competency"] = listening
    world.rows["job-role"] = JobRole.objects.create(name="Crane driver", track="Yard")
    world.rows["job-role"].expectations.create(competency=listening, level=3)
    world.rows["empty-job-role"] = JobRole.objects.create(name="Harbour pilot", track="Yard")
    world.rows["job-assignment"] = JobAssignment.objects.create(
        person=world.people["ada"], role=world.rows["job-role"], starts=cast.TODAY
    )
    world.rows["behaviour"] = Behaviour.objects.create(
        competency=listening, key="listening.waits", text="Waits for the end of a sentence.", anchors=[*"abcde"]
    )
    asked = Questionnaire.objects.create(name=says("questionnaire"), kind="360")
    world.rows["questionnaire"] = asked
    world.rows["item"] = Item.objects.create(questionnaire=asked, key="own", text=says("questionnaire"), kind="text")
    content = f"name,email\n{token('import')} Mori,mori@harbour.example\n".encode()
    world.rows["import"] = ImportDraft.objects.create(by=ad, filename="people.csv", content=content, at=cast.NOW)
    with transaction.atomic():
        world.rows["imported"] = events.record("people.imported", by=ad, about=None, at=cast.NOW, data={})


def _waves(world: World) -> None:
    """A pulse that was published, and one that is being prepared."""
    dee, bo = world.people["dee"], world.people["bo"]
    asked = Questionnaire.objects.create(name="How it is", kind="pulse", published=cast.NOW)
    item = Item.objects.create(questionnaire=asked, key="loud", text="It is quiet enough here.", kind="agreement")
    words = Item.objects.create(questionnaire=asked, key="words", text="What else?", kind="text", position=1)
    for key in ("second", "third", "fourth"):
        Item.objects.create(questionnaire=asked, key=key, text=f"A {key} question.", kind="agreement", position=2)
    week = dt.timedelta(days=7)
    wave = Wave.objects.create(
        kind="pulse", name="September", questionnaire=asked, stage="published", by=dee, created=cast.NOW - week,
        opens=cast.NOW - week, closes=cast.NOW - week / 2,
    )  # fmt: skip
    top = SurveyUnit.objects.create(wave=wave, name="Harbour Works")
    cranes = SurveyUnit.objects.create(wave=wave, name="Cranes", parent=top, position=1)
    top.teams.add(world.cast.company)
    cranes.teams.add(world.cast.cranes)
    for name, unit in (("ada", cranes), ("cy", cranes), ("bo", top), ("dee", top)):
        Invitation.objects.create(wave=wave, person=world.people[name], unit=unit)
    told = Publication.objects.create(wave=wave, at=cast.NOW - week / 2, invited=20, count="10 to 19")
    for unit, name in ((top, "pulse-top"), (cranes, "pulse-unit")):
        Cell.objects.create(publication=told, unit=unit, item=item, value=3.5, low=3, high=4, count="5 to 9")
        PublishedComment.objects.create(key=name, publication=told, unit=unit, item=words, text=says(name))
    world.rows["pulse"], world.rows["unit"] = wave, cranes
    world.rows["response"] = Response.objects.create(publication=told, text="Tea at ten", owner=bo, by=bo, at=cast.NOW)
    programme = PulseProgramme.objects.create(
        name=says("programme"), purpose=says("programme"), weekdays=[1], pool=asked, number=3, keeper=dee,
        created=cast.NOW,
    )  # fmt: skip
    world.rows["programme"] = programme
    world.rows["planned"] = PulseOpening.objects.create(
        programme=programme, number=1, day=cast.TODAY + week, questions=["loud", "second", "third"]
    )
    _rounds(world, week)
    running = Wave.objects.create(
        kind="pulse", name="October", questionnaire=asked, stage="open", by=dee, created=cast.NOW,
        opens=cast.NOW - week, closes=cast.NOW + dt.timedelta(days=3650),
    )  # fmt: skip
    unit = SurveyUnit.objects.create(wave=running, name="Harbour Works")
    ada = world.people["ada"]
    world.rows["open-invitation"] = Invitation.objects.create(wave=running, person=ada, unit=unit)
    world.rows["draft-wave"] = Wave.objects.create(
        kind="pulse", name=says("wave-draft"), questionnaire=asked, by=dee, created=cast.NOW
    )


def _rounds(world: World, week: dt.timedelta) -> None:
    """A 360 about Ada that was published, and one for which raters are chosen."""
    ada, dee = world.people["ada"], world.people["dee"]
    asked = Questionnaire.objects.create(name="How we work", kind="360", published=cast.NOW)
    listening = world.rows["competency"]
    Item.objects.create(questionnaire=asked, key="waits", text="Lets others finish.", competency=listening)
    words = Item.objects.create(questionnaire=asked, key="words", text="What helps?", kind="text", position=1)
    wave = Wave.objects.create(
        kind="360", name="Round", questionnaire=asked, about="person", stage="published", by=dee, created=cast.NOW - week,
        opens=cast.NOW - week * 20, closes=cast.NOW - week * 19, comments_from=5,
    )  # fmt: skip
    mine = Subject.objects.create(wave=wave, person=ada)
    told = Publication.objects.create(wave=wave, at=cast.NOW - week * 19, invited=7, count="5 to 9")
    Cell.objects.create(
        publication=told,
        subject=mine,
        competency=listening,
        value=3.4,
        low=2.9,
        high=3.9,
        count="5 to 9",
    )
    PublishedComment.objects.create(key="report", publication=told, subject=mine, item=words, text=says("report"))
    world.rows["report"] = mine
    world.rows["report-sharing"] = ReportSharing.objects.create(subject=mine, person=world.people["cy"], at=cast.NOW)
    ReportSharing.objects.create(subject=mine, person=world.people["eve"], at=cast.NOW, revoked=cast.NOW)
    coming = Wave.objects.create(
        kind="360", name="Next round", purpose=says("round-draft"), questionnaire=asked, about="person", by=dee,
        created=cast.NOW, comments_from=5,
    )  # fmt: skip
    world.rows["draft-round"] = coming
    world.rows["subject"] = Subject.objects.create(wave=coming, person=ada)
    Invitation.objects.create(wave=coming, subject=world.rows["subject"], person=ada, relation="self")
    world.rows["rater"] = Invitation.objects.create(
        wave=coming,
        subject=world.rows["subject"],
        person=world.people["cy"],
        relation="peer",
    )


def _school(world: World) -> None:
    """Two answers of Ada's, and her doubt about the second; what she practises for the goal she shares."""
    ada = world.people["ada"]
    shared = world.objectives["shared"]
    world.rows["focus"] = Focus.objects.create(
        objective=shared,
        behaviour=world.rows["behaviour"],
        competency=world.rows["competency"],
        situation=says("focus"),
        practising_since=cast.NOW,
        at=cast.NOW,
    )
    Practice.objects.create(objective=shared, week=cast.TODAY - dt.timedelta(days=9), times=2, at=cast.NOW)
    for name in ("practice", "dispute"):
        world.rows[f"{name}-answer"] = DrillAnswer.objects.create(
            person=ada, drill_key="rewrite-trust", given=says(name), is_right=False, at=cast.NOW
        )
    DrillCard.objects.create(
        person=ada, drill="rewrite-trust", due=cast.NOW, stability=1, difficulty=5, reviewed=cast.NOW, was_right=False, first_right=False
    )  # fmt: skip
    world.rows["dispute"] = Dispute.objects.create(
        answer=world.rows["dispute-answer"], reason=says("dispute"), at=cast.NOW
    )


def _recognition(world: World) -> None:
    """Three words of Cy's about what Ada did."""
    ada, bo, cy, waits = (world.people["ada"], world.people["bo"], world.people["cy"], world.rows["behaviour"])
    for name in ("recognition", "recognition-private", "recognition-hidden"):
        row = Recognition.objects.create(
            by=cy, behaviour=waits, about=waits.text, text=says(name), is_public=name != "recognition-private", at=cast.NOW
        )  # fmt: skip
        hidden = cast.NOW if name == "recognition-hidden" else None
        Recognised.objects.create(recognition=row, person=ada, hidden=hidden)
        world.rows[name] = row
    Recognised.objects.create(recognition=row, person=bo)


def _mentoring(world: World) -> None:
    """Eve offers help with listening, and Ada looks for it. Cy was helped; a second time he waits for an answer."""
    ada, cy, eve, listening = (world.people["ada"], world.people["cy"], world.people["eve"], world.rows["competency"])
    offer = MentorOffer.objects.create(person=eve, places=3, note="ten years of calls", at=cast.NOW)
    offer.competencies.add(listening)
    world.rows["mentor-search"] = MentorSearch.objects.create(
        person=ada, competency=listening, wish=says("mentor-search"), at=cast.NOW
    )
    over = Mentoring.objects.create(
        mentor=eve, learner=cy, competency=listening, wish=says("mentoring"), asked=cast.NOW, accepted=cast.NOW,
        ended=cast.NOW, learned=says("mentoring-end"), thanks=says("mentoring-end"),
    )  # fmt: skip
    held = MentoringSession.objects.create(mentoring=over, at=cast.NOW)
    talks.keep(held, notes=says("mentoring-notes"), next_step="", at=cast.NOW)
    running = Mentoring.objects.create(
        mentor=eve, learner=cy, competency=listening, wish=says("mentoring"), asked=cast.NOW, accepted=cast.NOW
    )
    world.rows["talk"] = MentoringSession.objects.create(mentoring=running, at=cast.NOW + dt.timedelta(days=1))
    talks.keep(world.rows["talk"], notes="", next_step=says("mentoring-step"), at=cast.NOW)
    other = Competency.objects.create(name="Waiting well", key="waiting-well", family="Talking")
    world.rows["asked-mentoring"] = Mentoring.objects.create(
        mentor=eve, learner=cy, competency=other, wish=says("mentoring"), asked=cast.NOW
    )
    world.rows["mentoring"], world.rows["ended-mentoring"] = running, over


def _declared(world: World) -> None:
    """What Ada said of herself: sealed, and hers alone."""
    attribute = Attribute.objects.create(
        name="Where I work", why="To be fair.", choices=["Ashore", "Aboard"], at=cast.NOW
    )
    lock = Lock.of_this_place()
    Declaration.objects.create(
        attribute=attribute, handle=lock.handle(world.people["ada"].public_id), sealed=lock.seal(says("declared"))
    )
    world.rows["attribute"] = attribute


def _plans(world: World) -> None:
    """The plan of the goal Ada shares, that of the one she does not, one of arriving and one proposed to her."""
    ada, bo, eve = world.people["ada"], world.people["bo"], world.people["eve"]
    plan = _plan(world, "plan", ada, objective=world.objectives["shared"], accepted=cast.NOW)
    step = Step.objects.create(
        plan=plan, kind="demonstration", title=says("plan-step"), note=says("plan-step"), about=token("plan-behaviour"),
        due=cast.TODAY,
    )  # fmt: skip
    PlanChange.objects.create(plan=plan, by=ada, at=cast.NOW, why=says("plan-change"), lines=[says("plan-change")])
    until = cast.TODAY + dt.timedelta(days=9)
    Demonstration.objects.create(
        step=step, observer=eve, asked=cast.NOW, until=until, seen=cast.NOW, level=3, words=says("plan-seen")
    )
    world.rows["observation"] = Demonstration.objects.create(
        step=step, observer=eve, asked=cast.NOW, until=until, request=says("plan-request")
    )
    own = _plan(world, "own-plan", ada, objective=world.objectives["developmental"], accepted=cast.NOW)
    Step.objects.create(plan=own, kind="practice", title=says("own-plan"), due=cast.TODAY)
    PlanEnd.objects.create(plan=own, how="stopped", words=says("own-plan-end"), by=ada, at=cast.NOW)
    arrival = _plan(world, "arrival", bo, kind="onboarding", accepted=cast.NOW)
    world.rows["arrival-reader"] = PlanSharing.objects.create(plan=arrival, person=bo, at=cast.NOW)
    PlanSharing.objects.create(plan=arrival, person=world.people["cy"], at=cast.NOW, revoked=cast.NOW)
    rotation = _plan(world, "rotation", bo, kind="rotation", accepted=None)
    PlanSharing.objects.create(plan=rotation, person=bo, at=cast.NOW)
    world.rows["plan-step"], world.rows["arrival-step"] = (
        step,
        Step.objects.create(plan=arrival, kind="practice", title=says("arrival"), due=cast.TODAY),
    )
    for name, of in (("certificate", None), ("plan-certificate", arrival)):
        world.rows[name] = Certificate.objects.create(
            person=ada, plan=of, name=says(name)[:160], issuer="The harbour", until=cast.TODAY + dt.timedelta(days=30)
        )


def _plan(world: World, name: str, by: Person, **fields: Any) -> Plan:
    world.rows[name] = Plan.objects.create(
        person=world.people["ada"], title=says(name), purpose=says(name), starts=cast.TODAY, started_by=by,
        created=cast.NOW, **{"kind": "development", **fields},
    )  # fmt: skip
    plan: Plan = world.rows[name]
    return plan


def _bridges(world: World) -> None:
    """One that has begun, of which Cy is the business owner, and one that Dee still builds."""
    dee, cy = world.people["dee"], world.people["cy"]
    skill = Competency.objects.create(name="Calling early", key="calling-early", family="Own")
    Behaviour.objects.create(competency=skill, text="Calls before the rope is slack.", key="calling-early.rope")
    for name, begun in (("bridge", cast.NOW), ("bridge-draft", None)):
        row = Bridge.objects.create(
            problem=says(name),
            key_result=world.objectives["strategic"].key_results.all()[0],
            competency=skill,
            programme=says(name),
            leading="Calls before noon",
            business_owner=cy,
            measured_from=cast.TODAY - dt.timedelta(weeks=26),
            read_on=cast.TODAY + dt.timedelta(weeks=12),
            created=cast.NOW,
            created_by=dee,
            begun=begun,
            begun_by=dee if begun else None,
            promise="consistent" if begun else "",
        )
        BridgeTeam.objects.create(bridge=row, team=world.cast.cranes, starts=cast.TODAY + dt.timedelta(days=5))
        BridgeTeam.objects.create(bridge=row, team=world.cast.ropes)
        world.rows[name] = row


def _meetings(world: World) -> None:
    """A 1:1 of Ada and Bo, and a meeting of their team, with something private in each."""
    ada, bo = world.people["ada"], world.people["bo"]
    first, second = sorted((ada, bo), key=lambda one: one.pk)
    talk = Series.objects.create(first=first, second=second, by=bo, created=cast.NOW)
    round_ = Series.objects.create(team=world.cast.cranes, by=bo, created=cast.NOW)
    for series, name, writer in ((talk, "meeting", ada), (round_, "team-meeting", bo)):
        row = Meeting.objects.create(series=series, at=cast.NOW + dt.timedelta(days=1), notes=says(f"{name}-notes"))
        meetings.keep_private_note(by=writer, meeting=row, text=says(f"{name}-private"), at=cast.NOW)
        decision = Decision.objects.create(meeting=row, text=says(f"{name}-decision"), by=bo, owner=ada, at=cast.NOW)
        world.rows[name], world.rows[f"{name}-decision"] = row, decision
    world.rows["point"] = Point.objects.create(series=talk, text=says("meeting-point"), by=bo, at=cast.NOW)


def _moods(world: World) -> None:
    """Ada's day, shown to Cy and taken back from Eve."""
    ada = world.people["ada"]
    world.rows["mood"] = Mood.objects.create(person=ada, day=cast.TODAY, level=2, note=says("mood"), at=cast.NOW)
    world.rows["mood-sharing"] = MoodSharing.objects.create(person=ada, reader=world.people["cy"], at=cast.NOW)
    MoodSharing.objects.create(person=ada, reader=world.people["eve"], at=cast.NOW, revoked=cast.NOW)


def _journal(world: World) -> None:
    """Three entries of Ada's about goals that others see, and one half written."""
    ada, cy = world.people["ada"], world.people["cy"]
    goal = world.objectives["strategic"]
    for name, text in (("entry", "journal"), ("shown-entry", "journal-shown"), ("changed-entry", "early")):
        row = journal.write_entry(
            by=ada,
            text=says(text) if name != "changed-entry" else "It began well.",
            day=cast.TODAY,
            objective=goal,
            at=cast.NOW,
        )
        world.rows[name] = row
    for name in ("shown-entry", "changed-entry"):
        world.rows["entry-sharing"] = journal.share_entry(by=ada, entry=world.rows[name], person=cy, at=cast.NOW)
    taken = journal.share_entry(by=ada, entry=world.rows["shown-entry"], person=world.people["eve"], at=cast.NOW)
    journal.unshare_entry(by=ada, sharing=taken, at=cast.NOW)
    journal.edit_entry(
        by=ada, entry=world.rows["changed-entry"], text=says("journal-later"), day=cast.TODAY, version=1, at=cast.NOW
    )
    private_drafts.keep(person=ada, form="private-journal-new", data={"text": says("journal-draft")}, at=cast.NOW)


def _measured(world: World) -> None:
    """A developmental goal of Ada's bound to her 360, and one of the team's bound to its pulse, each with a reading."""
    ada, listening, unit = world.people["ada"], world.rows["competency"], world.rows["unit"]
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": ada}
    goal = _objective(world, "measured", ada, title=says("measured"), **own)
    result = _bound(
        world, goal, "measured-word", world.rows["report"].wave, READINGS["measured"],
        kind="360", person=ada, competency=listening,
    )  # fmt: skip
    for name in ("cy", "bo"):
        Sharing.objects.create(objective=goal, with_person=world.people[name], at=cast.NOW)
    world.rows["reading-sharing"] = ReadingSharing.objects.create(
        key_result=result, person=world.people["cy"], by=ada, at=cast.NOW
    )
    ReadingSharing.objects.create(key_result=result, person=world.people["bo"], by=ada, at=cast.NOW, revoked=cast.NOW)
    world.rows["measured-result"] = result
    team = _objective(world, "team-measured", world.cast.cranes, title="It is quiet enough to think", nature="soft")
    _bound(
        world, team, "pulse-word", world.rows["pulse"], READINGS["team-measured"],
        kind="pulse", unit="Cranes", teams=[world.cast.cranes.pk], items=["loud"],
    )  # fmt: skip
    assert unit is not None


def _bound(
    world: World, goal: Objective, word: str, wave: Wave, levels: tuple[float, float], **fields: object
) -> KeyResult:
    """Bound from the baseline `levels[0]`; the same publication gives a reading of `levels[1]`."""
    result = goal.key_results.get()
    start, now = levels
    told = wave.publication
    KeyResult.objects.filter(pk=result.pk).update(source="instrument", target=Decimal("0.9"), unit="points")
    binding = Binding.objects.create(
        key_result=result, baseline=told, start=start, start_low=start - 0.5, start_high=start + 0.5,
        target=start + 0.9, tellable=0.6, by=goal.owner_person or world.people["bo"], at=cast.NOW, **fields,
    )  # fmt: skip
    BoundReading.objects.create(
        binding=binding, publication=told, value=now, low=now - 0.4, high=now + 0.4, count="5 to 9",
        verdict="improved", change=0.6, change_low=0.2, change_high=1.0, detectable=0.5, since=told, at=cast.NOW,
    )  # fmt: skip
    BoundWord.objects.create(key_result=result, confidence=7, note=says(word), by=world.people["ada"], at=cast.NOW)
    result.refresh_from_db()
    return result


def _between(world: World) -> None:
    """What Cy told Ada, laid beside the goal she shares with him; what she asks him to watch for."""
    ada, cy = world.people["ada"], world.people["cy"]
    told = Telling.objects.create(giver=cy, receiver=ada, about="Asks first", text=says("telling"), at=cast.NOW)
    world.rows["telling"] = told
    world.rows["telling-sharing"] = TellingSharing.objects.create(telling=told, person=world.people["eve"], at=cast.NOW)
    TellingSharing.objects.create(telling=told, person=world.people["bo"], at=cast.NOW, revoked=cast.NOW)
    asking = Asking.objects.create(
        kind="watch", by=ada, about="Asks first", question=says("asking"), until=cast.TODAY, at=cast.NOW
    )
    Addressee.objects.create(asking=asking, person=cy)
    world.rows["asking"] = asking
    world.rows["evidence"] = Evidence.objects.create(objective=world.objectives["shared"], telling=told, at=cast.NOW)


def _programs(world: World) -> None:
    """A token of Ada's, and a service."""
    world.rows["token"] = Token.objects.create(
        holder=world.people["ada"],
        name="My sheet",
        scopes=["goals:read"],
        selector="0" * 16,
        digest="0" * 64,
        made_by=world.people["ada"],
        at=cast.NOW,
        expires=cast.NOW + dt.timedelta(days=30),
    )
    feed = Person.objects.create(name="Warehouse feed", kind=Person.Kind.SERVICE)
    world.rows["service"] = Service.objects.create(person=feed, made_by=world.people["ad"], at=cast.NOW)


def _objective(world: World, name: str, owner: object, *, title: str, **fields: object) -> Objective:
    found = cast.objective(title, owner, world.cast.cycle, results=0, **fields)  # type: ignore[arg-type]
    KeyResult.objects.create(
        objective=found,
        title=f"{title} seen",
        unit="ships",
        baseline=Decimal(0),
        target=Decimal(10),
        updater=found.owner_person or world.people["ada"],
    )
    if found.stage == Objective.Stage.ACTIVE:
        Agreement.objects.create(objective=found, by=found.owner_person or world.people["bo"], version=1, at=cast.NOW)
    world.objectives[name] = found
    return found


def _tell(world: World, objective: Objective, note: str, *, blocker: str = "", asks: str = "") -> None:
    """Three weeks of readings with a note, and what is in the way."""
    by = objective.owner_person or world.people["ada"]
    for week in range(3):
        at = cast.NOW - dt.timedelta(weeks=3 - week)
        row = CheckIn.objects.create(objective=objective, by=by, at=at, confidence=6)
        Reading.objects.create(
            key_result=objective.key_results.get(),
            check_in=row,
            value=week + 1,
            confidence=6,
            note=says(note),
            by=by,
            at=at,
        )
    if blocker:
        world.rows.setdefault("blocker", Blocker.objects.create(check_in=row, text=blocker, person=world.people[asks]))
