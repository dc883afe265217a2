"""A questionnaire looked at as a whole: what weakens it, how long it takes, and what it is as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.feedback.models import Item, Questionnaire
from sapwood.files import questions
from sapwood.files.goals import one_line
from sapwood.people.library.comparing import words_of

SECONDS_A_SCALE, SECONDS_A_TEXT = 8, 40  # of a rater, a rule of thumb
ITEMS_A_COMPETENCY = 3  # with fewer, a change can hardly be told from noise: docs/statistics.md, planning of raters
MANY_COMPETENCIES, MANY_PULSE_ITEMS = 8, 5


def minutes(items: Iterable[Item]) -> int:
    """How long answering takes, about one colleague, in whole minutes and at least one."""
    seconds = sum(SECONDS_A_SCALE if item.is_scale else SECONDS_A_TEXT for item in items)
    return max(1, round(seconds / 60))


def why_not(questionnaire: Questionnaire, items: list[Item]) -> str:
    """Why it cannot be published yet; empty when it can."""
    if not any(item.is_scale for item in items):
        return _("It has no question with a scale yet.")
    if questionnaire.kind == Questionnaire.Kind.ROUND:
        loose = next((item for item in items if item.is_scale and item.competency_id is None), None)
        if loose is not None:
            return _("“%(item)s” belongs to no competency; in a 360 every question with a scale does.") % {
                "item": loose
            }
    return ""


def remarks(questionnaire: Questionnaire, items: list[Item]) -> list[str]:
    """What makes the answers weaker than they need be. Said, never forbidden."""
    found = []
    if questionnaire.kind == Questionnaire.Kind.ROUND:
        counts = Counter(item.competency for item in items if item.is_scale and item.competency is not None)
        thin = [competency.said("name") for competency, count in counts.items() if count < ITEMS_A_COMPETENCY]
        if thin:
            found.append(
                _("Fewer than three questions: %(names)s. A change there can hardly be told from noise.")
                % {"names": ", ".join(thin)}
            )
        if len(counts) > MANY_COMPETENCIES:
            found.append(
                _("%(count)d competencies are many. A handful that matters is answered with more care.")
                % {"count": len(counts)}
            )
    texts = sum(not item.is_scale for item in items)
    if texts > 2:
        found.append(_("%(count)d questions in words: most raters answer the first two.") % {"count": texts})
    undescribed = sum(item.kind == Item.Kind.FREQUENCY and not item.anchors for item in items)
    if undescribed and undescribed < len(items):
        found.append(
            ngettext(
                "One question has no description of its five levels.",
                "%(count)d questions have no description of their five levels.",
                undescribed,
            )
            % {"count": undescribed}
        )
    return found


def languages(items: Iterable[Item]) -> list[tuple[str, int]]:
    """The languages there are beside English, each with how many items say it."""
    return sorted(Counter(code for item in items for code in item.translations).items())


def as_file(papers: Iterable[Questionnaire]) -> questions.QuestionnaireFile:
    """Questionnaires as a file says them. Read their items with their competencies beforehand."""
    return questions.QuestionnaireFile(tuple(_as_file(one) for one in papers))


def _as_file(one: Questionnaire) -> questions.Questionnaire:
    return questions.Questionnaire(
        name=one_line(one.name),
        kind=one.kind,
        about=one_line(one.text),
        shuffled=one.shuffled,
        questions=tuple(
            questions.Question(
                key=item.key,
                text=item.text,
                scale=item.kind,
                points=item.points,
                competency=item.competency.key if item.competency else "",
                theme=item.theme,
                could_not_observe=item.may_pass,
                reversed=item.reverse,
                anchors=tuple(item.anchors),
                translations=words_of(item.translations),
            )
            for item in one.items.all()
        ),
    )
