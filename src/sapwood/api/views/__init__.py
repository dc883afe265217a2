"""Pages of the api room: one's tokens, the services, and the interface described for people."""

from sapwood.api.views.calendar import calendar, calendar_file
from sapwood.api.views.reference import reference
from sapwood.api.views.services import service, service_end, service_tokens, services
from sapwood.api.views.tokens import revocation, tokens

__all__ = [
    "calendar",
    "calendar_file",
    "reference",
    "revocation",
    "service",
    "service_end",
    "service_tokens",
    "services",
    "tokens",
]
