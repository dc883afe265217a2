"""What is worth a remark on one statement: the code, the words it is about, one question, and ways to write it instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from sapwood.coach.codes import BY_CODE
from sapwood.coach.language import SUPPORTED
from sapwood.coach.phrases import Phrases, phrases
from sapwood.coach.results import NOTHING_KNOWN, Context, Finding, Span, Statement
from sapwood.coach.rewrites import guarded, rewrites
from sapwood.files.words import Said, _, said

_ORDER = {code: place for place, code in enumerate(BY_CODE)}

_TRAINING = re.compile(
    r"\b(?:training|course|courses|e-?learning|webinar|webinars|bootcamp|certification|certificate|workshop|workshops|seminar|module|modules|class|classes|nanodegree|specialisation|programme|masterclass)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:complet|attend|finish|take|took|taking|do|enrol|enroll|participat|join|pass|go through|train|trained|read|study|learn|sign up|watch)\w*\b",
    re.IGNORECASE,
)
_FIRST_TIME = re.compile(
    r"\bfirst[ -](?:try|time|pass|attempt|go)\b|\bpass(?:es)? \w+ (?:approval|review)\b", re.IGNORECASE
)
_SPEED = re.compile(
    r"\b(?:within|respon[ds]|reply|replies|answer|turnaround|handling|handle|days|hours|minutes|time to|faster|quick|speed)\w*\b",
    re.IGNORECASE,
)
_SIGNAL = re.compile(
    r"\b(?:tickets?|complaints?|bugs?|incidents?|escalations?|reports?|alerts?|accidents|issues?|defects?)\b",
    re.IGNORECASE,
)
_BOUGHT = re.compile(
    r"\b(?:followers?|likes?|views?|visit(?:s|ors)|clicks?|downloads?|installs?|sign-?ups?|registrations?|subscribers?|(?<=\w )leads|mqls?|traffic|impressions?|fans|(?<!team )members|attendees)\b",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\b(?:coverage|bugs? I|story points|velocity|committed|stories)\b", re.IGNORECASE)
_FEW_PEOPLE = re.compile(
    r"\b(?P<n>two|three|four|2|3|4|both|my (?:two|three|four|2|3|4)) (?:of (?:my|our) )?(?:\w+ ){0,2}(?P<who>colleagues|peers|reports|team members|mentees|direct reports|coworkers|managers|interns|nurses|teachers|engineers)\b[^.]{0,40}\b(?:rate|rates|say|score|survey|feedback|agree|feel)",
    re.IGNORECASE,
)
_RISK = re.compile(
    r"\b(?:risk[ -]?taking|take (?:more |bold |bigger )?risks?|fail(?:ing)? (?:fast|often|early)|move fast|break things|experiment(?:s|ing)? (?:live|freely|on)|without (?:waiting for )?approval|bold bets?|trial and error)\b",
    re.IGNORECASE,
)
_HOLE = re.compile(
    r"(?:\b(?:XX?|xx|YY?|NN?)\s?%|\bby [XYN]\b|_{2,}|\bTBD\b|\[[^\]\d]{0,16}\](?!\()|[$€£]\s?[XYN]\b|(?<!\w)\?{2,})"
)


def findings(
    statement: Statement, *, objective: str = "", context: Context = NOTHING_KNOWN, strict: bool = False
) -> tuple[Finding, ...]:
    """The remarks on one statement, those asked about first in front: what it is, how it is measured, whose effort it is,
    how it could be gamed. Below a code's least probability the coach is silent."""
    if statement.language not in SUPPORTED or (statement.type is None and "vague" not in statement.labels):
        return tuple(_without_words(statement))
    words = phrases(statement.text, objective=objective, context=context, language=statement.language)
    found = (
        _of_key_result(statement, words, context, strict)
        if statement.kind == "key_result"
        else _of_objective(statement, words, context, strict)
    )
    seen: dict[str, Finding] = {}
    for one in found:
        seen.setdefault(one.code, one)
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(seen.values(), key=lambda one: (rank[one.severity], _ORDER[one.code])))


