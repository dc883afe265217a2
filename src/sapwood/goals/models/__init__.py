"""Tables of the goals room: cycles, objectives, key results, how they hang together and what was observed."""

from sapwood.goals.models.aside import Aside
from sapwood.goals.models.check_in import Blocker, CheckIn, Reading
from sapwood.goals.models.closure import Closure, Continuation, KeyResultScore, Retirement, Review
from sapwood.goals.models.conversation import ConversationNote
from sapwood.goals.models.cycle import Cycle, CycleStep
from sapwood.goals.models.evidence import Evidence
from sapwood.goals.models.forecast import ForecastBasis
from sapwood.goals.models.instrument import Binding, BoundReading, BoundWord, ReadingSharing
from sapwood.goals.models.key_result import Contribution, Initiative, KeyResult, Milestone
from sapwood.goals.models.links import Alignment, AlignmentLock, Pair, Reason
from sapwood.goals.models.negotiation import Revision, SuggestedChange, Suggestion, Turn
from sapwood.goals.models.objective import Agreement, Comment, Objective, Sharing
from sapwood.goals.models.practice import Practice
from sapwood.goals.models.verdict import Verdict
from sapwood.goals.models.wording import WordingReading

__all__ = [
    "Agreement",
    "Alignment",
    "AlignmentLock",
    "Aside",
    "Binding",
    "Blocker",
    "BoundReading",
    "BoundWord",
    "CheckIn",
    "Closure",
    "Comment",
    "Continuation",
    "Contribution",
    "ConversationNote",
    "Cycle",
    "CycleStep",
    "Evidence",
    "ForecastBasis",
    "Initiative",
    "KeyResult",
    "KeyResultScore",
    "Milestone",
    "Objective",
    "Pair",
    "Practice",
    "Reading",
    "ReadingSharing",
    "Reason",
    "Retirement",
    "Review",
    "Revision",
    "Sharing",
    "SuggestedChange",
    "Suggestion",
    "Turn",
    "Verdict",
    "WordingReading",
]
