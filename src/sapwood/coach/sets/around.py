"""Remarks on what surrounds a goal: policies, owner, audience, reason, parent, who observes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sapwood.coach.findings import finding
from sapwood.coach.language import knows
from sapwood.coach.lexicon import lexicon
from sapwood.coach.results import Context, Finding, Span, Statement
from sapwood.coach.words import content_of, tokens
from sapwood.files.words import _, said


def of_policies(title: Statement | None, results: tuple[Statement, ...], context: Context) -> Iterator[Finding]:
    reads = ([title] if title else []) + list(results)
    for name, words in context.forbidden:
        for read in reads:
            match = (
                re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", read.text, re.IGNORECASE)
                if words.strip()
                else None
            )
            if match:
                yield finding(
                    "AL103",
                    said(_("“%(words)s” touches the policy “%(policy)s”."), words=match.group(), policy=name),
                    said(_("Do both fit together? Read the policy once more, or write the goal so that it keeps it.")),
                    spans=(Span(*match.span()),),
                )
                return
    for policy in context.policies:
        stated = content_of(policy)
        for read in reads:
            common = stated & content_of(read.text)
            if len(common) >= 3:
                yield finding(
                    "AL103",
                    said(_("The organisation has said: “%(policy)s”."), policy=" ".join(policy.split())[:160]),
                    said(_("Do both fit together?")),
                    spans=tuple(Span(one.start, one.end) for one in tokens(read.text) if one.stem in common),
                )
                return


def of_surroundings(title: Statement | None, results: tuple[Statement, ...], context: Context) -> Iterator[Finding]:
    if context.owner == "":
        yield finding("OB107", said(_("Nobody owns it.")), said(_("Who will say each week how it stands?")))
    if context.audience == "" and not (title and _names_people(title)):
        yield finding(
            "OB105",
            said(_("Nobody's behaviour is named.")),
            said(_("Who will do something differently because of this?")),
        )
    if context.why == "":
        yield finding("OB106", said(_("No reason is given.")), said(_("What happens to whom if nobody does this?")))
    if context.parent == "" and context.level not in {"company"} and context.layer != "personal":
        yield finding(
            "AL101",
            said(_("It leads up to nothing larger.")),
            said(_("Which goal above becomes easier once this is true?")),
        )
    if context.observers is not None and 0 < context.observers < 5:
        yield finding(
            "KR303",
            said(_("With fewer than five people asked, each can be recognised.")),
            said(_("Whom else could you ask, so that five or more answer?")),
        )


def _names_people(read: Statement) -> bool:
    if not knows(read.language):
        return False
    return any("noun.person" in names for names in lexicon(read.language).of(tokens(read.text)))