def _without_words(read: Statement) -> Iterator[Finding]:
    """What needs no knowledge of the language."""
    if hole := _HOLE.search(read.text):
        yield _open_blank(hole)
    metric = read.labels.get("contains_metric")
    if metric and metric.value:
        yield _number(metric.spans)


def _open_blank(hole: re.Match[str]) -> Finding:
    return finding(
        "KR207",
        said(_("A blank is still open.")),
        said(_("What goes into the blank, and who knows it?")),
        spans=(Span(*hole.span()),),
    )


def _number(spans: tuple[Span, ...]) -> Finding:
    return finding(
        "OB102",
        said(_("The number belongs into a key result.")),
        said(_("What will be different for someone once that number is reached?")),
        spans=spans,
    )


def enough(code: str, p: float, strict: bool) -> bool:
    """Whether a judgement of this probability is shown."""
    return p >= (min(0.5, BY_CODE[code].least) if strict else BY_CODE[code].least)


def finding(
    code: str,
    message: Said,
    question: Said,
    *,
    p: float = 1.0,
    spans: tuple[Span, ...] = (),
    instead: tuple[str, ...] = (),
) -> Finding:
    """A finding with its code's severity."""
    return Finding(code, BY_CODE[code].severity, message, question, round(p, 3), spans, instead)


# ── key results ─────────────────────────────────────────────────────────────


def _of_key_result(read: Statement, words: Phrases, context: Context, strict: bool) -> Iterator[Finding]:
    words = replace(words, own=words.own or read.p("individual_effort") >= 0.8)
    if hole := _HOLE.search(read.text):
        yield _open_blank(hole)
    if read.type is not None:
        yield from _type(read, words, strict)
        yield from _judged(read, words, context, strict)
    yield from _measure(read, words, strict)
    if few := _FEW_PEOPLE.search(read.text):
        yield finding(
            "KR303",
            said(_("With fewer than five people asked, each can be recognised.")),
            said(_("Whom else could you ask, so that five or more answer?")),
            spans=(Span(*few.span("n")),),
        )
    if context.safety_critical and (risk := _RISK.search(read.text)):
        yield _risky(risk)


def _type(read: Statement, words: Phrases, strict: bool) -> Iterator[Finding]:
    kind = read.type
    if kind is None or kind.value == "outcome":
        return
    text, spans = _quoted(read.text), kind.spans
    people = _people(words)
    if kind.value == "activity" and enough("KR102", kind.p, strict):
        if _is_training(read.text):
            about = words.topic
            question = (
                said(
                    _("When the %(thing)s on %(topic)s is finished, what will %(people)s notice in daily work?"),
                    thing=words.thing,
                    topic=about,
                    people=people,
                )
                if words.thing and about and not words.many
                else said(
                    _("When the %(thing)s are finished, what will %(people)s notice in daily work?"),
                    thing=words.thing,
                    people=people,
                )
                if words.thing and words.many
                else said(_("When that is finished, what will %(people)s notice in daily work?"), people=people)
            )
            section = "own training" if words.own or read.says("individual_effort") else "training"
            yield finding(
                "KR103",
                said(
                    _("“%(words)s” shows attendance; what people do differently afterwards is the result."), words=text
                ),
                question,
                p=kind.p,
                spans=spans,
                instead=_own(section, words),
            )
            return
        yield finding(
            "KR102",
            said(_("“%(words)s” is effort: it can be done in full while nothing is different afterwards."), words=text),
            _after_effort(read, words, people),
            p=kind.p,
            spans=spans,
            instead=_own(_section(read.text, words), words),
        )
    if kind.value == "output" and enough("KR101", kind.p, strict):
        yield finding(
            "KR101",
            said(_("“%(words)s” is something delivered; it can be there and change nothing."), words=text),
            _after_output(words, people, read.text),
            p=kind.p,
            spans=spans,
            instead=_own(_section(read.text, words), words),
        )


