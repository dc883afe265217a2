"""Forms of the goals room: a POST in, the keywords of one action out."""

from sapwood.goals.forms.check_in import CheckInForm, Line, PracticeForm
from sapwood.goals.forms.closing import ClosingForm, RetirementForm
from sapwood.goals.forms.negotiation import AskForm, DeclineForm, PassOnForm, SuggestForm
from sapwood.goals.forms.objective import ObjectiveForm, key_result_forms
from sapwood.goals.forms.small import (
    AlignForm,
    CommentForm,
    CycleForm,
    HandOverForm,
    InitiativeForm,
    PairForm,
    PartForm,
    ReviewForm,
    ShareForm,
)
from sapwood.goals.forms.verdict import VerdictForm

__all__ = [
    "AlignForm",
    "AskForm",
    "CheckInForm",
    "ClosingForm",
    "CommentForm",
    "CycleForm",
    "DeclineForm",
    "HandOverForm",
    "InitiativeForm",
    "Line",
    "ObjectiveForm",
    "PairForm",
    "PartForm",
    "PassOnForm",
    "PracticeForm",
    "RetirementForm",
    "ReviewForm",
    "ShareForm",
    "SuggestForm",
    "VerdictForm",
    "key_result_forms",
]
