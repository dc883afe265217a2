"""Feedback, read while it is written: is it about something one could see, when was it, what did it lead to, what next?

Rules only. What is about a person's character rather than what they did is asked about; praise and criticism alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sapwood.coach.language import knows, language_of
from sapwood.coach.results import Finding, Judgement, Span
from sapwood.coach.words import LONGEST, tokens
from sapwood.files.words import Said, _, said

LABELS = ("specific", "behaviour", "effect", "character", "next_step")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its judgements and findings, the most helpful first."""

    text: str
    labels: Mapping[str, Judgement]
    findings: tuple[Finding, ...] = ()
    language: str = "en"

    def says(self, label: str) -> bool:
        """Whether a label is judged true."""
        found = self.labels.get(label)
        return bool(found and found.value)


_WHO = r"(?:you|he|she|they|we|[A-Z][a-z]+|who|it)"
_WHEN = re.compile(
    r"\b(?:yesterday|today|this (?:morning|week|month|quarter)|last (?:\w+ ){0,2}(?:week|month|quarter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|sprint|review|meeting|call|weeks|reviews|workshop)|"
    r"(?:on|since|until|before|by|next|in) (?:the )?(?:\d{1,2}(?:st|nd|rd|th)?\b|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)'?s?|(?:january|february|march|april|june|july|august|september|october|november|december)|"
    r"(?:in|at|during|after|for) (?:the|your|our|this|each of the|both|all|that|my) (?:\w+ ){0,3}(?:meeting|call|review|retro|retrospective|planning|stand-up|standup|workshop|kick-off|training|presentation|demo|audit|outage|incident|handover|talk|interview|interviews|conference|exam|budget talk|evening|migration|sprint|report|session|round|project|reviews|feedback)\b|"
    r"when (?:the|i|we|my|our|[A-Z])|during|the next sprint|next time|version \d|on the first day|the first week)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:yesterday|this (?:morning|week)|last (?:\w+ )?(?:week|month|quarter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|sprint|review)|"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'s|s)?|on the \d+(?:st|nd|rd|th)|(?:in|in the|for the|the) (?:january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:in|before|for) the next \w+|in the last \w+|next time the|in the (?:steering|parents)|ticket)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:\w{2,}ed|was|were|did|had|said|told|gave|took|sent|wrote|went|came|made|kept|let|sat|found|left|began|drew|brought|lost|felt|split|read the|stood|put|meant)\b",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:twice|once|two|three|four|five|ten|twenty|forty|\d+|half)\b|\b(?:the|your) (?:\w+ ){1,4}(?:report|slide|account|slot|board|screen|ticket|checklist|migration|notes)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"\b(?:so (?:that )?(?:nobody|no one|i|we|he|she|they|people|the|everyone|you|it|much|our|others)\b(?! (?:be|far))|which (?:\w+ ){0,2}(?:helps?|helped|makes?|made|left|meant|means|brought|calms?|calmed|keeps?|kept|led|saved?|caused|gave|lets?|allowed|shows?)|as a result|"
    r"(?:because of|thanks to) (?:that|this|you|it)|sav(?:es?|ed|ing) (?:us|me|her|his|them|a|the|hours|time)|made (?:it|the|me|us|her|him|them|a)\b|makes (?:it|me|us|them|everything)\b|meant that|led to|helps? (?:me|us|others|people)|helped (?:me|us|her|him|them|others)|"
    r"allow(?:s|ed) (?:me|us)|(?:i|we|you|they|he|she) could\b|i (?:feel|felt|wonder|used|found|changed)|we (?:lose|lost|found|all leave|finish(?:ed)?|miss(?:ed)?|learn(?:t|ed)|had to|start|build)|"
    r"(?:customers?|people|callers?|they|support|tickets?|the room|the line|the board|he|she|nobody|none|two others|others) (?:\w+ ){0,6}?(?:stop(?:ped)?|calm|came back|fell|went|thanked|agreed|told me|corrected|dare|discussed|come to|no longer|later told|was empty|did not|didn't|like to|noticed)|since you)\b",
    re.IGNORECASE,
)
_TRAIT = (
    "lazy brilliant smart intelligent talented arrogant rude kind nice friendly shy quiet stubborn difficult emotional sensitive careless incompetent "
    "unprofessional professional disorganised disorganized organised organized unreliable reliable ambitious positive negative amazing awesome wonderful "
    "lovely great fantastic toxic selfish egoistic honest loyal committed helpful perfectionist genius star hero natural born leader person personality "
    "attitude teacher colleague teammate player boss human heart best worst cold warm fun funny boring bossy weak strong aggressive passive moody "
    "immature mature outgoing introverted dedicated passionate gifted charismatic humble incapable useless perfect excellent"
).split()
_CHARACTER = re.compile(
    rf"(?:\b(?:you|he|she|they)(?:'re|'s| are| is| were| was| have| has| had) (?:\w+ ){{0,4}}?(?:{'|'.join(_TRAIT)})\b|\b(?:you|he|she|they)(?:'re|'s| are| is) (?:too|so|not|simply|just|such|never|always|the) \w+|"
    rf"^(?!.*\b(?:work|job|quarter|talk|performance|presentation|efforts?|results?|training)\b)\W*(?:(?:a|an|the|not|too|always|very|really|such|great|lovely) ){{0,3}}(?:{'|'.join(_TRAIT)})(?: (?:and|person|leader|player|personality|fun|kind|\w+ to be around))*\b[^.]{{0,30}}$|"
    r"\b(?:attitude problem|team player|leadership material|rock star|personality|thinks (?:he|she) is better|never care|always have to be right)\b)",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:\b(?:next time|please|try to|consider|could (?:we|you)|you could|should|would (?:help|like to see|be (?:good|better|great))|needs? to|let's|let us|i suggest|suggest|i think we should|it would|start (?:to |by |the |\w+ing)|"
    r"stop \w+ing|keep (?:doing|\w+ing)|continue (?:to|with|\w+ing)|instead of|in future|from now on|make sure|be (?:more|less)|going forward|why not)\b)|"
    r"(?:^|[.;!?]\s+)(?:in the next [^,]+, |for the [^,]+, |before [^,]+, |and )?(?:ask|tell|say|give|take|put|speak|listen|start|stop|share|send|let|hand|update|delegate|think|bring|describe|communicate|call|read|write|be|try|use|add|show|check|leave|praise|train|raise|allow|provide|offer|hire|pay|reduce|improve|help|prepare)\b(?! (?:of|to you))",
    re.IGNORECASE,
)
_GENERAL_NEXT = re.compile(
    r"\b(?:communicate better|be more|more ownership|take more initiative|improve communication|think bigger|give more feedback|delegate more|be on time|more structure|more praise|course in|more proactive)\b",
    re.IGNORECASE,
)
_SEEN = (
    "ask answer interrupt explain share write send listen present prepare cancel help review thank tell say show repeat promise check call introduce name "
    "post argue correct reply arrive look raise hand test forget update speak let pair walk rewrite split notice admit read cover criticise praise talk turn "
    "respond take give bring move post stay sit keep change laugh blame describe summarise sum skip close put hold finish leave come shout joke draw "
    "greet invite volunteer document deliver fix plan lead facilitate mentor coach give credit thank apologise apologize write note remind chase approve "
    "reject delay ignore stop start make joined join teach train visit offer break bring laugh move rewrite organise organize file suggest propose point"
).split()
_BEHAVIOUR = re.compile(
    rf"\b{_WHO}(?:'ve|'d| have| had| would| will| could| always| never| often| sometimes| usually| also| only| did not| do not| don't| didn't| kindly| openly| directly| simply)*\s+"
    rf"(?P<verb>(?!(?:you|he|she|they|we|i)\b|are\b|is\b|was\b|were\b|have\b|has\b|had\b|need\b|needs\b|should\b|seem|feel|think|do\b|does\b)[a-z]+)\b",
)
_YOUR = re.compile(
    r"\b(?:your|her|his|their) (?:\w+ ){0,3}?(?:mails?|e-?mails?|messages?|updates?|notes?|slides?|slide|questions?|explanations?|feedback|drafts?|comments?|report|reports|charts?|documentation|presentation)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"\b(?:always|never|constantly|everyone|everybody|nobody|all the time)\b", re.IGNORECASE)
_NOT_SEEN = frozenset(
    "care improve like know want love satisfy need lack deserve show seem matter work do go get be have".split()
)
_COMMAND = re.compile(r"(?:^|[.;:!?]\s+|please |, )(?:please )?(?P<verb>[A-Z]?[a-z]+)\b")


def read_comment(text: str, *, language: str = "") -> Comment:
    """The judgements on a piece of feedback, and at most two remarks with one question each."""
    language = language or language_of(text)
    if not knows(language) or not text.strip():
        return Comment(text, {}, (), language)
    short = text[:LONGEST]
    behaviour = _behaviour(short)
    effect = _spans(_EFFECT, short)
    character = _spans(_CHARACTER, short)
    step = _spans(_NEXT, short)
    when = _spans(_WHEN, short)
    detail = _spans(_DETAIL, short)
    dated, past = _spans(_DATED, short), _PAST.search(short) is not None
    specific: tuple[Span, ...] = ()
    if behaviour:
        specific = dated or ((when or (detail if len(short.split()) > 7 else ())) if past else ())
    if not behaviour:
        effect = ()
    labels = {
        "specific": _judgement("specific", specific),
        "behaviour": _judgement("behaviour", behaviour),
        "effect": _judgement("effect", effect),
        "character": _judgement("character", character),
        "next_step": _judgement("next_step", step),
    }
    return Comment(text, labels, tuple(_findings(short, labels))[:2], language)


def _judgement(name: str, spans: tuple[Span, ...]) -> Judgement:
    return Judgement(name, bool(spans), 0.85, spans, "rule")


def _spans(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in pattern.finditer(text))[:3]


@lru_cache(maxsize=1)
def _seen_stems() -> frozenset[str]:
    from sapwood.coach.words import stem

    return frozenset(stem(word) for word in _SEEN)


def _behaviour(text: str) -> tuple[Span, ...]:
    """Something somebody did that one could see or hear."""
    from sapwood.coach.words import stem

    found = []
    for match in _BEHAVIOUR.finditer(text):
        if stem(match["verb"]) in _seen_stems() and stem(match["verb"]) not in _NOT_SEEN:
            found.append(Span(*match.span("verb")))
    for match in _COMMAND.finditer(text):
        if stem(match["verb"].lower()) in _seen_stems() and not _GENERAL_NEXT.search(text) and len(text.split()) > 3:
            found.append(Span(*match.span("verb")))
    found += [Span(*match.span()) for match in _YOUR.finditer(text) if len(text.split()) > 4]
    if not found:
        words = tokens(text)
        if any(one.stem in {"thank", "thanks"} for one in words) and any(
            one.text.lower().endswith("ing") for one in words
        ):
            found.append(Span(words[0].start, words[0].end))
    return tuple(sorted(set(found)))[:3]


def _findings(text: str, labels: Mapping[str, Judgement]) -> list[Finding]:
    found = []
    if labels["character"].value and not labels["behaviour"].value:
        span = labels["character"].spans[0]
        found.append(
            _remark(
                "FB101",
                said(
                    _("“%(words)s” is about the person, not about what they did."),
                    words=text[span.start : span.end].strip(),
                ),
                said(_("What did they do or say that made you think so? When was it?")),
                labels["character"].spans,
            )
        )
    elif not labels["behaviour"].value:
        found.append(
            _remark(
                "FB102",
                said(_("There is nothing in it that one could have seen or heard.")),
                said(_("Which moment do you have in mind? What did they do?")),
            )
        )
    elif not labels["specific"].value:
        found.append(
            _remark(
                "FB103",
                said(_("It is not said when or where.")),
                said(_("Which day, meeting or piece of work was it?")),
            )
        )
    if labels["behaviour"].value and not labels["effect"].value:
        found.append(
            _remark(
                "FB104", said(_("What it led to is missing.")), said(_("What changed for you or others because of it?"))
            )
        )
    absolute = _spans(_ABSOLUTE, text)
    if absolute and not found:
        word = text[absolute[0].start : absolute[0].end]
        found.append(
            _remark(
                "FB105",
                said(_("“%(word)s” is hardly ever true and easily argued with."), word=word),
                said(_("How often was it, and when last?")),
                absolute,
            )
        )
    return found


def _remark(code: str, message: Said, question: Said, spans: tuple[Span, ...] = ()) -> Finding:
    return Finding(code, "note", message, question, 0.85, spans)


def read_lines() -> list[tuple[frozenset[str], str]]:
    """The labelled comments of ours that come with the coach, for measuring."""
    names = dict(zip("sbecn", LABELS, strict=True))
    text = files("sapwood.coach").joinpath("data", "en", "comments.txt").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        letters, _space, words = line.partition(" ")
        if line.strip() and not line.startswith("#"):
            found.append((frozenset(names[letter] for letter in letters if letter != "-"), words.strip()))
    return found