def _after_effort(read: Statement, words: Phrases, people: str) -> Said:
    text = read.text.lower()
    if words.thing and re.search(
        r"\b(?:workshop|session|meeting|talk|event|lunch|round|evening|day|hour|forum|demo|meetup|roadshow|drill|visit)",
        words.thing.lower(),
    ):
        return said(_("After the last of the %(thing)s, what will %(people)s do that they do not do today?"), thing=words.thing, people=people) if words.many else said(
            _("After the %(thing)s, what will %(people)s do that they do not do today?"), thing=words.thing, people=people)  # fmt: skip
    if re.search(r"\b(?:call|mail|contact|reach|pitch|source|prospect|outreach|knock)", text):
        return said(_("What should the people you reach do next? Could that be counted instead?"))
    if re.search(
        r"\b(?:interview|research|explore|investigat|analys|evaluat|survey|review|audit|test|study|benchmark)", text
    ):
        return said(_("What will be decided or done differently because of what you find out?"))
    if re.search(r"\bmentor|\bcoach", text):
        return said(_("What will those you mentor do on their own that they cannot do today?"))
    if read.says("individual_effort") or words.own:
        return said(_("When you have done that, what will %(people)s notice?"), people=people)
    return said(
        _("When “%(words)s” is done, what will %(people)s do or notice that they do not today?"),
        words=_quoted(read.text),
        people=people,
    )


def _after_output(words: Phrases, people: str, text: str) -> Said:
    if words.lead in {"hir", "hire", "recruit", "fill", "appoint", "onboard"}:
        return said(_("What will be possible with the new people that is not possible today, and who will feel it?"))
    if words.thing and 1 <= len(words.thing.split()) <= 5:
        if words.many:
            return said(
                _("Once the %(thing)s are there, what will %(people)s do that they cannot or do not do today?"),
                thing=words.thing,
                people=people,
            )
        return said(
            _("Once the %(thing)s is there, what will %(people)s do that they cannot or do not do today?"),
            thing=words.thing,
            people=people,
        )
    return said(
        _("Once “%(words)s” is done, what will %(people)s do that they do not do today?"),
        words=_quoted(text),
        people=people,
    )


def _judged(read: Statement, words: Phrases, context: Context, strict: bool) -> Iterator[Finding]:
    labels = read.labels
    people = _people(words)
    outcome = bool(read.type and read.type.value == "outcome")
    effort = labels["individual_effort"]
    if effort.value and enough("KR301", effort.p, strict) and context.layer != "personal":
        yield finding(
            "KR301",
            said(_("This measures your own work, not its effect on others.")),
            said(_("Who besides you would notice, and what would they do differently?")),
            p=effort.p,
            spans=effort.spans,
            instead=_own(_section(read.text, words), words),
        )
    gameable = labels["gameable"]
    if gameable.value and enough("KR401", gameable.p, strict):
        message, question, guard = _gaming(read, words)
        yield finding("KR401", message, question, p=gameable.p, spans=gameable.spans, instead=guard)
    vague = labels["vague"]
    shown = bool(vague.value and enough("KR205", vague.p, strict))
    if shown:
        word = _spoken(read, vague.spans)
        yield finding(
            "KR205",
            said(_("“%(word)s” means something else to everyone."), word=word),
            said(
                _("What would %(people)s see or hear if “%(word)s” were true? Name one thing that can be counted."),
                people=people,
                word=word,
            ),
            p=vague.p,
            spans=vague.spans,
            instead=_own("vague", replace(words, topic=words.topic or words.thing)),
        )
    measurable = labels["measurable"]
    if not measurable.value and (strict or not shown) and enough("KR203", measurable.p, strict):
        yield finding(
            "KR203",
            said(_("Nothing here tells two people whether it was met.")),
            said(_("Which record, count or question would show that “%(words)s” came true?"), words=_quoted(read.text)),
            p=measurable.p,
            instead=_own("vague", replace(words, topic=words.topic or words.thing)),
        )
    binary = labels["binary"]
    if binary.value and (strict or outcome) and enough("KR204", binary.p, strict):
        yield finding(
            "KR204",
            said(_("There is only done or not done; in week six nobody sees how it is going.")),
            said(
                _("What quantity or which steps would show that “%(words)s” is half-way there?"),
                words=_quoted(read.text),
            ),
            p=binary.p,
            spans=binary.spans,
        )
    if outcome and strict and not words.people:
        yield finding(
            "KR302", said(_("Nobody is named.")), said(_("Who has to do something differently for this to come true?"))
        )


