"""Questions for open conversations: about something that happened, answerable by anyone, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Topic:
    """A family of competencies, by the name of its file in `people.library`, and what to ask about it."""

    key: str
    name: Words
    questions: tuple[Words, ...]


OPENING: tuple[Words, ...] = (
    _("What should I know before we start?"),
    _("What would make this hour worth your time?"),
)

CLOSING: tuple[Words, ...] = (
    _("What did I not ask that I should have asked?"),
    _("Which one thing should change first, and who could begin?"),
    _("What may I pass on from this talk, and what stays here?"),
)

TOPICS = (
    Topic(
        "communication",
        _("Communication"),
        (
            _("When did you last learn something too late? What did it lead to?"),
            _("Tell me about a message lately that saved you time. What made it good?"),
            _("Where do people here talk past each other? What happened last time?"),
            _("When did you last feel that you were really listened to? What did the other person do?"),
            _("How do you find out what was decided when you were not there?"),
        ),
    ),
    Topic(
        "collaboration",
        _("Working together"),
        (
            _("Tell me about a piece of work lately that crossed two teams. Where did it stick?"),
            _("When did someone help you without being asked? What came of it?"),
            _("What happened the last time two people here disagreed?"),
            _("Whose voice is missing when you decide things together? How do you notice?"),
            _("Which promise of another team do you rely on most? How is it kept?"),
        ),
    ),
    Topic(
        "leadership",
        _("Leading"),
        (
            _("What are you working towards right now? How do you know that it counts?"),
            _("When did someone last bring bad news here? What happened next?"),
            _("Tell me about a task you were given with room to do it your way. How did it go?"),
            _("What did your lead do in the last month that made your work easier? What made it harder?"),
            _("When was good work last noticed here? How did people hear of it?"),
        ),
    ),
    Topic(
        "developing-others",
        _("Developing others"),
        (
            _("What can you do now that you could not do half a year ago? Who helped?"),
            _("Tell me about feedback that you could use. What made it usable?"),
            _("How did your first weeks here go? What would you change for the next person?"),
            _("When did you last get a task that stretched you? What support was there?"),
            _("What would you like to learn next? What stands in the way?"),
        ),
    ),
    Topic(
        "adapting",
        _("Learning and adapting"),
        (
            _("Tell me about the last change that hit your work. What helped you, what did not?"),
            _("What went wrong lately? What is done in another way since then?"),
            _("When did you last try something without knowing how it would end?"),
            _("How do you hear what others think of your work?"),
            _("What happens here in weeks when all comes at once?"),
        ),
    ),
    Topic(
        "problem-solving",
        _("Solving problems"),
        (
            _("Which problem keeps coming back? What has been tried?"),
            _("Tell me about a decision lately that you could follow. What made it clear?"),
            _("Which decision has waited too long? What is it waiting for?"),
            _("When did a fact last change someone's mind here?"),
            _("Where do we work on the wrong question?"),
        ),
    ),
    Topic(
        "organising-work",
        _("Organising work"),
        (
            _("What cost you time last week without any use?"),
            _("Tell me about a meeting lately that was worth it. What was done well in it?"),
            _("How do you find out what comes first when two things clash?"),
            _("When did a plan last hold? What made it hold?"),
            _("What should we stop doing?"),
        ),
    ),
    Topic(
        "customers-partners",
        _("Customers and partners"),
        (
            _("Who uses your work? When did you last see them use it?"),
            _("Tell me about a customer who was let down lately. What led to it?"),
            _("What do partners believe about us that is not true?"),
            _("When did you last win over someone who was against it? How?"),
            _("Which wish do we say maybe to when we mean no?"),
        ),
    ),
)
