"""Pages of the feedback room."""

from sapwood.feedback.views.answers import answer, answer_draft
from sapwood.feedback.views.choosing import (
    add_raters,
    choosing,
    focus,
    guests,
    rater_agreement,
    rater_end,
    rater_proposal,
    subject,
    subject_end,
    suggested_raters,
    wave_agreement,
)
from sapwood.feedback.views.comment_help import comment_help
from sapwood.feedback.views.exchange import export, import_file
from sapwood.feedback.views.guide import guide
from sapwood.feedback.views.items import choice, item, item_place, item_removal, item_renewal, item_words, items
from sapwood.feedback.views.questionnaires import (
    edition,
    preview,
    publication,
    questionnaire,
    questionnaires,
    removal,
    retirement,
)
from sapwood.feedback.views.results import response, response_end, results, results_file
from sapwood.feedback.views.rounds import (
    new_round,
    refusal,
    report,
    report_file,
    report_sharing_end,
    report_sharings,
)
from sapwood.feedback.views.waves import new_pulse, opening, thresholds, wave, wave_removal, waves

__all__ = [
    "choosing",
    "rater_proposal",
    "subject_end",
    "suggested_raters",
    "wave_agreement",
    "add_raters",
    "focus",
    "guests",
    "new_round",
    "rater_agreement",
    "rater_end",
    "refusal",
    "report",
    "report_file",
    "report_sharing_end",
    "report_sharings",
    "subject",
    "new_pulse",
    "opening",
    "response",
    "response_end",
    "results",
    "results_file",
    "thresholds",
    "wave",
    "wave_removal",
    "waves",
    "answer",
    "answer_draft",
    "choice",
    "comment_help",
    "edition",
    "export",
    "guide",
    "import_file",
    "item",
    "item_place",
    "item_removal",
    "item_renewal",
    "item_words",
    "items",
    "preview",
    "publication",
    "questionnaire",
    "questionnaires",
    "removal",
    "retirement",
]
