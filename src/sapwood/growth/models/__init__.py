"""Tables of the growth room: the school's, what a goal is about, recognition, mentoring."""

from sapwood.growth.models.bridge import Bridge, BridgeFinding, BridgeSession, BridgeTeam, BridgeValue, Kind
from sapwood.growth.models.developing import (
    Focus,
)
from sapwood.growth.models.equity import (
    Attribute,
    Declaration,
    EquityBasis,
    EquityCell,
    EquityPublication,
)
from sapwood.growth.models.journal import (
    EntrySharing,
    JournalEntry,
    SharedCopy,
)
from sapwood.growth.models.mentoring import Mentoring, MentoringSession, MentorOffer, MentorSearch, TalkNotes
from sapwood.growth.models.personal import (
    Farewell,
    LifeArea,
)
from sapwood.growth.models.plan import (
    Certificate,
    Demonstration,
    Plan,
    PlanChange,
    PlanEnd,
    PlanSharing,
    Step,
)
from sapwood.growth.models.recognition import (
    Recognised,
    Recognition,
    WallMailStop,
)
from sapwood.growth.models.school import (
    Dispute,
    DrillAnswer,
    DrillCard,
    LessonRead,
)

__all__ = [
    "Attribute",
    "Bridge",
    "BridgeFinding",
    "BridgeSession",
    "BridgeTeam",
    "BridgeValue",
    "Certificate",
    "Declaration",
    "Demonstration",
    "Dispute",
    "DrillAnswer",
    "DrillCard",
    "EntrySharing",
    "EquityBasis",
    "EquityCell",
    "EquityPublication",
    "Farewell",
    "Focus",
    "JournalEntry",
    "Kind",
    "LessonRead",
    "LifeArea",
    "MentorOffer",
    "MentorSearch",
    "Mentoring",
    "MentoringSession",
    "Plan",
    "PlanChange",
    "PlanEnd",
    "PlanSharing",
    "Recognised",
    "Recognition",
    "SharedCopy",
    "Step",
    "TalkNotes",
    "WallMailStop",
]
