"""What a bridge says, in words that are never stronger than what was found. "Caused" is not among them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sapwood.growth.models import Bridge, BridgeFinding, Kind
from sapwood.ui.templatetags.ui import number

Word = BridgeFinding.Word
SCALE = tuple(Word.values)  # weakest first

DESIGNS = {
    "series": gettext_lazy("one series before and after, with nothing to compare with"),
    "controlled": gettext_lazy("the mean of the teams that started, beside that of the others"),
    "staggered": gettext_lazy("teams that started, compared with teams that did not (yet)"),
    "randomised": gettext_lazy("teams whose start was drawn by lot, compared with the others"),
}
WHY_NOT_MORE = {
    "series": gettext_lazy("Without teams to compare with, anything else that changed at that time looks the same."),
    "controlled": gettext_lazy("With few teams, something else may have met just these; and they were not drawn."),
    "staggered": gettext_lazy("Who started first was chosen, not drawn; only starts by lot can show an effect."),
}
CHECKS = {
    "course before the start": (
        gettext_lazy("Before the start both ran level with each other."),
        gettext_lazy("Before the start they did not run level with each other, so what came after may be that."),
    ),
    "placebo start": (
        gettext_lazy("A start that did not happen shows nothing."),
        gettext_lazy("A start that did not happen seems to show something too."),
    ),
    "stricter interval": (
        gettext_lazy("A stricter interval (98 %) leaves out zero too."),
        gettext_lazy("A stricter interval (98 %) holds zero, so chance remains a fair explanation."),
    ),
    "test by lot": (
        gettext_lazy("Dealing the starts anew by lot hardly ever gives so much."),
        gettext_lazy("Dealing the starts anew by lot gives as much too often."),
    ),
}
WORDS = {
    Word.TOO_EARLY: gettext_lazy("Too early"),
    Word.NO_SIGN: gettext_lazy("No sign of an effect"),
    Word.MOVED_TOGETHER: gettext_lazy("Moved together"),
    Word.CONSISTENT: gettext_lazy("Consistent with an effect"),
    Word.SHOWN: gettext_lazy("Effect shown"),
}


@dataclass(frozen=True)
class Said:
    """A finding as a page shows it. `rank` 0 to 4 on the one scale; `better`: None where nothing moved."""

    word: str
    label: str
    rank: int
    sentence: str
    better: bool | None = None


def said_of(bridge: Bridge, finding: BridgeFinding | None, kind: str = Kind.LAGGING) -> Said:
    """One indicator as it stands: the last reading's word, or that it is too early."""
    if finding is None:
        if bridge.begun is None:
            return _said(Word.TOO_EARLY, _("It has not begun."))
        return _said(Word.TOO_EARLY, _("It is read on %(day)s.") % {"day": day(bridge.read_on)})
    unit = bridge.key_result.unit if kind == Kind.LAGGING else bridge.leading_unit
    falls = bridge.lower_is_better if kind == Kind.LAGGING else bridge.leading_falls
    if finding.effect is None or finding.word == Word.TOO_EARLY:
        return _said(Word.TOO_EARLY, _("On the day it was read there were too few values to say anything."))
    amount = _amount(finding, unit)
    if finding.word == Word.NO_SIGN:
        words = _("Teams in it differ from the others by %(amount)s, which chance alone does too.") % {"amount": amount}
        seen = finding.facts.get("smallest")
        if seen:
            words += " " + _("An effect smaller than %(least)s may be there all the same and not be seen.") % {
                "least": with_unit(seen, unit)
            }
        return _said(finding.word, words)
    better = (finding.effect < 0) is falls
    turned = _("for the better") if better else _("for the worse")
    if finding.facts.get("design") == "series":
        words = _("Since the start it stands %(amount)s from its course before, %(turned)s.")
    else:
        words = _("Teams in it differ from the others by %(amount)s, %(turned)s.")
    words = words % {"amount": amount, "turned": turned}
    return _said(finding.word, f"{words} {limits(finding)}".strip(), better)


def limits(finding: BridgeFinding) -> str:
    """Why the word is not stronger: the check that failed, else what the design cannot rule out."""
    failed = [one["name"] for one in finding.facts.get("checks", ()) if not one["passed"]]
    if failed and failed[0] in CHECKS:
        return str(CHECKS[failed[0]][1])
    return str(WHY_NOT_MORE.get(finding.facts.get("design", ""), ""))