def _gaming(read: Statement, words: Phrases) -> tuple[Said, Said, tuple[str, ...]]:
    """Why it could be met in the wrong way, the question, and the guardrail it could carry."""
    text = read.text
    base = _bare(text)
    thing = words.thing or "them"
    if _FIRST_TIME.search(text):
        return (
            said(_("First-time approval rewards playing safe.")),
            said(_("Which bold attempt would nobody dare any more if only first-time passes count?")),
            rewrites("first pass", words),
        )
    if re.search(r"\bcampaigns?\b", text, re.IGNORECASE):
        return (
            said(_("More campaigns can reach fewer people each.")),
            said(_("What will those who see a campaign do next?")),
            rewrites("campaigns", words),
        )
    if _OWN_NUMBER.search(text) or re.search(r"\bbugs?\b", text, re.IGNORECASE):
        return (
            said(_("The people who are measured shape this number themselves: choosing easier work lowers it.")),
            said(_("What would tell that the work got better, seen by those who use it?")),
            rewrites("bugs", words)
            if re.search(r"\bbugs?\b", text, re.IGNORECASE)
            else _guarded(base, ("while failures that users meet fall from __ to __ a month",)),
        )
    if _is_training(text):
        return (
            said(_("Attendance can reach 100 % while nobody does anything differently.")),
            said(_("Some weeks later, what would show that it is being used?")),
            _own("training", words),
        )
    if _SIGNAL.search(text) and re.search(
        r"\b(?:reduc|cut|fewer|lower|decreas|below|under|from|less|drop|zero|no\b)", text, re.IGNORECASE
    ):
        return (
            said(_("Fewer %(thing)s may only mean that fewer are reported."), thing=thing),
            said(_("How would you notice if people had stopped reporting?")),
            _guarded(
                base,
                (
                    "while the share of people who say they would report one stays above __ %",
                    "while satisfaction of those affected stays above __ out of 5",
                ),
            ),
        )
    if _BOUGHT.search(text):
        return (
            said(_("Money or a lower bar can buy this number.")),
            said(_("What do the right ones do next? Could that be the number?")),
            _guarded(base, ("of whom __ % come back within a month", "of whom __ % buy, join or renew")),
        )
    if _SPEED.search(text):
        return (
            said(_("Being quick can be met by being careless.")),
            said(_("What must not get worse while it gets faster?")),
            _guarded(
                base,
                (
                    "while satisfaction with the answer stays above __ out of 5",
                    "while cases opened a second time stay below __ %",
                ),
            ),
        )
    return (
        said(_("The number can be reached with less care for each one.")),
        said(_("If there were twice as many and each half as good, would this still be met? What must not get worse?")),
        _guarded(
            base,
            ("of which __ % lead to a change that others use", "while those it is for rate them __ out of 5 or better"),
        ),
    )


def _guarded(base: str, guards: tuple[str, ...]) -> tuple[str, ...]:
    """The person's own words with a second number that must hold. Shown only if the guard quietens this remark."""
    texts = (f"{base}, {guard}" for guard in guards)
    return tuple(text for text in texts if guarded(text))


