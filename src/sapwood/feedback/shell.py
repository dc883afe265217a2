"""What the feedback room puts into the house when it starts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sapwood.people import policy

QUESTIONNAIRES = (
    "feedback:questionnaire", "feedback:preview", "feedback:choice", "feedback:item", "feedback:items", "feedback:import",
)  # fmt: skip


def _keeps_questionnaires(request: HttpRequest) -> bool:
    return policy.may(request.user, "questionnaire.keep")


def furnish() -> None:
    from sapwood.feedback import belongings, jobs, rules  # noqa: F401  (relations and jobs register themselves)
    from sapwood.feedback.panels import asked_by_name, asked_of_you, open_conversation, own_mood, shown_mood
    from sapwood.ui import navigation, panels

    belongings.furnish()
    panels.register("people:team", open_conversation)
    panels.register("overview:my_week", asked_of_you)
    panels.register("overview:week_aside", own_mood)
    panels.register("people:person", shown_mood)
    panels.register("overview:week_aside", asked_by_name)
    navigation.register(
        navigation.Link(
            name=_("Feedback"),
            route="feedback:waves",
            icon="messages-square",
            order=45,
            prefix=(
                "feedback:wave",
                "feedback:new_pulse",
                "feedback:new_programme",
                "feedback:what_could_we_see",
                "feedback:programme",
                "feedback:new_round",
                "feedback:results",
                "feedback:subject",
                "feedback:report",
                "feedback:colleagues",
                "feedback:tell",
                "feedback:ask",
            ),
        )
    )
    navigation.register(
        navigation.Link(name=_("Feedback"), route="feedback:tell", icon="message-circle", order=30, place="new")
    )
    navigation.register(
        navigation.Link(
            name=_("Questionnaires"),
            route="feedback:questionnaires",
            icon="list-checks",
            order=80,
            place="more",
            prefix=QUESTIONNAIRES,
            visible=_keeps_questionnaires,
        )
    )
