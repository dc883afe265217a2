"""What a reading says, in a sentence; never a failure, and never a number without what it rests on."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood.feedback.models import Wave
from sapwood.goals.measured.instruments import group_words
from sapwood.goals.models import Binding, BoundReading
from sapwood.ui.templatetags.ui import number


def what(binding: Binding) -> str:
    """What measures it, and as whom."""
    if binding.kind == Wave.Kind.PULSE:
        return _("the pulse of %(unit)s") % {"unit": binding.unit}
    name = binding.competency.said("name") if binding.competency else ""
    if len(binding.items) == 1:
        name = _("one behaviour of “%(competency)s”") % {"competency": name}
    elif binding.items:
        name = _("%(n)d behaviours of “%(competency)s”") % {"n": len(binding.items), "competency": name}
    return _("%(what)s, as seen by: %(group)s") % {"what": name, "group": group_words(binding.group).lower()}


def verdict(row: BoundReading) -> str:
    """The sentence of one reading."""
    if row.withheld:
        why = str(row.get_withheld_display())
        return _("Not measurable this time: %(why)s.") % {"why": why[:1].lower() + why[1:]}
    return {
        "improved": _("Raters see an improvement."),
        "declined": _("Raters see a decline."),
        "possible": _("A possible change; it is not certain."),
        "stable": _("No meaningful change."),
        "undetected": _("No change that these raters could tell from noise."),
        "risen": _("Higher, by more than noise would make it."),
        "fallen": _("Lower, by more than noise would make it."),
        "noise": _("It moved by less than this measure can tell from noise."),
    }.get(row.verdict, "")


def rests_on(row: BoundReading) -> str:
    """What this is, what it rests on, how sure."""
    if row.withheld in {BoundReading.Why.MEMBERS_CHANGED, BoundReading.Why.UNIT_GONE}:
        return _("No value, and not zero either. A larger unit, or a new baseline from here, can measure it on.")
    if row.withheld:
        return _("No value stands here, and it counts as nothing: not measurable is not zero.")
    said = _("%(value)s is what was published, from %(count)s answers; 19 of 20 such ranges, %(low)s to %(high)s, hold the true value.") % {
        "value": number(row.value),
        "count": row.count,
        "low": number(row.low),
        "high": number(row.high),
    }  # fmt: skip
    if row.change is not None:
        said += " " + _("The change since the round before is %(change)s (%(low)s to %(high)s), with the movement of everybody taken out.") % {
            "change": signed(row.change),
            "low": signed(row.change_low),
            "high": signed(row.change_high),
        }  # fmt: skip
        if row.shift is not None:
            said += " " + _("Everybody moved by %(shift)s.") % {"shift": signed(row.shift)}
    if row.detectable is not None:
        said += " " + _("Less than %(least)s could not have been told from noise: a limit of the measure.") % {
            "least": number(row.detectable)
        }
    return said


def signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}".replace("-", "−")


def coming(binding: Binding, now: dt.datetime) -> str:
    """When the next reading may come, for whoever reads the present one."""
    rows = Wave.objects.filter(kind=binding.kind, stage=Wave.Stage.OPEN, closes__gt=now)
    if binding.person_id is not None:
        rows = rows.filter(subjects__person=binding.person_id)
    wave = rows.order_by("closes").first()
    if wave is not None and wave.closes is not None:
        return _("The next reading comes after %(day)s, when “%(wave)s” closes.") % {
            "day": date_format(wave.closes, "j F Y"),
            "wave": wave,
        }
    return _("No next wave is open yet; its reading will arrive by itself.")