def _measure(read: Statement, words: Phrases, strict: bool) -> Iterator[Finding]:
    measure = read.measure
    outcome = bool(read.type and read.type.value == "outcome")
    name = words.thing or words.topic
    what = said(_("“%(name)s”"), name=name) if name else said(_("this"))
    unsaid = read.says("vague") or (read.labels.get("measurable") is not None and not read.says("measurable"))
    if (
        not measure.has_target
        and (strict or not unsaid)
        and not read.says("binary")
        and (outcome or strict)
        and (read.type is None or read.type.value == "outcome")
    ):
        yield finding(
            "KR202",
            said(_("There is a direction but no level to reach.")),
            said(_("How far should %(what)s go, and by when?"), what=str(what)),
            instead=_with_target(read, name),
        )
    elif outcome and measure.relative and not measure.has_baseline and measure.change_spans:
        change = read.text[measure.change_spans[0].start : measure.change_spans[0].end].strip()
        yield finding(
            "KR206",
            said(_("“%(change)s” of what? The starting point is missing."), change=change),
            said(_("Where does %(what)s stand today, and who would know?"), what=str(what)),
            spans=measure.change_spans,
            instead=(f"{_bare(read.text)} (today: __)",),
        )
    elif (
        outcome
        and measure.has_target
        and not measure.has_baseline
        and measure.direction in {"rise", "fall"}
        and _is_level(measure.unit, read.text)
    ):
        yield finding(
            "KR201",
            said(_("Where it stands today is not said.")),
            said(_("Where does %(what)s stand today, and who would know?"), what=str(what)),
            spans=measure.target_spans,
            instead=_with_start(read),
        )
    if (
        measure.baseline is not None
        and measure.target is not None
        and measure.baseline != measure.target
        and measure.baseline != 0
    ):
        step = abs(measure.target - measure.baseline) / abs(measure.baseline)
        share = measure.unit == "%" and min(abs(100 - measure.target), abs(measure.target)) < 5
        if step < Decimal("0.02") and not share:
            yield finding(
                "AM102",
                said(
                    _("From %(start)s to %(target)s is a very small step."),
                    start=_plain(measure.baseline),
                    target=_plain(measure.target),
                ),
                said(_("Would it also happen if nobody did anything?")),
                spans=measure.baseline_spans + measure.target_spans,
            )


def _is_level(unit: str, text: str) -> bool:
    """Whether the target is a level of something that has a value today, not a number of new things."""
    return unit == "%" or unit.startswith(("/", "in ", "out")) or bool(
        re.search(r"\b(?:nps|csat|rate|rating|score|time|latency|churn|retention|turnover|share|average|median|revenue|cost|satisfaction|conversion|absence|uptime|speed|days|hours|minutes)\b", text, re.IGNORECASE)
    )  # fmt: skip


def _with_target(read: Statement, name: str) -> tuple[str, ...]:
    base = _bare(read.text)
    return (f"{base} from __ to __",) if read.measure.direction in {"rise", "fall"} and len(base.split()) <= 12 else ()


def _with_start(read: Statement) -> tuple[str, ...]:
    """The same text with a place for where it stands today."""
    base = _bare(read.text)
    span = read.measure.target_spans[0]
    before = read.text[: span.start].rstrip()
    if before.lower().endswith(" to"):
        return (f"{before[:-3]} from __ to {read.text[span.start :].rstrip('. ')}",)
    return (f"{base} (today: __)",)


# ── objectives ──────────────────────────────────────────────────────────────


