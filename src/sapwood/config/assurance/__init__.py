"""The pack for a works council or a data protection officer: what holds in this installation, read from it.

Nothing here is copied by hand where the product knows it: questions come from the library and the questionnaires,
figures from the settings and the code that uses them, rights from the policy file.
"""

from __future__ import annotations

import datetime as dt

from sapwood.config.assurance import catalogue, figures, impact, machines, roles
from sapwood.files import paper
from sapwood.people.models import Organisation


def papers(today: dt.date) -> dict[str, paper.Paper]:
    """Every paper of the pack by the name of its file, without ending."""
    made = {
        "1-question-catalogue": catalogue.paper_of(),
        "2-thresholds": figures.thresholds(),
        "3-role-matrix": roles.paper_of(),
        "4-retention": figures.retention(),
        "5-no-ai-statement": machines.paper_of(),
        "6-impact-assessment-draft": impact.paper_of(),
    }
    under = f"{Organisation.current().name}, {today.isoformat()}"
    return {
        name: paper.Paper(one.title, under, one.lead, one.sections, one.words, one.language)
        for name, one in made.items()
    }
