"""Forms of the people room: a POST in, the keywords of one action out."""

from sapwood.people.forms.organisation import OrganisationForm, PolicyForm, StatementForm, statement_form
from sapwood.people.forms.person import AbsenceForm, JoinerForm, ProfileForm, RecordForm
from sapwood.people.forms.small import ManagerForm, MemberForm, ParentForm, PlaceForm, RoleForm, TeamForm

__all__ = [
    "AbsenceForm",
    "JoinerForm",
    "ManagerForm",
    "MemberForm",
    "OrganisationForm",
    "ParentForm",
    "PlaceForm",
    "PolicyForm",
    "ProfileForm",
    "RecordForm",
    "RoleForm",
    "StatementForm",
    "TeamForm",
    "statement_form",
]
