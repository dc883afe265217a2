"""Deeds: what a person does, as one function, in one transaction, done once however often it is sent.

    @deed("goals.comment")
    def comment(*, by: Person, objective: Objective, text: str, at: datetime) -> Comment: ...

    comment(by=ada, objective=goal, text="…", at=clock.now(), key=request.POST["submission"])

With a `key`, a second call by the same person gives the first result again and does nothing. The same key
with other content is refused.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sapwood.activity.models import Submission


class Refused(Exception):
    """What may not be done. `str()` says why in a sentence; `next_step` says what to do instead."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class Conflict(Exception):
    """Somebody else saved in between. Carries both texts, so that nothing typed is lost."""

    def __init__(self, *, current: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody else changed this while you were writing."))
        self.current = dict(current)
        self.given = dict(given)


class KeyReused(Refused):
    """The same submission key came with other content."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was already sent with other content."), _("Load the page again and repeat the change.")
        )


P = ParamSpec("P")
R = TypeVar("R", bound=models.Model | None)


def deed(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make an action of a keyword-only function with `by=` and `at=`; see the module's text.

    The wrapped function takes one argument more than its signature shows: `key`, the idempotency key.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (cast("str | None", kwargs.pop("key", None)) or "").replace("\x00", "")
            if not key:
                with transaction.atomic():
                    return function(*args, **kwargs)
            return _once(name, key, function, kwargs)

        vars(act)["action_name"] = name
        return act

    return wrap


def _once(name: str, key: str, function: Callable[..., R], kwargs: Mapping[str, Any]) -> R:
    by, at, digest = kwargs["by"], kwargs["at"], _digest(name, kwargs)
    earlier = Submission.objects.filter(by=by, key=key[:80]).first()
    if earlier is None:
        try:
            with transaction.atomic():
                row = Submission.objects.create(by=by, key=key[:80], action=name, digest=digest, at=at)
                result = function(**kwargs)
                if result is not None:
                    row.result_type = result._meta.label
                    row.result_id = result.pk
                    row.save(update_fields=["result_type", "result_id"])
                return result
        except IntegrityError:
            # A double click: the other one was faster. Any other broken constraint is the deed's own.
            earlier = Submission.objects.filter(by=by, key=key[:80]).first()
            if earlier is None:
                raise
    if earlier.digest != digest:
        raise KeyReused
    if not earlier.result_type:
        return cast(R, None)
    model = apps.get_model(earlier.result_type)
    return cast(R, model._default_manager.filter(pk=earlier.result_id).first())


def _digest(name: str, kwargs: Mapping[str, Any]) -> str:
    """A digest of what was asked for. The time is not part of it: a retry comes later."""
    said = sorted((word, _plain(value)) for word, value in kwargs.items() if word not in {"at", "by"})
    return hashlib.sha256(repr((name, said)).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return repr([(part.name, _plain(getattr(value, part.name))) for part in dataclasses.fields(value)])
    if isinstance(value, Mapping):
        return repr(sorted((_plain(word), _plain(inner)) for word, inner in value.items()))
    if isinstance(value, list | tuple):
        return repr([_plain(inner) for inner in value])
    if isinstance(value, set | frozenset):
        return repr(sorted(_plain(inner) for inner in value))
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return repr(value)
