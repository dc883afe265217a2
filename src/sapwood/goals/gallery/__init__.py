"""Well-formed goals to start from, by area. They are goal files like any other: `<language>/<area>.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sapwood.files import goals as goal_files

AREAS: dict[str, str | Promise] = {
    "product": _("Product"),
    "engineering": _("Engineering"),
    "sales": _("Sales"),
    "marketing": _("Marketing"),
    "customer-support": _("Customer support"),
    "people-hiring": _("People and hiring"),
    "finance-law": _("Finance and law"),
    "operations-logistics": _("Operations and logistics"),
    "leadership": _("Leadership"),
    "communication-collaboration": _("Communication and collaboration"),
    "adaptability": _("Adaptability"),
    "education": _("Education"),
    "project-management": _("Project management"),
    "public-service-health-non-profit": _("Public service, health, non-profit"),
    "personal": _("Personal"),
}


@dataclass(frozen=True)
class Example:
    """One goal of the gallery. `key` is its name in addresses, made of its words."""

    key: str
    area: str
    goal: goal_files.Objective

    @property
    def area_name(self) -> str | Promise:
        return AREAS[self.area]

    def mentions(self, words: str) -> bool:
        """Whether every one of `words` stands somewhere in the example, case aside."""
        said = " ".join(
            [self.goal.objective, self.goal.why, self.goal.audience, *(one.key_result for one in self.goal.key_results)]
        ).casefold()
        return all(word in said for word in words.casefold().split())


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All examples, in the order of the areas. The examples are in English: they are matter to work on, not labels."""
    return tuple(_read())


def example(key: str) -> Example | None:
    """The example of that name."""
    return next((one for one in examples() if one.key == key), None)


def _read() -> Iterator[Example]:
    folder = files("sapwood.goals").joinpath("gallery", "en")
    for area in AREAS:
        for goal in goal_files.read(folder.joinpath(f"{area}.md").read_bytes()).goals:
            yield Example(slugify(goal.objective)[:60].strip("-"), area, goal)
