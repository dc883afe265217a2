"""Pages of the feedback room."""

from sapwood.feedback.views.exchange import export, import_file
from sapwood.feedback.views.guide import guide
from sapwood.feedback.views.items import choice, item, item_place, item_removal, item_words, items
from sapwood.feedback.views.questionnaires import (
    edition,
    preview,
    publication,
    questionnaire,
    questionnaires,
    removal,
    retirement,
)

__all__ = [
    "choice",
    "edition",
    "export",
    "guide",
    "import_file",
    "item",
    "item_place",
    "item_removal",
    "item_words",
    "items",
    "preview",
    "publication",
    "questionnaire",
    "questionnaires",
    "removal",
    "retirement",
]
