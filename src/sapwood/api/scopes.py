"""What a token may be used for. A scope narrows what its holder may do anyway; it never widens it.

Which address asks for which scope stands in the policy file, beside who may use it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: dict[str, Promise] = {
    "people:read": _("Read people, teams and job roles, as the directory and the ladders show them"),
    "goals:read": _("Read cycles and goals: where they stand and land, who carries what, what was learned"),
    "readings:read": _("Read readings and check-ins"),
    "readings:write": _("Send readings of key results"),
    "check_ins:write": _("Send check-ins in your name"),
    "meetings:read": _("Read your own meetings, without private notes"),
    "meetings:write": _("Add to the agenda of your meetings, and write down what was decided"),
    "plans:read": _("Read your own plans"),
    "bridges:read": _("Read bridges and what they say"),
    "bridges:write": _("Send values of bridges"),
    "results:read": _("Read published results of pulses"),
    "lint": _("Have the wording of goals read by the coach"),
}
FOR_SERVICES = (
    "people:read",
    "goals:read",
    "readings:read",
    "readings:write",
    "bridges:read",
    "bridges:write",
    "results:read",
    "lint",
)
"""A check-in says how sure a person is; a service is never sure of anything, and meets nobody."""
ANY = "any"
"""In the policy file: every token will do."""


@cache
def _table(path: Path) -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8")).get("scopes", {})
    for route, methods in table.items():
        for method, scope in methods.items():
            if scope != ANY and scope not in SCOPES:
                raise ImproperlyConfigured(
                    f"policy.toml: {route} {method} asks for the unknown scope {scope!r}. Known: {', '.join(SCOPES)}."
                )
    return table


def needed(route: str, method: str) -> str:
    """The scope a route asks for. Raises ImproperlyConfigured when it has no line under [scopes]."""
    try:
        return _table(Path(settings.SAPWOOD_POLICY))[route][method]
    except KeyError:
        raise ImproperlyConfigured(
            f"{method} {route} has no line under [scopes] in policy.toml. Add the scope it asks for, or {ANY!r}."
        ) from None


def allows(given: Iterable[str], scope: str) -> bool:
    return scope == ANY or scope in given


def in_order(given: Iterable[str]) -> list[str]:
    """The known ones among them, each once, in the order of the list above."""
    wanted = set(given)
    return [scope for scope in SCOPES if scope in wanted]
