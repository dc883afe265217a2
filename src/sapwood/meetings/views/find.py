"""Finding what an address names. A meeting that is not one's own is not found."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from sapwood.meetings.models import Decision, Meeting, Series
from sapwood.meetings.queries import TOGETHER
from sapwood.people.views.find import reader


def meeting_of(request: HttpRequest, public_id: str) -> Meeting:
    rows = Meeting.objects.filter(series__in=Series.objects.open_to(reader(request)))
    return get_object_or_404(rows.select_related(*TOGETHER), public_id=public_id)


def decision_of(request: HttpRequest, public_id: str) -> Decision:
    rows = Decision.objects.filter(meeting__series__in=Series.objects.open_to(reader(request)))
    return get_object_or_404(
        rows.select_related("meeting__series__team", "owner", "initiative__key_result__objective__owner_team"),
        public_id=public_id,
    )
