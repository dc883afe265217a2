"""Pages of the people room."""

from sapwood.people.views.directory import directory
from sapwood.people.views.importing import (
    export,
    import_application,
    import_file,
    import_preview,
    import_result,
    import_template,
    import_withdrawal,
)
from sapwood.people.views.invitations import all_invitations, invitation, invitations
from sapwood.people.views.joining import first_week, handovers
from sapwood.people.views.person import (
    absence_end,
    absences,
    further_manager_end,
    further_managers,
    joiner,
    manager,
    person,
    place,
    record,
    reports,
    role_end,
    roles,
)
from sapwood.people.views.settings import organisation, settings, statement, statement_retirement, statements
from sapwood.people.views.settings import roles as role_list
from sapwood.people.views.team import (
    lead_handover,
    members,
    membership_end,
    membership_lead,
    parent,
    retirement,
    team,
    team_text,
    teams,
)

__all__ = [
    "absence_end",
    "absences",
    "all_invitations",
    "directory",
    "export",
    "first_week",
    "further_manager_end",
    "further_managers",
    "handovers",
    "import_application",
    "import_file",
    "import_preview",
    "import_result",
    "import_template",
    "import_withdrawal",
    "invitation",
    "invitations",
    "joiner",
    "lead_handover",
    "manager",
    "members",
    "membership_end",
    "membership_lead",
    "organisation",
    "parent",
    "person",
    "place",
    "record",
    "reports",
    "retirement",
    "role_end",
    "role_list",
    "roles",
    "settings",
    "statement",
    "statement_retirement",
    "statements",
    "team",
    "team_text",
    "teams",
]
