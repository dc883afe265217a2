"""The demo company's goals are written as text, so that they can be read and mended like prose.

## Team
# Objective
key: a name other goals can refer to
why: …        for: whose behaviour changes
flags: soft committed continuous parent=key pair=key   (parent=key/2: its second key result)
- key result | unit | from | to | shape | leading or lagging
steps: one; two; three        count: taps        (of the key result above)
say: who: a comment          learned: what closing taught
continues: the title of the goal of an earlier cycle it goes on from
retired: why nobody goes on with it      outdated: the same, without a score
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources


@dataclass
class Result:
    title: str
    unit: str
    baseline: str
    target: str
    shape: str
    indicator: str
    steps: list[str] = field(default_factory=list)
    taps: bool = False


@dataclass
class Goal:
    team: str
    title: str
    key: str = ""
    why: str = ""
    audience: str = ""
    flags: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    learned: str = ""
    continues: str = ""
    retired: str = ""
    outdated: str = ""

    def named(self, flag: str) -> str:
        """The value of `flag=value` among the flags, else an empty word."""
        return next((one.split("=", 1)[1] for one in self.flags if one.startswith(f"{flag}=")), "")


def read(name: str) -> list[Goal]:
    """The goals of one of the text files beside this module."""
    goals: list[Goal] = []
    team = ""
    for line in resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("## "):
            team = line[3:]
        elif line.startswith("# "):
            goals.append(Goal(team=team, title=line[2:]))
        elif line.startswith("- "):
            title, unit, baseline, target, shape, indicator = (part.strip() for part in line[2:].split("|"))
            goals[-1].results.append(Result(title, unit, baseline, target, shape, indicator))
        elif ":" in line and goals:
            _line(goals[-1], *(part.strip() for part in line.split(":", 1)))
    return goals


def _line(goal: Goal, word: str, text: str) -> None:
    if word == "key":
        goal.key = text
    elif word == "why":
        goal.why = text
    elif word == "for":
        goal.audience = text
    elif word == "flags":
        goal.flags = text.split()
    elif word == "steps":
        goal.results[-1].steps = [step.strip() for step in text.split(";")]
    elif word == "count":
        goal.results[-1].taps = text == "taps"
    elif word in {"learned", "continues", "retired", "outdated"}:
        setattr(goal, word, text)
    elif word == "say":
        who, _colon, words = text.partition(":")
        goal.said.append((who.strip(), words.strip()))
