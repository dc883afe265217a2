"""What could make a behaviour hard to answer about. Asked, never forbidden."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from sapwood.coach import read_comment

LONG = 14  # words


def remarks(text: str) -> list[str]:
    """Questions about the wording of a behaviour (“Lets others finish …”); empty when there is nothing to ask."""
    found = []
    words = text.split()
    if re.search(r"\band\b", text, re.IGNORECASE):
        found.append(_("There is an “and” in it. If somebody does one and not the other, what should a rater answer?"))
    if absolute := re.search(r"\b(always|never|constantly|every time)\b", text, re.IGNORECASE):
        found.append(
            _("“%(word)s” leaves no room for “often”. The scale says how often; the behaviour says what.")
            % {"word": absolute[0]}
        )
    if words and read_comment(f"She {words[0].lower()} {' '.join(words[1:])}").says("character"):
        found.append(_("This is about what somebody is. What would one see or hear them do?"))
    if len(words) > LONG:
        found.append(
            _("It has %(count)d words. What is read in one breath is answered more alike.") % {"count": len(words)}
        )
    return found
