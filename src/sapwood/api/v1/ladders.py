"""Job roles of the organisation: what each expects and where it leads. Who has one stands on its page."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from sapwood.api.v1 import finding, paging, shapes, showing
from sapwood.api.v1.answers import one, written
from sapwood.api.v1.values import Id
from sapwood.people.models import Expectation, JobRole

router = Router(tags=[said("Job roles")])


class Expected(BaseModel):
    """The level, 1 to 5, that a role expects in a competency."""

    competency: shapes.Named
    level: int


class JobRoleShown(BaseModel):
    id: Id
    name: str
    text: str
    ladder: str = Field(description=said("Roles of one ladder stand together; empty: it is in none."))
    expects: list[Expected]
    leads_to: list[Id] = Field(description=said("The job roles that can come next."))
    page: str


class Roles(paging.Page[JobRoleShown]):
    pass


class RoleFilters(paging.Listed):
    pass


@router.get(
    "job-roles",
    url_name="job_roles",
    operation_id="list_job_roles",
    response=Roles,
    summary=said("Every job role"),
    description=said("What each expects in which competency. Nothing of anybody who has one."),
)
def list_job_roles(request: HttpRequest, listed: Query[RoleFilters]) -> HttpResponse:
    paging.only(request, RoleFilters)
    rows, rest = paging.cut(_roles(), listed)
    return written(Roles(items=[_shown(row) for row in rows], **rest))


@router.get(
    "job-roles/{id}",
    url_name="job_role",
    operation_id="get_job_role",
    response=JobRoleShown,
    summary=said("One job role"),
)
def get_job_role(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, _shown(finding.by_id(_roles(), id)))


def _roles() -> QuerySet[JobRole]:
    expected = Expectation.objects.filter(competency__retired=None).select_related("competency").order_by("id")
    onward = JobRole.objects.filter(retired=None)
    return JobRole.objects.filter(retired=None).prefetch_related(
        Prefetch("expectations", queryset=expected, to_attr="expected"),
        Prefetch("next_roles", queryset=onward, to_attr="leads_to"),
    )


def _shown(row: JobRole) -> JobRoleShown:
    expected: list[Expectation] = vars(row)["expected"]
    onward: list[JobRole] = vars(row)["leads_to"]
    return JobRoleShown(
        id=row.public_id,
        name=row.name,
        text=row.text,
        ladder=row.track,
        expects=[
            Expected(competency=shapes.Named(id=one.competency.public_id, name=one.competency.shown), level=one.level)
            for one in expected
        ],
        leads_to=[role.public_id for role in onward],
        page=showing.page("people:job_role", row.public_id),
    )
