"""Tables of the people room: who works here, in which team, for whom, with which rights, and why."""

from sapwood.people.models.behaviour import Behaviour, EarlierWording
from sapwood.people.models.imports import ImportDraft
from sapwood.people.models.job_role import MOST_EXPECTED, Expectation, Foundation, JobAssignment, JobRole
from sapwood.people.models.organisation import (
    Competency,
    Organisation,
    OrganisationPolicy,
    Priority,
    TeamContext,
    Value,
)
from sapwood.people.models.person import Absence, Invitation, Person, ReportingLine, Role, RoleGrant
from sapwood.people.models.sealed import DurableKey, Sealed, SealedDraft, destroy_ended, unlocked
from sapwood.people.models.sharing import Revocable
from sapwood.people.models.team import Membership, Team, TeamPlacement

__all__ = [
    "MOST_EXPECTED",
    "Absence",
    "Behaviour",
    "Competency",
    "DurableKey",
    "EarlierWording",
    "Expectation",
    "Foundation",
    "ImportDraft",
    "Invitation",
    "JobAssignment",
    "JobRole",
    "Membership",
    "Organisation",
    "OrganisationPolicy",
    "Person",
    "Priority",
    "ReportingLine",
    "Revocable",
    "Role",
    "RoleGrant",
    "Sealed",
    "SealedDraft",
    "Team",
    "TeamContext",
    "TeamPlacement",
    "Value",
    "destroy_ended",
    "unlocked",
]