def rests_on(finding: BridgeFinding) -> list[str]:
    """What a finding rests on, line by line: for whoever asks the figure."""
    facts = finding.facts
    lines = []
    if facts.get("design") in DESIGNS:
        lines.append(_("How it compares: %(design)s.") % {"design": DESIGNS[facts["design"]]})
    lines.append(
        ngettext("%(n)d team started", "%(n)d teams started", facts.get("started", 0)) % {"n": facts.get("started", 0)}
        + ", "
        + ngettext("%(n)d to compare with", "%(n)d to compare with", facts.get("compared", 0))
        % {"n": facts.get("compared", 0)}
        + "; "
        + _("%(n)d values from %(first)s to %(last)s.")
        % {
            "n": facts.get("n", 0),
            "first": day(dt.date.fromisoformat(facts["from"])),
            "last": day(dt.date.fromisoformat(facts["to"])),
        }
    )
    for one in facts.get("checks", ()):
        if one["name"] in CHECKS:
            lines.append(str(CHECKS[one["name"]][0 if one["passed"] else 1]))
    if finding.number > 1:
        lines.append(_("It is reading %(n)d: with each further look, chance gets another try.") % {"n": finding.number})
    return lines


def promise(word: str) -> str:
    """The strongest sentence a design could ever earn, before it starts."""
    return {
        Word.TOO_EARLY: _("As planned it could never say more than “too early”."),
        Word.MOVED_TOGETHER: _("The strongest it could ever say is “moved together”."),
        Word.CONSISTENT: _("The strongest it could ever say is “consistent with an effect”."),
        Word.SHOWN: _("The strongest it could ever say is “effect shown”."),
    }.get(Word(word), "")


def needs(*, starting: int, comparing: int, before: int, after: int, period: str) -> list[str]:
    """What a design lacks for a stronger word, with the way to it. Counts of teams, and of periods around the start."""
    from sapwood.measurement.findings import LEAST_AFTER, LEAST_BEFORE, LEAST_POINTS, LEAST_SIDE, LEAST_UNITS

    weeks = period == Bridge.Period.WEEK
    said = []
    pilots = starting >= LEAST_UNITS and comparing >= LEAST_UNITS
    if not comparing:
        said.append(_("No team is compared with. Name teams that do not start for now."))
    elif not pilots:
        said.append(
            _(
                "%(a)d start and %(b)d compare; with %(least)d or more on each side it would rest on more than two means."
            )
            % {"a": starting, "b": comparing, "least": LEAST_UNITS}
        )
    least_before = LEAST_BEFORE if pilots else 2 * LEAST_SIDE if comparing else LEAST_SIDE
    least_after = LEAST_AFTER if pilots else LEAST_SIDE
    short = {
        True: (_("%(n)d weeks before the start; %(least)d are needed."), _("%(n)d weeks after start and lag until it is read; %(least)d are needed.")),
        False: (_("%(n)d months before the start; %(least)d are needed."), _("%(n)d months after start and lag until it is read; %(least)d are needed.")),
    }[weeks]  # fmt: skip
    if before < least_before:
        said.append(short[0] % {"n": max(0, before), "least": least_before})
    if after < least_after:
        said.append(short[1] % {"n": max(0, after), "least": least_after})
    if not pilots and before + after < LEAST_POINTS:
        said.append(
            _("%(n)d periods altogether; %(least)d are needed.")
            % {"n": max(0, before) + max(0, after), "least": LEAST_POINTS}
        )
    return said


def with_unit(value: float, unit: str) -> str:
    short = float(f"{value:.3g}")
    return f"{number(short)} {unit}".strip()


def day(value: dt.date) -> str:
    return date_format(value, "j F Y")


def _amount(finding: BridgeFinding, unit: str) -> str:
    effect, low, high = finding.effect or 0.0, finding.low or 0.0, finding.high or 0.0
    sign = "+" if effect > 0 else ""
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": f"{sign}{with_unit(effect, unit)}",
        "low": number(float(f"{low:.3g}")),
        "high": number(float(f"{high:.3g}")),
    }


def _said(word: str, sentence: str, better: bool | None = None) -> Said:
    return Said(word, str(WORDS[Word(word)]), SCALE.index(word), sentence, better)
