"""Pages of the goals room."""

from sapwood.goals.views.alignment import alignment, alignment_picture
from sapwood.goals.views.check_in_link import check_in_link
from sapwood.goals.views.check_ins import check_in_week, no_change, practice, resolution, tally
from sapwood.goals.views.closing import closure, continuation, retirement, review
from sapwood.goals.views.conversations import conversation_end, conversations
from sapwood.goals.views.coverage import carriers, coverage
from sapwood.goals.views.cycles import cycle, cycles, stage
from sapwood.goals.views.desk import cycle_wording, desk, review_agenda, review_document, verdict
from sapwood.goals.views.documents import document
from sapwood.goals.views.evidence import evidence, evidence_end
from sapwood.goals.views.first_look import first_look
from sapwood.goals.views.gallery import gallery
from sapwood.goals.views.importing import import_application, import_goals
from sapwood.goals.views.instruments import goals_of_report, instrument, reading_sharing_end, reading_sharings
from sapwood.goals.views.links import parent_end, parents, partner_end, partners, sharing_end, sharings
from sapwood.goals.views.lists import objectives
from sapwood.goals.views.negotiating import (
    agreement,
    change_request,
    decision,
    proposal,
    refusal,
    suggestion_end,
    suggestions,
    turn,
)
from sapwood.goals.views.objective import comments, draft, objective, objective_aside
from sapwood.goals.views.pairs import pairs
from sapwood.goals.views.sitting import closing, continuations
from sapwood.goals.views.wording import aside_end, put_asides, read_wording
from sapwood.goals.views.work import completion, contribution, handover, initiatives
from sapwood.goals.views.writing import check_wording, edit, write

__all__ = [
    "evidence",
    "evidence_end",
    "conversation_end",
    "conversations",
    "aside_end",
    "agreement",
    "alignment",
    "alignment_picture",
    "carriers",
    "change_request",
    "check_in_link",
    "check_in_week",
    "check_wording",
    "closing",
    "closure",
    "comments",
    "completion",
    "continuation",
    "continuations",
    "contribution",
    "coverage",
    "cycle",
    "cycle_wording",
    "cycles",
    "decision",
    "desk",
    "document",
    "draft",
    "edit",
    "first_look",
    "gallery",
    "goals_of_report",
    "handover",
    "import_application",
    "import_goals",
    "initiatives",
    "instrument",
    "no_change",
    "objective",
    "objective_aside",
    "objectives",
    "pairs",
    "parent_end",
    "parents",
    "partner_end",
    "partners",
    "practice",
    "proposal",
    "put_asides",
    "read_wording",
    "reading_sharing_end",
    "reading_sharings",
    "refusal",
    "resolution",
    "retirement",
    "review",
    "review_agenda",
    "review_document",
    "sharing_end",
    "sharings",
    "stage",
    "suggestion_end",
    "suggestions",
    "tally",
    "turn",
    "verdict",
    "write",
]
