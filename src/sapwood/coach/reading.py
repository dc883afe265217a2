"""A statement, read: what rules see in it and what the models judge."""

from __future__ import annotations

import datetime as dt
import re

from sapwood.coach import quantities
from sapwood.coach.features import Seen, see
from sapwood.coach.language import knows, language_of
from sapwood.coach.model import TYPES, Model, model, softmax
from sapwood.coach.results import KEY_RESULT_LABELS, OBJECTIVE_LABELS, Judgement, Kind, Measure, Span, Statement

__all__ = ["read_statement"]


def read_statement(
    text: str,
    kind: Kind = "key_result",
    *,
    id: str = "",
    level: str = "",
    language: str = "",
    today: dt.date | None = None,
    spans: bool = True,
) -> Statement:
    """The judgements on one statement, without findings.

    In a language the coach has no words for, only what numbers show is judged; `Statement.language` says which.
    Without `spans` it is not worked out on which words a judgement rests, which is quicker.
    """
    language = language or language_of(text)
    measure = quantities.read(text, today)
    if not knows(language):
        return Statement(kind, text, id, language, None, _visible(kind, measure, text), measure)
    if not any(letter.isalpha() for letter in text):
        return Statement(kind, text, id, language, None, _visible(kind, measure, text), measure)
    seen = see(text, kind, language=language, level=level)
    models = model(language, kind)
    scores = models.scores(seen)
    labels = dict(_visible(kind, measure, text))
    for column, name in enumerate(models.columns):
        if name in TYPES or name in labels:
            continue
        labels[name] = _label(name, models, seen, column, scores[column], spans)
    if kind == "key_result":
        labels.update(_certain(text, measure, labels, level))
    of_type = _type(models, seen, scores, spans, measure) if kind == "key_result" else None
    names = KEY_RESULT_LABELS if kind == "key_result" else OBJECTIVE_LABELS
    return Statement(
        kind, text, id, language, of_type, {name: labels[name] for name in names if name in labels}, measure
    )


def _type(models: Model, seen: Seen, scores: list[float], spans: bool, measure: Measure) -> Judgement:
    """The most probable type. What is to fall from one number to another is a result: nobody delivers or does less
    and less of a thing."""
    shares = softmax([score * slope for score, slope in zip(scores[:3], models.slope[:3], strict=True)])
    best = max(range(3), key=lambda place: shares[place])
    if measure.baseline is not None and measure.target is not None and measure.target < measure.baseline and best:
        return Judgement("type", TYPES[0], 0.9, measure.baseline_spans + measure.target_spans, "rule")
    return Judgement("type", TYPES[best], shares[best], models.words(seen, best, 1.0) if spans else ())


def _label(name: str, models: Model, seen: Seen, column: int, score: float, spans: bool) -> Judgement:
    p = models.probability(column, score)
    value = p >= 0.5
    return Judgement(name, value, p if value else 1 - p, models.words(seen, column, 1.0) if value and spans else ())


_FIRST_TIME = re.compile(
    r"\b(?:pass|approv|accept|clear|sign)\w*\b.{0,40}\bfirst[ -](?:try|time|attempt|pass|go|submission|round)\b"
    r"|\bfirst[ -](?:try|time|attempt|pass|go|round)\b.{0,12}\b(?:approv|accept|pass|sign)",
    re.IGNORECASE,
)
_OWN_FAULTS = re.compile(
    r"\b(?:bugs?|errors?|mistakes?|defects?) (?:that )?I (?:ship|make|introduce|cause|write)", re.IGNORECASE
)
_PAID_OR_FELT = re.compile(
    r"\b(?:e?NPS|net promoter|CSAT|retention|churn|uptime|availability|latency|turnover|attrition|ARR|MRR|revenue|profit|margin|EBITDA|renew\w*)\b|[$€£]\s?\d",
    re.IGNORECASE,
)
_PER_HEAD = re.compile(
    r"\b(?:each|every|per|all|a)\s+(?:\w+\s){0,2}(?:reps?|engineers?|managers?|agents?|persons?|people|employees?|members?|head|sellers?|"
    r"sales(?:person|people)|leaders?|leads?|developers?|nurses?|teachers?|directors?|starters?|trainers?|colleagues?|executives?|students?)\b"
    r"|\bper (?:head|person|capita)\b|\b(?:my|I|me|myself|everyone|everybody|own)\b"
)
_VOLUME = re.compile(
    r"\b(?:tickets?|signups?|sign-ups?|leads|followers|calls|posts|meetings|visits|respon[sd]\w*|repl\w+|within)\b",
    re.IGNORECASE,
)


def _certain(text: str, measure: Measure, labels: dict[str, Judgement], level: str) -> dict[str, Judgement]:
    """Answers that need no model: more than one of a thing is not yes or no; a rate of passing at the first try is
    gameable, one single thing and what customers pay or feel are not; what a team does is nobody's own effort unless it says so per head."""
    found = {}
    several = measure.target is not None and (measure.target > 1 or measure.unit == "%") or measure.has_baseline
    if several and labels["binary"].value:
        found["binary"] = Judgement("binary", False, 0.95, measure.target_spans, "rule")
    if level in {"team", "department", "company"} and labels["individual_effort"].value and not _PER_HEAD.search(text):
        found["individual_effort"] = Judgement("individual_effort", False, 0.9, (), "rule")
    if match := _FIRST_TIME.search(text) or _OWN_FAULTS.search(text):
        found["gameable"] = Judgement("gameable", True, 0.95, (Span(*match.span()),), "rule")
    elif labels["gameable"].value and _PAID_OR_FELT.search(text) and not _VOLUME.search(text):
        found["gameable"] = Judgement("gameable", False, 0.9, (), "rule")
    elif labels["gameable"].value and measure.target == 1 and not measure.unit and not measure.frequency:
        found["gameable"] = Judgement("gameable", False, 0.8, (), "rule")
    return found


def _visible(kind: Kind, measure: Measure, text: str) -> dict[str, Judgement]:
    """What can be read off the text."""
    if kind == "objective":
        spans = quantities.metric_spans(text)
        return {"contains_metric": Judgement("contains_metric", bool(spans), 1.0, spans, "rule")}
    return {
        "has_target": Judgement("has_target", measure.has_target, 1.0, measure.target_spans, "rule"),
        "has_baseline": Judgement("has_baseline", measure.has_baseline, 1.0, measure.baseline_spans, "rule"),
        "relative_change": Judgement("relative_change", measure.relative, 1.0, measure.change_spans, "rule"),
    }
