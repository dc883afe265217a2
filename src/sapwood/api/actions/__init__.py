"""The deeds of the api room. Say `actions.make_token(by=…, …)`."""

from sapwood.api.actions.calendar import end_calendar_address, make_calendar_address
from sapwood.api.actions.services import end_service, give_teams, make_service
from sapwood.api.actions.tokens import make_service_token, make_token, revoke_token

__all__ = [
    "end_calendar_address",
    "end_service",
    "give_teams",
    "make_calendar_address",
    "make_service",
    "make_service_token",
    "make_token",
    "revoke_token",
]
