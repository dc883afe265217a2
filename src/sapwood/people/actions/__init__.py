"""The deeds of the people room. Say `actions.set_manager(by=…, …)`."""

from sapwood.people.actions.job_roles import (
    assign_job_role,
    assign_job_role_by_title,
    build_on,
    change_job_role,
    end_job_assignment,
    retire_job_role,
    write_job_role,
)
from sapwood.people.actions.library import (
    furnish_library,
    retire_behaviour,
    reword_behaviour,
    take_in_library,
    translate_behaviour,
    write_behaviour,
)
from sapwood.people.actions.lines import (
    add_further_manager,
    end_further_manager,
    hand_over_reports,
    set_manager,
)
from sapwood.people.actions.organisation import edit_organisation, retire, say, say_otherwise
from sapwood.people.actions.people import (
    create_person,
    edit_own_profile,
    edit_person,
    remove_absence,
    set_absence,
)
from sapwood.people.actions.roles import end_role, grant_role
from sapwood.people.actions.teams import (
    add_member,
    edit_team,
    end_membership,
    hand_over_lead,
    move_team,
    open_team,
    place_person,
    retire_team,
    set_lead,
)

__all__ = [
    "add_further_manager",
    "add_member",
    "assign_job_role",
    "assign_job_role_by_title",
    "build_on",
    "change_job_role",
    "create_person",
    "edit_organisation",
    "edit_own_profile",
    "edit_person",
    "edit_team",
    "end_job_assignment",
    "end_further_manager",
    "end_membership",
    "end_role",
    "furnish_library",
    "grant_role",
    "hand_over_lead",
    "hand_over_reports",
    "move_team",
    "open_team",
    "place_person",
    "remove_absence",
    "retire",
    "retire_behaviour",
    "retire_job_role",
    "retire_team",
    "reword_behaviour",
    "say",
    "say_otherwise",
    "set_absence",
    "set_lead",
    "set_manager",
    "take_in_library",
    "translate_behaviour",
    "write_behaviour",
    "write_job_role",
]
