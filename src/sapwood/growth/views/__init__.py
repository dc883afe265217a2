"""Pages of the growth room."""

from sapwood.growth.views.bridge_values import bridge_values, bridge_values_application
from sapwood.growth.views.bridges import (
    bridge,
    bridge_beginning,
    bridge_behaviours,
    bridge_ending,
    bridge_plan,
    bridge_reading,
    bridge_reading_day,
    bridge_sessions,
    bridge_teams,
    capabilities,
)
from sapwood.growth.views.certificates import (
    certificate,
    certificate_end,
    certificates,
)
from sapwood.growth.views.equity import (
    attribute_retirement,
    attributes,
    declaration,
    declarations,
)
from sapwood.growth.views.guide import (
    guide,
    short_way,
)
from sapwood.growth.views.journal import (
    entry,
    entry_copy,
    entry_removal,
    entry_sharing_end,
    entry_sharings,
    journal,
    journal_file,
    journal_removal,
)
from sapwood.growth.views.mentoring import (
    mentor_asking,
    mentor_offer,
    mentor_offer_end,
    mentor_search,
    mentor_search_end,
    mentoring_answer,
    mentoring_home,
    mentoring_withdrawal,
)
from sapwood.growth.views.mentoring_talks import (
    mentoring,
    mentoring_end,
    mentoring_session,
    mentoring_session_end,
    mentoring_sessions,
    mentoring_step,
    mentoring_thanks,
)
from sapwood.growth.views.mine import (
    mine,
)
from sapwood.growth.views.observations import (
    observation,
    observation_end,
    observation_refusal,
    observers,
)
from sapwood.growth.views.oversight import (
    decision,
    oversight,
)
from sapwood.growth.views.personal import (
    farewell_link,
    life_area,
    personal,
    personal_file,
    taken_along,
)
from sapwood.growth.views.plan_file import (
    plan_document,
)
from sapwood.growth.views.plans import (
    new_plan,
    plan,
    plan_answer,
    plan_changes,
    plan_end,
    plan_reader_end,
    plan_readers,
    plan_resumption,
    plan_steps,
    plans,
    step_completion,
)
from sapwood.growth.views.practice import (
    answer,
    dispute,
    drill,
    practice,
)
from sapwood.growth.views.practising import (
    focuses,
    practice_end,
    practice_pause,
    practising,
)
from sapwood.growth.views.recognition import (
    leaders,
    new_recognition,
    recognition,
    recognition_hiding,
    recognition_removal,
    wall,
    wall_mail,
)
from sapwood.growth.views.school import (
    forgetting,
    lesson,
    own,
    reading,
    school,
)
from sapwood.growth.views.skills import (
    skills,
    skills_file,
)
from sapwood.growth.views.team import (
    team,
)

__all__ = [
    "answer",
    "attribute_retirement",
    "attributes",
    "bridge",
    "bridge_beginning",
    "bridge_behaviours",
    "bridge_ending",
    "bridge_plan",
    "bridge_reading",
    "bridge_reading_day",
    "bridge_sessions",
    "bridge_teams",
    "bridge_values",
    "bridge_values_application",
    "capabilities",
    "certificate",
    "certificate_end",
    "certificates",
    "decision",
    "declaration",
    "declarations",
    "dispute",
    "drill",
    "entry",
    "entry_copy",
    "entry_removal",
    "entry_sharing_end",
    "entry_sharings",
    "farewell_link",
    "focuses",
    "forgetting",
    "guide",
    "journal",
    "journal_file",
    "journal_removal",
    "leaders",
    "lesson",
    "life_area",
    "mentor_asking",
    "mentor_offer",
    "mentor_offer_end",
    "mentor_search",
    "mentor_search_end",
    "mentoring",
    "mentoring_answer",
    "mentoring_end",
    "mentoring_home",
    "mentoring_session",
    "mentoring_session_end",
    "mentoring_sessions",
    "mentoring_step",
    "mentoring_thanks",
    "mentoring_withdrawal",
    "mine",
    "new_plan",
    "new_recognition",
    "observation",
    "observation_end",
    "observation_refusal",
    "observers",
    "oversight",
    "own",
    "personal",
    "personal_file",
    "plan",
    "plan_answer",
    "plan_changes",
    "plan_document",
    "plan_end",
    "plan_reader_end",
    "plan_readers",
    "plan_resumption",
    "plan_steps",
    "plans",
    "practice",
    "practice_end",
    "practice_pause",
    "practising",
    "reading",
    "recognition",
    "recognition_hiding",
    "recognition_removal",
    "school",
    "short_way",
    "skills",
    "skills_file",
    "step_completion",
    "taken_along",
    "team",
    "wall",
    "wall_mail",
]