def _of_objective(read: Statement, words: Phrases, context: Context, strict: bool) -> Iterator[Finding]:
    people = _people(words) if words.people else "people"
    text = _quoted(read.text)
    labels = read.labels
    metric = labels.get("contains_metric")
    if metric and metric.value:
        yield _number(metric.spans)
    task = labels["is_task_or_output"]
    vague = labels["vague"]
    if task.value and enough("OB101", task.p, strict):
        yield finding(
            "OB101",
            said(_("“%(words)s” is a task: it can be ticked off while everything else stays as it is."), words=text),
            said(_("When that is done, what will be true for %(people)s that is not true today?"), people=people),
            p=task.p,
            spans=task.spans,
            instead=_of_task(words),
        )
    elif vague.value and enough("OB103", vague.p, strict):
        word = _spoken(read, vague.spans)
        yield finding(
            "OB103",
            said(_("Any organisation on earth could write “%(words)s”."), words=text),
            said(_("Which part of it, for whom, and what would they do or say if “%(word)s” were true?"), word=word),
            p=vague.p,
            spans=vague.spans,
        )
    qualitative = labels["qualitative"]
    if not qualitative.value and enough("OB104", qualitative.p, strict) and not (metric and metric.value):
        yield finding(
            "OB104",
            said(_("This moves a metric; it does not say what will be different.")),
            said(_("If the number moves, whose life got better, and how?")),
            p=qualitative.p,
        )
    if context.safety_critical and (risk := _RISK.search(read.text)):
        yield _risky(risk)


def _of_task(words: Phrases) -> tuple[str, ...]:
    if not words.thing or len(words.thing.split()) > 5:
        return ()
    who = words.people or "[people]"
    return (
        f"{who[:1].upper()}{who[1:]} get ____ done without help, because the {words.thing} {'are' if words.many else 'is'} there",
    )


def _risky(match: re.Match[str]) -> Finding:
    return finding(
        "AL102",
        said(_("This team is marked as safety-critical; “%(words)s” can hurt somebody here."), words=match.group()),
        said(_("Where can this be tried so that a failure harms no one?")),
        spans=(Span(*match.span()),),
    )


# ── pieces ──────────────────────────────────────────────────────────────────


def _own(section: str, words: Phrases) -> tuple[str, ...]:
    return rewrites(section, words)


def _section(text: str, words: Phrases) -> str:
    """Which ways of rewriting fit."""
    lower = text.lower()
    for section, pattern in (
        ("campaigns", r"\bcampaigns?\b"),
        ("mentoring", r"\bmentor|\bcoach (?:a|two|three|\d)"),
        ("hire", r"\b(?:hire|recruit|fill|appoint|onboard)\b"),
        ("reading", r"\b(?:read|books?|podcasts?|papers)\b"),
        ("outreach", r"\b(?:calls?|prospects?|cold|pitch|leads|outreach|investors)\b"),
        (
            "research",
            r"\b(?:interviews?|research|survey|user tests?|usability|explore|investigate|analy[sz]e|discovery)\b",
        ),
        ("document", r"\b(?:documentation|docs?|guide|handbook|manual|runbook|faq|playbook|wiki|policy)\b"),
        ("publish", r"\b(?:blog|posts?|articles?|newsletters?|case stud|videos?|whitepaper|publish|podcast episode)"),
        (
            "event",
            r"\b(?:workshops?|sessions?|meetups?|events?|talks?|meetings?|webinars?|offsite|hackathon|evenings?|visits?)\b",
        ),
    ):
        if re.search(pattern, lower):
            return section
    if _is_training(text):
        return "own training" if words.own else "training"
    return "output" if words.thing else "any"


def _is_training(text: str) -> bool:
    return bool(_TRAINING.search(text) and _TAKES.search(text)) and not re.search(
        r"\b(?:hold|host|run|lead|organi[sz]e|deliver|design|facilitate)\b[^.]{0,30}\b(?:workshop|training|course|session)",
        text,
        re.IGNORECASE,
    )


def _people(words: Phrases) -> str:
    return words.people or ("your colleagues" if words.own else "the people it is for")


def _quoted(text: str) -> str:
    """The text short enough to stand in a sentence."""
    text = " ".join(text.split()).rstrip(" .;,")
    if len(text) <= 90:
        return text
    return text[:86].rsplit(" ", 1)[0] + " …"


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")


def _spoken(read: Statement, spans: tuple[Span, ...]) -> str:
    if not spans:
        return _quoted(read.text)
    words = [read.text[span.start : span.end] for span in spans]
    return max(words, key=len) if len(words) > 1 else words[0]


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
