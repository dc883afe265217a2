"""What the demo's people write, from a text that can be read and mended like prose: `remarks.txt`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from sapwood.feedback.demo.truth import CHANCE, RATERS

VAGUE = 0.12  # share of remarks that say little
ANYTHING = "cooperation"  # the topic of a pulse when nothing presses
APART = 3  # remarks on one topic that a pulse takes from the pile before the next one begins there


@cache
def pile(question: str, topic: str) -> tuple[str, ...]:
    """All remarks to a question (keep, change, week) on a topic."""
    found: list[str] = []
    here = ""
    for line in resources.files(__package__).joinpath("remarks.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            here = line.strip("[]")
        elif line and not line.startswith("#") and here == f"{question} {topic}":
            found.append(line)
    return tuple(found)


def of_a_rater(question: str, subject: str, competencies: Sequence[str], place: int) -> str:
    """The remark of the rater in this place about a subject: what they do well to be kept, what they lack to be
    changed; no two raters of a subject write the same, in either wave."""
    sign = -1 if question == "keep" else 1
    standing = {one: sign * RATERS.standing(subject, one) for one in competencies}
    said = [
        (standing[topic] + CHANCE.normal(0.3, "remark", subject, text), text)
        for topic in competencies
        for text in pile(question, topic)
    ]
    ordered = [text for _place, text in sorted(said)]
    vague = sorted(pile(question, "vague"), key=lambda text: CHANCE.share("vague", subject, text))
    if CHANCE.share("is vague", question, subject, place) < VAGUE:
        return vague[place % len(vague)]
    return ordered[place % len(ordered)]


@dataclass
class Post:
    """The remarks of one pulse: on what presses the writer most, none twice."""

    week: int
    taken: Counter[str] = field(default_factory=Counter)

    def write(self, felt: Mapping[str, int]) -> str:
        """`felt`: theme -> answer from 1 to 5."""
        lowest = min(felt, key=lambda theme: (felt[theme], theme)) if felt else ANYTHING
        topic = lowest if felt.get(lowest, 5) <= 3 and pile("week", lowest) else ANYTHING
        texts = sorted(pile("week", topic), key=lambda text: CHANCE.share("pile", text))
        place = self.week * APART + self.taken[topic]
        self.taken[topic] += 1
        return texts[place % len(texts)] if self.taken[topic] <= len(texts) else ""
