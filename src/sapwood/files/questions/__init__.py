"""What is asked, as files: the library of competencies with their behaviours, and questionnaires. YAML or XLSX.

What a file is, is told by its content. `docs/question-bank.md` explains the columns.
"""

from sapwood.files.questions.library import read_library, write_library
from sapwood.files.questions.model import (
    LEVELS,
    SCALES,
    Behaviour,
    Competency,
    Library,
    Question,
    Questionnaire,
    QuestionnaireFile,
    Words,
    slug,
)
from sapwood.files.questions.questionnaires import read_questionnaires, write_questionnaires

KINDS = ("yaml", "xlsx")

__all__ = [
    "KINDS",
    "LEVELS",
    "SCALES",
    "Behaviour",
    "Competency",
    "Library",
    "Question",
    "Questionnaire",
    "QuestionnaireFile",
    "Words",
    "read_library",
    "read_questionnaires",
    "slug",
    "write_library",
    "write_questionnaires",
]
