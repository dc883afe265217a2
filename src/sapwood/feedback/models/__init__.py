"""Tables of the feedback room: what is asked, who is asked about whom, what is sealed, and what was published."""

from sapwood.feedback.models.between import Addressee, Asking, Telling, TellingSharing
from sapwood.feedback.models.mood import Mood, MoodSharing
from sapwood.feedback.models.programme import PulseOpening, PulseProgramme
from sapwood.feedback.models.publication import Cell, Publication, PublishedComment, ReportSharing, Response
from sapwood.feedback.models.questionnaire import Item, Questionnaire
from sapwood.feedback.models.sealed import Ballot, Receipt, WaveKey
from sapwood.feedback.models.wave import NAMED, Guest, Invitation, Relation, Subject, SurveyUnit, Wave, WaveStep

__all__ = [
    "NAMED",
    "Addressee",
    "Asking",
    "Ballot",
    "Cell",
    "Guest",
    "Invitation",
    "Item",
    "Mood",
    "MoodSharing",
    "Publication",
    "PublishedComment",
    "PulseOpening",
    "PulseProgramme",
    "Questionnaire",
    "Receipt",
    "Relation",
    "ReportSharing",
    "Response",
    "Subject",
    "SurveyUnit",
    "Wave",
    "Telling",
    "TellingSharing",
    "WaveKey",
    "WaveStep",
]
